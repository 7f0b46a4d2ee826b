"""Near-duplicate families: which posts carry the same text, edited, cut or added to.

Each text is looked up first by its whole content, then by its smallest word-pair hashes, and
every candidate is verified by the overlap of the two sketches and by their numbers and
places (:mod:`tangkal.recognise.sketches`, :mod:`tangkal.recognise.family_table`). The last
``window`` different texts are remembered in flat ring buffers; a text that keeps being posted
keeps its place.

The outcome depends on nothing but the order of arrival: replaying a stream after
:meth:`FamilyIndex.restore` gives the same families as never having stopped.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from tangkal.kernel.errors import InvalidInput
from tangkal.recognise.family_table import (
    MAX_FOUND,
    Table,
    aligned_zeros,
    enter,
    enter_all,
    find_alike,
    find_same,
    make_table,
)
from tangkal.recognise.place_words import direction_hashes, place_hashes
from tangkal.recognise.sketches import SKETCH, hash_content, sketch_words, take_over_facts
from tangkal.text.compiled import compiled
from tangkal.text.tokens import TokenBatch

Arrays = dict[str, NDArray[np.generic]]

_MAX_WINDOW = 1 << 27  # leaves a table entry 4 bits to tell keys apart
_FIRST_TEXTS = 1 << 16  # the table begins for so many texts and doubles as the window fills
_MAX_ID_BYTES = 200
_KEY_BYTES = 16
_FORMAT = 2


@dataclass(frozen=True, slots=True)
class FamilyAssignment:
    """One family for each item of a batch."""

    family_ids: list[str]  # item_id of the family's first member
    is_first: NDArray[np.bool_]  # True where the item founds its family
    texts: NDArray[np.int64]  # number of each item's text in the index; -1 for a wordless one


class FamilyIndex:
    """Families over the last ``window`` different texts, across batches and restarts.

    Memory is about 119 bytes for each text of the window, touched only as it fills.
    A wordless text (empty, emoji only) is a family of its own; a text too short to share
    three word pairs joins only exact copies. Texts that exchange numbers or places (bulletins,
    price lists, scores on one form) stay apart however many words they share.
    """

    def __init__(self, window: int = 10_000_000) -> None:
        if not 1 <= window <= _MAX_WINDOW:
            raise InvalidInput(
                f"window {window} is outside 1..{_MAX_WINDOW}; give the number of texts to remember"
            )
        self.window = window
        self._lock = Lock()
        self._seen = 0  # different texts ever remembered; text e sits in row e % window
        self._sketches = aligned_zeros(window, SKETCH)
        self._contents = np.zeros(window, dtype=np.uint32)  # a hash of all words, and their number
        self._families = np.zeros((window, 2), dtype=np.uint64)  # keys of family ids
        self._labels = np.zeros(window, dtype=np.uint16)  # see set_labels
        self._odd_ids: dict[bytes, str] = {}  # of families whose id is not 32 hex digits
        self._row_bits = window.bit_length()
        self._table_for(0)

    def _table_for(self, seen: int) -> None:
        """The table for so many texts; its size follows from their number alone."""
        texts = _FIRST_TEXTS
        while texts <= seen:
            texts *= 2
        self._room = min(texts, self.window)  # the number of texts at which it is made anew
        self._table: Table = make_table(self._room)
        first = max(0, seen - self.window)
        enter_all(first, seen, self._contents, self._sketches, self._table, self._row_bits)

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
            return FamilyAssignment([], np.zeros(0, np.bool_), np.zeros(0, np.int64))
        sketches, contents = sketch_batch(tokens)
        is_first = np.zeros(len(item_ids), dtype=np.bool_)
        texts = np.full(len(item_ids), -1, dtype=np.int64)
        with self._lock:
            keys = self._keys_of(item_ids)
            done = 0
            while done < len(keys):
                if self._room <= self._seen and self._room < self.window:
                    self._table_for(self._seen)
                done, self._seen = _assign(
                    done, keys, sketches, contents, is_first, texts, self._seen, self._room,
                    self._sketches, self._contents, self._families, self._labels,
                    self._table, self._row_bits,
                )  # fmt: skip
            return FamilyAssignment(self._ids_of(keys), is_first, texts)

    def labels(self, texts: NDArray[np.int64]) -> NDArray[np.uint16]:
        """The label of each of these texts; 0 where it has none or is no longer remembered."""
        return np.where(self._are_living(texts), self._labels[texts % self.window], 0)

    def set_labels(self, texts: NDArray[np.int64], labels: NDArray[np.uint16]) -> None:
        """Keep a number with texts, such as their language; later members of the family get it."""
        living = self._are_living(texts)
        self._labels[texts[living] % self.window] = labels[living]

    def _are_living(self, texts: NDArray[np.int64]) -> NDArray[np.bool_]:
        return (texts >= 0) & (texts >= self._seen - self.window)

    def _keys_of(self, item_ids: Sequence[str]) -> NDArray[np.uint64]:
        """16 bytes for each id: the 32 hex digits of an item's name, else a hash of it."""
        joined = "".join(item_ids)
        if set(map(len, item_ids)) == {2 * _KEY_BYTES} and _is_lower_hex(joined):
            packed = bytes.fromhex(joined)
        else:
            packed = b"".join(map(self._key_of, item_ids))
        # A copy: the kernel overwrites each with its family's key.
        return np.frombuffer(packed, dtype=np.uint64).reshape(-1, 2).copy()

    def _key_of(self, item_id: str) -> bytes:
        if len(item_id) == 2 * _KEY_BYTES and _is_lower_hex(item_id):
            return bytes.fromhex(item_id)
        encoded = item_id.encode("utf-8")
        if not encoded:
            raise InvalidInput("an item id is empty; every item needs one")
        if len(encoded) > _MAX_ID_BYTES:
            raise InvalidInput(f"an item id has {len(encoded)} bytes; at most {_MAX_ID_BYTES} fit")
        key = blake2b(encoded, digest_size=_KEY_BYTES).digest()
        self._odd_ids[key] = item_id
        return key

    def _ids_of(self, keys: NDArray[np.uint64]) -> list[str]:
        digits = keys.tobytes().hex()
        width = 2 * _KEY_BYTES
        ids = [digits[start : start + width] for start in range(0, len(digits), width)]
        if self._odd_ids:
            ids = [self._odd_ids.get(bytes.fromhex(each), each) for each in ids]
            self._forget_odd_ids()
        return ids

    def _forget_odd_ids(self) -> None:
        """Keep those of living families, once the others are more."""
        if len(self._odd_ids) > 2 * len(self) + 10_000:
            packed = self._families[: len(self)].tobytes()
            living = {packed[i : i + _KEY_BYTES] for i in range(0, len(packed), _KEY_BYTES)}
            self._odd_ids = {key: one for key, one in self._odd_ids.items() if key in living}

    @property
    def written(self) -> int:
        """How many texts were ever remembered; the newest has the number below."""
        return self._seen

    def texts_since(self, number: int) -> Arrays:
        """The living texts from this number on, oldest first: what a snapshot adds."""
        with self._lock:
            rows = np.arange(max(number, self._seen - len(self)), self._seen) % self.window
            return {
                "sketches": self._sketches[rows],
                "contents": self._contents[rows],
                "families": self._families[rows],
                "labels": self._labels[rows],
            }

    def facts(self) -> Arrays:
        """What a snapshot holds besides the texts."""
        odd = json.dumps(list(self._odd_ids.values())).encode()
        return {
            "meta": np.array([_FORMAT, self.window, self._seen], dtype=np.int64),
            "odd_ids": np.frombuffer(odd, dtype=np.uint8),
        }

    def snapshot(self) -> Arrays:
        """Everything needed to go on later: plain arrays, as small as the texts remembered."""
        return {**self.facts(), **self.texts_since(0)}

    @classmethod
    def restore(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "FamilyIndex":
        """Rebuild an index from :meth:`snapshot`; it then answers as the old one would.

        Raises:
            InvalidInput: arrays are missing, of another format, or do not fit together.
        """
        return cls.restore_parts(arrays, [arrays])

    @classmethod
    def restore_parts(
        cls,
        facts: Mapping[str, NDArray[np.generic]],
        parts: Iterable[Mapping[str, NDArray[np.generic]]],
    ) -> "FamilyIndex":
        """The same from :meth:`facts` and the texts in several parts, oldest first."""
        found, window, seen = _read_meta(facts)
        if found != _FORMAT:
            raise InvalidInput(
                f"families snapshot has format {found}; this version reads {_FORMAT}"
            )
        index = cls(window)
        index._odd_ids = {
            blake2b(one.encode(), digest_size=_KEY_BYTES).digest(): one
            for one in json.loads(facts["odd_ids"].tobytes())
        }
        living = min(seen, window)
        number = seen - living
        for part in parts:
            number = index._take_back(part, number)
        if number != seen:
            raise InvalidInput(f"families snapshot does not hold the {living} texts it names")
        index._seen = seen
        index._table_for(seen)
        return index

    def _take_back(self, part: Mapping[str, NDArray[np.generic]], number: int) -> int:
        """Put the texts of one part in their rows; the number of the next text."""
        missing = {"sketches", "contents", "families", "labels"} - set(part)
        if missing:
            raise InvalidInput(f"families snapshot lacks {', '.join(sorted(missing))}")
        count = len(part["contents"])
        if part["sketches"].shape != (count, SKETCH) or part["families"].shape != (count, 2):
            raise InvalidInput(f"families snapshot holds arrays that do not fit its {count} texts")
        rows = np.arange(number, number + count) % self.window
        self._sketches[rows] = part["sketches"]
        self._contents[rows] = part["contents"]
        self._families[rows] = part["families"]
        self._labels[rows] = part["labels"]
        return number + count


def _read_meta(facts: Mapping[str, NDArray[np.generic]]) -> tuple[int, int, int]:
    missing = {"meta", "odd_ids"} - set(facts)
    if missing:
        raise InvalidInput(f"families snapshot lacks {', '.join(sorted(missing))}")
    found, window, seen = (int(number) for number in facts["meta"])
    return found, window, seen


def _is_lower_hex(text: str) -> bool:
    try:
        return bytes.fromhex(text).hex() == text
    except ValueError:
        return False


def sketch_batch(tokens: TokenBatch) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """The sketch of each text, and the hash of its words in order."""
    numbers = tokens.numbers
    if numbers is None:
        numbers = np.zeros(len(tokens.hashes), dtype=np.bool_)
    sketches = np.empty((len(tokens), SKETCH), dtype=np.uint32)
    contents = np.empty(len(tokens), dtype=np.uint32)
    places, directions = place_hashes(), direction_hashes()
    _sketch(tokens.offsets, tokens.hashes, numbers, places, directions, sketches, contents)
    return sketches, contents


@compiled
def _sketch(
    offsets: NDArray[np.int64],
    hashes: NDArray[np.uint64],
    numbers: NDArray[np.bool_],
    places: NDArray[np.uint64],
    directions: NDArray[np.uint64],
    sketches: NDArray[np.uint32],
    contents: NDArray[np.uint32],
) -> None:
    for i in range(len(sketches)):
        words = hashes[offsets[i] : offsets[i + 1]]
        own = numbers[offsets[i] : offsets[i + 1]]
        sketch_words(words, own, places, directions, sketches[i])
        contents[i] = hash_content(words)


@compiled
def _assign(
    done: int,
    keys: NDArray[np.uint64],
    new_sketches: NDArray[np.uint32],
    new_contents: NDArray[np.uint32],
    is_first: NDArray[np.bool_],
    texts: NDArray[np.int64],
    seen: int,
    room: int,
    sketches: NDArray[np.uint32],
    contents: NDArray[np.uint32],
    families: NDArray[np.uint64],
    labels: NDArray[np.uint16],
    table: NDArray[np.uint32],
    row_bits: int,
) -> tuple[int, int]:
    """Overwrite each item's key with its family's, until the table has no room for more texts.

    Returns:
        items done, texts seen.
    """
    window = len(contents)
    found = np.empty(MAX_FOUND, dtype=np.int64)
    for i in range(done, len(keys)):
        sketch, content = new_sketches[i], new_contents[i]
        if sketch[0] == 0:  # wordless
            is_first[i] = True
            continue
        if seen == room < window:
            return i, seen
        row = find_same(content, sketch, contents, sketches, table, row_bits)
        # A text still being posted is remembered anew before the window forgets it.
        again = row < 0 or (seen - 1 - row) % window >= window // 2
        if row < 0:
            row = find_alike(content, sketch, contents, sketches, table, row_bits, found)
        if row >= 0:
            take_over_facts(sketches[row], sketch)
            keys[i] = families[row]
        else:
            is_first[i] = True
        texts[i] = seen if again else seen - 1 - (seen - 1 - row) % window
        if again:
            fresh = seen % window
            labels[fresh] = labels[row] if row >= 0 else 0
            families[fresh] = keys[i]
            contents[fresh] = content
            sketches[fresh] = sketch
            enter(fresh, content, sketch, table, row_bits)
            seen += 1
    return len(keys), seen
