"""Near-duplicate families: which posts carry the same text, edited, cut or added to.

Each text is looked up first by a hash of all its words, then by its smallest word-pair
hashes in a table of small buckets, and every candidate is verified by the overlap of the
two sketches (see :mod:`tangkal.recognise.sketches`). The last ``window`` different texts are
remembered in flat ring buffers; a text that keeps being posted keeps its place.

The outcome depends on nothing but the order of arrival: replaying a stream after
:meth:`FamilyIndex.restore` gives the same families as never having stopped.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from tangkal.kernel.errors import InvalidInput
from tangkal.recognise.sketches import SKETCH, compare_sketches, hash_sequence, sketch_words
from tangkal.text.compiled import compiled
from tangkal.text.tokens import TokenBatch

_KEYS = 8  # smallest pair hashes a text is looked up by
_WAYS = 4  # newest texts remembered under one key
_MAX_VERIFIED = 12  # candidates compared, those sharing most keys first

# Same family: at least this share of all pairs in common, ...
_MIN_JACCARD = 0.4
# ... or the shorter text is nearly all inside a longer one that is not out of proportion.
_MIN_CONTAINED = 0.75
_MIN_CONTAINED_PAIRS = 5
_MAX_LONGER = 6.0
# Below this many shared pairs an overlap is chance: such short texts match only word for word.
_MIN_SHARED = 3

_MAX_ID_BYTES = 200
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class FamilyAssignment:
    """One family for each item of a batch."""

    family_ids: list[str]  # item_id of the family's first member
    is_first: NDArray[np.bool_]  # True where the item founds its family


class FamilyIndex:
    """Families over the last ``window`` different texts, across batches and restarts.

    Memory is about 250 bytes for each text of the window, touched only as it fills.
    A wordless text (empty, emoji only) is a family of its own; a text too short to share
    three word pairs joins only exact copies.
    """

    def __init__(self, window: int = 1_000_000) -> None:
        if window < 1:
            raise InvalidInput(f"window {window} is under 1; give the number of texts to remember")
        self.window = window
        self._lock = Lock()
        self._seen = 0  # different texts ever remembered; text e sits in row e % window
        self._sketches = np.zeros((window, SKETCH), dtype=np.uint32)
        self._exact = np.zeros(window, dtype=np.uint64)
        self._families = np.zeros((window, 32), dtype=np.uint8)
        self._make_tables()

    def _make_tables(self) -> None:
        buckets = 1 << max(8, (2 * self.window - 1).bit_length())
        self._pair_table = np.zeros((buckets, _WAYS), dtype=np.uint64)
        self._exact_table = np.zeros((buckets // 2, 2), dtype=np.uint32)

    def __len__(self) -> int:
        """Texts remembered now."""
        return min(self._seen, self.window)

    def assign(self, item_ids: Sequence[str], tokens: TokenBatch) -> FamilyAssignment:
        """Give each item its family, in order; later items of the batch see earlier ones.

        Args:
            item_ids: n ids of at most 200 bytes.
            tokens: the n texts, as :func:`tangkal.text.tokens.tokenise` hashed them.

        Raises:
            InvalidInput: lengths differ, or an id is empty or too long.
        """
        if len(item_ids) != len(tokens):
            raise InvalidInput(f"{len(item_ids)} item ids for {len(tokens)} texts")
        if not len(item_ids):
            return FamilyAssignment([], np.zeros(0, dtype=np.bool_))
        with self._lock:
            ids = self._id_bytes(item_ids)
            is_first = np.zeros(len(ids), dtype=np.bool_)
            self._seen = _assign(
                ids, tokens.offsets, tokens.hashes, self._seen, self._sketches, self._exact,
                self._families, self._pair_table, self._exact_table, is_first,
            )  # fmt: skip
        return FamilyAssignment(_id_strings(ids), is_first)

    def _id_bytes(self, item_ids: Sequence[str]) -> NDArray[np.uint8]:
        """The ids as rows of bytes; the kernel overwrites each with its family's id."""
        encoded = [item_id.encode("utf-8") for item_id in item_ids]
        longest = max(map(len, encoded))
        if longest > _MAX_ID_BYTES:
            raise InvalidInput(f"an item id has {longest} bytes; at most {_MAX_ID_BYTES} fit")
        if not all(encoded):
            raise InvalidInput("an item id is empty; every item needs one")
        if longest > self._families.shape[1]:
            wider = np.zeros((self.window, longest), dtype=np.uint8)
            wider[:, : self._families.shape[1]] = self._families
            self._families = wider
        width = self._families.shape[1]
        return np.array(encoded, dtype=f"S{width}").view(np.uint8).reshape(-1, width)

    def snapshot(self) -> dict[str, NDArray[np.generic]]:
        """Everything needed to go on later: plain arrays, as small as the texts remembered."""
        with self._lock:
            used = len(self)
            return {
                "meta": np.array([_FORMAT, self.window, self._seen], dtype=np.int64),
                "sketches": self._sketches[:used].copy(),
                "exact": self._exact[:used].copy(),
                "families": self._families[:used].copy(),
            }

    @classmethod
    def restore(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "FamilyIndex":
        """Rebuild an index from :meth:`snapshot`; it then answers as the old one would.

        Raises:
            InvalidInput: arrays are missing, of another format, or do not fit together.
        """
        missing = {"meta", "sketches", "exact", "families"} - set(arrays)
        if missing:
            raise InvalidInput(f"families snapshot lacks {', '.join(sorted(missing))}")
        found, window, seen = (int(number) for number in arrays["meta"])
        if found != _FORMAT:
            raise InvalidInput(
                f"families snapshot has format {found}; this version reads {_FORMAT}"
            )
        index = cls(window)
        index._seen = seen
        used = len(index)
        if arrays["sketches"].shape != (used, SKETCH) or len(arrays["exact"]) != used:
            raise InvalidInput(f"families snapshot does not hold the {used} texts it names")
        index._families = np.zeros((window, arrays["families"].shape[1]), dtype=np.uint8)
        index._sketches[:used] = arrays["sketches"]
        index._exact[:used] = arrays["exact"]
        index._families[:used] = arrays["families"]
        _refill(seen, used, index._sketches, index._exact, index._pair_table, index._exact_table)
        return index


def _id_strings(ids: NDArray[np.uint8]) -> list[str]:
    packed = np.ascontiguousarray(ids).view(f"S{ids.shape[1]}").ravel()
    return [raw.decode("utf-8") for raw in packed.tolist()]


# A table cell holds the text's number + 1 (mod 2^32; 0 is empty); a pair cell also holds its
# key's other 32 bits, so that a crowded bucket costs no needless comparison. Buckets are
# filled newest first, so the tables follow from the living texts alone and need no saving.


@compiled
def _row_of(cell: np.uint32, seen: int, window: int) -> np.int64:
    """The row a cell speaks of, or -1 if that text has left the window."""
    age = np.int64(np.uint32(np.uint32(seen) - (cell - np.uint32(1))))
    if cell == 0 or age < 1 or age > min(window, seen):
        return np.int64(-1)
    return (seen - age) % window


@compiled
def _bucket(key: np.uint32, buckets: int) -> np.int64:
    spread = np.uint64(key) * np.uint64(0x9E3779B97F4A7C15)
    return np.int64((spread >> np.uint64(20)) & np.uint64(buckets - 1))


@compiled
def _remember(
    number: int,
    sketch: NDArray[np.uint32],
    exact: np.uint64,
    pair_table: NDArray[np.uint64],
    exact_table: NDArray[np.uint32],
) -> None:
    """Enter a text in both tables, pushing the oldest out of full buckets."""
    cell = np.uint32(number + 1)
    slot = exact_table[np.int64(exact & np.uint64(len(exact_table) - 1))]
    slot[1] = slot[0]
    slot[0] = cell
    for key in sketch[:_KEYS]:
        if key == 0:
            break
        bucket = pair_table[_bucket(key, len(pair_table))]
        for way in range(_WAYS - 1, 0, -1):
            bucket[way] = bucket[way - 1]
        bucket[0] = (np.uint64(key) << np.uint64(32)) | np.uint64(cell)


@compiled
def _refill(
    seen: int,
    used: int,
    sketches: NDArray[np.uint32],
    exact: NDArray[np.uint64],
    pair_table: NDArray[np.uint64],
    exact_table: NDArray[np.uint32],
) -> None:
    for number in range(seen - used, seen):
        row = number % len(exact)
        _remember(number, sketches[row], exact[row], pair_table, exact_table)


@compiled
def _find_exact(
    exact_hash: np.uint64,
    seen: int,
    exact: NDArray[np.uint64],
    exact_table: NDArray[np.uint32],
) -> np.int64:
    for cell in exact_table[np.int64(exact_hash & np.uint64(len(exact_table) - 1))]:
        row = _row_of(cell, seen, len(exact))
        if row >= 0 and exact[row] == exact_hash:
            return row
    return np.int64(-1)


@compiled
def _gather(
    sketch: NDArray[np.uint32],
    seen: int,
    window: int,
    pair_table: NDArray[np.uint64],
    rows: NDArray[np.int64],
    hits: NDArray[np.int64],
) -> int:
    """Collect the rows that share a key with the sketch, and how many keys each shares."""
    found = 0
    for key in sketch[:_KEYS]:
        if key == 0:
            break
        for cell in pair_table[_bucket(key, len(pair_table))]:
            if np.uint32(cell >> np.uint64(32)) != key:
                continue
            row = _row_of(np.uint32(cell & np.uint64(0xFFFFFFFF)), seen, window)
            if row < 0:
                continue
            for place in range(found + 1):
                if place == found:
                    rows[found] = row
                    hits[found] = 1
                    found += 1
                elif rows[place] == row:
                    hits[place] += 1
                    break
    return found


@compiled
def _likeness(one: NDArray[np.uint32], other: NDArray[np.uint32]) -> float:
    """How alike two sketches are, 0 where they are not of one family."""
    shared, left, right = compare_sketches(one, other)
    shorter = min(left, right)
    if shared < _MIN_SHARED:
        return 0.0
    jaccard = shared / (left + right - shared)
    contained = shared / shorter
    if jaccard >= _MIN_JACCARD:
        return 1.0 + jaccard
    if (
        contained >= _MIN_CONTAINED
        and shorter >= _MIN_CONTAINED_PAIRS
        and max(left, right) <= _MAX_LONGER * shorter
    ):
        return contained
    return 0.0


@compiled
def _find_near(
    sketch: NDArray[np.uint32],
    seen: int,
    sketches: NDArray[np.uint32],
    pair_table: NDArray[np.uint64],
    rows: NDArray[np.int64],
    hits: NDArray[np.int64],
) -> np.int64:
    """The most alike remembered text's row, or -1."""
    found = _gather(sketch, seen, len(sketches), pair_table, rows, hits)
    best_row, best = np.int64(-1), 0.0
    for _ in range(min(found, _MAX_VERIFIED)):
        place = 0
        for other in range(1, found):
            if hits[other] > hits[place]:
                place = other
        hits[place] = 0
        likeness = _likeness(sketch, sketches[rows[place]])
        if likeness > best:
            best_row, best = rows[place], likeness
    return best_row


@compiled
def _assign(
    ids: NDArray[np.uint8],
    offsets: NDArray[np.int64],
    hashes: NDArray[np.uint64],
    seen: int,
    sketches: NDArray[np.uint32],
    exact: NDArray[np.uint64],
    families: NDArray[np.uint8],
    pair_table: NDArray[np.uint64],
    exact_table: NDArray[np.uint32],
    is_first: NDArray[np.bool_],
) -> int:
    """Overwrite each id with its family's id; return the new number of texts seen."""
    window = len(exact)
    width = families.shape[1]
    sketch = np.zeros(SKETCH, dtype=np.uint32)
    rows = np.zeros(_KEYS * _WAYS, dtype=np.int64)
    hits = np.zeros(_KEYS * _WAYS, dtype=np.int64)
    for i in range(len(ids)):
        words = hashes[offsets[i] : offsets[i + 1]]
        if len(words) == 0:
            is_first[i] = True
            continue
        exact_hash = hash_sequence(words)
        row = _find_exact(exact_hash, seen, exact, exact_table)
        if row >= 0:
            for b in range(width):
                ids[i, b] = families[row, b]
            # A text still being posted is remembered anew before the window forgets it.
            if (seen - 1 - row) % window < window // 2:
                continue
            sketch[:] = sketches[row]
        else:
            sketch_words(words, sketch)
            row = _find_near(sketch, seen, sketches, pair_table, rows, hits)
            if row >= 0:
                for b in range(width):
                    ids[i, b] = families[row, b]
            else:
                is_first[i] = True
        fresh = seen % window
        for b in range(width):
            families[fresh, b] = ids[i, b]
        exact[fresh] = exact_hash
        sketches[fresh] = sketch
        _remember(seen, sketch, exact_hash, pair_table, exact_table)
        seen += 1
    return seen
