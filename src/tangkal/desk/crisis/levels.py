"""The four levels of the doctrine's E as data: what brings them about, and who commands.

Triggers are worded for people; what a machine can measure of them suggests a level, no more.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tangkal.desk.crisis.states import CrisisState

BREAKOUT_OF_CRISIS = 4  # mainstream media
BREAKOUT_OF_NATIONAL = 6  # concrete action, or calls for violence
PROVINCES_OF_NATIONAL = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One level: its colour stands beside its words, never instead of them."""

    number: int
    name: object  # lazy text
    colour: object
    tone: str
    triggers: tuple[object, ...]
    command: object
    state: str  # the state of a crisis at this level


LEVELS = (
    Level(
        number=0,
        name=lazy("Normal"),
        colour=lazy("green"),
        tone="ok",
        triggers=(lazy("routine work"),),
        command=lazy("Duty officer"),
        state=CrisisState.NORMAL,
    ),
    Level(
        number=1,
        name=lazy("Alert"),
        colour=lazy("yellow"),
        tone="warn",
        triggers=(
            lazy("a case of medium priority that is rising"),
            lazy("a trigger date that is known"),
        ),
        command=lazy("Head of public relations (Kabag or Kabid humas)"),
        state=CrisisState.ALERT,
    ),
    Level(
        number=2,
        name=lazy("Crisis"),
        colour=lazy("orange"),
        tone="danger",
        triggers=(
            lazy("any case of high priority"),
            lazy("breakout 4 or above: mainstream media carry it"),
            lazy("a public service is disrupted"),
        ),
        command=lazy("Crisis communication team"),
        state=CrisisState.CRISIS,
    ),
    Level(
        number=3,
        name=lazy("National crisis"),
        colour=lazy("red"),
        tone="danger",
        triggers=(
            lazy("lives are in danger"),
            lazy("several ministries, or two provinces and more"),
            lazy("breakout 6: concrete action, or calls for violence"),
        ),
        command=lazy(
            "Lead at minister’s level, with the government’s communication body and the "
            "ministry of communication"
        ),
        state=CrisisState.NATIONAL,
    ),
)
STATE_OF = {level.number: level.state for level in LEVELS}


def level_of(number: int) -> Level:
    return LEVELS[number]


def suggested(facts: Mapping[str, int]) -> tuple[int, list[str]]:
    """The level that measured facts suggest, and each reason as a sentence.

    Args:
        facts: counts by name as :func:`facts.of_cases` makes them.

    >>> suggested({"high": 0, "medium": 0, "breakout": 4, "provinces": 1})[0]
    2
    """
    breakout, provinces = facts["breakout"], facts["provinces"]
    reasons: dict[int, list[object]] = {
        3: [
            breakout >= BREAKOUT_OF_NATIONAL and _("Breakout has reached 6."),
            provinces >= PROVINCES_OF_NATIONAL
            and _("%(n)d provinces are concerned.") % {"n": provinces},
        ],
        2: [
            facts["high"] and _("%(n)d cases have high priority.") % {"n": facts["high"]},
            BREAKOUT_OF_CRISIS <= breakout < BREAKOUT_OF_NATIONAL
            and _("Breakout is %(n)d.") % {"n": breakout},
        ],
        1: [facts["medium"] and _("%(n)d cases have medium priority.") % {"n": facts["medium"]}],
    }
    held = {number: [each for each in found if each] for number, found in reasons.items()}
    number = max((number for number, found in held.items() if found), default=0)
    return number, [str(each) for reasons_held in held.values() for each in reasons_held]
