"""A second analyst judges without having seen the first: when, what is asked, where they differ.

Source: our design (doctrine F4, rater agreement): always for HIGH, a drawn share of the others.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tangkal.impact_analysis.confidence import Confidence
from tangkal.impact_analysis.disorder import DisorderType
from tangkal.impact_analysis.first import Head, Present
from tangkal.impact_analysis.intent import Intent
from tangkal.impact_analysis.phia import Term
from tangkal.impact_analysis.priority import Priority
from tangkal.impact_analysis.reach import Reach
from tangkal.impact_analysis.severity import HIGHEST, LOWEST
from tangkal.impact_analysis.severity import ITEMS as HARMS
from tangkal.kernel import InvalidInput


class Why(StrEnum):
    """Why a case is judged twice."""

    HIGH = "high"
    DRAWN = "drawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question both raters answer."""

    key: str  # "harm:life_health", "reach", …
    answers: tuple[str | int, ...]  # in order where they are ordered
    is_ordered: bool


QUESTIONS: tuple[Question, ...] = (
    *(
        Question(key=f"harm:{item}", answers=tuple(range(LOWEST, HIGHEST + 1)), is_ordered=True)
        for item in HARMS
    ),
    Question(key="reach", answers=tuple(int(each) for each in Reach), is_ordered=True),
    Question(key="breakout", answers=tuple(range(1, 7)), is_ordered=True),
    Question(key="likelihood", answers=tuple(str(each) for each in Term), is_ordered=True),
    Question(key="confidence", answers=tuple(str(each) for each in Confidence), is_ordered=True),
    Question(key="priority", answers=tuple(str(each) for each in Priority), is_ordered=True),
    Question(
        key="disorder_type", answers=tuple(str(each) for each in DisorderType), is_ordered=False
    ),
    Question(key="intent", answers=tuple(str(each) for each in Intent), is_ordered=False),
    *(
        Question(key=f"first:{head}", answers=tuple(str(e) for e in Present), is_ordered=False)
        for head in Head
    ),
)


def why_due(priority: str, *, share_percent: float, draw: float) -> Why | None:
    """Whether a case is to be judged a second time.

    Args:
        priority: what the first judgement came to.
        share_percent: how many of the others are drawn, 0..100.
        draw: a random number in 0..1, kept on record with the outcome.

    Raises:
        InvalidInput: a share or a draw outside its range.

    >>> why_due("LOW", share_percent=10, draw=0.05).value
    'drawn'
    """
    if not 0 <= share_percent <= 100 or not 0 <= draw <= 1:
        raise InvalidInput(f"{share_percent=} must be 0..100 and {draw=} 0..1")
    if priority == Priority.HIGH:
        return Why.HIGH
    return Why.DRAWN if draw < share_percent / 100 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One question on which two raters differ; far apart is two steps or more of a scale."""

    key: str
    first: str | int
    second: str | int
    is_far: bool


def differences(
    first: Mapping[str, str | int], second: Mapping[str, str | int]
) -> list[Difference]:
    """Where two sets of answers differ, in the order asked; what one left out is no difference.

    >>> differences({"reach": 1}, {"reach": 3})[0].is_far
    True
    """
    found = []
    for question in QUESTIONS:
        one, other = first.get(question.key), second.get(question.key)
        if one is None or other is None or one == other:
            continue
        steps = abs(question.answers.index(one) - question.answers.index(other))
        is_far = steps >= 2 if question.is_ordered else True
        found.append(Difference(key=question.key, first=one, second=other, is_far=is_far))
    return found


def paired(
    pairs: Sequence[tuple[Mapping[str, str | int], Mapping[str, str | int]]], key: str
) -> list[tuple[str | int, str | int]]:
    """The answers of both to one question, of the pairs in which both gave one."""
    return [
        (first[key], second[key])
        for first, second in pairs
        if first.get(key) is not None and second.get(key) is not None
    ]
