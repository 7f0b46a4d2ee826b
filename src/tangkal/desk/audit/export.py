"""The audit trail as CSV, row by row, safe to open in a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator
from datetime import UTC

from tangkal.desk.audit.models import AuditEvent

COLUMNS = (
    "sequence",
    "at",
    "actor_id",
    "actor_name",
    "action",
    "object_type",
    "object_id",
    "object_label",
    "detail",
    "previous_hash",
    "hash",
)
# A cell that begins so is a formula to a spreadsheet: a title in a post could run one.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class Line:
    """A file for the csv writer that hands back each line instead of keeping it."""

    def write(self, text: str) -> str:
        return text


def rows(events: Iterable[AuditEvent]) -> Iterator[str]:
    """The header and one line an event; hashes stand beside what they prove."""
    writer = csv.writer(Line())
    yield "\ufeff" + str(writer.writerow(COLUMNS))
    for event in events:
        yield str(writer.writerow([cell(event, name) for name in COLUMNS]))


def cell(event: AuditEvent, name: str) -> str:
    value = getattr(event, name)
    if name == "at":
        return str(event.at.astimezone(UTC).isoformat())
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
