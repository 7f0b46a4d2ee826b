"""Reading folders of the layout ``clef2020``: tweets and the claims that fact-checkers verified."""

import csv
from dataclasses import dataclass
from pathlib import Path

from tangkal.kernel.errors import InvalidInput

_TWEETS, _ANSWERS = "tweets.queries.tsv", "tweet-vclaim-pairs.qrels"


@dataclass(frozen=True, slots=True)
class Tweet:
    """A tweet and the ids of the claims that verify it."""

    text: str
    claim_ids: frozenset[str]


def read_claims(folder: Path) -> dict[str, str]:
    """The headline of each verified claim's page and the claim itself, as one text, by id.

    Raises:
        InvalidInput: the file is missing or has other columns.
    """
    header, *rows = _table(folder / "verified_claims.docs.tsv", "\t")
    try:
        claim, title = header.index("vclaim"), header.index("title")
    except ValueError as missing:
        raise InvalidInput(f"verified_claims.docs.tsv of {folder}: {missing}") from None
    return {row[0]: f"{row[title]} {row[claim]}" for row in rows if len(row) == len(header)}


def read_tweets(folder: Path, claims: dict[str, str]) -> list[Tweet]:
    """The tweets of a folder that some known claim verifies, in the file's order.

    Raises:
        InvalidInput: a file is missing.
    """
    answers: dict[str, set[str]] = {}
    for row in _table(folder / _ANSWERS, None):
        if len(row) == 4 and row[3] != "0" and row[2] in claims:
            answers.setdefault(row[0], set()).add(row[2])
    rows = _table(folder / _TWEETS, "\t")[1:]
    return [
        Tweet(row[1], frozenset(answers[row[0]]))
        for row in rows
        if len(row) > 1 and row[0] in answers
    ]


def asked_folder(folder: Path) -> Path:
    """Where the queries are: ``dev/`` if there is one, else beside the claims."""
    return folder / "dev" if (folder / "dev").is_dir() else folder


def _table(path: Path, delimiter: str | None) -> list[list[str]]:
    if not path.is_file():
        raise InvalidInput(f"{path.parent} has no {path.name}; give a folder of layout clef2020")
    with path.open(encoding="utf-8", newline="") as lines:
        if delimiter is None:
            return [line.split() for line in lines]
        return list(csv.reader(lines, delimiter=delimiter))
