"""Structured techniques that test a judgement before it is acted upon.

Source: recalled from RESIST 2's annex on structured analysis; that HIGH cases need one
recorded is our design decision (doctrine A4).
"""

from collections.abc import Collection
from enum import StrEnum

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
