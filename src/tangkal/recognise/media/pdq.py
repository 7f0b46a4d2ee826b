"""PDQ: 256 bits that stay nearly the same when a picture is re-encoded or scaled.

Two pictures are compared by how many bits differ: 0 for the same file, about 128 for two
pictures that have nothing to do with each other. Bits and their order are those of the
published algorithm, so that hashes can be exchanged with others who use it.

Source: PDQ & TMK + PDQF (Facebook 2019), the description that comes with ThreatExchange.
"""

from dataclasses import dataclass
from string import hexdigits

import numpy as np
from numpy.typing import NDArray

from tangkal.kernel.errors import InvalidInput

BITS = 256
_SIDE, _LOW = 64, 16  # the picture is brought to 64 x 64; 16 x 16 of its frequencies are kept
_LUMA = np.array([0.299, 0.587, 0.114])
_STEPS = np.arange(_SIDE)
_WAVES = np.sqrt(2 / _SIDE) * np.cos(
    np.pi / (2 * _SIDE) * np.arange(1, _LOW + 1)[:, None] * (2 * _STEPS + 1)
)


@dataclass(frozen=True, slots=True)
class PictureHash:
    """The hash of one view of a picture."""

    words: tuple[int, int, int, int]  # 64 bits each, the lowest bits first
    quality: int  # 0 (flat: says nothing) to 100

    def __post_init__(self) -> None:
        if not all(0 <= word < 1 << 64 for word in self.words) or not 0 <= self.quality <= 100:
            raise InvalidInput(f"no picture hash: words {self.words}, quality {self.quality}")

    @property
    def hex(self) -> str:
        """64 hex digits, as others who use PDQ write it."""
        return "".join(f"{word:016x}" for word in reversed(self.words))

    @classmethod
    def from_hex(cls, digits: str, quality: int = 100) -> "PictureHash":
        """Read a hash as :attr:`hex` writes it.

        Raises:
            InvalidInput: not 64 hex digits.
        """
        if len(digits) != BITS // 4 or not set(digits) <= set(hexdigits):
            raise InvalidInput(f"{digits!r} is no picture hash; give 64 hex digits")
        number = int(digits, 16)
        mask = (1 << 64) - 1
        first, second, third, fourth = (number >> shift & mask for shift in (0, 64, 128, 192))
        return cls((first, second, third, fourth), quality)


def hash_pixels(pixels: NDArray[np.uint8]) -> PictureHash:
    """Hash a picture.

    Args:
        pixels: uint8[rows, columns, 3], red, green, blue; at least one row and column.

    Raises:
        InvalidInput: another shape.
    """
    if pixels.ndim != 3 or pixels.shape[2] != 3 or 0 in pixels.shape:
        raise InvalidInput(f"pixels have shape {pixels.shape}; give rows x columns x 3")
    small = _shrink(pixels @ _LUMA)
    bits = _frequencies(small) > 0
    words = np.packbits(bits, bitorder="little").view("<u8")
    return PictureHash(
        (int(words[0]), int(words[1]), int(words[2]), int(words[3])), _quality(small)
    )


def differing_bits(hashes: NDArray[np.uint64], one: PictureHash) -> NDArray[np.int64]:
    """In how many of the 256 bits each of n hashes, uint64[n, 4], differs from one."""
    apart = np.bitwise_count(hashes ^ np.array(one.words, dtype=np.uint64))
    return np.asarray(apart.sum(axis=1, dtype=np.int64))


def _shrink(luma: NDArray[np.float64]) -> NDArray[np.float64]:
    """Blur by two passes of a moving mean each way, then read 64 x 64 points."""
    rows, columns = luma.shape
    for _ in range(2):
        luma = _moving_mean(_moving_mean(luma, _window(columns), 1), _window(rows), 0)
    read_rows, read_columns = (
        ((_STEPS + 0.5) * size / _SIDE).astype(np.int64) for size in (rows, columns)
    )
    return np.asarray(luma[read_rows][:, read_columns])


def _window(size: int) -> int:
    return (size + 2 * _SIDE - 1) // (2 * _SIDE)


def _moving_mean(values: NDArray[np.float64], window: int, axis: int) -> NDArray[np.float64]:
    """The mean of the ``window`` values around each, fewer at the edges."""
    if window == 1:
        return values
    size = values.shape[axis]
    sums = np.insert(np.cumsum(values, axis=axis), 0, 0.0, axis=axis)
    ahead = (window + 2) // 2
    ends = np.minimum(np.arange(size) + ahead, size)
    starts = np.maximum(np.arange(size) + ahead - window, 0)
    totals = np.take(sums, ends, axis=axis) - np.take(sums, starts, axis=axis)
    counts = (ends - starts).reshape((-1, 1) if axis == 0 else (1, -1))
    return np.asarray(totals / counts)


def _frequencies(small: NDArray[np.float64]) -> NDArray[np.float64]:
    """The lowest 16 x 16 frequencies but the mean, less their median; row by row."""
    kept = (_WAVES @ small @ _WAVES.T).ravel()
    return np.asarray(kept - np.sort(kept)[kept.size // 2 - 1])


def _quality(small: NDArray[np.float64]) -> int:
    """How much there is to see: the sum of steps between neighbours, scaled and capped."""
    steps = sum(np.abs(np.trunc(np.diff(small, axis=axis) * 100 / 255)).sum() for axis in (0, 1))
    return min(100, int(steps // 90))
