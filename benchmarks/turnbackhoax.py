"""Reading folders of the layout ``turnbackhoax`` and the rules of who may see what."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tangkal.kernel.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Pair:
    """A text that circulated and the headline that answered it."""

    date: str  # ISO; empty where undated, which sorts as earliest
    title: str
    post: str
    split: str
    is_identical: bool
    is_hard: bool
    article: str = ""  # the fact-check's own text; empty where it was not collected


def read_pairs(folder: Path) -> list[Pair]:
    """The pairs of ``pairs.jsonl``; rows without a title or a post cannot be asked."""
    rows = read_rows(folder / "pairs.jsonl")
    if rows is None:
        raise InvalidInput(f"{folder} has no pairs.jsonl; give a folder of that layout")
    return [
        Pair(
            date=str(row.get("date") or ""),
            title=str(row["title"]),
            post=str(row["narasi"]),
            split=str(row.get("split") or ""),
            is_identical=bool(row.get("identical")),
            is_hard=bool(row.get("hard")),
            article=str(row.get("article_text") or "").strip(),
        )
        for row in rows
        if key(str(row.get("title") or "")) and str(row.get("narasi") or "").strip()
    ]


def read_rows(path: Path) -> list[dict[str, Any]] | None:
    """The rows of a JSON Lines file; None where there is no such file."""
    if not path.is_file():
        return None
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def key(title: str) -> str:
    """Titles with the same lower-cased letters and digits are one title."""
    return re.sub(r"[\W_]+", "", title.lower())


def queries_of(pairs: list[Pair]) -> list[Pair]:
    """The rows asked: those of split ``dev`` if there are any, else all."""
    return [pair for pair in pairs if pair.split == "dev"] or pairs


def may_learn_from(pairs: list[Pair], queries: list[Pair]) -> list[Pair]:
    """Training rows dated before the earliest query, oldest first; undated count as earliest.

    Rows of another split than ``train`` are never learned from, where splits are named.
    """
    earliest = min((query.date for query in queries if query.date), default="")
    before = [
        pair
        for pair in pairs
        if pair.split in {"train", ""} and (not pair.date or pair.date < earliest)
    ]
    return sorted(before, key=lambda pair: pair.date)
