"""The eligibility gate: what may be labelled at all is settled before anything is judged.

Opinion, criticism, satire, press work and whistle-blowing are never labelled and never
asked to be taken down. One exception: an opinion that rests on verifiably false or
manipulated information capable of harm; then that information may be clarified, while
the opinion stays up. Criticism has no exception: a false statement inside it is a claim
of its own and passes the gate as a factual claim.

Source: RESIST 2 (opinion and its exception); for the others the safeguards learned from
press and civil-society cases (doctrine A1, D5).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from tangkal.impact_analysis.verdicts import Verdict
from tangkal.kernel import InvalidInput


class Kind(StrEnum):
    """What a piece of content is, as an analyst judged it."""

    FACT_CLAIM = "fact_claim"
    OPINION = "opinion"
    CRITICISM = "criticism"
    SATIRE = "satire"
    PRESS_WORK = "press_work"
    WHISTLEBLOWING = "whistleblowing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """What may be done, and the rule that says so: a limit on powers, not advice."""

    may_be_labelled: bool
    may_ask_takedown: bool  # still needs a legal basis and a necessity form
    may_reply: bool  # an open answer under the sender's own name
    rule: str  # code for the sentence the desk shows
    route: str  # where it goes instead: "verify", "reply", "correct_ourselves", …


# The only verdicts a case may carry whose content may not be labelled: neither accuses.
UNLABELLED_VERDICTS = frozenset({Verdict.NOT_A_CLAIM, Verdict.SATIRE})

_TABLE: Mapping[Kind, Eligibility] = MappingProxyType(
    {
        Kind.FACT_CLAIM: Eligibility(
            may_be_labelled=True,
            may_ask_takedown=True,
            may_reply=True,
            rule="checkable_claim",
            route="verify",
        ),
        Kind.OPINION: Eligibility(
            may_be_labelled=False,
            may_ask_takedown=False,
            may_reply=True,
            rule="opinion_is_not_false",
            route="reply",
        ),
        Kind.CRITICISM: Eligibility(
            may_be_labelled=False,
            may_ask_takedown=False,
            may_reply=True,
            rule="criticism_is_protected",
            route="correct_ourselves",  # first ask whether it is right
        ),
        Kind.SATIRE: Eligibility(
            may_be_labelled=False,
            may_ask_takedown=False,
            may_reply=True,
            rule="satire_is_protected",
            route="reply",
        ),
        Kind.PRESS_WORK: Eligibility(
            may_be_labelled=False,
            may_ask_takedown=False,
            may_reply=True,
            rule="press_work_is_protected",
            route="right_of_reply",  # hak jawab, hak koreksi, the Press Council
        ),
        Kind.WHISTLEBLOWING: Eligibility(
            may_be_labelled=False,
            may_ask_takedown=False,
            may_reply=True,
            rule="whistleblowing_is_protected",
            route="protect_source",
        ),
    }
)

_UNCHECKABLE = Eligibility(
    may_be_labelled=False,
    may_ask_takedown=False,
    may_reply=True,
    rule="cannot_be_checked",
    route="reply",
)
_OPINION_ON_FALSE_INFORMATION = Eligibility(
    may_be_labelled=True,
    may_ask_takedown=False,
    may_reply=True,
    rule="opinion_rests_on_false_information",
    route="verify",
)


def eligibility(
    kind: str, *, rests_on_false_information: bool = False, is_checkable: bool = True
) -> Eligibility:
    """What may be done with content of this kind.

    Args:
        kind: a code of :class:`Kind`.
        rests_on_false_information: the opinion rests on verifiably false or manipulated
            information capable of harm. It changes nothing for the other kinds.
        is_checkable: evidence could show the statement true or false.

    Raises:
        InvalidInput: the kind is unknown.

    >>> eligibility("criticism", rests_on_false_information=True).may_be_labelled
    False
    """
    try:
        known = Kind(kind)
    except ValueError:
        raise InvalidInput(f"kind {kind!r} is not one of {', '.join(Kind)}") from None
    if known is Kind.OPINION and rests_on_false_information and is_checkable:
        return _OPINION_ON_FALSE_INFORMATION
    if known is Kind.FACT_CLAIM and not is_checkable:
        return _UNCHECKABLE
    return _TABLE[known]
