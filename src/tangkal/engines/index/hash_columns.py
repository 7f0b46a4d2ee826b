"""Hashes of whole columns, by a compiled kernel."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tangkal.engines.index.hashes import MIX_1, MIX_2, PRIME, START
from tangkal.text.compiled import compiled


def hashes_of(values: pa.Array | pa.ChunkedArray) -> NDArray[np.uint64]:
    """The hash of each string of an Arrow array: :func:`tangkal.engines.index.hashes.hash_of`."""
    data, bounds = utf8_of(values)
    out = np.empty(len(values), np.uint64)
    _hash_each(data, bounds, out)
    return out


def utf8_of(values: pa.Array | pa.ChunkedArray) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """The bytes of n strings, one after the other, and n + 1 bounds."""
    whole = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    if len(whole) == 0:
        return np.zeros(0, np.uint8), np.zeros(1, np.int64)
    array = whole.cast(pa.large_string())
    _, offsets, data = array.buffers()
    bounds = np.frombuffer(offsets, np.int64)[array.offset : array.offset + len(array) + 1]
    content = np.frombuffer(data if data is not None and data.size else b"", np.uint8)
    return content[bounds[0] : bounds[-1]], bounds - bounds[0]


@compiled
def _hash_each(data: NDArray[np.uint8], bounds: NDArray[np.int64], out: NDArray[np.uint64]) -> None:
    for row in range(len(out)):
        h = np.uint64(START)
        for i in range(bounds[row], bounds[row + 1]):
            h = (h ^ np.uint64(data[i])) * np.uint64(PRIME)
        h = (h ^ (h >> np.uint64(30))) * np.uint64(MIX_1)
        h = (h ^ (h >> np.uint64(27))) * np.uint64(MIX_2)
        out[row] = h ^ (h >> np.uint64(31))
