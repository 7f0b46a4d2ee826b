"""Structured techniques that test a judgement before it is acted upon.

Source: recalled from RESIST 2's annex on structured analysis; that HIGH cases need one
recorded is our design decision (doctrine A4).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from tangkal.kernel import InvalidInput


class Technique(StrEnum):
    """Ways to test one's own reasoning."""

    KEY_ASSUMPTIONS = "key_assumptions"
    QUALITY_OF_INFORMATION = "quality_of_information"
    INDICATORS = "indicators"
    COMPETING_HYPOTHESES = "competing_hypotheses"
    DEVILS_ADVOCACY = "devils_advocacy"
    RED_TEAM = "red_team"
    WHAT_IF = "what_if"
    HIGH_IMPACT_LOW_PROBABILITY = "high_impact_low_probability"


def check_techniques(priority: str, techniques: Collection[str]) -> None:
    """Refuse unknown techniques, and a HIGH judgement that none was used on.

    Raises:
        InvalidInput: naming the technique, or saying that one is needed.
    """
    for technique in techniques:
        if technique not in tuple(Technique):
            raise InvalidInput(f"technique {technique!r} is not one of {', '.join(Technique)}")
    if priority == "HIGH" and not techniques:
        raise InvalidInput(
            f"a HIGH case needs at least one structured technique: {', '.join(Technique)}"
        )


# What each technique leaves behind: tables (name → its columns) and texts, all of which must
# hold something. A tick proves nothing; what was asked and what it changed can be read.
TABLES: Mapping[Technique, tuple[str, ...]] = MappingProxyType(
    {
        Technique.KEY_ASSUMPTIONS: ("assumption", "why", "holds"),
        Technique.QUALITY_OF_INFORMATION: ("source", "grade", "gap"),
        Technique.INDICATORS: ("indicator", "threshold", "seen"),
    }
)
SCORES = (-2, -1, 0, 1, 2)  # strongly against … strongly for the hypothesis
MOST_ROWS = 12
MOST_HYPOTHESES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Competing hypotheses against evidence: the least contradicted one survives."""

    hypotheses: tuple[str, ...]
    evidence: tuple[str, ...]
    scores: tuple[tuple[int, ...], ...]  # a row an evidence, a column a hypothesis

    def __post_init__(self) -> None:
        if not 2 <= len(self.hypotheses) <= MOST_HYPOTHESES or not self.evidence:
            raise InvalidInput(
                f"competing hypotheses need 2 to {MOST_HYPOTHESES} hypotheses and some evidence"
            )
        if len(self.scores) != len(self.evidence) or any(
            len(row) != len(self.hypotheses) or not set(row) <= set(SCORES) for row in self.scores
        ):
            raise InvalidInput(f"every evidence needs a score of {SCORES} for every hypothesis")

    def contradictions(self) -> tuple[int, ...]:
        """How much speaks against each hypothesis; what speaks for one counts nothing.

        >>> Matrix(hypotheses=("a", "b"), evidence=("x",), scores=((-2, 1),)).contradictions()
        (2, 0)
        """
        return tuple(
            sum(max(0, -row[at]) for row in self.scores) for at in range(len(self.hypotheses))
        )

    def least_contradicted(self) -> tuple[str, ...]:
        """The hypotheses that the evidence contradicts least."""
        against = self.contradictions()
        return tuple(
            name
            for name, count in zip(self.hypotheses, against, strict=True)
            if count == min(against)
        )

    def telling(self) -> tuple[str, ...]:
        """Evidence that tells hypotheses apart: one that scores all alike decides nothing."""
        return tuple(
            name for name, row in zip(self.evidence, self.scores, strict=True) if len(set(row)) > 1
        )


def check_content(technique: str, content: Mapping[str, Any]) -> None:
    """Refuse a record that holds nothing of the technique it names.

    Args:
        technique: a code of :class:`Technique`.
        content: "rows" (a list of rows by column) for the tables, "matrix" for competing
            hypotheses, "text" for the others.

    Raises:
        InvalidInput: saying what is missing.
    """
    try:
        known = Technique(technique)
    except ValueError:
        raise InvalidInput(
            f"technique {technique!r} is not one of {', '.join(Technique)}"
        ) from None
    if known is Technique.COMPETING_HYPOTHESES:
        Matrix(
            hypotheses=tuple(content.get("hypotheses", ())),
            evidence=tuple(content.get("evidence", ())),
            scores=tuple(tuple(row) for row in content.get("scores", ())),
        )
    elif known in TABLES:
        rows = content.get("rows", ())
        if not rows or not all(str(row.get(TABLES[known][0], "")).strip() for row in rows):
            raise InvalidInput(f"{known} needs at least one row with its {TABLES[known][0]}")
    elif not str(content.get("text", "")).strip():
        raise InvalidInput(f"{known} needs its text: what was argued, and how it held")
