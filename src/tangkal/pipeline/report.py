"""What came of an ingest, and how far it is while it runs."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from tangkal.sources import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an ingest has come."""

    records: int  # read so far
    bytes_read: int
    bytes_total: int
    accepted: int
    quarantined: int


Watch = Callable[[Progress], None]


@dataclass(slots=True, kw_only=True)
class IngestReport:
    """What came of one source. `read` = accepted + already_known + quarantined."""

    source: str
    reader: str  # which source read it, e.g. "csv"
    kind: Kind
    mapping: Mapping[str, str]
    timezone: str  # taken for times written without one
    read: int = 0
    accepted: int = 0  # handed on: items to the worker, claims to the desk
    already_known: int = 0  # handed on before
    quarantined: int = 0
    reasons: Counter[str] = field(default_factory=Counter)  # of rows quarantined in this run
    seconds: float = 0.0
    note: str = ""
    error: str | None = None  # why it stopped before the end; what was read counts

    def as_json(self) -> dict[str, Any]:
        """For `--json` and the desk."""
        content = asdict(self)
        content["reasons"] = dict(self.reasons.most_common())
        content["seconds"] = round(self.seconds, 3)
        return content
