"""Names and stems as 64-bit numbers: of millions, two alike are not to be expected.

FNV-1a over the UTF-8 bytes (draft-eastlake-fnv), then the finaliser of SplitMix64 (Steele et al.
2014), which spreads what short names have in common.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

START, PRIME = 0xCBF29CE484222325, 0x100000001B3
MIX_1, MIX_2 = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
_MASK = (1 << 64) - 1


def hash_of(name: str) -> int:
    """The hash of one string.

    >>> f"{hash_of('bagi'):x}"
    '2b9f044094b57217'
    """
    h = START
    for byte in name.encode():
        h = ((h ^ byte) * PRIME) & _MASK
    h = ((h ^ (h >> 30)) * MIX_1) & _MASK
    h = ((h ^ (h >> 27)) * MIX_2) & _MASK
    return h ^ (h >> 31)


def first_bytes(names: Sequence[str]) -> NDArray[np.uint64]:
    """The first eight bytes of each name as a number: in the order of the names, but for ties."""
    joined = b"".join(name.encode()[:8].ljust(8, b"\0") for name in names)
    return np.frombuffer(joined, ">u8").astype(np.uint64)
