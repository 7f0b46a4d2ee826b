"""How the answer to a question about an effect is found."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from tangkal.tracking_effectiveness.effects import (
    EffectAnswer,
    EffectQuestion,
    EffectState,
    Limit,
    LimitCode,
    MethodResult,
    Placebo,
    WindowResult,
)
from tangkal.tracking_effectiveness.effects_blocks import make_blocks
from tangkal.tracking_effectiveness.effects_differences import Differences, differences
from tangkal.tracking_effectiveness.effects_model import (
    Design,
    Fit,
    Forecast,
    compared,
    make_design,
)
from tangkal.tracking_effectiveness.effects_peaks import (
    HIGH,
    PRECEDENTS,
    Decay,
    Height,
    decay,
    height,
)
from tangkal.tracking_effectiveness.student import student_quantile

Float64 = npt.NDArray[np.float64]

LEAST_BUCKETS = 8  # before the action
LEAST_ITEMS = 15  # before the action
LEAST_EXPECTED = 3.0  # items in the window
_WIDE = math.log(2.5)  # an interval that reaches so far either way says nothing
_MOVED = 2.7  # deviations by which a comparison that left its fellows at the action is dropped
_PLACEBOS = 16
_BURSTY = 0.5  # excess kurtosis of the leaps beyond which tails are heavier than Gaussian
_CHANCE = 1.5
_PRIOR_PEAKS = 6.0  # earlier peaks that speak for the model's own forecast
_PRIOR_PLACEBOS = 8.0  # the model's own width counts for so many placebos


@dataclass(slots=True)
class _Prepared:
    """What is left of a question after the checks."""

    counts: Float64
    seen: npt.NDArray[np.bool_]
    at: int
    end: int
    names: list[str]
    others: Float64
    steps: list[int] = field(default_factory=list)
    limits: list[Limit] = field(default_factory=list)


def answer(question: EffectQuestion, *, seed: int) -> EffectAnswer:
    """See `effects.estimate`."""
    del seed  # nothing is drawn
    prepared = _prepare(question)
    if isinstance(prepared, Limit):
        return EffectAnswer(state=EffectState.REFUSED, limits=(prepared,))
    found = _Estimate(question, prepared)
    blocks = found.blocks
    if blocks.share[blocks.before :].sum() == 0 or (blocks.share[: blocks.before] > 0).sum() < 4:
        # What little was collected lies scattered over blocks that were mostly lost.
        lost = Limit(code=LimitCode.OUTAGE_IN_WINDOW)
        return EffectAnswer(state=EffectState.REFUSED, limits=(*prepared.limits, lost))
    return found.answer()


def _prepare(question: EffectQuestion) -> _Prepared | Limit:
    counts = np.asarray(question.counts, float)
    at, n = question.acted_at, len(counts)
    seen = np.ones(n, bool)
    for first, end in question.gaps:
        seen[first:end] = False
    refused = _refused(counts, seen, at)
    if refused is not None or at is None:
        return refused or Limit(code=LimitCode.NO_ACTION_TIME)
    limits = []
    end, overlap = _window_end(question, at, n)
    if overlap is not None:
        limits.append(overlap)
        if end - at < max(2, (n - at) / 8):
            return overlap
    earlier = {name: i for name, i in question.other_actions.items() if 0 < i < at}
    if earlier:
        limits.append(
            Limit(
                code=LimitCode.OVERLAPPING_RESPONSE,
                numbers={"buckets_before": float(at - max(earlier.values()))},
                names=tuple(sorted(earlier)),
            )
        )
    lost, lost_before = int((~seen[at:end]).sum()), int((~seen[:at]).sum())
    if lost:
        limits.append(
            Limit(
                code=LimitCode.OUTAGE_IN_WINDOW,
                numbers={"buckets": float(lost), "of": float(end - at)},
            )
        )
        if lost > (end - at) / 2:
            return limits[-1]
    if lost_before:
        limits.append(Limit(code=LimitCode.OUTAGE_BEFORE, numbers={"buckets": float(lost_before)}))
    names = [
        name
        for name in sorted(question.comparisons)
        if len(question.comparisons[name]) == n
        and sum(question.comparisons[name][:at]) >= LEAST_ITEMS
    ]
    left_out = tuple(sorted(set(question.comparisons) - set(names)))
    if left_out:
        limits.append(Limit(code=LimitCode.COMPARISON_LEFT_OUT, names=left_out))
    if not names:
        limits.append(Limit(code=LimitCode.NO_COMPARISON))
    others = [question.comparisons[name][:end] for name in names]
    return _Prepared(
        counts=counts[:end],
        seen=seen[:end],
        at=at,
        end=end,
        names=names,
        others=np.array(others, float).reshape(len(others), end),
        steps=sorted(set(earlier.values())),
        limits=limits,
    )


def _refused(counts: Float64, seen: npt.NDArray[np.bool_], at: int | None) -> Limit | None:
    """Why there is nothing to estimate from, if so."""
    if at is None or not 0 <= at <= len(counts):
        return Limit(code=LimitCode.NO_ACTION_TIME)
    collected = float(seen[:at].sum())
    items = float(counts[:at][seen[:at]].sum())
    if collected < LEAST_BUCKETS or items == 0:
        return Limit(code=LimitCode.NO_BASELINE, numbers={"buckets": collected, "items": items})
    return Limit(code=LimitCode.NOTHING_AFTER) if at == len(counts) else None


def _window_end(question: EffectQuestion, at: int, n: int) -> tuple[int, Limit | None]:
    """Where the next response on the same narrative cuts the window short."""
    later = {name: i for name, i in question.other_actions.items() if at <= i < n}
    if not later:
        return n, None
    cut = min(later.values())
    names = tuple(sorted(name for name, i in later.items() if i == cut))
    return cut, Limit(
        code=LimitCode.OVERLAPPING_RESPONSE, numbers={"buckets_left": float(cut - at)}, names=names
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """How well a window that has not come yet can be foretold; None: not at all."""

    expected: float | None
    sd: float | None
    sampling: float
    freedom: float
    limits: tuple[Limit, ...]


def foretell(question: EffectQuestion, buckets: int) -> Outlook:
    """What would be known of so many buckets after the question's last.

    Args:
        question: as if somebody acted behind its last bucket.
        buckets: the window to come.
    """
    n = len(question.counts)
    # The buckets to come are imagined as the last like ones; only their number matters.
    ahead = replace(
        question,
        counts=_go_on(question.counts, buckets),
        comparisons={name: _go_on(c, buckets) for name, c in question.comparisons.items()},
        acted_at=n,
    )
    prepared = _prepare(ahead)
    if isinstance(prepared, Limit):
        return Outlook(expected=None, sd=None, sampling=0.0, freedom=1.0, limits=(prepared,))
    return _Estimate(ahead, prepared).outlook()


def _go_on(counts: Sequence[int], buckets: int) -> list[int]:
    """Counts with so many more behind them, the last ones again."""
    counts = list(counts)
    last = counts[-min(buckets, len(counts)) :] or [0]
    again = -(-buckets // len(last))
    return counts + (last * again)[:buckets]


@dataclass(frozen=True, slots=True)
class _Reading:
    """One window of one method, on the log scale."""

    change: float
    low: float
    high: float
    sd: float


class _Estimate:
    def __init__(self, question: EffectQuestion, prepared: _Prepared) -> None:
        self.question, self.prepared = question, prepared
        self.limits = list(prepared.limits)
        self.blocks = make_blocks(
            prepared.counts, prepared.others, prepared.seen, prepared.at, question.bucket
        )
        steps = [
            int(np.searchsorted(self.blocks.edges, step, side="right")) - 1
            for step in prepared.steps
            if step > self.blocks.edges[0]
        ]
        inside = [step for step in steps if 2 <= step < self.blocks.before - 1]
        self.plain = make_design(self.blocks, steps=tuple(inside))
        self.block_hours = self.blocks.buckets * self.blocks.bucket_hours
        self.factor = 1.0
        self.burstiness = 0.0
        self.shift = 0.0  # what earlier peaks brought beyond what was foretold of them
        self.leaps: list[Float64] = []  # one-step misses of every series, in deviations

    def answer(self) -> EffectAnswer:
        blocks = self.blocks
        rows, surprises = self._comparisons()
        rows = self._weighing(rows)
        own = Fit(blocks, self._design([]), coarse=bool(rows))
        fit = Fit(blocks, self._design(rows)) if rows else own
        found = fit.forecast()
        self.leaps.append(fit.leaps)
        self.burstiness = burstiness(np.concatenate(self.leaps))
        if self.burstiness > _BURSTY:
            self._say(LimitCode.BURSTY, kurtosis=self.burstiness)
        in_time, standing = self._placebos(fit)
        across = self._placebos_across(fit, surprises)
        did = differences(blocks, rows) if rows else None
        faded = self._decay()
        blocked = self._peak_blocks(standing)
        main = self._reading(fit, found)
        chosen: str | None = "comparisons" if rows else "own_past"
        if blocked:
            chosen = "peak_decay" if faded is not None else None
        reading = main
        if chosen == "peak_decay" and faded is not None:
            reading = _Reading(faded.log_change, faded.low, faded.high, faded.sd)
            in_time = Placebo(compared=faded.references, as_extreme=faded.as_extreme)
        own_reading = main if not rows else self._reading(own, own.forecast())
        methods = self._methods(main if rows else None, own_reading, did, faded, chosen, blocked)
        if rows and did is not None and did.parallel_p < 0.05:
            self._say(LimitCode.TRENDS_NOT_PARALLEL, p=did.parallel_p)
        self._notes()
        expected, low, high = self._chart(found, faded if chosen == "peak_decay" else None)
        total = math.exp(found.log_total)
        if chosen == "peak_decay" and faded is not None:
            total = math.exp(faded.log_expected)
        counted = int(blocks.counts[blocks.before :].sum())
        state = self._state(chosen, reading, total)
        common = EffectAnswer(
            state=state,
            window_buckets=self.prepared.end - self.prepared.at,
            observed_items=counted,
            methods=methods,
            placebos_in_time=in_time,
            placebos_across=across,
            weights=self._weights(fit, rows) if rows else {},
        )
        if chosen is None:
            return replace(common, limits=tuple(self.limits))
        windows = self._windows(fit) if chosen != "peak_decay" else ()
        if any(window.state != state for window in windows) and state in (
            EffectState.FELL,
            EffectState.ROSE,
        ):
            self._say(LimitCode.WINDOW_SENSITIVE)
        return replace(
            common,
            change=_share(reading.change),
            low=_share(reading.low),
            high=_share(reading.high),
            expected=expected,
            expected_low=low,
            expected_high=high,
            avoided=(counted + 0.5) * _share(-reading.change),
            avoided_low=(counted + 0.5) * _share(-reading.high),
            avoided_high=(counted + 0.5) * _share(-reading.low),
            windows=windows,
            limits=tuple(self.limits),
            log_change=reading.change,
            log_se=reading.sd,
        )

    def outlook(self) -> Outlook:
        rows, _ = self._comparisons()
        rows = self._weighing(rows)
        fit = Fit(self.blocks, self._design(rows))
        found = fit.forecast()
        self.leaps.append(fit.leaps)
        self.burstiness = burstiness(np.concatenate(self.leaps))
        _, standing = self._placebos(fit)
        blocked = self._peak_blocks(standing)
        self._notes()
        expected: float | None = math.exp(found.log_total)
        sd: float | None = found.sd * self.factor
        sampling, freedom = found.sampling, self._freedom(fit, 4.0)
        if blocked:
            faded = self._decay()
            expected, sd = None, None
            if faded is None:
                self._say(LimitCode.NO_PEAK_REFERENCE)
            else:
                expected, sd = math.exp(faded.log_expected), faded.sd
                sampling, freedom = 1.0 / (expected + 0.5), faded.references - 1.0
        known = {LimitCode.COMPARISON_MOVED}  # of the window, which was only imagined
        limits = tuple(limit for limit in self.limits if limit.code not in known)
        return Outlook(expected=expected, sd=sd, sampling=sampling, freedom=freedom, limits=limits)

    def _say(self, code: LimitCode, *names: str, **numbers: float) -> None:
        self.limits.append(
            Limit(code=code, names=names, numbers={k: float(v) for k, v in numbers.items()})
        )

    def _design(self, rows: list[int]) -> Design:
        return compared(self.plain, self.blocks, rows)

    def _comparisons(self) -> tuple[list[int], dict[int, float]]:
        """Rows to compare with; for each, by how many deviations it left the others."""
        blocks, names = self.blocks, self.prepared.names
        t = blocks.before
        rows = [
            row
            for row in range(len(names))
            if blocks.others[row][:t].mean() >= 1.0 and (blocks.others[row][t:].sum() > 0)
        ]
        thin = [names[row] for row in range(len(names)) if row not in rows]
        if thin:
            self._say(LimitCode.COMPARISON_LEFT_OUT, *thin)
            if not rows:
                self._say(LimitCode.NO_COMPARISON)
        if len(rows) < 3:
            return rows, {}
        surprises = self._across(rows)
        worst = max(surprises, key=lambda row: abs(surprises[row]))
        if abs(surprises[worst]) > _MOVED:
            rows = [row for row in rows if row != worst]
            self._say(LimitCode.COMPARISON_MOVED, names[worst], deviations=surprises[worst])
            surprises = self._across(rows) if len(rows) >= 3 else {}
        return rows, surprises

    def _weighing(self, rows: list[int]) -> list[int]:
        """Rows whose loading is not negative: a synthetic control is no contrast."""
        left = rows
        while left:
            loadings = Fit(self.blocks, self._design(left), coarse=True).loadings
            if (loadings >= 0.0).all():
                return left
            left = [row for row, loading in zip(left, loadings, strict=True) if loading >= 0.0]
        if rows:
            self._say(LimitCode.COMPARISON_UNRELATED, *(self.prepared.names[row] for row in rows))
        return left

    def _placebos_across(self, fit: Fit, surprises: dict[int, float]) -> Placebo | None:
        if not surprises:
            return None
        change, sd = fit.surprise()
        ours = change / sd
        extreme = sum(z * ours > 0 and abs(z) >= abs(ours) for z in surprises.values())
        return Placebo(compared=len(surprises), as_extreme=int(extreme))

    def _across(self, rows: list[int]) -> dict[int, float]:
        found = {}
        for row in rows:
            blocks = replace(self.blocks, counts=self.blocks.others[row])
            others = [other for other in rows if other != row]
            fit = Fit(blocks, self._design(others), coarse=True)
            change, sd = fit.surprise()
            found[row] = change / sd
            self.leaps.append(fit.leaps)
        return found

    def _placebos(self, fit: Fit) -> tuple[Placebo, Height]:
        """The estimate at earlier moments, each from what came before it."""
        blocks = self.blocks
        standing = height(fit.rest, self.block_hours)
        t, window = blocks.before, len(blocks.counts) - blocks.before
        first = max(t // 3, 12)
        collected = np.append(0.0, np.cumsum(blocks.share))

        def whole(at: int) -> bool:
            return bool(collected[at + window] - collected[at] >= window / 2)

        peaks = [at for at in standing.precedents if first <= at <= t - window and whole(at)]
        triggered = self._triggered(standing)
        moments = np.unique(np.linspace(first, t - window, _PLACEBOS).astype(int))
        moments = moments[(moments >= first) & (moments <= t - window)]
        moments = np.array([at for at in moments if whole(int(at))], int)
        if triggered and len(peaks) >= PRECEDENTS:
            moments = np.array(peaks[-_PLACEBOS:])
        change, deviation = fit.surprise()
        past = [self._past(fit, int(at), window) for at in moments]
        if not past:
            return Placebo(compared=0, as_extreme=0), standing
        logs = np.array([log for log, _ in past])
        z = logs / np.array([sd for _, sd in past])
        if triggered:
            at_peaks = [self._past(fit, at, window) for at in peaks]
            misses = [log / sd for log, sd in at_peaks]
            self.shift = deviation * sum(misses) / (len(misses) + _PRIOR_PEAKS)
        # Windows that overlap tell less than their number.
        independent = min(float(len(z)), (moments[-1] - moments[0]) / window + 1.0)
        square = float((z**2).mean())
        factor2 = (_PRIOR_PLACEBOS + independent * square) / (_PRIOR_PLACEBOS + independent)
        if factor2 > 1.0:
            self.factor = math.sqrt(factor2)
            if self.factor > 1.15:
                self._say(LimitCode.PLACEBOS_WIDENED, factor=self.factor)
        extreme = logs <= change if change < 0 else logs >= change
        return Placebo(compared=len(z), as_extreme=int(extreme.sum())), standing

    def _past(self, fit: Fit, at: int, window: int) -> tuple[float, float]:
        """The estimate and its deviation had somebody acted before block *at*."""
        earlier = replace(self.blocks, before=at).until(window)
        design = replace(fit.design, x=fit.design.x[: len(earlier.counts)])
        return Fit(earlier, design, settings=fit.settings).surprise()

    def _triggered(self, standing: Height) -> bool:
        told = self.question.triggered_by_peak
        return standing.suspected if told is None else told

    def _peak_blocks(self, standing: Height) -> bool:
        """Whether the action came at a high of which this series' own past knows too little."""
        if not self._triggered(standing):
            return False
        if self.question.triggered_by_peak is None:
            self._say(LimitCode.PEAK_SUSPECTED, deviations=standing.deviations)
        self._say(LimitCode.PEAK_TRIGGERED, earlier_peaks=len(standing.precedents))
        return standing.deviations >= HIGH and len(standing.precedents) < PRECEDENTS

    def _decay(self) -> Decay | None:
        prepared = self.prepared
        references = [np.asarray(s, float) for s in self.question.unanswered.values()]
        at = prepared.at
        if not prepared.seen[at:].all():
            return None
        return decay(
            prepared.counts[:at], prepared.counts[at:], references, self.blocks.bucket_hours
        )

    def _reading(self, fit: Fit, found: Forecast, blocks_after: int | None = None) -> _Reading:
        counted = float(self.blocks.counts[self.blocks.before :][:blocks_after].sum())
        change = math.log(counted + 0.5) - found.log_total - self.shift
        sd = found.sd * self.factor
        # Counts leap up, seldom down: what was seen may hold a burst that nobody caused.
        less = student_quantile(0.975, self._freedom(fit, 1.0))
        more = student_quantile(0.975, self._freedom(fit, 4.0))
        return _Reading(change, change - less * sd, change + more * sd, sd)

    def _freedom(self, fit: Fit, least: float) -> float:
        """Degrees of freedom: fewer, so heavier tails, where counts leap."""
        return min(fit.freedom, least + 6.0 / max(self.burstiness - _BURSTY, 0.03))

    def _state(self, chosen: str | None, reading: _Reading, total: float) -> EffectState:
        if chosen is None:
            self._say(LimitCode.NO_PEAK_REFERENCE)
            return EffectState.CANNOT_TELL
        before = float(self.blocks.counts[: self.blocks.before].sum())
        if before < LEAST_ITEMS or total < LEAST_EXPECTED:
            self._say(LimitCode.TOO_FEW_ITEMS, before=before, expected=total)
            return EffectState.CANNOT_TELL
        if reading.high < 0:
            return EffectState.FELL
        if reading.low > 0:
            return EffectState.ROSE
        if reading.high - reading.low > 2 * _WIDE:
            self._say(LimitCode.TOO_WIDE, low=_share(reading.low), high=_share(reading.high))
            return EffectState.CANNOT_TELL
        return EffectState.NO_CHANGE_SEEN

    def _windows(self, fit: Fit) -> tuple[WindowResult, ...]:
        blocks = self.blocks
        after = len(blocks.counts) - blocks.before
        results: list[WindowResult] = []
        for share in (0.25, 0.5, 0.75):
            length = round(after * share)
            if length < 1 or (
                results
                and blocks.edges[blocks.before + length] - self.prepared.at == results[-1].buckets
            ):
                continue
            if blocks.share[blocks.before :][:length].sum() == 0:
                continue
            reading = self._reading(fit, fit.forecast(length), length)
            state = EffectState.NO_CHANGE_SEEN
            if reading.low * reading.high > 0:
                state = EffectState.FELL if reading.high < 0 else EffectState.ROSE
            results.append(
                WindowResult(
                    buckets=int(blocks.edges[blocks.before + length]) - self.prepared.at,
                    change=_share(reading.change),
                    low=_share(reading.low),
                    high=_share(reading.high),
                    state=state,
                )
            )
        return tuple(results)

    def _methods(
        self,
        main: _Reading | None,
        own: _Reading,
        did: Differences | None,
        faded: Decay | None,
        chosen: str | None,
        blocked: bool,
    ) -> tuple[MethodResult, ...]:
        trap = (LimitCode.NO_PEAK_REFERENCE,) if blocked else ()
        alone = (LimitCode.NO_COMPARISON,) if main is None else ()
        results = [self._before_after()]
        if did is not None:
            why = trap + ((LimitCode.TRENDS_NOT_PARALLEL,) if did.parallel_p < 0.05 else ())
            reading = _Reading(did.log_change, did.low, did.high, 0.0)
            results.append(_result("differences", reading, why, chosen))
        else:
            results.append(_result("differences", None, alone or trap, chosen))
        results.append(_result("comparisons", main, alone + trap, chosen))
        results.append(_result("own_past", own, trap, chosen))
        if faded is None:
            results.append(_result("peak_decay", None, (LimitCode.NO_PEAK_REFERENCE,), chosen))
        else:
            reading = _Reading(faded.log_change, faded.low, faded.high, 0.0)
            results.append(_result("peak_decay", reading, (), chosen))
        answers = [each for each in results if each.chosen]
        apart = [
            each.name
            for each in results
            if answers and each.usable and not each.chosen and _disagree(each, answers[0])
        ]
        if apart:
            self._say(LimitCode.METHODS_DISAGREE, *apart)
        return tuple(results)

    def _before_after(self) -> MethodResult:
        """Means a bucket before and after: a description, without any interval."""
        at, seen, counts = self.prepared.at, self.prepared.seen, self.prepared.counts
        before, after = counts[:at][seen[:at]].mean(), counts[at:][seen[at:]].mean()
        return MethodResult(
            name="before_after",
            change=float(after / before - 1.0),
            low=None,
            high=None,
            usable=False,
        )

    def _notes(self) -> None:
        blocks, prepared = self.blocks, self.prepared
        before, after = prepared.at, prepared.end - prepared.at
        if before < 3 * after:
            self._say(LimitCode.SHORT_BASELINE, before=before, after=after)
        if before * blocks.bucket_hours < 48 and blocks.bucket_hours < 24:
            self._say(LimitCode.NO_SEASON, hours=before * blocks.bucket_hours)
        empty = float((prepared.counts[:before][prepared.seen[:before]] == 0).mean())
        if empty > 0.5:
            self._say(LimitCode.ZERO_HEAVY, share=empty, summed=blocks.buckets)

    def _weights(self, fit: Fit, rows: list[int]) -> Mapping[str, float]:
        return {
            self.prepared.names[row]: float(loading)
            for row, loading in zip(rows, fit.loadings, strict=True)
        }

    def _chart(
        self, found: Forecast, faded: Decay | None
    ) -> tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]:
        """Expected items of every bucket; a block's are spread evenly over its buckets."""
        blocks, n = self.blocks, self.prepared.end
        path, sd = found.path.copy(), found.path_sd * self.factor
        t = blocks.before
        if faded is not None:
            after = path[t:]
            path[t:] = after * math.exp(faded.log_expected) / max(float(after.sum()), 1e-9)
            sd[t:] = np.maximum(sd[t:], faded.sd)
        lengths = np.diff(blocks.edges)
        middle = np.full(len(self.question.counts), np.nan)
        spread = middle.copy()
        first = int(blocks.edges[0])
        middle[first:n] = np.repeat(path / blocks.buckets, lengths)
        spread[first:n] = np.repeat(sd, lengths)
        # What no block holds: a remainder before the first, or behind the window.
        middle[:first], spread[:first] = middle[first], spread[first]
        middle[n:], spread[n:] = middle[n - 1], spread[n - 1]
        reach = np.minimum(1.96 * spread, 20.0)
        low, high = middle * np.exp(-reach), middle * np.exp(reach)
        return tuple(middle.tolist()), tuple(low.tolist()), tuple(high.tolist())


def burstiness(leaps: Float64) -> float:
    """Excess kurtosis surely there: 0 where misses look Gaussian, 2 and more where counts leap."""
    if len(leaps) < 30:
        return 0.0
    scaled = (leaps - leaps.mean()) / max(float(leaps.std()), 1e-9)
    chance = _CHANCE * math.sqrt(24.0 / len(leaps))  # the error of a Gaussian sample's kurtosis
    return max(float((scaled**4).mean()) - 3.0 - chance, 0.0)


def _share(log_change: float) -> float:
    """A log change as a share; one beyond all measure stays finite."""
    return math.expm1(min(log_change, 30.0))


def _result(
    name: str, reading: _Reading | None, why: tuple[LimitCode, ...], chosen: str | None
) -> MethodResult:
    if reading is None:
        return MethodResult(name=name, change=None, low=None, high=None, usable=False, why_not=why)
    return MethodResult(
        name=name,
        change=_share(reading.change),
        low=_share(reading.low),
        high=_share(reading.high),
        usable=not why,
        why_not=why,
        chosen=name == chosen,
    )


def _disagree(one: MethodResult, other: MethodResult) -> bool:
    """Whether neither interval holds the other's figure."""
    if None in (one.change, one.low, one.high, other.change, other.low, other.high):
        return False
    outside = not other.low <= one.change <= other.high  # type: ignore[operator]
    return outside and not one.low <= other.change <= one.high  # type: ignore[operator]
