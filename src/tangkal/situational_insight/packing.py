"""Strings as two plain arrays, so that a snapshot needs no pickle to be read back."""

from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.generic]


def pack_strings(strings: Iterable[str]) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """UTF-8 bytes of all strings in a row, and n + 1 offsets into them."""
    encoded = [text.encode("utf-8", "surrogatepass") for text in strings]
    offsets = np.zeros(len(encoded) + 1, np.int64)
    np.cumsum([len(part) for part in encoded], out=offsets[1:])
    return np.frombuffer(b"".join(encoded), np.uint8).copy(), offsets


def unpack_strings(characters: Array, offsets: Array) -> list[str]:
    """The strings that :func:`pack_strings` packed."""
    whole = characters.tobytes()
    cuts = [int(cut) for cut in offsets]
    return [whole[start:stop].decode("utf-8", "surrogatepass") for start, stop in pairwise(cuts)]
