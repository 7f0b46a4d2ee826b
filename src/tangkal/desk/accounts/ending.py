"""Ending sessions: one's own, or all of a person's by an administrator."""

from django.db import transaction

from tangkal.desk.accounts.factor_models import DeskSession
from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.sealing import keyed_hash
from tangkal.desk.audit.commands import record


def mark_of(session: DeskSession) -> str:
    """What a session is called on a page: its key would open it, so that is never shown."""
    return keyed_hash(session.session_key, "session")[:16]


@transaction.atomic
def end_one(user: User, mark: str) -> bool:
    """End one of a person's own sessions; False where there is none of this mark."""
    found = [each.pk for each in DeskSession.objects.filter(user=user) if mark_of(each) == mark]
    if found:
        DeskSession.objects.filter(pk__in=found).delete()
        record("account.session_ended", user, by=user, sessions=len(found))
    return bool(found)


@transaction.atomic
def end_others(user: User, kept: str | None) -> int:
    """End a person's sessions but one; answers how many."""
    ended, _models = DeskSession.objects.filter(user=user).exclude(session_key=kept).delete()
    if ended:
        record("account.session_ended", user, by=user, sessions=ended)
    return ended


@transaction.atomic
def end_all(person: User, *, by: User | None) -> int:
    """End every session of a person, who may sign in again; answers how many."""
    ended, _models = DeskSession.objects.filter(user=person).delete()
    record("account.sessions_ended", person, by=by, sessions=ended)
    return ended
