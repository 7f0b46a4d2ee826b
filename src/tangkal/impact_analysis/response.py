"""What the response gate suggests, and how: the mildest option that is enough, first.

A suggestion stands beside the decision and makes none. Source: our design (doctrine A5).
"""

from enum import StrEnum

OPTIONS = ("TIDAK_DIRESPONS", "PANTAU", "RUJUK", "RESPONS", "KRISIS")  # least intrusive first


class Approach(StrEnum):
    """How a case is answered, the ones that change something of ours first."""

    FIX_AND_ADMIT = "fix_and_admit"
    DIRECT_SERVICE_FIX = "direct_service_fix"
    POLICY_RESPONSE = "policy_response"
    FILL_VOID = "fill_void"
    PREBUNK = "prebunk"
    DEBUNK = "debunk"
    COUNTER_NARRATIVE = "counter_narrative"
    HOLDING_STATEMENT = "holding_statement"
    CRISIS_COMMUNICATION = "crisis_communication"


# Where the criticism is right, only these answer it: a debunk of what is true is a lie.
ADMITTING = frozenset(
    {Approach.FIX_AND_ADMIT, Approach.DIRECT_SERVICE_FIX, Approach.POLICY_RESPONSE}
)


class Suggestion(StrEnum):
    """What the facts of a case suggest."""

    MONITOR = "monitor"  # answering would show it to more people than see it now
    ADMIT = "admit"
    ESCALATE = "escalate"
    RESPOND = "respond"


def suggest(
    *, harm: int, reach: int, priority: str, criticism_is_right: bool = False
) -> Suggestion:
    """What the judged impact speaks for.

    Args:
        harm: H, the highest severity for people and public, 0..4.
        reach: 0..4.
        priority: HIGH, MEDIUM or LOW.
        criticism_is_right: then the way is to fix and admit, however small the reach.

    >>> suggest(harm=1, reach=1, priority="LOW").value
    'monitor'
    """
    if criticism_is_right:
        return Suggestion.ADMIT
    if priority == "HIGH":
        return Suggestion.ESCALATE
    if reach <= 1 and harm <= 1:
        return Suggestion.MONITOR
    return Suggestion.RESPOND
