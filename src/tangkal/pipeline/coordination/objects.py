"""What a post shares: what it reposts or replies to, its links, words, hashtags, pictures.

The exact definitions take values as they stand. Ours first makes equal what is the same to a
reader: addresses without trackers, words without case and punctuation.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tangkal.text.addresses import strip_handle
from tangkal.text.normalise import words

LEAST_WORDS = 4  # fewer are greetings and thanks, which everybody writes
LEAST_HASHTAGS = 3  # a sequence of fewer is a topic, not a habit

_mention = re.compile(r"@\S*")
_address = re.compile(r"https?://\S+", re.IGNORECASE)
_hashtag = re.compile(r"[#＃](\w+)")
_between_links = re.compile(r"[\s,|]+(?=https?://|www\.)|\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Carried:
    """Objects of one behaviour: which rows carry which."""

    rows: npt.NDArray[np.int64]
    objects: list[str]
    empty: int  # rows that have the field but nothing in it to compare


Taker = Callable[[str], Sequence[str]]


def carried(column: pa.ChunkedArray, rows: npt.NDArray[np.int64], take: Taker) -> Carried:
    """The objects of the given rows of a column; each different value is looked at once."""
    encoded = column.fill_null("").combine_chunks().take(pa.array(rows)).dictionary_encode()
    taken = [take(value) for value in encoded.dictionary.to_pylist()]
    place = encoded.indices.to_numpy(zero_copy_only=False)
    lengths = np.array([len(each) for each in taken], np.int64)[place]
    objects = [each for at in place.tolist() for each in taken[at]]
    return Carried(np.repeat(rows, lengths), objects, int((lengths == 0).sum()))


def as_it_stands(value: str) -> Sequence[str]:
    value = value.strip()
    return (value,) if value else ()


def links(value: str) -> Sequence[str]:
    """Addresses between spaces, each once; blanks are none.

    >>> links("a.id  b.id a.id"), links(" ")
    (['a.id', 'b.id'], [])
    """
    return unique(value.split())


def clean_links(value: str) -> Sequence[str]:
    """Addresses without trackers and account names; commas and bars part them too.

    >>> clean_links("https://x.org/a?utm_source=b,https://x.org/c")
    ['https://x.org/a', 'https://x.org/c']
    """
    return unique(strip_handle(each) for each in _between_links.split(value.strip()) if each)


def plain_text(value: str) -> Sequence[str]:
    """Lower-case text without mentions, one space between words; none where nothing is left.

    >>> plain_text("@a  Naik  LAGI"), plain_text("@a @b")
    (('naik lagi',), ())
    """
    text = " ".join(_mention.sub("", value.lower()).split())
    return (text,) if text else ()


def text_words(value: str) -> Sequence[str]:
    """The words of a text without mentions and addresses, where there are enough of them."""
    found = words(_address.sub(" ", _mention.sub(" ", value)))
    return (" ".join(found),) if len(found) >= LEAST_WORDS else ()


def hashtag_sequence(value: str) -> Sequence[str]:
    """All hashtags in their order, where there are enough of them.

    >>> hashtag_sequence("#A lalu #b dan #C"), hashtag_sequence("#a #b")
    (('#a #b #c',), ())
    """
    found = [f"#{tag.lower()}" for tag in _hashtag.findall(value)]
    return (" ".join(found),) if len(found) >= LEAST_HASHTAGS else ()


def hashtag_column(value: str) -> Sequence[str]:
    """The same for a column of hashtags, with or without their signs."""
    return hashtag_sequence(
        " ".join(f"#{tag.lstrip('#＃')}" for tag in re.split(r"[\s,;|]+", value))
    )


def unique(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


EXACT: dict[str, Taker] = {"url": links, "text": plain_text, "hashtags": hashtag_column}
OURS: dict[str, Taker] = {"url": clean_links, "text": text_words, "hashtags": hashtag_column}
