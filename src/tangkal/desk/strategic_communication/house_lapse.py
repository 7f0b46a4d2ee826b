"""What still speaks from a message house whose last moment has passed.

Expiry is measured, never stored: a text has lapsed the moment its house has, and holds again the
moment a version with the same facts is in force. Nothing that was published goes away by itself.
It is shown with the moment at which it ended, nothing new goes out, and a person decides whether
it is renewed, withdrawn or left as it stands.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.models import Case
from tangkal.desk.strategic_communication import house_queries
from tangkal.desk.strategic_communication.house_models import MessageHouse, MessageHouseVersion
from tangkal.desk.strategic_communication.house_states import HouseState
from tangkal.desk.strategic_communication.models import Message, MessageVersion
from tangkal.desk.ui.moments import in_words
from tangkal.desk.workflow import ActionDenied
from tangkal.strategic_communication.checks import MYTH_PARTS
from tangkal.strategic_communication.house_checks import locks_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """One kind of thing that still carries a house: how many, in words, and where to look."""

    words: str
    url: str


# Who carries a house out into the world; each app adds its own.
carriers: list[Callable[[MessageHouse, User], Iterable[Carrier]]] = []


def lapsed(house: MessageHouse) -> MessageHouseVersion | None:
    """The version that was in force until its last moment; None where one holds, or none did."""
    found = house_queries.standing(house)
    return found if found is not None and found.has_expired() else None


def lapsed_on(case: Case) -> MessageHouseVersion | None:
    """The same for the house of a case."""
    return lapsed_by_case([case.pk]).get(case.pk)


def lapsed_by_case(cases: Iterable[int]) -> Mapping[int, MessageHouseVersion]:
    """The lapsed version of each of these cases that has one; one question for all of them."""
    return {case: each for case, each in standing_by_case(cases).items() if each.has_expired()}


def standing_by_case(cases: Iterable[int]) -> Mapping[int, MessageHouseVersion]:
    """The version of each of these cases that was approved last and not withdrawn, lapsed or not;
    one question for all of them."""
    rows = (
        MessageHouseVersion.objects.filter(
            house__case__in=set(cases),
            approved_at__isnull=False,
            superseded_at=None,
            withdrawn_at=None,
        )
        .exclude(house__state=HouseState.WITHDRAWN)
        .select_related("house")
    )
    return {each.house.case_id: each for each in rows}


def carries(message: Message, version: MessageVersion, house: MessageHouseVersion) -> bool:
    """Whether a text states a fact that the house locked.

    What stands in another language than the house cannot be read for it and counts as carrying:
    to ask a person once too often does no harm.
    """
    if message.language != house.house.language:
        return True
    locked = tuple(lock.text for lock in house_queries.read(house).locked)
    return states(
        "\n".join(str(text) for part, text in version.parts.items() if part not in MYTH_PARTS),
        locked,
    )


@lru_cache(maxsize=512)  # a feed asks the same of the same texts whenever it is fetched
def states(text: str, locked: tuple[str, ...]) -> bool:
    return bool(locks_in(text, locked))


def lapsed_for(message: Message, version: MessageVersion) -> MessageHouseVersion | None:
    """The lapsed house that a text speaks from; None where its facts hold, or are its own."""
    house = lapsed_on(message.case)
    return house if house is not None and carries(message, version, house) else None


def sentence_for(message: Message, version: MessageVersion) -> str:
    """Why a text cannot go out as it is, for its page; "" where it can."""
    house = None if message.replaces_id else lapsed_for(message, version)
    return why(house) if house is not None else ""


def check_holds(message: Message, version: MessageVersion, *, at: datetime | None = None) -> None:
    """Refuse to send out facts of which nobody said that they still hold.

    A correction goes out all the same: what is wrong in public waits for no renewal.

    Args:
        at: when it would go out; None for now.

    Raises:
        ActionDenied: the house the text speaks from has ended, or will have by then.
    """
    if message.replaces_id is not None:
        return
    case_house = house_queries.house_of(message.case)
    house = house_queries.standing(case_house) if case_house is not None else None
    if house is not None and house.has_expired(at) and carries(message, version, house):
        raise ActionDenied(why(house))


def why(house: MessageHouseVersion) -> str:
    """Why nothing goes out, and what to do about it."""
    assert house.expires_at is not None
    return _(
        "The facts were confirmed until %(moment)s, when the message house “%(house)s” ends. Check "
        "them and bring its next version into force, or give it a later end; then this can go out."
    ) % {"moment": in_words(house.expires_at), "house": house.house}


def carriers_of(house: MessageHouse, reader: User) -> list[Carrier]:
    """What still carries a house, for whoever decides what becomes of it."""
    return [each for source in carriers for each in source(house, reader)]
