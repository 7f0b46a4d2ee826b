"""How far newsrooms carried what everybody was to say: key messages and locked facts in items.

The measure is the one that compares regional texts with a message house. Here it only looks for
what is there: an item that says something else is not counted and not listed, since nobody checks
newsrooms. What it cannot see (another language, a picture, words that our sources cut off) is said
beside the figures.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from tangkal.desk.cases.spoken import Spoken
from tangkal.desk.tracking_effectiveness.evaluating import counting
from tangkal.engines.base import Search
from tangkal.engines.query import MOST_TERMS
from tangkal.strategic_communication.alignment.check import KeyMessage, check_text
from tangkal.strategic_communication.alignment.statements import read_statements
from tangkal.strategic_communication.house_checks import locks_in

FOUND = 5_000  # items that share a word with a message, the newest
COMPARED = 100  # of them, those that share most: each takes some milliseconds
SHARED = 2  # topic words, from which on an item is worth comparing
LONGEST = 10_000  # characters of an item
NEWSROOMS = "media"

Item = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedMessage:
    """One key message, and in how many items it stands."""

    text: str
    present: int
    partly: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedVersion:
    """One version of what was to be said, in the items of its own time."""

    spoken: Spoken
    messages: list[CarriedMessage]
    facts: list[tuple[str, int]]  # locked words → items that hold them beside a key message
    items: int  # in which a key message is present


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What was looked at, and what was found in it."""

    versions: list[CarriedVersion]
    compared: int
    not_compared: int  # share words too, but fewer than those compared
    other_language: int  # nothing is known of them


def carried_by_newsrooms(
    said: Sequence[Spoken], since: datetime, until: datetime, *, is_exercise: bool
) -> Carried:
    """Messages and locked facts in the items of newsrooms between two moments.

    Raises:
        LakeError: the lake cannot be read.
    """
    topics = {each: topic_words(each.words) for each in said}
    near: list[tuple[int, Item, Spoken]] = []
    foreign = 0
    wanted = frozenset().union(*topics.values())
    for item in found_with(wanted, since, until, is_exercise=is_exercise):
        spoken = said_at(said, item["published_at"] or item["observed_at"])
        if spoken is None:
            continue
        shared = len(topics[spoken] & words_of(text_of(item)))
        if shared < max(1, min(SHARED, len(topics[spoken]))):
            continue
        if item["language"] not in {None, "", spoken.language}:
            foreign += 1
            continue
        near.append((shared, item, spoken))
    near.sort(key=lambda each: (-each[0], str(each[1]["item_id"])))
    compared = near[:COMPARED]
    return Carried(
        versions=[
            counted(each, [text_of(item) for _n, item, spoken in compared if spoken is each])
            for each in said
        ],
        compared=len(compared),
        not_compared=len(near) - len(compared),
        other_language=foreign,
    )


def found_with(
    wanted: frozenset[str], since: datetime, until: datetime, *, is_exercise: bool
) -> Iterator[Item]:
    """Items of newsrooms that hold any of these words."""
    if not wanted:
        return
    search = Search(
        words=" OR ".join(f'"{word}"' for word in sorted(wanted)[:MOST_TERMS]),
        source_kind=NEWSROOMS,
        is_exercise=is_exercise,
        since=since,
        until=until,
        limit=FOUND,
    )
    yield from counting.lake().found(search).to_pylist()


def said_at(said: Sequence[Spoken], moment: datetime) -> Spoken | None:
    """What was the word at a moment."""
    return next(
        (
            each
            for each in said
            if each.since <= moment and (each.until is None or moment < each.until)
        ),
        None,
    )


def counted(spoken: Spoken, texts: Sequence[str]) -> CarriedVersion:
    measured = [measure(text, spoken.words, spoken.locked) for text in texts]
    carrying = [found for found in measured if 1.0 in found[0]]
    return CarriedVersion(
        spoken=spoken,
        messages=[
            CarriedMessage(
                text=words,
                present=sum(values[place] == 1.0 for values, _locked in measured),
                partly=sum(values[place] == 0.5 for values, _locked in measured),
            )
            for place, words in enumerate(spoken.words)
        ],
        facts=[
            (words, sum(words in locked for _values, locked in carrying)) for words in spoken.locked
        ],
        items=len(carrying),
    )


@lru_cache(maxsize=1_000)
def measure(
    text: str, words: tuple[str, ...], locked: tuple[str, ...]
) -> tuple[tuple[float, ...], frozenset[str]]:
    """The presence of each message in a text, and the locked words that it holds.

    Items never change, and the page is opened again: each pair is compared once a process.
    """
    messages = [KeyMessage(id=str(place), text=each) for place, each in enumerate(words)]
    values = tuple(check.value for check in check_text(messages, text))
    return values, frozenset(locks_in(text, locked))


def topic_words(messages: Sequence[str]) -> frozenset[str]:
    """The words of messages that carry their topic, as written, in small letters."""
    return frozenset(
        statement.tokens[word.at].low
        for message in messages
        for statement in read_statements(message)
        for word in statement.words
        if statement.tokens[word.at].low.isalpha()
    )


def words_of(text: str) -> frozenset[str]:
    return frozenset("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def text_of(item: Item) -> str:
    """Headline and text, as far as our source holds them."""
    parts = (item["title"], item["text"])
    return "\n".join(str(each) for each in parts if each)[:LONGEST]
