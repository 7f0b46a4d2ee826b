"""Write a week to files, row by row, in the forms that `tangkal ingest` reads."""

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

from tangkal.exercises.archive import known_claims
from tangkal.exercises.plan import plan_week
from tangkal.exercises.week import Events, Row, Truth, events, speak
from tangkal.kernel import KnownClaim

ROW_FIELDS = (
    "native_id",
    "platform",
    "author",
    "author_name",
    "author_is_public",
    "title",
    "text",
    "published_at",
    "url",
    "region_code",
    "language",
    "reply_to",
    "shares",
    "likes",
    "views",
)


def write_week(folder: Path, items: int, *, seed: int, start: datetime) -> dict[str, int]:
    """Stream a week of any size to `folder`; returns rows written by file name.

    Raises:
        InvalidInput: as :func:`tangkal.exercises.week.generate_week` does.
    """
    plan = plan_week(items, seed=seed, start=start)
    return write_files(folder, speak(plan), known_claims(plan.start), events(plan))


def write_files(
    folder: Path,
    pairs: Iterable[tuple[Row, Truth]],
    claims: Sequence[KnownClaim],
    planted: Events,
) -> dict[str, int]:
    """Write items.csv, items.jsonl, truth.jsonl, claims.jsonl and events.json."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = _write_rows(folder, pairs)
    with (folder / "claims.jsonl").open("w", encoding="utf-8") as stream:
        stream.writelines(_line(asdict(claim)) for claim in claims)
    (folder / "events.json").write_text(_line(asdict(planted)), encoding="utf-8")
    return {
        "items.csv": rows,
        "items.jsonl": rows,
        "truth.jsonl": rows,
        "claims.jsonl": len(claims),
    }


def _write_rows(folder: Path, pairs: Iterable[tuple[Row, Truth]]) -> int:
    written = 0
    with (
        (folder / "items.csv").open("w", encoding="utf-8", newline="") as table,
        (folder / "items.jsonl").open("w", encoding="utf-8") as lines,
        (folder / "truth.jsonl").open("w", encoding="utf-8") as answers,
    ):
        rows = csv.DictWriter(table, ROW_FIELDS)
        rows.writeheader()
        for row, truth in pairs:
            rows.writerow(row)
            lines.write(_line(row))
            answers.write(_line(truth._asdict()))
            written += 1
    return written


def _line(record: object) -> str:
    return json.dumps(record, ensure_ascii=False, default=_plain) + "\n"


def _plain(value: object) -> str:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in JSON")
