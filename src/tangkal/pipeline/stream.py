"""The stream path: intake rows in, measured lake rows out, in batches of about 2,000."""

import logging
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from time import perf_counter, thread_time
from typing import Any, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tangkal.engines.base import Lake
from tangkal.kernel import NarrativeChange, NarrativeOrder, TangkalError
from tangkal.kernel.schema import INTAKE, LAKE, conform
from tangkal.pipeline import checkpoint
from tangkal.pipeline.family_languages import family_languages, keep_languages
from tangkal.pipeline.family_matches import Claims, FamilyMatches
from tangkal.pipeline.narrative_figures import LiveFigures
from tangkal.pipeline.seen import SeenItems, keys_of
from tangkal.recognise.families import FamilyAssignment, FamilyIndex
from tangkal.situational_insight.narratives import NarrativeIndex
from tangkal.text.tokens import TokenBatch, tokenise

log = logging.getLogger(__name__)

NAME = "stream"
VERSION = 4  # of the snapshot; raise it when a stage's arrays change their meaning
REPLAYED = [
    "item_id", "title", "text", "published_at", "observed_at", "language", "platform",
    "source_kind", "author", "is_exercise",
]  # fmt: skip


class Stream:
    """The live indexes and the order in which a batch passes through them.

    What it answers depends only on the batches and their order, so a worker that starts again
    from a snapshot, and reads the same batches, gives every item the same family and narrative.
    """

    def __init__(
        self,
        claims: Claims,
        *,
        families: FamilyIndex | None = None,
        narratives: NarrativeIndex | None = None,
        seen: SeenItems | None = None,
        figures: LiveFigures | None = None,
    ) -> None:
        # "or" would not do: an index that is still empty counts as false.
        self.families = FamilyIndex() if families is None else families
        self.narratives = NarrativeIndex() if narratives is None else narratives
        self.seen = SeenItems() if seen is None else seen
        self.figures = LiveFigures() if figures is None else figures
        self.matches = FamilyMatches(claims)
        self.seconds: dict[str, float] = defaultdict(float)  # spent so far, by stage
        self.cpu_seconds: dict[str, float] = defaultdict(float)  # of the stage's own thread
        self.rows = 0  # measured so far
        self.last_order = 0  # number of the newest order of an analyst that was followed
        self._changes: list[NarrativeChange] = []
        self._beside = ThreadPoolExecutor(1, "stream")
        self.lineage = token_hex(8)  # of the logs: the same for a stream that goes on

    def process(self, intake: pa.Table, batch_id: str) -> pa.Table:
        """Measure one batch.

        Args:
            intake: rows of the INTAKE schema.
            batch_id: kept with every row.

        Returns:
            rows of the LAKE schema, in order, without items seen before; perhaps none.

        Raises:
            InvalidInput: the table is not of the INTAKE schema. No index has changed then.
        """
        intake = conform(intake, INTAKE, "INTAKE")
        with self.timed("seen"):
            keys = keys_of(intake["item_id"])
            new = self.seen.are_new(keys)
            intake = intake.filter(pa.array(new))
        if intake.num_rows == 0:
            return LAKE.empty_table()
        measured = self._measure(intake, batch_id)
        # Only now: a batch that failed on the way may be brought again.
        self.seen.add(keys[new])
        self.rows += measured.num_rows
        with self.timed("figures"):
            self._count(measured)
        return measured

    def _count(self, measured: pa.Table) -> None:
        self.figures.add(measured)
        self._follow_changes()
        self.figures.tidy(self.narratives.ids())

    def _follow_changes(self) -> None:
        """Let the figures of merged narratives run together, as their items do."""
        changes = self.narratives.take_changes()
        for change in changes:
            if change.kind == "merged" and change.other_id:
                self.figures.merge(change.narrative_id, change.other_id)
        self._changes += changes

    def take_changes(self) -> list[NarrativeChange]:
        """What became of the narratives since the last call, in order.

        After a split the figures of both parts must be read from the lake again
        (:meth:`LiveFigures.read_again`): the index does not know single items.
        """
        self._follow_changes()
        changes, self._changes = self._changes, []
        return changes

    def apply(self, orders: Sequence[NarrativeOrder]) -> None:
        """Follow what analysts ordered about narratives; giving an order twice does no harm.

        Give all standing orders to a stream that was rebuilt from the lake, before its first
        batch. Not to be called while a batch is processed.
        """
        self.narratives.apply(orders)
        self._follow_changes()

    def _measure(self, intake: pa.Table, batch_id: str) -> pa.Table:
        item_ids, texts = intake["item_id"].to_pylist(), texts_of(intake)
        found, tokens = self._find_families(item_ids, texts)
        # Stories do not wait for matches, nor matches for stories: one core each.
        stories = self._beside.submit(self._tell_apart, found, tokens, texts, moments_of(intake))
        try:
            with self.timed("match"):
                matches = self.matches.find(found.family_ids, item_ids, texts)
            with self.timed("language"):
                languages = family_languages(self.families, found, texts)
        finally:
            wait([stories])
        with self.timed("assemble"):
            measured: list[pa.Array] = [
                pa.array(languages, pa.string()),
                pa.array(found.family_ids, pa.string()),
                pa.array(stories.result(), pa.string()),
                matches,
                pa.repeat(pa.scalar(batch_id), intake.num_rows),
            ]
            return pa.Table.from_arrays([*intake.columns, *measured], schema=LAKE)

    def _find_families(
        self, item_ids: Sequence[str], texts: Sequence[str]
    ) -> tuple[FamilyAssignment, TokenBatch]:
        with self.timed("tokens"):
            tokens = tokenise(texts)
        with self.timed("families"):
            return self.families.assign(item_ids, tokens), tokens

    def _tell_apart(
        self,
        found: FamilyAssignment,
        tokens: TokenBatch,
        texts: Sequence[str],
        moments: Sequence[datetime],
    ) -> list[str]:
        with self.timed("narratives"):
            return self.narratives.assign(found.family_ids, found.is_first, tokens, texts, moments)

    def save(self, folder: Path, position: int) -> None:
        """Put the live indexes on disk, with the bus position up to which they have read.

        Of the families and of the items seen, only what came since the last time is written.
        """
        parts: dict[str, Mapping[str, Any]] = {
            "seen": {"marks": self.seen.marks()},
            "families": self.families.facts(),
            "narratives": self.narratives.snapshot(),
            "figures": self.figures.snapshot(),
        }
        arrays = {f"{part}.{name}": a for part, each in parts.items() for name, a in each.items()}
        facts = {
            "position": position,
            "lineage": self.lineage,
            "last_order": self.last_order,
        }
        checkpoint.write(folder, NAME, VERSION, arrays, facts, self._logs())
        self.seen.forget_unsaved()

    def _logs(self) -> dict[str, checkpoint.Log]:
        seen, families = self.seen, self.families
        oldest = families.written - len(families)
        return {
            "seen": checkpoint.Log(
                self.lineage,
                seen.older_from,
                seen.unsaved_from,
                seen.end,
                lambda number: {"keys": seen.keys_since(number)},
            ),
            "families": checkpoint.Log(
                self.lineage, oldest, oldest, families.written, families.texts_since
            ),
        }

    @classmethod
    def load(
        cls, folder: Path, claims: Claims, *, lake: Lake | None = None
    ) -> tuple["Stream", int]:
        """The stream as it was saved and its bus position.

        Where there is no snapshot, or none that can be used, the indexes are rebuilt from the
        lake's items (else begin empty) and the position is 0: batches that are in the lake
        are then recognised by their items.
        """
        try:
            found = checkpoint.read(folder, NAME, VERSION)
            if found is not None:
                return cls._restored(found, claims)
        except TangkalError as error:
            log.error("the snapshot is not used: %s", error)
        stream = cls(claims)
        if lake is not None and lake.count():
            log.warning("rebuilding the live indexes from %d items in the lake", lake.count())
            stream.rebuild(lake)
        return stream, 0

    @classmethod
    def _restored(cls, found: checkpoint.Checkpoint, claims: Claims) -> tuple[Self, int]:
        try:
            stream = cls(
                claims,
                seen=SeenItems.restore_parts(
                    found.arrays["seen.marks"], (part["keys"] for part in found.parts("seen"))
                ),
                families=FamilyIndex.restore_parts(
                    part_of(found.arrays, "families"), found.parts("families")
                ),
                narratives=NarrativeIndex.restore(part_of(found.arrays, "narratives")),
                figures=LiveFigures.restore(part_of(found.arrays, "figures")),
            )
            stream.lineage = str(found.facts["lineage"])
            stream.last_order = int(found.facts.get("last_order", 0))
            return stream, int(found.facts["position"])
        except (KeyError, ValueError, IndexError, TypeError) as error:
            raise checkpoint.CheckpointUnusable(f"its arrays do not fit: {error!r}") from error

    def rebuild(self, lake: Lake) -> None:
        """Take in the lake's items again, in the order they came, without matching them."""
        for table in lake.replay(REPLAYED):
            texts = texts_of(table)
            found, tokens = self._find_families(table["item_id"].to_pylist(), texts)
            told = self._tell_apart(found, tokens, texts, moments_of(table))
            self._count(table.append_column("narrative_id", pa.array(told, pa.string())))
            keep_languages(self.families, found, table["language"].to_pylist())
            self.seen.add(keys_of(table["item_id"]))

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Add what happens inside to a stage's seconds."""
        start, cpu_start = perf_counter(), thread_time()
        try:
            yield
        finally:
            self.seconds[stage] += perf_counter() - start
            self.cpu_seconds[stage] += thread_time() - cpu_start


def texts_of(table: pa.Table) -> list[str]:
    """What each row says: its title, if any, and its text."""
    joined = pc.binary_join_element_wise(table["title"], table["text"], "\n", null_handling="skip")
    texts: list[str] = joined.to_pylist()
    return texts


def moments_of(table: pa.Table) -> list[datetime]:
    """When each item appeared, or where that is not known, was seen."""
    moments: list[datetime] = pc.coalesce(table["published_at"], table["observed_at"]).to_pylist()
    return moments


def part_of(arrays: checkpoint.Arrays, part: str) -> dict[str, np.ndarray]:
    """One index's own arrays, under the names it gave them."""
    mine = {name: a for name, a in arrays.items() if name.startswith(f"{part}.")}
    return {name.removeprefix(f"{part}."): a for name, a in mine.items()}
