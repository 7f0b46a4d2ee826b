"""Tell people, and what they do with what they were told.

Reading is a person's own affair, and what is told follows from acts that are audited where they
happen: nothing here writes to the audit chain.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.inbox.models import ALWAYS_TOLD, Notice, NoticeKind, Silence

LONGEST_TITLE = 200
Title = str | Callable[[], str]


class AboutCase(Protocol):
    """What a notice keeps of a case; this floor lies below the cases and knows no more."""

    number: str
    is_exercise: bool


@transaction.atomic
def tell(
    people: Iterable[User],
    *,
    kind: str,
    subject_url: str,
    title: Title,
    case: AboutCase | None = None,
    by: User | None = None,
    is_exercise: bool = False,
) -> int:
    """Leave each of these people one notice; answers how many were told.

    Nobody is told of what they did themselves, and nobody of a kind they silenced. The same
    thing again before it was read counts up instead of filling the list.

    Args:
        people: active accounts; who may not read the subject is the caller's to leave out.
        subject_url: an address of this desk, e.g. ``/desk/cases/2026-0001/``.
        title: a sentence of ours without a post's words; a function is called once a person,
            in that person's language.
        by: who caused it; None is the system.

    Raises:
        ValidationError: the kind is not one of ours, or the address leads elsewhere.
    """
    check_kind(kind)
    if not subject_url.startswith("/") or not url_has_allowed_host_and_scheme(subject_url, None):
        raise ValidationError(_("%(url)s is no address of this desk.") % {"url": subject_url})
    told = 0
    for person in listeners(people, kind, by):
        with translation.override(person.language):
            words = " ".join(str(title() if callable(title) else title).split())
        leave(
            Notice(
                user=person,
                kind=kind,
                title=words[:LONGEST_TITLE],
                url=subject_url,
                case_number=case.number if case else "",
                is_exercise=case.is_exercise if case else is_exercise,
                by=by,
            )
        )
        told += 1
    return told


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One person and the address that they are told of."""

    person: User
    url: str


@transaction.atomic
def tell_each(
    tellings: Sequence[Telling],
    *,
    kind: str,
    title: Callable[[], str],
    by: User | None = None,
    is_exercise: bool = False,
) -> int:
    """Leave each of many people one notice at an address of their own; answers how many.

    As :func:`tell`, in the same few queries for one as for a thousand: for that it does not count
    up a notice that says the same, so the caller tells of one thing once.
    """
    check_kind(kind)
    heard = {person.pk for person in listeners([each.person for each in tellings], kind, by)}
    said: dict[str, str] = {}
    for each in tellings:
        if each.person.language not in said:
            with translation.override(each.person.language):
                said[each.person.language] = " ".join(title().split())[:LONGEST_TITLE]
    rows = [
        Notice(
            user=each.person,
            kind=kind,
            title=said[each.person.language],
            url=each.url,
            is_exercise=is_exercise,
            by=by,
        )
        for each in tellings
        if each.person.pk in heard
    ]
    Notice.objects.bulk_create(rows, batch_size=100)
    return len(rows)


def listeners(people: Iterable[User], kind: str, by: User | None) -> list[User]:
    """Who of these hears of it: each once, active, not the one who did it, not silenced."""
    found = {person.pk: person for person in people if person.is_active}
    if by is not None:
        found.pop(by.pk, None)
    if found and kind not in ALWAYS_TOLD:
        silent = Silence.objects.filter(user__in=list(found), kind=kind)
        for pk in silent.values_list("user_id", flat=True):
            del found[pk]
    return list(found.values())


def leave(notice: Notice) -> None:
    """Store a notice, or count up the unread one that says the same."""
    same = Notice.objects.filter(
        user=notice.user_id,
        kind=notice.kind,
        url=notice.url,
        title=notice.title,
        read_at__isnull=True,
    )
    if not same.update(times=F("times") + 1, at=timezone.now(), by=notice.by):
        notice.save()


def check_kind(kind: str) -> None:
    if kind not in NoticeKind.values:
        raise ValidationError(
            _("%(kind)s is no kind of notice; choose one of %(known)s.")
            % {"kind": kind, "known": ", ".join(NoticeKind.values)}
        )


def mark_read(user: User, notices: Sequence[int] | None = None) -> int:
    """Mark some of a person's notices as read, or all of them; answers how many."""
    unread = Notice.objects.filter(user=user, read_at__isnull=True)
    if notices is not None:
        unread = unread.filter(pk__in=list(notices)[:1000])
    return unread.update(read_at=timezone.now())


@transaction.atomic
def choose_kinds(user: User, wanted: Iterable[str]) -> None:
    """Keep which kinds a person hears of; what others rely on cannot be silenced.

    Raises:
        ValidationError: a kind that is none, or one that cannot be silenced is missing.
    """
    kept = set(wanted)
    for kind in kept:
        check_kind(kind)
    if missing := ALWAYS_TOLD - kept:
        names = ", ".join(sorted(str(NoticeKind(kind).label) for kind in missing))
        raise ValidationError(
            _("%(kinds)s cannot be silenced: others rely on your seeing it.") % {"kinds": names}
        )
    Silence.objects.filter(user=user).delete()
    silent = [kind for kind in NoticeKind.values if kind not in kept]
    Silence.objects.bulk_create([Silence(user=user, kind=kind) for kind in silent])


def forget_before(moment: datetime) -> int:
    """Drop notices told before a moment; what happened stays in the audit chain."""
    return Notice.objects.filter(at__lt=moment).delete()[0]
