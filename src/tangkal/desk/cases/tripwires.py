"""What a quiet decision assumed, and the levels at which the question opens again.

Three figures, each with what was assumed when it was decided and a tripwire above it. The
measured ones come from narratives (levels by counts and by evidenced flags) and from the items
of the case's signals, after merges. No score closes a case; these only ask people to look again.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tangkal.desk.cases import breakout
from tangkal.desk.cases.models import Case, ImpactAssessment, Signal

HIGHEST = {"reach": 4, "breakout": 6}
LOWEST = {"reach": 0, "breakout": 1, "items": 1}
FEWEST_MORE = 50  # items: a handful more is no news
# Reach is judged by people. What a measured breakout level says of it at least: several
# platforms and communities are open debate; evidenced mainstream media are a minor story.
REACH_AT_LEAST = {3: 2, 4: 3, 5: 3, 6: 3}

Figures = dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """One figure that passed its tripwire."""

    name: str  # reach, breakout or items
    assumed: int
    wire: int
    measured: int


def measured(case: Case) -> Figures:
    """What is measured of a case now; a figure nobody measures is left out."""
    found: Figures = {"items": items_of(case)} if case.signals.all() else {}
    suggestion = breakout.suggested_level(case)
    if suggestion is not None:
        found["breakout"] = suggestion.level
        if suggestion.level in REACH_AT_LEAST:
            found["reach"] = REACH_AT_LEAST[suggestion.level]
    return found


def items_of(case: Case) -> int:
    """Items seen of the case's stories: each narrative once, however many signals tell it."""
    linked = list(case.signals.all())
    narratives = {signal.narrative_id for signal in linked if signal.narrative_id}
    told = Signal.objects.filter(narrative_id__in=narratives, is_exercise=case.is_exercise)
    largest: dict[str, int] = {}
    for key, items in [
        *told.values_list("narrative_id", "items_total"),
        *((s.narrative_id or f"signal:{s.pk}", s.items_total) for s in linked),
    ]:
        largest[key] = max(items, largest.get(key, 0))
    return sum(largest.values())


def assumed(case: Case, assessment: ImpactAssessment | None) -> Figures:
    """What a decision taken now would assume: what was judged, or more where more is measured."""
    seen = measured(case)
    return {
        "reach": max(assessment.reach if assessment else 0, seen.get("reach", 0)),
        "breakout": max(assessment.breakout if assessment else 1, seen.get("breakout", 1)),
        "items": seen.get("items", 0),
    }


def usual(taken: Figures) -> Figures:
    """Tripwires where nobody sets others: one level up, twice the items and some."""
    return {
        "reach": min(taken["reach"] + 1, HIGHEST["reach"]),
        "breakout": min(taken["breakout"] + 1, HIGHEST["breakout"]),
        "items": max(2 * taken["items"], taken["items"] + FEWEST_MORE),
    }


def checked(asked: Mapping[str, int] | None, taken: Figures) -> dict[str, object]:
    """The tripwires of a quiet decision with what it assumed; none may be left out.

    Raises:
        ValidationError: an unknown figure, one outside its scale, or one that is passed already.
    """
    wire = usual(taken) | dict(asked or {})
    if wire.keys() != LOWEST.keys() or any(not in_scale(key, wire[key]) for key in wire):
        raise ValidationError(
            _(
                "The tripwire %(wire)s is not a reach of 0–4, a breakout level of 1–6 and a "
                "number of items."
            )
            % {"wire": wire}
        )
    for key, value in wire.items():
        if value <= taken[key] and taken[key] < HIGHEST.get(key, value + 1):
            raise ValidationError(
                _(
                    "The tripwire %(wire)s for %(what)s is not above what is assumed now, "
                    "%(assumed)s: it would be crossed at once. Choose a higher one, or respond."
                )
                % {"wire": value, "what": name_of(key), "assumed": taken[key]}
            )
    return {**wire, "assumed": dict(taken)}


def in_scale(key: str, value: object) -> bool:
    return (
        isinstance(value, int)
        and not isinstance(value, bool)
        and LOWEST[key] <= value <= HIGHEST.get(key, 2**31 - 1)
    )


def name_of(key: str) -> str:
    return {"reach": _("reach"), "breakout": _("the breakout level"), "items": _("items seen")}[key]


def crossings(tripwire: Mapping[str, object], seen: Figures) -> list[Crossing]:
    """What is measured at or past its tripwire, and above what was assumed.

    >>> crossings({"breakout": 3, "assumed": {"breakout": 2}}, {"breakout": 3})[0].wire
    3
    >>> crossings({"breakout": 6, "assumed": {"breakout": 6}}, {"breakout": 6})
    []
    """
    before = tripwire.get("assumed")
    known = before if isinstance(before, Mapping) else {}
    found = []
    for name in LOWEST:
        wire, now = tripwire.get(name), seen.get(name)
        if not isinstance(wire, int) or now is None:
            continue
        was = int(known.get(name, wire - 1))
        if now >= wire and now > was:
            found.append(Crossing(name=name, assumed=was, wire=wire, measured=now))
    return found
