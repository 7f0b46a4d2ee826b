"""Drawn worlds in which somebody acted, and what that changed is known.

Each case draws everything anew: levels, rhythms, moods that fade over hours, drifts, shocks that
several narratives share with loadings of their own, over-dispersion. The truth of a case is the
share by which the planted effect changed the *intensity* summed over the window, moods included.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from tangkal.tracking_effectiveness.effects import EffectQuestion

Float64 = npt.NDArray[np.float64]

EFFECTS = ("none", "steady", "temporary", "delayed", "slow")
WORLDS = (
    "plain",  # comparisons with loading one, calm
    "loadings",  # comparisons that move 0.3 to 1.8 times as much
    "drift",  # a level of its own that wanders
    "shocks",  # a shared shock in the window
    "zero_heavy",  # most buckets empty
    "diverging",  # trends that were never parallel
    "contaminated",  # one comparison moved by the action, too
    "alone",  # no comparison
    "peak",  # acted at the highest hours yet, with comparisons
    "peak_alone",  # … without
    "burst",  # a story that is born, peaks and dies; others that nobody answered
    "burst_bare",  # … and nothing to compare with
)
PEAKS = ("peak", "peak_alone", "burst", "burst_bare")
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A question whose answer is known."""

    world: str
    effect: str
    question: EffectQuestion
    truth: float  # share
    peak_triggered: bool


def make_case(world: str, effect: str, seed: int, *, size: float | None = None) -> Case:
    """One case; `size` fixes the planted share, else it is drawn from -10 to -70%."""
    rng = np.random.default_rng([WORLDS.index(world), seed])
    if world.startswith("burst"):
        return _burst(rng, world, effect, size)
    return _running(rng, world, effect, size)


def effect_path(rng: np.random.Generator, effect: str, after: int, size: float | None) -> Float64:
    """[after] factor on the intensity."""
    rng = rng.spawn(1)[0]  # what the effect draws leaves the world as it is
    if effect == "none":
        return np.ones(after)
    fall = -rng.uniform(0.1, 0.7) if size is None else size
    at = np.arange(after) / after
    shape = {
        "steady": np.ones(after),
        "temporary": (at < rng.uniform(0.3, 0.6)).astype(float),
        "delayed": (at >= rng.uniform(0.2, 0.5)).astype(float),
        "slow": np.minimum(1.0, at / rng.uniform(0.4, 0.9)),
    }[effect]
    return 1.0 + fall * shape


def _running(rng: np.random.Generator, world: str, effect: str, size: float | None) -> Case:
    before = int(rng.integers(12, 19)) * 24 + int(rng.integers(0, 24))
    after = int(rng.choice([24, 48, 72]))
    n = before + after
    hours = np.arange(n) + int(rng.integers(0, 168))
    k = 0 if world in ("alone", "peak_alone") else int(rng.integers(3, 7))
    depth, phase = rng.uniform(0.3, 0.8), rng.uniform(17, 22)
    weekend = rng.uniform(0.6, 1.2)
    rhythm = np.log1p(depth * np.cos(2 * np.pi * (hours - phase) / 24))
    rhythm = rhythm + np.log(np.where(hours // 24 % 7 >= 5, weekend, 1.0))
    shared = rng.uniform(0.15, 0.5) * ar(rng, n, rng.uniform(0.9, 0.985))
    if world == "shocks":
        begin = before + int(rng.integers(0, after // 2))
        shock = rng.choice([-1, 1]) * rng.uniform(0.5, 1.2)
        shared = shared + shock * np.exp(
            -np.maximum(hours - hours[begin], 0) / rng.uniform(10, 60)
        ) * (np.arange(n) >= begin)
        past = int(rng.integers(48, before - 24))
        shared = shared - 0.7 * shock * np.exp(-np.maximum(np.arange(n) - past, 0) / 30) * (
            np.arange(n) >= past
        )
    if world == "zero_heavy":
        level = rng.uniform(0.08, 0.6)
    else:
        level = np.exp(rng.uniform(np.log(1.5), np.log(80)))
    loading = rng.uniform(0.4, 1.6) if world in ("loadings", "shocks") else 1.0
    own_kept = rng.uniform(0.8, 0.97)
    own = rng.uniform(0.1, 0.45) * ar(rng, n, own_kept)
    drifting = rng.uniform(0.1, 0.25) if world == "drift" else rng.uniform(0.0, 0.05)
    own = own + drifting / np.sqrt(24) * rng.standard_normal(n).cumsum()
    if world == "diverging":
        own = own + rng.choice([-1, 1]) * rng.uniform(0.4, 1.0) * np.arange(n) / before
    log_rate = np.log(level) + rhythm + loading * shared + own
    if world.startswith("peak"):
        # Acted at the highest three hours of the last days before the planned moment.
        smooth = np.convolve(log_rate - rhythm, np.ones(3) / 3)[2 : n + 2 - 2]
        stretch = np.arange(before - 96, before)
        before = int(stretch[smooth[stretch].argmax()]) + 1
        n = before + after
        log_rate, rhythm, shared = log_rate[:n], rhythm[:n], shared[:n]
    factor = effect_path(rng, effect, after, size)
    rate = np.exp(log_rate)
    truth = float((rate[before:] * factor).sum() / rate[before:].sum() - 1)
    counts = wild_counts(rng, np.append(rate[:before], rate[before:] * factor))
    comparisons = {}
    for j in range(k):
        bears = rng.uniform(0.3, 1.8) if world in ("loadings", "shocks") else 1.0
        other_level = level * np.exp(rng.normal(0.5, 0.7))
        other = np.log(other_level) + rhythm + bears * shared
        other = other + rng.uniform(0.1, 0.45) * ar(rng, n, rng.uniform(0.8, 0.97))
        other = other + 0.03 / np.sqrt(24) * rng.standard_normal(n).cumsum()
        rates = np.exp(other)
        if world == "contaminated" and j == 0:
            spilt = factor if effect != "none" else np.full(after, rng.choice([0.4, 0.6, 1.7]))
            rates[before:] *= spilt
        comparisons[f"n{j}"] = wild_counts(rng, rates).tolist()
    return Case(
        world=world,
        effect=effect,
        question=EffectQuestion(
            counts=counts.tolist(),
            bucket=HOUR,
            acted_at=before,
            comparisons=comparisons,
            triggered_by_peak=world.startswith("peak"),
        ),
        truth=truth,
        peak_triggered=world in PEAKS,
    )


def _burst(rng: np.random.Generator, world: str, effect: str, size: float | None) -> Case:
    after = int(rng.choice([24, 48]))
    rate, at = _life(rng, after)
    n = len(rate)
    factor = effect_path(rng, effect, after, size)
    truth = float((rate[at:] * factor).sum() / rate[at:].sum() - 1)
    counts = wild_counts(rng, np.append(rate[:at], rate[at:] * factor))
    unanswered: dict[str, Any] = {}
    if world == "burst":
        for j in range(int(rng.integers(15, 31))):
            unanswered[f"u{j}"] = wild_counts(rng, _life(rng, 96)[0]).tolist()
    return Case(
        world=world,
        effect=effect,
        question=EffectQuestion(
            counts=counts.tolist()[:n],
            bucket=HOUR,
            acted_at=at,
            triggered_by_peak=True,
            unanswered=unanswered,
        ),
        truth=truth,
        peak_triggered=True,
    )


def _life(rng: np.random.Generator, after: int) -> tuple[Float64, int]:
    """Intensity of a story from quiet through its peak, and the hour at which one acts."""
    quiet = int(rng.integers(72, 240))
    rise, fade = rng.uniform(3, 10), rng.uniform(10, 40)
    at = quiet + int(rise * rng.uniform(1.2, 2.5)) + 2
    n = at + after
    hours = np.arange(n) - quiet
    height = np.exp(rng.uniform(np.log(15), np.log(150)))
    born = np.maximum(hours, 0.0)
    curve = height * (1 - np.exp(-born / rise)) * np.exp(-np.maximum(born - rise, 0) / fade)
    clock = 1 + 0.4 * np.cos(2 * np.pi * (hours - rng.uniform(0, 24)) / 24)
    mood = np.exp(rng.uniform(0.1, 0.3) * ar(rng, n, 0.85))
    return (rng.uniform(0.1, 0.5) + curve) * clock * mood, at


def ar(rng: np.random.Generator, n: int, kept: float) -> Float64:
    """[n] of mean 0 and deviation 1, a share kept from hour to hour."""
    out = np.empty(n)
    value = rng.standard_normal()
    steps = np.sqrt(1 - kept**2) * rng.standard_normal(n)
    for t in range(n):
        out[t] = value
        value = kept * value + steps[t]
    return out


def wild_counts(rng: np.random.Generator, rate: Float64) -> npt.NDArray[np.int64]:
    """Negative-binomial counts of a size drawn once."""
    size = rng.uniform(2.0, 12.0)
    return np.asarray(rng.poisson(rate * rng.standard_gamma(size, len(rate)) / size), np.int64)
