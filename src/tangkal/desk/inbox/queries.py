"""Read a person's notices."""

from django.db import connection
from django.db.models import QuerySet

from tangkal.desk.accounts.models import User
from tangkal.desk.inbox.models import ALWAYS_TOLD, Notice, NoticeKind, Silence


def unread_count(user: object) -> int:
    """How many notices wait for a person: one count over a partial index.

    Every page asks, so the question is in SQL: to build it anew took longer than its answer.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM inbox_notice WHERE read_at IS NULL AND user_id = %s",
            [getattr(user, "pk", None)],
        )
        (count,) = cursor.fetchone()
        return int(count)


def notices_of(user: User, *, kind: str = "", unread: bool = False) -> QuerySet[Notice]:
    """A person's notices, newest first."""
    found = Notice.objects.filter(user=user).select_related("by")
    if kind in NoticeKind.values:
        found = found.filter(kind=kind)
    return found.filter(read_at__isnull=True) if unread else found


def choices_of(user: User) -> list[tuple[NoticeKind, bool, bool]]:
    """Every kind, whether the person hears of it, and whether they could silence it."""
    silent = set(Silence.objects.filter(user=user).values_list("kind", flat=True))
    return [(kind, kind not in silent, kind not in ALWAYS_TOLD) for kind in NoticeKind]
