"""Frozen records that the stages exchange. They describe content and never label people.

Large flows travel as Arrow tables (see :mod:`tangkal.kernel.schema`); these records are
for one object at a time: a question, a test, a page.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from tangkal.kernel.errors import InvalidRecord


def check_aware(moment: datetime | None, field: str) -> None:
    """Refuse a moment without a time zone: guessing one is how deadlines are missed."""
    if moment is not None and moment.tzinfo is None:
        raise InvalidRecord(f"{field} {moment.isoformat()} has no time zone; give one, e.g. +07:00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One post, article or report as it was seen, after masking and pseudonymisation."""

    item_id: str  # 32 hex digits, see tangkal.pipeline.intake.item_id
    source: str  # which manifest or connector brought it, e.g. "upload", "rss:antara"
    source_kind: str  # one of SOURCE_KINDS
    platform: str  # "x", "facebook", "tiktok", "whatsapp", "web", …; "unknown" if not told
    text: str
    observed_at: datetime  # when Tangkal saw it
    published_at: datetime | None = None  # when it appeared; None when not known
    title: str | None = None
    url: str | None = None
    author: str | None = None  # keyed hash, never the handle
    author_name: str | None = None  # only for public institutions and outlets
    region_code: str | None = None  # Kemendagri code, a string: "32.04"
    language: str | None = None  # as declared by the source
    reply_to: str | None = None
    shares: int | None = None  # None is unknown, 0 is a measured nothing
    likes: int | None = None
    views: int | None = None
    is_exercise: bool = False

    def __post_init__(self) -> None:
        if not self.item_id:
            raise InvalidRecord("an item needs an item_id")
        if not self.text.strip() and not (self.title or "").strip():
            raise InvalidRecord(f"item {self.item_id} has neither text nor title")
        if self.source_kind not in SOURCE_KINDS:
            raise InvalidRecord(
                f"source_kind {self.source_kind!r} is not one of {', '.join(SOURCE_KINDS)}"
            )
        check_aware(self.observed_at, "observed_at")
        check_aware(self.published_at, "published_at")
        for name in ("shares", "likes", "views"):
            count = getattr(self, name)
            if count is not None and count < 0:
                raise InvalidRecord(f"{name} {count} is negative")


# Where a signal may come from (the signal entity's source field).
SOURCE_KINDS = ("aduan", "crawler", "media", "lapor", "daerah", "mitra", "manual")


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownClaim:
    """A claim somebody has already checked, with the answer's headline, date and address."""

    claim_id: str
    title: str  # the fact-check's headline or the claim as reviewed
    verdict: str | None = None  # as the publisher wrote it
    publisher: str | None = None
    url: str | None = None
    published_on: date | None = None
    language: str | None = None
    article_text: str | None = None  # the answer's body where we have it

    def __post_init__(self) -> None:
        if not self.claim_id:
            raise InvalidRecord("a known claim needs a claim_id")
        if not self.title.strip():
            raise InvalidRecord(f"known claim {self.claim_id} has an empty title")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimMatch:
    """One item measured against one known claim: a measurement, not a verdict."""

    item_id: str
    claim_id: str
    score: float  # 0 unrelated … 1 the same claim in other words
    reasons: tuple[str, ...]  # shown to the analyst, strongest first; see recognise.reasons
    method: str  # name and version, e.g. "idf-cosine/1"

    def __post_init__(self) -> None:
        if not 0.0 <= self.score <= 1.0:  # refuses NaN too
            raise InvalidRecord(f"score {self.score} is outside 0..1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """A count series that rose above what its own past makes usual."""

    series: str  # e.g. a narrative id
    hour: datetime  # start of the scored hour, UTC
    observed: int  # items in that hour
    usual_low: int  # 5th percentile expected from the past
    usual_high: int  # 95th percentile expected from the past
    started_at: datetime  # first hour of the present run of exceedances
    p_value: float
    q_value: float  # false-discovery adjusted across all series of the run
    method: str

    def __post_init__(self) -> None:
        check_aware(self.hour, "hour")
        check_aware(self.started_at, "started_at")
        for name in ("p_value", "q_value"):
            value = getattr(self, name)
            if not 0.0 <= value <= 1.0:
                raise InvalidRecord(f"{name} {value} is outside 0..1")


@dataclass(frozen=True, slots=True, kw_only=True)
class NarrativeSummary:
    """A story that several text families carry: what it says and how it moves."""

    narrative_id: str
    title: str  # the items' own words
    first_seen: datetime
    last_seen: datetime
    items: int
    families: int
    typical_items: tuple[str, ...]  # item ids nearest the centre, not the loudest

    def __post_init__(self) -> None:
        check_aware(self.first_seen, "first_seen")
        check_aware(self.last_seen, "last_seen")


NARRATIVE_CHANGES = ("born", "merged", "split", "slept", "woke")
NARRATIVE_ORDERS = ("merge", "split", "keep_apart", "pin", "unpin")


@dataclass(frozen=True, slots=True, kw_only=True)
class NarrativeChange:
    """What became of a narrative, when, and on which evidence: a line of its history."""

    kind: str  # one of NARRATIVE_CHANGES
    narrative_id: str
    at: datetime  # in the stream's time, not the clock's
    other_id: str | None = None  # merged: the id that is no longer; split: the new one
    families: tuple[str, ...] = ()  # split: the family ids that moved
    evidence: Mapping[str, Any] = field(default_factory=dict)  # JSON-ready, for a person to read
    by: str = "machine"  # or "analyst"

    def __post_init__(self) -> None:
        check_aware(self.at, "at")
        if self.kind not in NARRATIVE_CHANGES:
            raise InvalidRecord(f"kind {self.kind!r} is not one of {', '.join(NARRATIVE_CHANGES)}")
        if self.by not in ("machine", "analyst"):
            raise InvalidRecord(f"by {self.by!r} is neither machine nor analyst")
        _check_pair(self.kind in ("merged", "split"), self.kind, self.narrative_id, self.other_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class NarrativeOrder:
    """What an analyst decided about a narrative; the machine keeps to it from then on."""

    kind: str  # one of NARRATIVE_ORDERS
    narrative_id: str  # merge: the one that stays
    other_id: str | None = None  # merge: the one that ends; split: the new one's id, if chosen
    families: tuple[str, ...] = ()  # split: the family ids that move

    def __post_init__(self) -> None:
        if self.kind not in NARRATIVE_ORDERS:
            raise InvalidRecord(f"kind {self.kind!r} is not one of {', '.join(NARRATIVE_ORDERS)}")
        if self.kind == "split" and not self.families:
            raise InvalidRecord(
                f"a split of {self.narrative_id} names no families; choose those that should move"
            )
        _check_pair(
            self.kind in ("merge", "keep_apart"), self.kind, self.narrative_id, self.other_id
        )


def _check_pair(is_needed: bool, kind: str, narrative_id: str, other_id: str | None) -> None:
    if not narrative_id or (is_needed and not other_id):
        raise InvalidRecord(f"{kind} of {narrative_id!r} and {other_id!r} lacks a narrative's id")
    if narrative_id == other_id:
        raise InvalidRecord(f"{kind} names narrative {narrative_id} twice; give two narratives")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantinedRow:
    """A row that could not be read: kept, with where it was and why, to be retried."""

    row_id: str
    source: str  # file name or address
    line: int  # 1-based line or record number
    reason: str
    raw: str  # the row itself, personal data masked
    seen_at: datetime
    kind: str = "items"  # "items" or "claims"
    status: str = "waiting"  # waiting, retried, discarded
    about: str = ""  # short name of the reason, equal for equal failures
