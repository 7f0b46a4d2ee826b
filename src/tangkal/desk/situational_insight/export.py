"""Items as CSV: no author but institutions and outlets, nothing a spreadsheet would run."""

import csv
from collections.abc import Iterator
from dataclasses import replace

from tangkal.desk.cases.items import lake
from tangkal.engines import Search

COLUMNS = (
    "item_id",
    "published_at",
    "observed_at",
    "platform",
    "title",
    "text",
    "url",
    "author_name",
    "region_code",
    "language",
    "narrative_id",
    "family_id",
    "source",
    "source_kind",
    "shares",
    "likes",
    "views",
    "is_exercise",
)
PAGE = 5_000
MOST = 100_000
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Line:
    """What csv.writer writes to: it hands each line on."""

    def write(self, text: str) -> str:
        return text


def csv_lines(search: Search) -> Iterator[str]:
    """The found items, newest first, at most MOST of them, with a heading."""
    writer = csv.writer(Line())
    yield "\ufeff"  # without it a spreadsheet takes UTF-8 for something else
    yield writer.writerow(COLUMNS)
    for offset in range(0, MOST, PAGE):
        page = replace(search, limit=PAGE, offset=offset)
        rows = lake().found(page).select(list(COLUMNS)).to_pylist()
        for row in rows:
            yield writer.writerow([cell(row[name]) for name in COLUMNS])
        if len(rows) < PAGE:
            return


def cell(value: object) -> str:
    """A value as text; a leading quote keeps a spreadsheet from running it as a formula."""
    if value is None:
        return ""
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
