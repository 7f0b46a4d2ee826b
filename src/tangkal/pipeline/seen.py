"""Which items have been through already: a flat set of 64-bit keys, two generations long."""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tangkal.kernel import InvalidInput
from tangkal.text.compiled import compiled

Keys = NDArray[np.uint64]
START_SLOTS = 1 << 12


class SeenItems:
    """Remembers at least the last ``window`` items and at most twice as many.

    Items are told apart by 64 bits of their id: among 10 million, the chance that any two
    share them is 3 in a million. Memory is 16 bytes an item, at most 16 × 2 × 2 × window.
    """

    def __init__(self, window: int = 8_000_000) -> None:
        if window < 1:
            raise InvalidInput(f"window {window} is under 1; give the number of items to remember")
        self.window = window
        self._recent = np.zeros(START_SLOTS, np.uint64)
        self._count = 0
        self._older = np.zeros(1, np.uint64)

    def are_new(self, keys: Keys) -> NDArray[np.bool_]:
        """True where a key is not remembered and did not occur earlier in the same array."""
        within = np.zeros(slots_for(len(keys)), np.uint64)
        return _are_new(keys, self._recent, self._older, within)

    def add(self, keys: Keys) -> None:
        """Remember keys; the generation before the last is dropped when this one is full."""
        needed = slots_for(self._count + len(keys))
        if needed > len(self._recent):
            larger = np.zeros(needed, np.uint64)
            _insert(members(self._recent), larger)
            self._recent = larger
        self._count += _insert(keys, self._recent)
        if self._count >= self.window:
            self._older, self._recent = self._recent, np.zeros(START_SLOTS, np.uint64)
            self._count = 0

    def snapshot(self) -> dict[str, np.ndarray]:
        return {
            "window": np.array([self.window], np.int64),
            "recent": members(self._recent),
            "older": members(self._older),
        }

    @classmethod
    def restore(cls, arrays: Mapping[str, np.ndarray]) -> "SeenItems":
        seen = cls(int(arrays["window"][0]))
        seen._older = np.zeros(slots_for(len(arrays["older"])), np.uint64)
        _insert(arrays["older"], seen._older)
        seen.add(arrays["recent"])
        return seen


def keys_of(item_ids: pa.ChunkedArray) -> Keys:
    """A 64-bit key per id (FNV-1a, then SplitMix64's finaliser); never 0."""
    array = item_ids.combine_chunks().cast(pa.large_string())
    if len(array) == 0:
        return np.zeros(0, np.uint64)
    _, offsets, content = array.buffers()
    starts = np.frombuffer(offsets, np.int64)[array.offset : array.offset + len(array) + 1]
    return _hash_each(np.frombuffer(content, np.uint8), starts)


def slots_for(count: int) -> int:
    """A power of two that leaves the table at most half full."""
    return max(START_SLOTS, 1 << (2 * count).bit_length())


def members(table: Keys) -> Keys:
    found: Keys = table[table != 0]
    return found


@compiled
def _hash_each(content: NDArray[np.uint8], starts: NDArray[np.int64]) -> Keys:
    keys = np.empty(len(starts) - 1, np.uint64)
    for row in range(len(keys)):
        h = np.uint64(0xCBF29CE484222325)
        for place in range(starts[row], starts[row + 1]):
            h = (h ^ np.uint64(content[place])) * np.uint64(0x100000001B3)
        h = (h ^ (h >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        h = (h ^ (h >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        h = h ^ (h >> np.uint64(31))
        keys[row] = h if h != np.uint64(0) else np.uint64(1)
    return keys


@compiled
def _place(key: np.uint64, table: Keys) -> np.int64:
    """The slot that holds the key, or the empty one where it would go."""
    mask = np.uint64(len(table) - 1)
    slot = key & mask
    while table[slot] != np.uint64(0) and table[slot] != key:
        slot = (slot + np.uint64(1)) & mask
    return np.int64(slot)


@compiled
def _insert(keys: Keys, table: Keys) -> int:
    """Put keys in; how many were not there."""
    added = 0
    for key in keys:
        slot = _place(key, table)
        added += table[slot] != key
        table[slot] = key
    return added


@compiled
def _are_new(keys: Keys, recent: Keys, older: Keys, within: Keys) -> NDArray[np.bool_]:
    new = np.zeros(len(keys), np.bool_)
    for row in range(len(keys)):
        key = keys[row]
        slot = _place(key, within)
        if within[slot] == key:
            continue
        within[slot] = key
        new[row] = recent[_place(key, recent)] != key and older[_place(key, older)] != key
    return new
