"""The watch list and the life of signals, as the worker drives them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tangkal.desk.early_warning.watching import life
from tangkal.desk.early_warning.watching.counting import LiveWatch, Reasons, drop_old_counts
from tangkal.engines.base import Lake
from tangkal.kernel.schema import LAKE
from tangkal.pipeline.signals import SignalDraft

READ_BACK = 50  # items of a narrative whose own batch came earlier


@dataclass(frozen=True, slots=True)
class Watched:
    """What fired in one batch."""

    reasons: Reasons
    lake: Lake

    def of(self, *, is_exercise: bool) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        return {key: each for (where, key), each in self.reasons.items() if where == is_exercise}

    def with_carriers(self, rows: pa.Table, *, is_exercise: bool) -> pa.Table:
        """The rows, with some of narratives that a firing is about but the batch is not.

        The item that crosses a threshold may be of another narrative than the twenty before.
        """
        asked = self.of(is_exercise=is_exercise)
        if not asked:
            return rows
        missing = sorted(asked.keys() - set(rows["narrative_id"].to_pylist()))
        found = [self.lake.narrative_items(key, limit=READ_BACK) for key in missing]
        kept = [part.filter(pc.equal(part["is_exercise"], is_exercise)) for part in found]
        return pa.concat_tables([rows, *(part.select(LAKE.names).cast(LAKE) for part in kept)])


class Watching:
    """The live watch list beside the stream."""

    def __init__(self, lake: Lake) -> None:
        self.lake = lake
        self.live = LiveWatch()

    def take(self, measured: pa.Table, *, now: datetime) -> Watched:
        """Count the hits of one or more batches, each once; answers what fired."""
        self.live.refresh()
        reasons: Reasons = {}
        for batch_id in pc.unique(measured["batch_id"]):
            batch = measured.filter(pc.equal(measured["batch_id"], batch_id))
            for key, found in self.live.take(batch, now=now).items():
                newer = {reason["indicator"] for reason in found}
                older = [each for each in reasons.get(key, ()) if each["indicator"] not in newer]
                reasons[key] = [*older, *found]
        return Watched(reasons, self.lake)

    def after(self, drafts: Sequence[SignalDraft], *, now: datetime) -> None:
        """Once the signals are stored: what was quiet and has grown is shown again."""
        life.revive(now)
        life.note_broken_mutes([draft.key for draft in drafts], now)

    def keep_up(self, now: datetime) -> None:
        life.revive(now)
        life.expire_quiet(now)
        drop_old_counts(now)
