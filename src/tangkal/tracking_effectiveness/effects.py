"""What changed because we acted: estimates of an effect on counts, with what limits them.

The question is what would have been counted had nobody acted. Stories fade by themselves and
answers are published at their peak, so "fewer than before" says nothing; an answer here is a
share of what would have been expected, a 95% interval, the placebo tests that a reader can
judge it by, and named limits. Where the design cannot tell, the answer is "cannot tell".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from tangkal.kernel import InvalidInput


class EffectState(StrEnum):
    """What may be said. Only FELL and ROSE claim a change."""

    FELL = "fell"  # the 95% interval lies below 0
    ROSE = "rose"  # … above 0
    NO_CHANGE_SEEN = "no_change_seen"  # it holds 0 and is narrow enough to mean something
    CANNOT_TELL = "cannot_tell"  # the design or the volume does not allow an answer
    REFUSED = "refused"  # there is nothing to estimate from


class LimitCode(StrEnum):
    """Why an answer is wider, weaker or missing; the desk says it in words."""

    NO_ACTION_TIME = "no_action_time"  # unknown, or outside the counts: refused
    NO_BASELINE = "no_baseline"  # too few buckets before: refused
    NOTHING_AFTER = "nothing_after"  # no bucket after: refused
    OUTAGE_IN_WINDOW = "outage_in_window"  # buckets; left out, or refused when most are
    OUTAGE_BEFORE = "outage_before"  # buckets left out
    OVERLAPPING_RESPONSE = "overlapping_response"  # names; the window ends before it, or both count
    TOO_FEW_ITEMS = "too_few_items"  # items before
    ZERO_HEAVY = "zero_heavy"  # share of empty buckets; counts were summed to coarser buckets
    NO_COMPARISON = "no_comparison"  # none given
    COMPARISON_LEFT_OUT = "comparison_left_out"  # names: unequal length, too few items, broken
    COMPARISON_MOVED = "comparison_moved"  # names: changed at the action itself, left out
    COMPARISON_UNRELATED = "comparison_unrelated"  # they do not move with it: no weight
    TRENDS_NOT_PARALLEL = "trends_not_parallel"  # difference-in-differences is not to be trusted
    PEAK_TRIGGERED = "peak_triggered"  # the action came at a high; cases that it was compared with
    PEAK_SUSPECTED = "peak_suspected"  # nobody said so, the counts do
    NO_PEAK_REFERENCE = "no_peak_reference"  # nothing tells how such peaks end by themselves
    PLACEBOS_WIDENED = "placebos_widened"  # factor: intervals were wider than the model's own
    BURSTY = "bursty"  # kurtosis: sudden bursts are usual here; more room for one by chance
    METHODS_DISAGREE = "methods_disagree"  # names
    WINDOW_SENSITIVE = "window_sensitive"  # the sign or state depends on the window's length
    SHORT_BASELINE = "short_baseline"  # buckets before over buckets after
    TOO_WIDE = "too_wide"  # low and high: an interval that rules almost nothing out
    NO_SEASON = "no_season"  # under two days before: the time of day could not be learned


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectQuestion:
    """Counts a bucket, and when somebody acted.

    Attributes:
        counts: items a bucket, oldest first, 0 where quiet; before and after together.
        bucket: length of each.
        acted_at: index of the first bucket after the action; None when it is not known.
        comparisons: counts of other narratives in the same buckets, which the action did not
            address.
        gaps: outages as [first, after last) bucket indexes; what was counted there is ignored.
        other_actions: index of the first bucket after each other response on this narrative.
        triggered_by_peak: was the action taken because counts were high? None: not known, and
            then the counts decide.
        unanswered: counts of narratives that nobody answered, any length, same bucket: how
            peaks end by themselves.
    """

    counts: Sequence[int]
    bucket: timedelta
    acted_at: int | None
    comparisons: Mapping[str, Sequence[int]] = field(default_factory=dict)
    gaps: Sequence[tuple[int, int]] = ()
    other_actions: Mapping[str, int] = field(default_factory=dict)
    triggered_by_peak: bool | None = None
    unanswered: Mapping[str, Sequence[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what no data can mean.

        Raises:
            InvalidInput: a negative count, a bucket without length, or a gap that ends before
                it begins.
        """
        for name, series in {"counts": self.counts, **self.comparisons, **self.unanswered}.items():
            lowest = min(series, default=0)
            if lowest < 0:
                raise InvalidInput(f"{name}: count {lowest} is negative")
        if self.bucket <= timedelta(0):
            raise InvalidInput(f"bucket {self.bucket} has no length")
        for first, end in self.gaps:
            if not 0 <= first < end:
                raise InvalidInput(f"gap {first}..{end} is no stretch of buckets")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One reason for caution: a code, its numbers and the names it is about."""

    code: LimitCode
    numbers: Mapping[str, float] = field(default_factory=dict)
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodResult:
    """What one method says. Shares: -0.31 is 31% fewer than would have been."""

    name: str  # before_after, differences, comparisons, own_past, peak_decay
    change: float | None
    low: float | None
    high: float | None
    usable: bool
    why_not: tuple[LimitCode, ...] = ()
    chosen: bool = False  # the one whose figures are the answer's


@dataclass(frozen=True, slots=True, kw_only=True)
class Placebo:
    """The same estimate where nobody acted: how many, and how many at least as extreme."""

    compared: int
    as_extreme: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowResult:
    """The answer had the window been shorter."""

    buckets: int
    change: float | None
    low: float | None
    high: float | None
    state: EffectState


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectAnswer:
    """An estimate with all that a reader needs to doubt it."""

    state: EffectState
    change: float | None = None  # share of what would have been: -0.31 is 31% fewer
    low: float | None = None  # 95%
    high: float | None = None
    window_buckets: int = 0  # after the action, that the change speaks of
    expected: tuple[float, ...] = ()  # a bucket, fitted before the action, predicted after
    expected_low: tuple[float, ...] = ()
    expected_high: tuple[float, ...] = ()
    observed_items: int = 0  # in the window, outages left out
    avoided: float | None = None  # items expected less items seen; negative: more than expected
    avoided_low: float | None = None
    avoided_high: float | None = None
    methods: tuple[MethodResult, ...] = ()
    placebos_in_time: Placebo | None = None
    placebos_across: Placebo | None = None
    windows: tuple[WindowResult, ...] = ()
    limits: tuple[Limit, ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)
    log_change: float | None = None  # for pooling across responses
    log_se: float | None = None


def estimate(question: EffectQuestion, *, seed: int = 1) -> EffectAnswer:
    """Estimate what the action changed.

    Args:
        question: counts before and after, and what to compare them with.
        seed: of what little is drawn; the same seed gives the same answer.

    Returns:
        The answer; `expected` has one value for each bucket of the counts.
    """
    from tangkal.tracking_effectiveness.effects_engine import answer  # noqa: PLC0415 - numba

    return answer(question, seed=seed)


def warm_up() -> None:
    """Compile, or read from disk, what the first estimate would otherwise wait for."""
    from tangkal.tracking_effectiveness.power import smallest_effect  # noqa: PLC0415 - numba

    hours = range(24 * 10)
    counts = [6 + hour * 7 % 5 for hour in hours]
    others = {name: [9 + hour * step % 7 for hour in hours] for name, step in _STEPS.items()}
    for comparisons in ({}, others):
        question = EffectQuestion(
            counts=counts, bucket=timedelta(hours=1), acted_at=24 * 9, comparisons=comparisons
        )
        estimate(question)
        smallest_effect(question, hours_after=(24.0,))


_STEPS = {"a": 3, "b": 5, "c": 11}
