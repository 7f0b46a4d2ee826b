"""The audit trail as CSV, row by row, safe to open in a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator
from datetime import UTC

from tangkal.desk.accounts.pseudonyms import Veil, called
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.ui import sheets

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


class Line:
    """A file for the csv writer that hands back each line instead of keeping it."""

    def write(self, text: str) -> str:
        return text


def rows(events: Iterable[AuditEvent], veil: Veil | None = None) -> Iterator[str]:
    """The header and one line an event; hashes stand beside what they prove.

    Args:
        events: oldest first.
        veil: takes staff's names out; without one the file holds them as recorded.
    """
    writer = csv.writer(Line())
    yield "\ufeff" + str(writer.writerow(COLUMNS))
    for event in events:
        yield str(writer.writerow([cell(event, name, veil) for name in COLUMNS]))


def veiled(event: AuditEvent, name: str, veil: Veil) -> object:
    """One value without names of staff. The account's key would lead back to them."""
    if name == "actor_id":
        return None
    if name == "actor_name" and event.actor_id is not None:
        return called(event.actor_id)
    if name == "object_label" and event.object_type == "accounts.user":
        return called(int(event.object_id))
    if name == "object_id" and event.object_type == "accounts.user":
        return None
    if name == "detail":
        return veil.detail(event.detail)
    value = getattr(event, name)
    return veil.text(value) if name == "object_label" else value


def cell(event: AuditEvent, name: str, veil: Veil | None = None) -> str:
    if name == "at":
        return str(event.at.astimezone(UTC).isoformat())
    value = veiled(event, name, veil) if veil else getattr(event, name)
    return sheets.cell(value)
