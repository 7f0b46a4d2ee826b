"""Items of the lake become shares: the texts, links, hashtags and replies they carry.

Authors in the lake are keyed hashes and are used as they are. A text is its family, so that
copies with another comma are one text; an item's own address is nobody else's and is left out.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tangkal.early_warning.coordination.shares import Int64, Shares, shares_of
from tangkal.pipeline.coordination.clock import longest_gap_hours
from tangkal.pipeline.coordination.objects import clean_links, hashtag_sequence, text_words

COLUMNS = (
    "item_id",
    "platform",
    "text",
    "author",
    "author_name",
    "region_code",
    "reply_to",
    "published_at",
    "observed_at",
    "is_exercise",
    "family_id",
    "narrative_id",
)
BEHAVIOURS = ("text", "url", "hashtags", "reply")
AHEAD = timedelta(days=1)  # a clock that runs further ahead than this is wrong

_address = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)

Carried = tuple[Int64, list[str]]  # places of items, and what each carries


@dataclass(frozen=True, slots=True)
class ItemShares:
    """The shares of some items, the items themselves, and what was left out."""

    shares: Shares | None  # None where no item has anything to compare
    items: pa.Table  # of COLUMNS, those that could be used
    counts: dict[str, int]


def shares_of_items(items: pa.Table) -> ItemShares:
    """Shares of the lake's rows (COLUMNS): one account, one moment and one object each."""
    usable, counts = usable_items(items)
    rows, kinds, objects = [], [], []
    for kind, (places, found) in carried_by(usable).items():
        rows.append(places)
        kinds += [kind] * len(places)
        objects += found
        counts[f"items_with_{kind}"] = len(np.unique(places))
    place = np.concatenate(rows)
    if not len(place):
        return ItemShares(None, usable, counts)
    micros = moments(usable)
    at = pa.array(place)
    shares = shares_of(
        pa.array(objects, pa.string()),
        usable["author"].combine_chunks().take(at),
        usable["item_id"].combine_chunks().take(at),
        micros[place],
        behaviour=pa.array(kinds, pa.string()),
    )
    counts["longest_gap_hours"] = round(longest_gap_hours(micros[place]))
    return ItemShares(shares, usable, counts)


def usable_items(items: pa.Table) -> tuple[pa.Table, dict[str, int]]:
    """Items with an author and a moment that can be, and how many are not."""
    without = pc.or_kleene(pc.is_null(items["author"]), pc.equal(items["author"], ""))
    ahead = pc.greater(
        pc.fill_null(pc.subtract(items["published_at"], items["observed_at"]), timedelta()),
        pa.scalar(AHEAD, pa.duration("us")),
    )
    counts = {
        "items": items.num_rows,
        "items_without_author": pc.sum(without).as_py() or 0,
        "items_in_the_future": pc.sum(ahead).as_py() or 0,
    }
    return items.filter(pc.invert(pc.or_(without, ahead))), counts


def moments(items: pa.Table) -> Int64:
    """Microseconds since 1970 at which each item was published, or else observed."""
    at = pc.coalesce(items["published_at"], items["observed_at"])
    return np.asarray(at.cast(pa.int64()).to_numpy(), np.int64)


def carried_by(items: pa.Table) -> dict[str, Carried]:
    """What the items carry, by behaviour."""
    text = items["text"].combine_chunks()
    return {
        "text": families(items),
        "url": taken(text, "http", links_of),
        "hashtags": taken(text, "#", hashtag_sequence),
        "reply": replies(items),
    }


def families(items: pa.Table) -> Carried:
    """Text families of enough words; the first item of each tells."""
    encoded = items["family_id"].combine_chunks().dictionary_encode()
    place = encoded.indices.to_numpy(zero_copy_only=False)
    _, first = np.unique(place, return_index=True)
    texts = items["text"].combine_chunks().take(pa.array(first)).to_pylist()
    enough = np.array([bool(text_words(text)) for text in texts], np.bool_)
    rows = np.flatnonzero(enough[place]) if len(place) else np.empty(0, np.int64)
    names = encoded.dictionary.take(pa.array(place[rows]))
    return rows, names.to_pylist()


def taken(text: pa.Array, mark: str, take: Callable[[str], Sequence[str]]) -> Carried:
    """What the texts that hold a mark carry; a text may carry several."""
    rows = np.flatnonzero(pc.match_substring(text, mark, ignore_case=True).to_numpy(False))
    pairs = [
        (row, each)
        for row, value in zip(rows.tolist(), text.take(pa.array(rows)).to_pylist(), strict=True)
        for each in take(value)
    ]
    return np.array([row for row, _ in pairs], np.int64), [each for _, each in pairs]


def links_of(text: str) -> Sequence[str]:
    """Web addresses in a text, without trackers and account names.

    >>> links_of("Daftar di https://bantuan.example/klaim?utm_source=wa, segera!")
    ['https://bantuan.example/klaim']
    """
    found = (each.rstrip(".,;:!?)]}»”’'") for each in _address.findall(text))
    return clean_links(" ".join(found))


def replies(items: pa.Table) -> Carried:
    """What an item answers, on its platform: one number may be two posts."""
    target = items["reply_to"].combine_chunks().fill_null("")
    rows = np.flatnonzero(pc.not_equal(target, "").to_numpy(zero_copy_only=False))
    at = pa.array(rows)
    named = pc.binary_join_element_wise(
        items["platform"].combine_chunks().take(at), target.take(at), ":"
    )
    return rows, named.to_pylist()


def accounts_named(items: pa.Table, name: str) -> list[str]:
    """Pseudonyms under which an outlet or institution of this public name posts."""
    same = pc.fill_null(pc.equal(pc.utf8_lower(items["author_name"]), name.strip().lower()), False)
    return sorted(set(items.filter(same)["author"].to_pylist()) - {None})
