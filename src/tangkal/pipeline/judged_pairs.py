"""Pairs of a text and a claim that people judged: what the matcher learns from."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tangkal.kernel import InvalidRecord, UnreadableSource

MIN_PAIRS = 200  # as tangkal.recognise.learning needs them, said where no kernel is loaded
MIN_LATER = 50  # fewer later pairs tell little
NEEDED = MIN_PAIRS + MIN_LATER
TEXT_NAMES = ("post", "narasi", "text")


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedPair:
    """A text that circulated, a claim's title, and whether a person found them the same."""

    text: str
    title: str  # "" where only the text is known, and known to match nothing
    is_same: bool
    on: date | None = None  # when the text appeared; None counts as long ago
    from_desk: bool = False

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise InvalidRecord("a judged pair needs its text")
        if self.is_same and not self.title.strip():
            raise InvalidRecord("a confirmed pair needs the claim's title")


def read_pairs(path: Path) -> list[JudgedPair]:
    """Pairs from a file of JSON lines: post (or narasi), title, date, and same (default true).

    A line without a title, or with ``"same": false``, is a text that this claim does not answer.

    Raises:
        UnreadableSource: the file or a line cannot be read; the message has its number.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise UnreadableSource(f"{path} cannot be read: {problem}") from problem
    return list(_pairs(path, lines))


def _pairs(path: Path, lines: Sequence[str]) -> Iterator[JudgedPair]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield _pair(json.loads(line))
        except (ValueError, TypeError, AttributeError, InvalidRecord) as problem:
            raise UnreadableSource(f"{path}, line {number}: {problem}") from problem


def _pair(row: Mapping[str, object]) -> JudgedPair:
    text = next((str(row[name]) for name in TEXT_NAMES if row.get(name)), "")
    title, day = str(row.get("title") or ""), str(row.get("date") or "")
    return JudgedPair(
        text=text,
        title=title,
        is_same=bool(title.strip()) and row.get("same") is not False,
        on=date.fromisoformat(day[:10]) if day else None,
    )


def missing_pairs(confirmed: int) -> int:
    """How many confirmed pairs are still missing before anything can be learned."""
    return max(0, NEEDED - confirmed)


def in_time(pairs: Sequence[JudgedPair]) -> list[JudgedPair]:
    """Oldest first; what has no date comes before all."""
    return sorted(pairs, key=lambda pair: pair.on or date.min)
