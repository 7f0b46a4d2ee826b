"""Stance toward a policy as people read it in a random sample, with its uncertainty.

No machine judges a text here. Items are drawn at random, each as likely as any other; what is
read is the text family of each, so a text passed on a thousand times is drawn often and read
once. The draws are independent, so the share of draws with one stance estimates the share of
items with it, and Wilson's interval holds as it does for a poll of that many. Items are not
people, and who did not write is not in it.

Sources: Hansen & Hurwitz 1943 (draws in proportion to size); Wilson 1927,
doi:10.1080/01621459.1927.10502953; Cohen 1960, doi:10.1177/001316446002000104.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from tangkal.kernel import InvalidInput

Stance = Literal["support", "oppose", "neutral", "unclear"]
STANCES: tuple[Stance, ...] = get_args(Stance)

MOST_DRAWS = 1_000
AGREED = 0.6  # κ from which two readers are taken to have understood the question alike
WITHHELD_BELOW = 0.4  # κ below which no share is shown
_Z = 1.959964  # 95 %
_RESAMPLES = 1_000


@dataclass(frozen=True, slots=True)
class Share:
    """A share of items, and what it may be: 0..1."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two readers agree beyond chance."""

    kappa: float  # 1 always, 0 as chance would, below 0 less
    low: float
    high: float
    same: int  # texts read alike
    texts: int


def draw(families: Mapping[str, int], draws: int, seed: int) -> dict[str, int]:
    """Random items, gathered by family.

    Args:
        families: items of each family, each above 0.
        draws: how many items are drawn, 1 to MOST_DRAWS.
        seed: recorded with the sample; the same seed and families give the same sample.

    Returns:
        How often each drawn family was hit, in random order: reading it from the front is
        reading a random sample of any length.

    Raises:
        InvalidInput: nothing to draw from, a size that is not positive, or draws outside range.

    >>> sum(draw({"a": 90, "b": 10}, 50, seed=1).values())
    50
    """
    if not families or min(families.values()) < 1:
        raise InvalidInput(f"cannot draw from {len(families)} families; each needs an item")
    if not 1 <= draws <= MOST_DRAWS:
        raise InvalidInput(f"draws {draws} must be 1 to {MOST_DRAWS}")
    names = sorted(families)
    sizes = np.array([families[name] for name in names], float)
    rng = np.random.default_rng(seed)
    hit = Counter(rng.choice(len(names), draws, p=sizes / sizes.sum()).tolist())
    order = sorted(hit)
    return {names[order[place]]: hit[order[place]] for place in rng.permutation(len(order))}


def shares(
    hits: Mapping[str, int], readings: Sequence[Mapping[str, Stance]]
) -> dict[Stance, Share]:
    """Share of items with each stance, with 95 % intervals.

    Args:
        hits: how often each family was drawn.
        readings: one or two readers' stances of the families; a family that a reader left out
            counts by the other's, and one that nobody read not at all. Where two differ, each
            counts half.

    Returns:
        All STANCES; {} where nothing was read. Wilson's interval for the draws that were read:
        exact for a sample of items drawn independently, wide for few.

    Raises:
        InvalidInput: no reader or more than two, or a stance that is none.

    >>> shares({"a": 3, "b": 1}, [{"a": "support", "b": "oppose"}])["support"].value
    0.75
    """
    _check(readings)
    weight: Counter[Stance] = Counter()
    read = 0.0
    for family, times in hits.items():
        said = [each[family] for each in readings if family in each]
        for stance in said:
            weight[stance] += times / len(said)  # type: ignore[assignment]
        read += times if said else 0
    if not read:
        return {}
    return {stance: wilson(weight[stance] / read, read) for stance in STANCES}


def wilson(value: float, n: float) -> Share:
    """A share with its 95 % interval, by Wilson.

    >>> share = wilson(0.0, 20)
    >>> round(share.high, 3)
    0.161
    """
    if n <= 0 or not 0.0 <= value <= 1.0 + 1e-9:
        raise InvalidInput(f"a share of {value} among {n} makes no sense")
    middle = (value + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z / (1 + _Z**2 / n) * math.sqrt(value * (1 - min(value, 1)) / n + (_Z / (2 * n)) ** 2)
    share = min(value, 1.0)
    return Share(share, min(share, max(0.0, middle - half)), max(share, min(1.0, middle + half)))


def agreement(one: Mapping[str, Stance], other: Mapping[str, Stance]) -> Agreement | None:
    """Cohen's κ of two readers over the texts both read, with a 95 % bootstrap interval.

    None where they share no text, or where both gave one and the same stance to all: agreement
    beyond chance is then not defined.
    """
    _check([one, other])
    both = sorted(one.keys() & other.keys())
    pairs = [(STANCES.index(one[key]), STANCES.index(other[key])) for key in both]
    if not pairs:
        return None
    table = np.array(pairs)
    value = _kappa(table)
    if value is None:
        return None
    rng = np.random.default_rng(len(pairs))
    again = (_kappa(table[rng.integers(len(table), size=len(table))]) for _ in range(_RESAMPLES))
    drawn = [each for each in again if each is not None]
    low, high = np.quantile(drawn, [0.025, 0.975]) if drawn else (value, value)
    same = int((table[:, 0] == table[:, 1]).sum())
    return Agreement(value, float(low), float(high), same, len(pairs))


def _kappa(pairs: np.ndarray) -> float | None:
    agreed = float((pairs[:, 0] == pairs[:, 1]).mean())
    left = np.bincount(pairs[:, 0], minlength=len(STANCES)) / len(pairs)
    right = np.bincount(pairs[:, 1], minlength=len(STANCES)) / len(pairs)
    chance = float(left @ right)
    return None if chance >= 1.0 - 1e-12 else (agreed - chance) / (1.0 - chance)


def _check(readings: Sequence[Mapping[str, Stance]]) -> None:
    if not 1 <= len(readings) <= 2:
        raise InvalidInput(f"{len(readings)} readers; there are one or two")
    for each in readings:
        for family, stance in each.items():
            if stance not in STANCES:
                raise InvalidInput(f"stance {stance!r} of {family}; one of {', '.join(STANCES)}")
