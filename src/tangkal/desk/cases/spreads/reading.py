"""Spreads as people bring them: pasted lines of addresses, or a table with a heading."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from tangkal.desk.cases.spreads.commands import Seen
from tangkal.desk.cases.spreads.figures import NAMES, Figures

MOST_CHARACTERS = 1_000_000
# Heading → field, in both languages, as exports of platforms and officers write it.
COLUMNS = {
    "url": "url", "link": "url", "tautan": "url", "alamat": "url",
    "platform": "platform", "kanal": "platform",
    "published_at": "published_at", "published": "published_at", "terbit": "published_at",
    "tanggal": "published_at",
    "observed_at": "observed_at", "dilihat_pada": "observed_at",
    "views": "views", "tayangan": "views",
    "shares": "shares", "dibagikan": "shares",
    "likes": "likes", "suka": "likes",
    "comments": "comments", "komentar": "comments",
}  # fmt: skip
COUNT = re.compile(r"\d+|\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
Refused = list[tuple[int, str]]


def read(text: str) -> tuple[list[Seen], Refused]:
    """Rows of a table, or one address a line; with what could not be understood, by line.

    Raises:
        ValidationError: nothing in it, or too much.
    """
    text = text.lstrip("\ufeff").strip()
    if not text:
        raise ValidationError(_("Paste addresses, one a line, or a table with a heading."))
    if len(text) > MOST_CHARACTERS or "\x00" in text:
        raise ValidationError(_("This is too long or no text; send at most 1,000 lines."))
    first = text.splitlines()[0]
    if heading := heading_of(first):
        return read_table(text, heading)
    lines = enumerate(text.splitlines(), start=1)
    return [Seen(url=line.strip(), line=n) for n, line in lines if line.strip()], []


def heading_of(line: str) -> tuple[str, str] | None:
    """The separator of a table whose first line names a column of addresses; else None."""
    for separator in (",", ";", "\t"):
        names = {name.strip().strip('"').casefold() for name in line.split(separator)}
        if any(COLUMNS.get(name) == "url" for name in names):
            return separator, line
    return None


def read_table(text: str, heading: tuple[str, str]) -> tuple[list[Seen], Refused]:
    rows, refused = [], []
    for number, values in table_rows(text, heading[0]):
        try:
            rows.append(seen_of(values, number))
        except ValidationError as error:
            refused.append((number, " ".join(error.messages)))
    return rows, refused


def table_rows(text: str, separator: str) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    try:
        names = [COLUMNS.get(name.strip().casefold(), "") for name in next(reader)]
        for cells in reader:
            if any(cell.strip() for cell in cells):
                pairs = zip(names, cells, strict=False)
                yield reader.line_num, {name: cell.strip() for name, cell in pairs if name}
    except csv.Error as error:
        raise ValidationError(
            _("Line %(line)d is no line of a table: %(why)s")
            % {"line": reader.line_num, "why": error}
        ) from None


def seen_of(values: Mapping[str, str], line: int) -> Seen:
    observed = moment_of(values.get("observed_at", ""))
    numbers = {name: number_of(values.get(name, "")) for name in NAMES}
    shown = Figures(at=observed or timezone.now(), **numbers)
    return Seen(
        url=values.get("url", ""),
        platform=values.get("platform", ""),
        published_at=moment_of(values.get("published_at", "")),
        observed_at=observed,
        figures=None if shown.is_empty else shown,
        line=line,
    )


def number_of(text: str) -> int | None:
    """A count; None where the cell is empty. Points and commas of thousands are allowed."""
    if not text:
        return None
    if not (text.isascii() and COUNT.fullmatch(text)):
        raise ValidationError(
            _("“%(text)s” is no whole number; write 12500 instead of 12,5 rb.") % {"text": text}
        )
    return int(text.replace(".", "").replace(",", ""))


def moment_of(text: str) -> datetime | None:
    """A moment of the desk's clock where it names no zone; None where the cell is empty."""
    if not text:
        return None
    try:
        found = parse_datetime(text)
        day = None if found else parse_date(text)
    except ValueError:
        found = day = None
    if found is None and day is not None:
        found = datetime.combine(day, datetime.min.time())
    if found is None:
        raise ValidationError(
            _("“%(text)s” is no moment; write 2026-03-02 14:30.") % {"text": text}
        )
    return found if found.tzinfo else timezone.make_aware(found)
