"""Bring sources in: rows become items on the bus or known claims, or go to quarantine.

Exactly once, whatever is interrupted: a batch is published under a name made from its
content, then its unreadable rows are kept, then the ledger moves on. Killed between any two,
the next run makes the same batch again and the bus refuses it by name. Should a batch come
under another name after all (another `--limit`), its items keep their names and the
stream drops them.
"""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import islice

import pyarrow as pa

from tangkal.kernel import InvalidInput, KnownClaim, UnreadableSource
from tangkal.kernel.schema import INTAKE
from tangkal.pipeline.claims import ClaimMaker
from tangkal.pipeline.identity import digest, item_id
from tangkal.pipeline.items import ItemMaker
from tangkal.pipeline.ledger import Standing
from tangkal.pipeline.mapping import as_given
from tangkal.pipeline.opening import Opened, Preview, Where, load, open_source, preview
from tangkal.pipeline.options import IntakeOptions, read_public_accounts
from tangkal.pipeline.quarantine import Held, held_row
from tangkal.pipeline.refusal import RowRefused
from tangkal.pipeline.report import IngestReport, Progress, Watch
from tangkal.pipeline.retry import context_of, raw_of
from tangkal.pipeline.stores import ClaimSink, IntakeStores, open_stores
from tangkal.sources import BadRow, Document, Row

__all__ = [
    "BATCH",
    "ClaimSink",
    "Document",
    "IngestReport",
    "IntakeOptions",
    "IntakeStores",
    "Preview",
    "Progress",
    "ingest",
    "item_id",
    "load",
    "open_stores",
    "preview",
    "read_public_accounts",
    "single_item",
]

BATCH = 2_000


def ingest(
    where: Where,
    stores: IntakeStores,
    options: IntakeOptions | None = None,
    *,
    progress: Watch | None = None,
    now: datetime | None = None,
) -> IngestReport:
    """Bring one source in.

    Args:
        where: a path, an address, or a document already in hand (an upload).
        stores: where everything goes; see :func:`open_stores`.
        options: what the user said about it.
        progress: called after every batch.
        now: when it is seen; the clock's time unless given.

    Returns:
        What came of it. `error` is set where the source broke off in the middle: what
        came before is safe, and a repeat goes on from there.

    Raises:
        UnreadableSource: it cannot be read at all.
        MappingUnclear: its columns leave a question only the user can answer.
        InvalidInput: an option that does not fit, or claims without a sink for them.
    """
    started = time.monotonic()
    opened = open_source(where, options or IntakeOptions())
    if opened.mapping.kind == "claims" and stores.claim_sink is None:
        raise InvalidInput(f"{opened.document.name} holds claims, and nobody here keeps claims")
    run = _Run(opened, stores, now or datetime.now(UTC), progress)
    run.read_all()
    run.report.seconds = time.monotonic() - started
    return run.report


class _Run:
    """One ingest on its way: what is pending, what is done."""

    def __init__(
        self, opened: Opened, stores: IntakeStores, now: datetime, progress: Watch | None
    ) -> None:
        self.opened = opened
        self.stores = stores
        self.now = now
        self.progress = progress
        self.key = opened.key()
        self.standing = Standing() if opened.options.again else stores.ledger.standing(self.key)
        self.report = IngestReport(
            source=opened.document.name,
            reader=opened.manifest.name,
            kind=opened.mapping.kind,
            mapping=dict(opened.mapping.fields) if opened.manifest.has_own_columns else {},
            timezone=opened.options.timezone,
            note=opened.mapping.note,
        )
        self._flush: Callable[[list[Row]], list[Held]]
        if opened.mapping.kind == "claims":
            self._claims = ClaimMaker(opened.mapping, opened.options, now=now)
            self._flush = self._flush_claims
        else:
            self._items = ItemMaker(
                opened.mapping,
                opened.options,
                stores.pseudonymiser,
                source=opened.label,
                source_kind=opened.source_kind,
                now=now,
                is_outlet=opened.is_outlet,
            )
            self._flush = self._flush_items

    def read_all(self) -> None:
        """Read to the end, or as far as the source can be read."""
        records = self._records()
        try:
            self._pass_over(records)
            while batch := list(islice(records, BATCH)):
                self._take(batch)
        except UnreadableSource as error:
            self.report.error = str(error)

    def _records(self) -> Iterator[Row | BadRow]:
        options = self.opened.options
        end = None if options.limit is None else options.skip + options.limit
        return islice(self.opened.manifest.read(self.opened.document), options.skip, end)

    def _pass_over(self, records: Iterator[Row | BadRow]) -> None:
        """Go past what an earlier run handed on."""
        passed = 0
        for record in islice(records, self.standing.rows_done):
            passed += 1
            if isinstance(record, Row) and self.report.kind == "items":
                self._items.remember(record.values)
        quarantined = min(self.standing.quarantined, passed)
        self.report.read += passed
        self.report.quarantined += quarantined
        self.report.already_known += passed - quarantined

    def _take(self, batch: list[Row | BadRow]) -> None:
        held = [self._hold_bad(record) for record in batch if isinstance(record, BadRow)]
        self._seen: list[str] = []
        held += self._flush([record for record in batch if isinstance(record, Row)])
        self.stores.quarantine.add(held)
        self.standing = Standing(
            max(self.report.read + len(batch), self.standing.rows_done),
            self.report.quarantined + len(held),
        )
        self.stores.ledger.advance(self.key, self.opened.document.name, self.standing, self._seen)
        self.report.read += len(batch)
        self.report.quarantined += len(held)
        self.report.reasons.update(one.about for one in held)
        self._tell()

    def _flush_items(self, rows: list[Row]) -> list[Held]:
        items, held = [], []
        for row in rows:
            try:
                items.append(self._items.make(row.values))
            except RowRefused as refused:
                held.append(self._hold(row, refused))
        new = items
        if self.opened.is_address:  # a feed repeats itself: count only what is new
            self._seen = [item["item_id"] for item in items]
            known = self.stores.ledger.seen(self._seen)
            new = [item for item in items if item["item_id"] not in known]
            self.report.already_known += len(items) - len(new)
        if new:
            table = pa.Table.from_pylist(new, schema=INTAKE)
            names = [item["item_id"] for item in new]
            batch_id = f"in-{self.key[:16]}-{self.report.read + 1}-{digest(*names)[:16]}"
            published = self.stores.bus.publish(batch_id, table)
            self._count(len(new) if published else 0, of=len(new))
        return held

    def _flush_claims(self, rows: list[Row]) -> list[Held]:
        claims: list[KnownClaim] = []
        held = []
        for row in rows:
            try:
                claims.append(self._claims.make(row.values))
            except RowRefused as refused:
                held.append(self._hold(row, refused))
        if claims:
            assert self.stores.claim_sink is not None  # ingest refused to start without
            self._count(min(self.stores.claim_sink(claims), len(claims)), of=len(claims))
        return held

    def _count(self, accepted: int, *, of: int) -> None:
        self.report.accepted += accepted
        self.report.already_known += of - accepted

    def _hold(self, row: Row, refused: RowRefused) -> Held:
        if self.report.kind == "claims":
            kept, name = self._claims.for_quarantine(row.values), None
        else:
            kept = self._items.for_quarantine(row.values)
            name = self._items.known_name(row.values)
        return held_row(
            source=self.opened.document.name,
            line=row.line,
            about=refused.about,
            reason=str(refused),
            raw=raw_of(kept),
            kind=self.report.kind,
            seen_at=self.now,
            context=context_of(self.opened, item_name=name),
            lines_move=self.opened.is_address,
        )

    def _hold_bad(self, bad: BadRow) -> Held:
        return held_row(
            source=self.opened.document.name,
            line=bad.line,
            about=bad.about,
            reason=bad.reason,
            raw=raw_of(bad.raw, self.opened.options.public_handles),
            kind=self.report.kind,
            seen_at=self.now,
            context=context_of(self.opened),
            lines_move=self.opened.is_address,
        )

    def _tell(self) -> None:
        if self.progress is not None:
            document = self.opened.document
            self.progress(
                Progress(
                    records=self.report.read,
                    bytes_read=document.bytes_read,
                    bytes_total=document.size,
                    accepted=self.report.accepted,
                    quarantined=self.report.quarantined,
                )
            )


def single_item(
    stores: IntakeStores,
    *,
    text: str,
    native_id: str,
    platform: str = "portal",
    source: str = "portal",
    source_kind: str = "aduan",
    title: str | None = None,
    url: str | None = None,
    region_code: str | None = None,
    published_at: datetime | None = None,
    author: str | None = None,
    is_exercise: bool = False,
    now: datetime | None = None,
) -> str:
    """Publish one item, such as a citizen's report; the same native id again changes nothing.

    Args:
        native_id: the sender's own name for it, e.g. the report's number, unique in `source`.

    Returns:
        The item's id.

    Raises:
        RowRefused: no text, or a value that cannot be what its field means.
        BusError: the bus cannot take it.
    """
    maker = ItemMaker(
        as_given("items"),
        IntakeOptions(platform=platform, source_kind=source_kind, is_exercise=is_exercise),
        stores.pseudonymiser,
        source=source,
        source_kind=source_kind,
        now=now or datetime.now(UTC),
    )
    row = maker.make(
        {
            "text": text,
            "title": title,
            "native_id": f"{source}:{native_id}",
            "url": url,
            "region_code": region_code,
            "published_at": published_at,
            "author": author,
        }
    )
    table = pa.Table.from_pylist([row], schema=INTAKE)
    stores.bus.publish(f"one-{row['item_id']}", table)
    return str(row["item_id"])
