"""How urgent is a case? One rule for everybody, so that two offices reach one answer.

The rule reads H, the highest severity for people and public, and O, the highest for an
organisation. Harm to reputation alone never reaches HIGH, whatever its reach: a
government's good name is no emergency. A person may override with a reason and a
second person; the rule itself never bends.

Source: our design decision (doctrine A4) around RESIST's three priorities.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple

from tangkal.impact_analysis.breakout import check_breakout
from tangkal.impact_analysis.phia import Term, check_likelihood
from tangkal.impact_analysis.reach import Reach, check_reach
from tangkal.impact_analysis.severity import (
    ORGANISATION,
    PEOPLE,
    PUBLIC,
    check_severities,
    highest,
    is_reputation_only,
)


class Priority(StrEnum):
    """Low is followed, medium is answered, high is escalated at once."""

    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"

    @property
    def rank(self) -> int:
        """0 low … 2 high."""
        return list(Priority).index(self)


class Facts(NamedTuple):
    """What the rule reads, and nothing else."""

    harm: int  # H
    organisation_harm: int  # O
    reach: Reach
    breakout: int
    likelihood: Term | None  # None: not judged


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityResult:
    """A priority and why, ready to be said in one sentence."""

    priority: Priority
    rule: str  # code of the rule that decided
    facts: Mapping[str, Any]  # its parameters: plain values, fit for JSON

    def as_json(self) -> dict[str, Any]:
        """The explanation as the desk stores it."""
        return {"priority": str(self.priority), "rule": self.rule, **self.facts}


def compute_priority(
    severities: Mapping[str, int],
    *,
    reach: int,
    breakout: int,
    likelihood: str | None = None,
) -> PriorityResult:
    """The priority that the rule gives these judgements.

    Args:
        severities: item → 0..4, see :mod:`tangkal.impact_analysis.severity`; missing is 0.
        reach: 0..4, see :mod:`tangkal.impact_analysis.reach`.
        breakout: 1..6, see :mod:`tangkal.impact_analysis.breakout`.
        likelihood: code of a PHIA term that the harm happens; None when not judged, which
            is never taken for likely.

    Returns:
        the priority, the code of the first rule that held, and the facts it read.

    Raises:
        InvalidInput: a value outside its scale, naming it.

    >>> compute_priority({"life_health": 3}, reach=3, breakout=2).rule
    'serious_harm_widely_seen'
    >>> compute_priority({"reputation": 4}, reach=4, breakout=6).priority.value
    'MEDIUM'
    """
    check_severities(severities)
    harm, harm_items = highest(severities, PEOPLE, PUBLIC)
    organisation_harm, organisation_items = highest(severities, ORGANISATION)
    facts = Facts(
        harm=harm,
        organisation_harm=organisation_harm,
        reach=check_reach(reach),
        breakout=check_breakout(breakout),
        likelihood=None if likelihood is None else check_likelihood(likelihood),
    )
    priority, rule = _first_rule(facts)
    reputation_only = is_reputation_only(severities)
    if reputation_only and priority is Priority.HIGH:
        priority, rule = Priority.MEDIUM, "reputation_only_cap"
    return PriorityResult(
        priority=priority,
        rule=rule,
        facts=MappingProxyType(
            {
                "harm": harm,
                "harm_items": list(harm_items),
                "organisation_harm": organisation_harm,
                "organisation_items": list(organisation_items),
                "reach": int(facts.reach),
                "breakout": facts.breakout,
                "likelihood": None if facts.likelihood is None else str(facts.likelihood),
                "reputation_only": reputation_only,
            }
        ),
    )


def _is_likely(term: Term | None) -> bool:
    return term is not None and term.rank >= Term.LIKELY.rank


def _first_rule(f: Facts) -> tuple[Priority, str]:
    """The rules in order of force; the first that holds decides."""
    high, medium = Priority.HIGH, Priority.MEDIUM
    rules = (
        (high, "severe_harm_likely", f.harm == 4 and _is_likely(f.likelihood)),
        (high, "serious_harm_widely_seen", f.harm >= 3 and f.reach >= 3),
        (high, "serious_harm_broken_out", f.harm >= 3 and f.breakout >= 4),
        (high, "harm_and_action", f.harm >= 2 and f.breakout == 6),
        (medium, "harm_trending", f.harm >= 2 and f.reach >= 2),
        (medium, "organisation_trending", f.organisation_harm >= 3 and f.reach >= 2),
        # Level 3 is the moment to act: beyond it, mainstream media carry the story anyway.
        (medium, "about_to_break_out", f.breakout == 3),
    )
    for priority, rule, holds in rules:
        if holds:
            return priority, rule
    return Priority.LOW, "routine"


RULES = (
    "severe_harm_likely",
    "serious_harm_widely_seen",
    "serious_harm_broken_out",
    "harm_and_action",
    "harm_trending",
    "organisation_trending",
    "about_to_break_out",
    "reputation_only_cap",
    "routine",
)
