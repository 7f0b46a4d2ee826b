"""Rows of the lake as blocks of an index.

A block holds, for 16,384 rows at most: the words in order, and for each word the places where
it stands (row and position in one number, ascending); and a column for every filter. The words
are those of :func:`tangkal.text.normalise.words`, read by the compiled kernel.
"""

from collections.abc import Iterator
from itertools import chain

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from tangkal.engines.index.hash_columns import hashes_of, utf8_of
from tangkal.engines.index.hashes import first_bytes
from tangkal.engines.index.layout import BLOCK_ROWS, CODED, POSITION_BITS, Arrays, Stored
from tangkal.engines.query import hashtags
from tangkal.text.spaced import words_of
from tangkal.text.stem import stem_word

LAST_POSITION = (1 << POSITION_BITS) - 1


def blocks_of(table: pa.Table, first: int = 0) -> Iterator[Stored]:
    """The blocks of a file's rows from one on, which must begin a block."""
    for start in range(first, table.num_rows, BLOCK_ROWS):
        yield block_of(table.slice(start, BLOCK_ROWS))


def block_of(table: pa.Table) -> Stored:
    moments = pc.coalesce(table["published_at"], table["observed_at"]).cast(pa.int64())
    arrays: Arrays = {
        "moments": moments.to_numpy(),
        "ids": first_bytes(table["item_id"].to_pylist()),
        **words_in(texts_of(table)),
        **families_in(table["family_id"]),
        **narratives_in(table["narrative_id"]),
    }
    values: dict[str, list[object]] = {}
    for name in CODED:
        arrays[name], values[name] = coded(table[name])
    values["span"] = [int(arrays["moments"].min()), int(arrays["moments"].max())]
    return Stored(table.num_rows, arrays, values)


def texts_of(table: pa.Table) -> pa.Array:
    """What each row says; see :func:`tangkal.engines.query.said`."""
    joined = pc.binary_join_element_wise(table["title"], table["text"], "\n", null_handling="skip")
    return joined.combine_chunks()


def words_in(texts: pa.Array) -> Arrays:
    found = words_of(texts)
    counts = np.fromiter(map(len, found), np.int64, len(found))
    rows = np.repeat(np.arange(len(found)), counts)
    places = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
    tagged = np.flatnonzero(pc.match_substring(texts, "#").to_numpy(zero_copy_only=False))
    tags = [hashtags(texts[row].as_py()) for row in tagged.tolist()]
    n_tags = np.fromiter(map(len, tags), np.int64, len(tags))
    tag_rows = np.repeat(tagged, n_tags)
    tag_places = np.arange(len(tag_rows)) - np.repeat(np.cumsum(n_tags) - n_tags, n_tags)
    tag_places += counts[tag_rows] + 1  # a gap, so that no phrase goes on into them
    keys = np.concatenate([rows, tag_rows]) << POSITION_BITS
    keys |= np.minimum(np.concatenate([places, tag_places]), LAST_POSITION)
    flat = pa.array(chain(chain.from_iterable(found), chain.from_iterable(tags)), pa.string())
    return {**postings(flat, keys.astype(np.uint32))}


def postings(flat: pa.Array, keys: NDArray[np.uint32]) -> Arrays:
    """Different words in order of their bytes, and the places of each."""
    encoded = flat.dictionary_encode()
    order = pc.sort_indices(encoded.dictionary).to_numpy()
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    codes = rank[encoded.indices.to_numpy()]
    starts = np.zeros(len(order) + 1, np.uint32)
    np.cumsum(np.bincount(codes, minlength=len(order)), out=starts[1:])
    different = encoded.dictionary.take(pa.array(order))
    stems = hashes_of(pa.array(map(stem_word, different.to_pylist()), pa.string()))
    by_stem = np.argsort(stems, kind="stable")
    return {
        "places": keys[np.argsort(codes, kind="stable")],
        "starts": starts,
        **strings("words", different),
        "stems": stems[by_stem],
        "stem_words": by_stem.astype(np.uint32),
    }


def strings(name: str, values: pa.Array) -> Arrays:
    data, bounds = utf8_of(values)
    return {name: data, f"{name}_at": bounds.astype(np.uint32)}


def families_in(column: pa.ChunkedArray) -> Arrays:
    hashes = hashes_of(column)
    order = np.argsort(hashes, kind="stable")
    return {"families": hashes, "families_order": order.astype(np.uint16)}


def narratives_in(column: pa.ChunkedArray) -> Arrays:
    encoded = column.combine_chunks().dictionary_encode()
    hashes = hashes_of(encoded.dictionary)
    order = np.argsort(hashes, kind="stable")
    rank = np.empty(len(order), np.uint16)
    rank[order] = np.arange(len(order))
    names = encoded.dictionary.take(pa.array(order))
    return {
        "narrative": rank[encoded.indices.to_numpy()],
        "narratives": hashes[order],
        **strings("names", names),
    }


def coded(column: pa.ChunkedArray) -> tuple[np.ndarray, list[object]]:
    """A small number for each row and the values they stand for; an absent one is one too."""
    encoded = column.combine_chunks().dictionary_encode(null_encoding="encode")
    values = encoded.dictionary.to_pylist()
    width = np.uint8 if len(values) <= 256 else np.uint16
    return encoded.indices.to_numpy().astype(width), values
