"""Who writes what the public looks up, and who publishes it."""

from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.approvals.rules import check_second_person
from tangkal.desk.reference.models import Entry
from tangkal.desk.reference.states import ENTRY, EntryState
from tangkal.desk.workflow import ActionDenied


def check_can_begin(office: Organisation, by: User) -> None:
    """Raises ActionDenied for whoever is no writer of the office."""
    ENTRY.check(EntryState.DRAFT, "write", by.roles_at(office))


def can_begin(office: Organisation, by: User) -> bool:
    return "write" in ENTRY.actions(EntryState.DRAFT, by.roles_at(office))


def check_step(entry: Entry, action: str, by: User) -> str:
    """The state a step leads to, for the roles this person holds over the office."""
    return ENTRY.check(entry.state, action, by.roles_at(entry.organisation))


def authors_of(entry: Entry) -> set[int | None]:
    """Everybody who wrote anything since what stands was published.

    What stands was approved by a second person already; a directory is kept for years, and
    counting everybody who ever touched an entry would leave a small office without approver.
    """
    versions = entry.versions.all()
    last = versions.exclude(published_at=None).first()
    if last is not None:
        versions = versions.filter(number__gt=last.number)
    return set(versions.values_list("author_id", flat=True))


def check_can_publish(entry: Entry, by: User) -> None:
    """Raises ActionDenied for whoever wrote part of it."""
    check_second_person(by, authors_of(entry))


def check_stands(entry: Entry) -> None:
    """Raises ActionDenied where nothing of it is on the portal."""
    if entry.page_id is None and entry.translation_id is None:
        raise ActionDenied(_("Nothing of it stands on the portal; there is nothing to withdraw."))
