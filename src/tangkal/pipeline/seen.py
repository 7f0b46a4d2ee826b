"""Which items have been through already: a flat set of 64-bit keys, two generations long."""

from collections.abc import Iterable, Mapping

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tangkal.kernel import InvalidInput
from tangkal.text.compiled import compiled

Keys = NDArray[np.uint64]
START_SLOTS = 1 << 12
MOST_UNSAVED = 2_000_000  # beyond so many items the next snapshot holds them all again


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
        # Items are numbered as they come: where the two generations begin, and what is next.
        self.older_from = self.recent_from = self.end = 0
        self._unsaved: list[Keys] = []
        self.unsaved_from = 0

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
        added = _insert(keys, self._recent)
        self._count += added
        self.end += added
        self._unsaved.append(keys)
        if added < len(keys) or self.end - self.unsaved_from > MOST_UNSAVED:
            self.forget_unsaved()  # the keys kept are not, or no longer, the items counted
        if self._count >= self.window:
            self._older, self._recent = self._recent, np.zeros(START_SLOTS, np.uint64)
            self._count = 0
            self.older_from, self.recent_from = self.recent_from, self.end

    def keys_since(self, number: int) -> Keys:
        """The keys of the items from this number on: ``older_from``, or ``unsaved_from`` or later.

        Asked for all, each generation's come in any order; that is as good as theirs.
        """
        if number < self.unsaved_from or number == self.older_from:
            return np.concatenate([members(self._older), members(self._recent)])
        kept = np.concatenate([np.zeros(0, np.uint64), *self._unsaved])
        return kept[number - self.unsaved_from :]

    def forget_unsaved(self) -> None:
        """The items so far are in a snapshot, or will be in the next one all together."""
        self._unsaved, self.unsaved_from = [], self.end

    def snapshot(self) -> dict[str, np.ndarray]:
        return {
            "window": np.array([self.window], np.int64),
            "recent": members(self._recent),
            "older": members(self._older),
        }

    @classmethod
    def restore(cls, arrays: Mapping[str, np.ndarray]) -> "SeenItems":
        """What :meth:`snapshot` held."""
        older, recent = arrays["older"], arrays["recent"]
        marks = np.array([arrays["window"][0], 0, len(older), len(older) + len(recent)])
        return cls.restore_parts(marks, [older, recent])

    def marks(self) -> NDArray[np.int64]:
        """What a snapshot holds besides the keys."""
        return np.array([self.window, self.older_from, self.recent_from, self.end], np.int64)

    @classmethod
    def restore_parts(cls, marks: NDArray[np.int64], parts: Iterable[Keys]) -> "SeenItems":
        """The same from :meth:`marks` and the keys from ``older_from`` on, in several parts."""
        window, older_from, recent_from, end = (int(mark) for mark in marks)
        seen = cls(window)
        seen._older = np.zeros(slots_for(recent_from - older_from), np.uint64)
        seen._recent = np.zeros(slots_for(end - recent_from), np.uint64)
        number = older_from
        for keys in parts:
            older = max(0, recent_from - number)
            _insert(keys[:older], seen._older)
            seen._count += _insert(keys[older:], seen._recent)
            number += len(keys)
        if number != end or seen._count != end - recent_from:
            raise InvalidInput(f"the items seen end at number {number}, not at {end}")
        seen.older_from, seen.recent_from, seen.end = older_from, recent_from, end
        seen.forget_unsaved()
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
