"""Words as numbers, fast: normalise, divide and hash in one pass over UTF-8 bytes.

The kernel knows how each single character below U+20000 folds; a text holding anything
whose folding depends on its neighbours (combining marks, ligatures, final sigma) is left
to the slow twin in :mod:`tangkal.text.normalise`, so the answer is the same for any text.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tangkal.text.compiled import compiled
from tangkal.text.disguise import MISREAD_LEADS, undisguise
from tangkal.text.normalise import is_word_character, normalise, strip_invisible, words

TABLE_SIZE = 0x20000
DIVIDES, _VANISHES, NEEDS_CONTEXT = 0, -1, -2

# FNV-1a over the word's UTF-8 bytes, then the SplitMix64 finaliser: FNV alone leaves the
# high bits of short words alike, and the families index takes minima over these hashes.
_FNV_START, _FNV_PRIME = 0xCBF29CE484222325, 0x100000001B3
_MIX_1, _MIX_2 = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
_MASK = (1 << 64) - 1

_LONGEST_UNIT = 3  # characters: kg, jt, ribu's "rb"
_NUMBER = re.compile(rf"[0-9]+[^0-9]{{0,{_LONGEST_UNIT}}}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class TokenBatch:
    """Hashed words of n texts: text i owns ``hashes[offsets[i]:offsets[i + 1]]``."""

    offsets: NDArray[np.int64]  # n + 1, starts at 0, never falls
    hashes: NDArray[np.uint64]
    # By word: is it a number (see is_number)? None where nobody asked, as for n-grams.
    numbers: NDArray[np.bool_] | None = None
    # By text: did it need the full rules? None where nobody looked.
    slow: NDArray[np.bool_] | None = None

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def row(self, i: int) -> NDArray[np.uint64]:
        """The word hashes of text i, in order."""
        return self.hashes[self.offsets[i] : self.offsets[i + 1]]


def hash_word(word: str) -> int:
    """Hash one already normalised word: the slow twin of the kernel's hash.

    >>> hash_word("gratis") == int(tokenise(["GRATIS"]).hashes[0])
    True
    """
    h = _FNV_START
    for byte in word.encode("utf-8", "replace"):
        h = ((h ^ byte) * _FNV_PRIME) & _MASK
    h = ((h ^ (h >> 30)) * _MIX_1) & _MASK
    h = ((h ^ (h >> 27)) * _MIX_2) & _MASK
    return h ^ (h >> 31)


def is_number(word: str) -> bool:
    """Whether a normalised word is a number, with at most a short unit behind it.

    >>> [is_number(word) for word in ("600", "5jt", "10rb", "4ntr1", "covid19")]
    [True, True, True, False, False]
    """
    return _NUMBER.fullmatch(word) is not None


def tokenise(texts: Sequence[str]) -> TokenBatch:
    """Hash the words of each text; any string is accepted, a wordless one has an empty row.

    Args:
        texts: n strings, or an Arrow string array (taken without copying).

    Returns:
        the batch; its hashes equal ``[hash_word(w) for w in words(text)]`` row by row.
    """
    data, starts = utf8(texts)
    counts = np.zeros(len(starts) - 1, dtype=np.int64)
    room = np.empty((int(starts[-1] - starts[0]) + len(counts)) // 2 + 1, dtype=np.uint64)
    numbers = np.empty(len(room), dtype=np.bool_)
    used = _tokenise(data, starts, fold_table(), counts, room, numbers)
    slow = np.flatnonzero(counts < 0)
    if len(slow):
        return _with_slow_rows(texts, slow, counts, room[:used], numbers[:used])
    return TokenBatch(_as_offsets(counts), room[:used].copy(), numbers[:used].copy(), counts < 0)


def utf8(texts: Sequence[str]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Bytes and n + 1 offsets of the texts; of an Arrow array its own, not copied."""
    array = texts if isinstance(texts, pa.Array | pa.ChunkedArray) else _arrow(texts)
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    array = array.fill_null("") if array.null_count else array
    if array.type != pa.large_string():
        array = array.cast(pa.large_string())
    if len(array) == 0:
        return np.frombuffer(b" ", dtype=np.uint8), np.frombuffer(bytes(8), dtype=np.int64)
    _, offsets, data = array.buffers()
    bounds = np.frombuffer(offsets, dtype=np.int64)[array.offset : array.offset + len(array) + 1]
    return np.frombuffer(data if data is not None and data.size else b" ", dtype=np.uint8), bounds


def _arrow(texts: Sequence[str]) -> pa.Array:
    try:
        return pa.array(texts, type=pa.large_string())
    except UnicodeEncodeError:  # lone surrogates: "?" divides words as the slow twin's space does
        clean = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        return pa.array(clean, type=pa.large_string())


def _with_slow_rows(
    texts: Sequence[str],
    slow: NDArray[np.int64],
    counts: NDArray[np.int64],
    hashes: NDArray[np.uint64],
    numbers: NDArray[np.bool_],
) -> TokenBatch:
    """Fill in the rows that the kernel left to the full Unicode rules."""
    fast = counts.clip(min=0)
    source = _as_offsets(fast)
    rows = {int(i): _slow_row(str(texts[int(i)])) for i in slow}
    for i, row in rows.items():
        fast[i] = len(row[0])
    target = _as_offsets(fast)
    out = np.empty(int(target[-1]), dtype=np.uint64)
    out_numbers = np.empty(len(out), dtype=np.bool_)
    previous = 0
    for i, row in rows.items():
        between = slice(target[previous], target[i])
        out[between] = hashes[source[previous] : source[i]]
        out_numbers[between] = numbers[source[previous] : source[i]]
        out[target[i] : target[i + 1]], out_numbers[target[i] : target[i + 1]] = row
        previous = i + 1
    out[target[previous] :] = hashes[source[previous] :]
    out_numbers[target[previous] :] = numbers[source[previous] :]
    return TokenBatch(target, out, out_numbers, counts < 0)


def words_kept(text: str) -> tuple[str, ...]:
    """The words of a text by the full rules, for those who ask of one text in turn."""
    return _kept(text) if len(text) <= _KEPT_CHARACTERS else tuple(words(text))


_KEPT_CHARACTERS = 4_000


@lru_cache(maxsize=512)
def _kept(text: str) -> tuple[str, ...]:
    return tuple(words(text))


def _slow_row(text: str) -> tuple[NDArray[np.uint64], NDArray[np.bool_]]:
    """The word hashes of one text, and which of the words are numbers."""
    found = words_kept(text)
    return hash_words(found), np.fromiter(map(is_number, found), np.bool_, len(found))


def hash_words(found: Sequence[str]) -> NDArray[np.uint64]:
    """The hashes of words already normalised; none may be empty."""
    spaced = " ".join(found).encode("utf-8", "replace")
    room = np.empty(len(spaced) // 2 + 1, dtype=np.uint64)
    used = _hash_spaced(np.frombuffer(spaced + b" ", dtype=np.uint8), room)
    return room[:used]


def _as_offsets(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    offsets = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=offsets[1:])
    return offsets


# Scripts whose every character folds to itself, so that building the table stays quick.
_UNCHANGED = ((0x3400, 0x4DC0), (0x4E00, 0x9FFD), (0xAC00, 0xD7A4))
# Rare scripts are left to the slow twin; the styled letters of 0x1D400 and emoji are not.
_RARE = (0x10000, 0x1D400)


@lru_cache(maxsize=1)
def fold_table() -> NDArray[np.int32]:
    """How each character below U+20000 folds alone: a code point, or one of three answers."""
    table = np.arange(TABLE_SIZE, dtype=np.int32)
    table[slice(*_RARE)] = NEEDS_CONTEXT
    known = np.zeros(TABLE_SIZE, dtype=bool)
    for first, end in (*_UNCHANGED, _RARE):
        known[first:end] = True
    context = _depends_on_neighbours()
    for code in np.flatnonzero(~known).tolist():
        character = chr(code)
        if code in context or unicodedata.combining(character):
            table[code] = NEEDS_CONTEXT
        else:
            table[code] = _folded_alone(character)
    return table


def _folded_alone(character: str) -> int:
    folded = normalise(character)
    if not folded:
        shown = unicodedata.normalize("NFKC", strip_invisible(character))
        return DIVIDES if shown else _VANISHES
    if len(folded) > 1:
        return DIVIDES if _only_divides(folded) else NEEDS_CONTEXT
    if "Σ" in unicodedata.normalize("NFKC", character) or character in MISREAD_LEADS:
        return NEEDS_CONTEXT
    if bare := _without_marks(folded):
        return ord(bare)
    if unicodedata.combining(folded) or _may_be_disguised(folded):
        return NEEDS_CONTEXT
    return ord(folded) if is_word_character(folded) else DIVIDES


def _only_divides(folded: str) -> bool:
    """Whether several characters that one stands for divide words, whatever is beside them."""
    plain = folded == "!!" or not set(folded) & set("!@$")
    return plain and not any(is_word_character(one) for one in folded)


def _without_marks(folded: str) -> str:
    """The letter a-z under its marks, as any text reads it; nothing where it is none."""
    apart = unicodedata.normalize("NFD", folded)
    bare = apart[0]
    is_marked = len(apart) > 1 and "a" <= bare <= "z" and undisguise(folded) == bare
    return bare if is_marked else ""


def _may_be_disguised(folded: str) -> bool:
    """Whether among Latin letters this character may be read as one of them."""
    return not folded.isascii() and undisguise(f"ab cd {folded}") != f"ab cd {folded}"


@lru_cache(maxsize=1)
def _depends_on_neighbours() -> frozenset[int]:
    """Characters that may merge with the one before them: second halves of compositions."""
    merging = set(range(0x1100, 0x1200))  # Hangul jamo
    for code in range(0x20000):  # later blocks hold only one-to-one compositions
        parts = unicodedata.decomposition(chr(code)).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            merging.add(int(parts[1], 16))
    return frozenset(merging)


@compiled
def _finish(h: np.uint64) -> np.uint64:
    h = (h ^ (h >> np.uint64(30))) * np.uint64(_MIX_1)
    h = (h ^ (h >> np.uint64(27))) * np.uint64(_MIX_2)
    return h ^ (h >> np.uint64(31))


@compiled
def _eat(h: np.uint64, byte: np.integer[Any]) -> np.uint64:
    return (h ^ np.uint64(byte)) * np.uint64(_FNV_PRIME)


@compiled
def _eat_code_point(h: np.uint64, code: np.int64) -> np.uint64:
    """Feed a code point to the hash as its UTF-8 bytes."""
    if code < 0x80:
        return _eat(h, code)
    if code < 0x800:
        h = _eat(h, 0xC0 | (code >> 6))
    elif code < 0x10000:
        h = _eat(h, 0xE0 | (code >> 12))
        h = _eat(h, 0x80 | ((code >> 6) & 0x3F))
    else:
        h = _eat(h, 0xF0 | (code >> 18))
        h = _eat(h, 0x80 | ((code >> 12) & 0x3F))
        h = _eat(h, 0x80 | ((code >> 6) & 0x3F))
    return _eat(h, 0x80 | (code & 0x3F))


@compiled
def decode(data: NDArray[np.uint8], i: int) -> tuple[np.int64, int]:
    """The code point at byte i of valid UTF-8, and its length in bytes."""
    lead = np.int64(data[i])
    if lead < 0x80:
        return lead, 1
    if lead < 0xE0:
        return ((lead & 0x1F) << 6) | (data[i + 1] & 0x3F), 2
    if lead < 0xF0:
        return ((lead & 0x0F) << 12) | ((data[i + 1] & 0x3F) << 6) | (data[i + 2] & 0x3F), 3
    high = ((lead & 0x07) << 18) | ((data[i + 1] & 0x3F) << 12)
    return high | ((data[i + 2] & 0x3F) << 6) | (data[i + 3] & 0x3F), 4


# What has been read of a word: nothing yet, only digits, digits and a unit of n characters
# (_DIGITS + n), or something that is no number.
_NOTHING, _DIGITS, _NO_NUMBER = 0, 1, 2 + _LONGEST_UNIT


@compiled
def _read_on(state: int, folded: int) -> int:
    """The state of a word with one character more."""
    is_digit = 0x30 <= folded <= 0x39
    if state == _NOTHING:
        return _DIGITS if is_digit else _NO_NUMBER
    if is_digit:
        return state if state == _DIGITS else _NO_NUMBER
    return min(state + 1, _NO_NUMBER)


# What :func:`undisguise` may have to read otherwise is left to it. Kept while a text goes by:
# the kind and code of the last character, how often it ran, whether the word so far has a
# letter and began with a digit, whether its last sign may stand for a letter, whether the
# last letter stands alone, and how many did in a row.
_Noticed = tuple[int, int, int, bool, bool, bool, bool, int]
_NOTHING_NOTICED: _Noticed = (0, 0, 0, False, False, False, False, 0)
_W = 0x77
_OTHER, _LETTER, _DIGIT, _SIGN = 0, 1, 2, 3
_END = 0x20
_DRAWN_OUT, _SET_APART = 3, 3
_TWO_SIGNS = 0x203C  # "!!" in one: no letter


@compiled
def _kind(code: int, folded: int) -> int:
    if 0x61 <= folded <= 0x7A:
        return _LETTER
    if 0x30 <= folded <= 0x39:
        return _DIGIT
    is_sign = code in (0x40, 0x24, 0x21, _TWO_SIGNS) or code in (0xFF20, 0xFF04, 0xFF01)
    return _SIGN if is_sign or code in (0xFE6B, 0xFE69, 0xFE57, 0xFE15) else _OTHER


@compiled
def _notice(noticed: _Noticed, code: int, folded: int) -> tuple[bool, _Noticed]:
    """Whether the text up to this character may be written in disguise; what to keep of it."""
    if folded == _VANISHES:
        return False, noticed
    before, last, run, has_letter, began_digit, was_leet, was_alone, n_alone = noticed
    kind = _kind(code, folded)
    if before == _OTHER:
        has_letter = False
        began_digit = kind == _DIGIT
    if kind == _LETTER:
        if has_letter and before != _LETTER and was_leet:
            return True, noticed
        run = run + 1 if folded == last and folded != _W else 1
        is_alone = before in (_OTHER, _SIGN)
        n_alone = n_alone if is_alone else 0
        doubtful = run >= _DRAWN_OUT or n_alone >= _SET_APART
        return doubtful, (kind, folded, run, True, began_digit, was_leet, is_alone, n_alone)
    if kind == _DIGIT and before == _LETTER and began_digit:
        return True, noticed
    may_be_letter = (kind == _SIGN and code != _TWO_SIGNS) or (
        0x30 <= folded <= 0x37 and folded not in (0x32, 0x36)
    )
    is_next = before in (_DIGIT, _SIGN)
    is_leet = may_be_letter and (not is_next or (folded == 0x30 and last == 0x30))
    n_alone = 0 if kind == _DIGIT else n_alone + was_alone
    kept = (kind, folded, 0, has_letter, began_digit, is_leet, False, n_alone)
    return n_alone >= _SET_APART, kept


@compiled
def _tokenise(
    data: NDArray[np.uint8],
    starts: NDArray[np.int64],
    table: NDArray[np.int32],
    counts: NDArray[np.int64],
    out: NDArray[np.uint64],
    numbers: NDArray[np.bool_],
) -> int:
    """Write the words' hashes, and whether they are numbers; count -1 marks a text left undone."""
    used = 0
    for row in range(len(starts) - 1):
        first = used
        h = np.uint64(_FNV_START)
        state = _NOTHING
        noticed = _NOTHING_NOTICED
        i, end = starts[row], starts[row + 1]
        while i < end:
            code, length = decode(data, i)
            i += length
            folded = np.int64(table[code]) if code < TABLE_SIZE else np.int64(NEEDS_CONTEXT)
            if folded == NEEDS_CONTEXT:
                break
            doubtful, noticed = _notice(noticed, int(code), int(folded))
            if doubtful:
                break
            if folded > 0:
                h = _eat_code_point(h, np.int64(folded))
                state = _read_on(state, int(folded))
            elif folded == DIVIDES and state != _NOTHING:
                out[used], numbers[used] = _finish(h), state < _NO_NUMBER
                used += 1
                h = np.uint64(_FNV_START)
                state = _NOTHING
        else:
            doubtful, noticed = _notice(noticed, _END, DIVIDES)
            if doubtful:
                used, counts[row] = first, -1
                continue
            if state != _NOTHING:
                out[used], numbers[used] = _finish(h), state < _NO_NUMBER
                used += 1
            counts[row] = used - first
            continue
        used = first
        counts[row] = -1
    return used


@compiled
def _hash_spaced(data: NDArray[np.uint8], out: NDArray[np.uint64]) -> int:
    """Hash words that are each followed by one space."""
    used = 0
    h = np.uint64(_FNV_START)
    inside = False
    for byte in data:
        if byte != 0x20:
            h = _eat(h, byte)
            inside = True
        elif inside:
            out[used] = _finish(h)
            used += 1
            h = np.uint64(_FNV_START)
            inside = False
    return used
