"""Compare two wordings while the answers come in, and look as often as one likes.

Both tests are exact at every size and at every moment (Ville's inequality): whoever looks after
each answer and stops at the first "difference" is wrong in at most 5 of 100 trials without one.
They read counts alone, so nothing about a reader is kept, and the order does not matter.

``compare_by_coin`` needs no number of readers: each page view drew its version by a fair coin,
so without a difference every answer came from version B with probability one half. Its mixture
sequential probability ratio test (Robbins 1970; Johari et al. 2022, doi:10.1287/opre.2021.2135)
mixes over a Beta around one half; the interval is the confidence sequence that belongs to it.

``compare_rates`` is for channels that know how many were asked (a tipline): the product of two
Beta mixtures, at the pooled rate that fits best, so that the nuisance costs width, never
validity (an e-process as in Ramdas et al. 2023, doi:10.1214/23-STS894).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from tangkal.kernel import InvalidInput

ALPHA = 0.05
SHARE_B = 0.5  # of the page views
# Beta(20, 20): made for ratios of 1.2 to 2, which is what wordings do; valid for every other.
COIN_PRIOR = 20.0
RATE_PRIOR = 0.5  # Jeffreys
SEARCHES = 60  # halvings; more than a float has digits for
SMALLEST_RATIO = 1.25  # below it a difference is not worth a change of words
FEWEST_ANSWERS = 50  # before any proposal, however clear: a first hour is one kind of reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What the counts say now."""

    evidence: float  # e-value: the bet against "no difference" has multiplied by this
    p_always: float  # valid at every look; 1 says nothing
    estimate: float | None  # ratio of rates B ÷ A, or difference B − A
    low: float | None  # None: no end on this side yet
    high: float | None
    answers: int
    alpha: float = ALPHA

    @property
    def differs(self) -> bool:
        return self.evidence >= 1 / self.alpha


def log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def check_counts(*counts: int) -> None:
    for count in counts:
        if count < 0:
            raise InvalidInput(f"count {count} is negative")


def compare_by_coin(
    count_a: int, count_b: int, *, share_b: float = SHARE_B, alpha: float = ALPHA
) -> Comparison:
    """How many times more often B brings the answer than A, from the answers alone.

    Args:
        count_a: answers from version A.
        count_b: answers from version B.
        share_b: share of the page views that drew B.

    Returns:
        The ratio of rates B ÷ A with its confidence sequence.

    Raises:
        InvalidInput: a negative count, or a share or level that is none.

    >>> compare_by_coin(200, 290).differs, compare_by_coin(200, 210).differs
    (True, False)
    """
    check_counts(count_a, count_b)
    check_level(alpha)
    if not 0 < share_b < 1:
        raise InvalidInput(f"{share_b=} is no share of the page views")
    prior_a, prior_b = 2 * COIN_PRIOR * (1 - share_b), 2 * COIN_PRIOR * share_b
    mixed = log_beta(prior_b + count_b, prior_a + count_a) - log_beta(prior_b, prior_a)

    def bet(share: float) -> float:
        return mixed - count_b * math.log(share) - count_a * math.log1p(-share)

    total, bar = count_a + count_b, -math.log(alpha)
    now = bet(share_b)
    peak = count_b / total if total else share_b
    low = last_inside(bet, peak, 0.0, bar)
    high = last_inside(bet, peak, 1.0, bar)
    odds = (1 - share_b) / share_b

    def ratio(share: float | None) -> float | None:
        return None if share is None else share / (1 - share) * odds

    return Comparison(
        evidence=as_evidence(now),
        p_always=min(1.0, math.exp(-max(now, 0.0))),
        estimate=count_b / count_a * odds if count_a else None,
        low=ratio(low),
        high=ratio(high),
        answers=total,
        alpha=alpha,
    )


def compare_rates(
    yes_a: int, asked_a: int, yes_b: int, asked_b: int, *, alpha: float = ALPHA
) -> Comparison:
    """The difference of two rates, B − A, where it is known how many were asked.

    Raises:
        InvalidInput: a negative count, more answers than asked, or a level that is none.

    >>> compare_rates(120, 400, 190, 400).differs
    True
    """
    check_counts(yes_a, asked_a, yes_b, asked_b)
    check_level(alpha)
    if yes_a > asked_a or yes_b > asked_b:
        raise InvalidInput(f"{yes_a} of {asked_a} and {yes_b} of {asked_b}: more yes than asked")
    no_a, no_b = asked_a - yes_a, asked_b - yes_b
    bar = -math.log(alpha)

    def joint(difference: float) -> float:
        """The least bet against any pair of rates with this difference."""
        lowest, highest = max(0.0, -difference), min(1.0, 1.0 - difference)
        return least(
            lambda rate: against(yes_a, no_a, rate) + against(yes_b, no_b, rate + difference),
            lowest,
            highest,
        )

    now = joint(0.0)
    seen = yes_b / asked_b - yes_a / asked_a if asked_a and asked_b else None
    around = seen if seen is not None else 0.0
    return Comparison(
        evidence=as_evidence(now),
        p_always=min(1.0, math.exp(-max(now, 0.0))),
        estimate=seen,
        low=last_inside(joint, around, -1.0, bar),
        high=last_inside(joint, around, 1.0, bar),
        answers=asked_a + asked_b,
        alpha=alpha,
    )


def check_level(alpha: float) -> None:
    if not 0 < alpha < 1:
        raise InvalidInput(f"{alpha=} is outside 0..1")


def as_evidence(log_value: float) -> float:
    """Bets multiply beyond what a float holds; past 10¹² nobody reads digits."""
    return min(math.exp(min(log_value, 30.0)), 1e12)


def against(yes: int, no: int, rate: float) -> float:
    """Log of the bet against one rate; endless where the counts cannot come from it."""
    if (rate <= 0 and yes) or (rate >= 1 and no):
        return math.inf
    told = (yes * math.log(rate) if yes else 0.0) + (no * math.log1p(-rate) if no else 0.0)
    return log_beta(RATE_PRIOR + yes, RATE_PRIOR + no) - log_beta(RATE_PRIOR, RATE_PRIOR) - told


def least(value: Callable[[float], float], low: float, high: float) -> float:
    """The least value of a convex function, by thirds."""
    for _each in range(SEARCHES):
        first, second = low + (high - low) / 3, high - (high - low) / 3
        if value(first) <= value(second):
            high = second
        else:
            low = first
    return value((low + high) / 2)


def last_inside(
    bet: Callable[[float], float], inside: float, end: float, bar: float
) -> float | None:
    """The last place on the way to an end that the bet does not yet refute; None: none is."""
    if not abs(end - inside) > 0.0:
        return None
    near, far = inside, end
    for _each in range(SEARCHES):
        middle = (near + far) / 2
        if middle in (near, far):
            break
        if bet(middle) < bar:
            near = middle
        else:
            far = middle
    return None if abs(end - near) < 1e-9 else near


Proposal = Literal["go on", "b brings more", "a brings more", "no difference that matters"]


def propose(
    comparison: Comparison,
    *,
    smallest_ratio: float = SMALLEST_RATIO,
    fewest: int = FEWEST_ANSWERS,
) -> Proposal:
    """What the counts allow to propose; a person decides, always.

    Raises:
        InvalidInput: a smallest ratio that is not above 1.
    """
    if not smallest_ratio > 1:
        raise InvalidInput(f"the smallest ratio that matters, {smallest_ratio}, is not above 1")
    if comparison.answers < fewest or comparison.estimate is None:
        return "go on"
    if comparison.differs:
        return "b brings more" if comparison.estimate > 1 else "a brings more"
    low, high = comparison.low, comparison.high
    if low is None or high is None:
        return "go on"
    matters = low <= 1 / smallest_ratio or high >= smallest_ratio
    return "go on" if matters else "no difference that matters"


def answers_needed(ratio: float, *, alpha: float = ALPHA) -> int:
    """About how many answers until a true ratio shows, half of the time.

    Where the expected bet reaches its bar: an approximation; the proof simulates it.

    Raises:
        InvalidInput: a ratio of 1 never shows.

    >>> 150 < answers_needed(1.5) < 350
    True
    """
    if not ratio > 0 or ratio == 1:
        raise InvalidInput(f"a ratio of {ratio} never shows")
    few, many = 1, 1 << 24
    while few < many:
        middle = (few + many) // 2
        share = ratio / (1 + ratio)
        from_b = middle * share
        mixed = log_beta(COIN_PRIOR + from_b, COIN_PRIOR + middle - from_b)
        bet = mixed - log_beta(COIN_PRIOR, COIN_PRIOR) + middle * math.log(2)
        if bet >= -math.log(alpha):
            many = middle
        else:
            few = middle + 1
    return few
