"""Who hears of a message house: everyone who works on its case or speaks for its office."""

from collections.abc import Callable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.cases import rules as case_rules
from tangkal.desk.cases.models import Case
from tangkal.desk.cases.people.telling import watchers
from tangkal.desk.inbox.commands import tell
from tangkal.desk.inbox.models import NoticeKind
from tangkal.desk.strategic_communication.house_models import MessageHouse, MessageHouseVersion
from tangkal.desk.strategic_communication.telling import people_at
from tangkal.desk.ui.moments import in_words
from tangkal.strategic_communication.house import Locked

LONGEST = 50  # characters of changed facts in a notice


def everyone_on(case: Case) -> list[User]:
    """Who worked on a case, published on it or speaks for its office, and may still read it."""
    worked: list[User | None] = [case.owner, case.opened_by, *watchers(case)]
    for texts in (case.messages, case.holding_statements):
        for each in texts.select_related("author", "published_by"):
            worked += [each.author, each.published_by]
    worked += [each.created_by for each in case.houses.select_related("created_by")]
    worked += people_at(case.lead_organisation, Role.WRITER, Role.SPOKESPERSON)
    found = {person.pk: person for person in worked if person is not None and person.is_active}
    return [person for person in found.values() if case_rules.can_read(person, case)]


def tell_in_force(version: MessageHouseVersion, *, by: User) -> None:
    _tell(
        version.house,
        kind=NoticeKind.APPROVAL,
        title=lambda: _("The message house is in force; write from it."),
        by=by,
    )


def tell_changed(
    version: MessageHouseVersion, gone: Sequence[Locked], come: Sequence[Locked], *, by: User
) -> None:
    """A locked fact is no longer what it was: what went out with it needs a look."""

    def title() -> str:
        words = {"before": _short(gone) or _("nothing"), "after": _short(come) or _("nothing")}
        return _("Facts changed, from %(before)s to %(after)s. Look at what went out.") % words

    _tell(version.house, kind=NoticeKind.ESCALATED, title=title, by=by)


def tell_withdrawn(version: MessageHouseVersion, *, by: User) -> None:
    _tell(
        version.house,
        kind=NoticeKind.ESCALATED,
        title=lambda: _("The message house was withdrawn; look at what went out with it."),
        by=by,
    )


def tell_ending(version: MessageHouseVersion) -> None:
    """Nobody should learn from silence that there is nothing to say any more."""
    assert version.expires_at is not None
    ends = version.expires_at
    _tell(
        version.house,
        kind=NoticeKind.APPROVAL,
        title=lambda: (
            _("The message house ends %(moment)s; check it and write its next version.")
            % {"moment": in_words(ends)}
        ),
        by=None,
    )


def tell_expired(version: MessageHouseVersion) -> None:
    _tell(
        version.house,
        kind=NoticeKind.APPROVAL,
        title=lambda: _("The message house has expired; check it and write its next version."),
        by=None,
    )


def _short(locks: Sequence[Locked]) -> str:
    words = ", ".join(lock.text for lock in locks)
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"


def _tell(house: MessageHouse, *, kind: str, title: Callable[[], str], by: User | None) -> None:
    tell(
        everyone_on(house.case),
        kind=kind,
        subject_url=reverse("house", args=[house.pk]),
        title=title,
        case=house.case,
        by=by,
    )
