"""Until when the facts of a published text are confirmed: what its message house says, on its page.

The portal keeps its own copy. It is brought up to date in the transaction in which the house
changes; when the last moment passes nothing has to happen, for the page compares it with now.
"""

from dataclasses import dataclass
from datetime import datetime

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.models import Case
from tangkal.desk.portal.commands import confirm_clarification
from tangkal.desk.strategic_communication import house_queries
from tangkal.desk.strategic_communication.house_lapse import carries
from tangkal.desk.strategic_communication.house_models import MessageHouseVersion
from tangkal.desk.strategic_communication.models import Message, MessageVersion
from tangkal.desk.strategic_communication.states import MessageState
from tangkal.strategic_communication.house_checks import says_any


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """For which moment facts were true, and until when they are confirmed; None for no word."""

    confirmed_at: datetime | None = None
    valid_until: datetime | None = None


def of_message(message: Message, version: MessageVersion) -> Validity:
    """What the house of its case says of a text; nothing of one that says nothing of it."""
    house = house_queries.house_of(message.case)
    standing = house_queries.standing(house) if house is not None else None
    return by_house(message, version, standing)


def by_house(
    message: Message, version: MessageVersion, house: MessageHouseVersion | None
) -> Validity:
    if house is None or not speaks_from(message, version, house):
        return Validity()
    return Validity(confirmed_at=house.truth_as_of, valid_until=house.expires_at)


def speaks_from(message: Message, version: MessageVersion, house: MessageHouseVersion) -> bool:
    """Whether a text states a locked fact of the house, or says one of its key messages in part.

    Wider than what holds a text back once the house has ended: "harga tetap" states no figure, and
    readers of it ask all the same until when that was confirmed.
    """
    return carries(message, version, house) or says_any(house_queries.read(house), version.parts)


def confirm_pages(_old: MessageHouseVersion | None, new: MessageHouseVersion, by: User) -> None:
    """A version came into force: every page that states its facts holds as long as it does."""
    for message, version in published(new.house.case):
        held = by_house(message, version, new)
        keep(message, held, by)


def end_pages(house: MessageHouseVersion, by: User) -> None:
    """The house was withdrawn: from this moment on nobody confirms what pages have from it."""
    for message, version in published(house.house.case):
        if speaks_from(message, version, house):
            ended = Validity(confirmed_at=house.truth_as_of, valid_until=house.withdrawn_at)
            keep(message, ended, by)


def keep(message: Message, held: Validity, by: User) -> None:
    confirm_clarification(
        message.clarification_slug,
        confirmed_at=held.confirmed_at,
        valid_until=held.valid_until,
        by=by,
    )


def published(case: Case) -> list[tuple[Message, MessageVersion]]:
    """The texts of a case that stand on the portal, each with its words, locked."""
    rows = Message.objects.filter(case=case, state=MessageState.PUBLISHED)
    found = rows.exclude(clarification_slug="").select_for_update(of=("self",)).order_by("pk")
    return [(each, version) for each in found if (version := each.versions.first()) is not None]
