"""Frozen records, schemas and errors that every layer shares."""

from tangkal.kernel.errors import (
    InvalidInput,
    InvalidRecord,
    SettingMissing,
    TangkalError,
    UnreadableRow,
    UnreadableSource,
)
from tangkal.kernel.records import (
    SOURCE_KINDS,
    Burst,
    ClaimMatch,
    Item,
    KnownClaim,
    NarrativeChange,
    NarrativeOrder,
    NarrativeSummary,
    QuarantinedRow,
)

__all__ = [
    "SOURCE_KINDS",
    "Burst",
    "ClaimMatch",
    "InvalidInput",
    "InvalidRecord",
    "Item",
    "KnownClaim",
    "NarrativeChange",
    "NarrativeOrder",
    "NarrativeSummary",
    "QuarantinedRow",
    "SettingMissing",
    "TangkalError",
    "UnreadableRow",
    "UnreadableSource",
]
