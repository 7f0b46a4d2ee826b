"""Details of a picture: small patches at corners, which outlive a cut that hashes do not.

A hash of the whole changes when a tenth of a picture is cut away. Its corners stay: each is
kept as a place, a size and 64 bits of what is around it. An asked picture is a copy where
several of its details lie in the known one in the same arrangement, only moved, scaled or a
little turned. What many known pictures share (the frame of a news card, a logo) is not counted.

Corners by Harris and Stephens 1988 (doi:10.5244/C.2.23) on a pyramid of sizes; the bits are the
signs of a patch's lowest frequencies, as PDQ has them for whole pictures.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_STEP = 1.25  # from one size of the pyramid to the next
_SIZES = 6
_PER_SIZE = 36  # strongest corners kept of each size
_HALF = 16  # half a patch, pixels
_SAME_WITHIN = 9  # of 64 bits
_APART = 5  # pixels between two corners of one size
_FEWEST = 4  # details that can be said to lie in an arrangement at all
_STRAY = 6.0  # pixels by which a detail may miss its place
_MOST_PAIRS = 40  # likeliest pairs of details that arrangements are read from
# Pixels by which an arrangement must reach beyond a line: two posters that share a line of words
# share its details too. Drawn strangers reach 12, the least of drawn screenshots and cuts 19.
_ACROSS = 14.0
_TURN = 0.35  # radians; beyond it it is not how people send pictures on
_COMMON = 0.04  # share of the known pictures that may hold a detail, and it still tells


@dataclass(frozen=True, slots=True)
class Details:
    """n details of one picture."""

    places: NDArray[np.complex128]  # n; columns + rows * j, pixels of the picture as read
    codes: NDArray[np.uint64]  # n

    def __len__(self) -> int:
        return len(self.codes)


NO_DETAILS = Details(np.zeros(0, dtype=np.complex128), np.zeros(0, dtype=np.uint64))


def details_of(pixels: NDArray[np.uint8]) -> Details:
    """The corners of a picture, uint8[rows, columns, 3], at several sizes."""
    places, codes = [], []
    for luma, scale in _pyramid(pixels.mean(axis=2)):
        rows, columns = _corners(luma)
        places.append((columns + 1j * rows) * scale)
        codes.append(_codes(luma, rows, columns))
    return Details(np.concatenate(places), np.concatenate(codes))


def _pyramid(luma: NDArray[np.float64]) -> Iterator[tuple[NDArray[np.float64], float]]:
    """The picture at ever smaller sizes, and how many pixels one of theirs stands for."""
    for power in range(_SIZES):
        scale = _STEP**power
        rows, columns = (int(side / scale) for side in luma.shape)
        if power and min(rows, columns) < 2 * _HALF + 8:
            return
        yield _resized(_box(luma, 1 + int(scale)), rows, columns, scale), scale


def _resized(
    luma: NDArray[np.float64], rows: int, columns: int, scale: float
) -> NDArray[np.float64]:
    """Read at fractional places, straight between the four neighbours."""
    down, across = np.arange(rows) * scale, np.arange(columns) * scale
    top, left = down.astype(np.int64), across.astype(np.int64)
    low = np.minimum(top + 1, luma.shape[0] - 1)
    right = np.minimum(left + 1, luma.shape[1] - 1)
    part = (across - left)[None, :]
    above = luma[top][:, left] * (1 - part) + luma[top][:, right] * part
    below = luma[low][:, left] * (1 - part) + luma[low][:, right] * part
    return np.asarray(above + (below - above) * (down - top)[:, None])


def _box(values: NDArray[np.float64], reach: int) -> NDArray[np.float64]:
    """The mean over a square of 2 * reach + 1 pixels, edges repeated."""
    for axis in (0, 1):
        width = [(reach + 1, reach) if axis == other else (0, 0) for other in (0, 1)]
        sums = np.cumsum(np.pad(values, width, mode="edge"), axis=axis)
        span = 2 * reach + 1
        values = (
            (sums[span:] - sums[:-span]) if axis == 0 else (sums[:, span:] - sums[:, :-span])
        ) / span
    return values


def _corners(luma: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows and columns of the strongest corners that have a whole patch around them."""
    across, down = np.gradient(luma, axis=1), np.gradient(luma, axis=0)
    xx, yy, xy = (_box(each, 2) for each in (across * across, down * down, across * down))
    strength = xx * yy - xy * xy - 0.05 * (xx + yy) ** 2
    inner = np.zeros(luma.shape, dtype=np.bool_)
    inner[_HALF:-_HALF, _HALF:-_HALF] = True
    peaks = (strength >= _largest_around(strength)) & inner & (strength > 1.0)
    rows, columns = np.nonzero(peaks)
    best = np.argsort(-strength[rows, columns], kind="stable")[:_PER_SIZE]
    return rows[best], columns[best]


def _largest_around(values: NDArray[np.float64]) -> NDArray[np.float64]:
    for axis in (0, 1):
        width = [(_APART, _APART) if axis == other else (0, 0) for other in (0, 1)]
        padded = np.pad(values, width, constant_values=-np.inf)
        windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * _APART + 1, axis=axis)
        values = windows.max(axis=-1)
    return values


def _low_frequencies() -> NDArray[np.float64]:
    """The 64 lowest waves but the mean over a patch of 16 x 16, float64[64, 256]."""
    steps = np.arange(_HALF)
    waves = np.cos(np.pi / _HALF * np.arange(_HALF)[:, None] * (steps + 0.5))
    pairs = sorted(
        ((down, across) for down in range(_HALF) for across in range(_HALF)),
        key=lambda pair: (sum(pair), pair),
    )[1:65]
    return np.array([np.outer(waves[down], waves[across]).ravel() for down, across in pairs])


_WAVES = _low_frequencies()


def _codes(
    luma: NDArray[np.float64], rows: NDArray[np.int64], columns: NDArray[np.int64]
) -> NDArray[np.uint64]:
    if not len(rows):
        return np.zeros(0, dtype=np.uint64)
    reach = np.arange(-_HALF, _HALF)
    patches = luma[rows[:, None, None] + reach[:, None], columns[:, None, None] + reach]
    halved = patches.reshape(len(rows), _HALF, 2, _HALF, 2).mean(axis=(2, 4))
    bits = halved.reshape(len(rows), -1) @ _WAVES.T > 0
    return np.asarray(np.packbits(bits, axis=1, bitorder="little").view("<u8")[:, 0])


@dataclass(frozen=True, slots=True)
class Alike:
    """Pairs of details that look alike: numbers of the asked and of the known ones."""

    asked: NDArray[np.int64]
    known: NDArray[np.int64]


def common_codes(known: NDArray[np.uint64], owners: NDArray[np.int64], asked: Details) -> Alike:
    """Which known details each asked one is like, without those that too many hold.

    Args:
        known: uint64[m], the codes of all known details.
        owners: int64[m], ascending: whose each is.
    """
    most = max(2, int(_COMMON * (owners[-1] + 1))) if len(owners) else 0
    lefts, rights = [], []
    for i, code in enumerate(asked.codes):
        near = np.flatnonzero(np.bitwise_count(known ^ code) <= _SAME_WITHIN)
        if len(near) and len(np.unique(owners[near])) <= most:
            lefts.append(np.full(len(near), i))
            rights.append(near)
    if not lefts:
        none = np.zeros(0, dtype=np.int64)
        return Alike(none, none)
    return Alike(np.concatenate(lefts), np.concatenate(rights))


def in_one_arrangement(asked: NDArray[np.complex128], known: NDArray[np.complex128]) -> int:
    """How many pairs of places agree on one way of moving, scaling and turning the picture.

    None do where they lie along one line: that is how words do which two pictures share.

    Args:
        asked, known: complex128[n], the places of n details that look alike.
    """
    asked, known = asked[:_MOST_PAIRS], known[:_MOST_PAIRS]
    if len(np.unique(asked)) < _FEWEST or len(np.unique(known)) < _FEWEST:
        return 0
    first, second = np.triu_indices(len(asked), 1)
    apart = asked[second] - asked[first]
    usable = np.abs(apart) > 4 * _STRAY
    first, second, apart = first[usable], second[usable], apart[usable]
    turn = (known[second] - known[first]) / apart
    likely = (np.abs(np.angle(turn)) < _TURN) & (np.abs(turn) > 0.2) & (np.abs(turn) < 5)
    first, turn = first[likely], turn[likely]
    if not len(first):
        return 0
    shift = known[first] - turn * asked[first]
    fits = np.abs(turn[:, None] * asked + shift[:, None] - known) < _STRAY
    best = fits[fits.sum(axis=1).argmax()]
    if max(_across(asked[best]), _across(known[best])) < _ACROSS:
        return 0
    return min(_spread(asked[best]), _spread(known[best]))


def _across(places: NDArray[np.complex128]) -> float:
    """How far places lie beside the line that they are nearest to: their deviation from it."""
    if len(places) < _FEWEST:
        return 0.0
    turned = np.cov(np.stack([places.real, places.imag]))
    return float(np.sqrt(max(np.linalg.eigvalsh(turned)[0], 0.0)))


def _spread(places: NDArray[np.complex128]) -> int:
    """Different places, those within a few pixels of each other counted once."""
    return len(np.unique(np.round(places / (2 * _APART))))
