"""Narratives beside the stream: its changes are kept, analysts' orders reach it, states move.

A change is kept once, whenever the worker is killed: a batch that comes again tells the same
changes, and what is on record of a batch is not written again. An order is taken where the
stream stands, that place is kept with it, and a replay takes it there once more.
"""

import logging
import math
import time
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from tangkal.desk.cases.models import Signal
from tangkal.desk.situational_insight import membership, moving, rows, signals
from tangkal.desk.situational_insight.models import (
    MovedFamily,
    MovedNarrative,
    Narrative,
    NarrativeEvent,
    NarrativeOrder,
)
from tangkal.desk.situational_insight.states import NARRATIVE, NarrativeState
from tangkal.engines.base import Lake
from tangkal.kernel import NarrativeChange
from tangkal.kernel import NarrativeOrder as Order

if TYPE_CHECKING:  # retention imports this module, and need not wait for the stream's kernels
    from tangkal.pipeline.signals import SignalDraft
    from tangkal.pipeline.stream import Stream

log = logging.getLogger(__name__)

Kind = NarrativeEvent.Kind
LOOK_EVERY_S = 60.0
MOST_AT_ONCE = 5_000  # rows whose figures are looked at in one round, the newest first
SILENT = timedelta(hours=96)  # after which a row needs no look: it is dormant, and stays so

# What a step of the state machine is called in the history.
STEPS = {"grow": Kind.GREW, "fade": Kind.FADED, "sleep": Kind.SLEPT, "wake": Kind.WOKE}


class Narratives:
    """What the worker does about narratives around each batch."""

    def __init__(self, lake: Lake, stream: "Stream", position: int) -> None:
        self.lake = lake
        self.stream = stream
        self.looked_at = -math.inf
        self.has_turned = False  # something was joined or divided since the rows were measured
        if position == 0:
            self.begin_anew()

    def begin_anew(self) -> None:
        """A stream without a snapshot was rebuilt from the lake, without people's orders.

        What it joined on the way is kept only where nothing is known of it: an analyst may
        have parted the two since.
        """
        changes = [each for each in self.stream.take_changes() if each.kind == "merged"]
        ids = [each.other_id for each in changes]
        known = set(MovedNarrative.objects.filter(pk__in=ids).values_list("pk", flat=True))
        new = [each for each in changes if each.other_id not in known]
        store(f"rebuilt-{self.stream.lineage}", new)
        orders = list(NarrativeOrder.objects.exclude(position=None))
        self.stream.apply([order_of(each) for each in orders])
        self.stream.last_order = orders[-1].pk if orders else 0

    # -- around a batch

    def before(self, position: int) -> None:
        """Give the stream the orders that are due where it stands; tell the lake what moved."""
        self.take_orders(position)
        membership.tell(self.lake)

    def take_orders(self, position: int) -> None:
        """New orders, and those that the stream took up to here before it was killed."""
        is_due = Q(position=None) | Q(position__lte=position)
        due = list(NarrativeOrder.objects.filter(is_due, pk__gt=self.stream.last_order))
        if not due:
            return
        new = [each.pk for each in due if each.position is None]
        NarrativeOrder.objects.filter(pk__in=new).update(position=position)
        store(f"position-{position}", self.stream.take_changes())
        self.stream.apply([order_of(each) for each in due])
        self.stream.last_order = due[-1].pk
        self.has_turned = True
        membership.tell(self.lake)
        self.count_again([each for each in self.stream.take_changes() if each.kind == "split"])
        log.info("%d orders of analysts reached the stream", len(due))

    def after(self, batch_id: str) -> None:
        """Keep what became of narratives in a batch, once its items are in the lake."""
        changes = self.stream.take_changes()
        turns = [each for each in changes if each.kind in ("merged", "split")]
        store(batch_id, changes)
        if turns:
            self.has_turned = True
            membership.tell(self.lake)
        self.count_again([each for each in turns if each.kind == "split"])

    def count_again(self, splits: Sequence[NarrativeChange]) -> None:
        """The live figures know no single items: both parts of a split are read anew."""
        ids = {one for each in splits for one in (each.narrative_id, str(each.other_id))}
        if ids:
            self.stream.figures.read_again(sorted(ids), self.lake)

    def where_now(self, measured: pa.Table) -> pa.Table:
        """Rows as they were measured, in the narratives that they belong to by now."""
        if not self.has_turned:
            return measured
        self.has_turned = False
        return membership.current().applied(measured)

    def raised(self, drafts: "Sequence[SignalDraft]") -> None:
        """A signal was raised on these: from now on people have to do with them."""
        rows.make_missing(
            Narrative(
                pk=draft.narrative_id,
                machine_title=draft.title[:200],
                items=draft.items_total,
                first_seen_at=draft.first_seen_at,
                last_seen_at=draft.last_seen_at,
                state_since=draft.first_seen_at,
                is_exercise=draft.is_exercise,
            )
            for draft in drafts
            if draft.narrative_id
        )
        real = [draft.narrative_id for draft in drafts if not draft.is_exercise]
        Narrative.objects.filter(pk__in=real, is_exercise=True).update(is_exercise=False)

    # -- now and then

    def round(self, position: int) -> None:
        """Take orders at once; look at the figures once a minute."""
        self.before(position)
        if time.monotonic() - self.looked_at > LOOK_EVERY_S:
            self.look()

    def look(self) -> None:
        """Move the states of narratives that have a row, and point late signals right."""
        settle_signals()
        newest = self.lake.search(limit=1)
        if newest.num_rows:
            moment = pc.coalesce(newest["published_at"], newest["observed_at"])[0].as_py()
            measure(self.lake, self.stream, until=min(moment, timezone.now()))
        self.looked_at = time.monotonic()


def order_of(row: NarrativeOrder) -> Order:
    return Order(
        kind=row.kind,
        narrative_id=row.narrative_id,
        other_id=row.other_id or None,
        families=tuple(row.families),
    )


# -- changes of the stream -----------------------------------------------------------------


def store(batch_id: str, changes: Sequence[NarrativeChange]) -> int:
    """Keep a batch's changes; answers how many moved items. What an analyst did is kept already.

    Births, and the sleep of narratives that nobody has to do with, leave no line: there are
    thousands of them an hour, and the lake knows when a narrative began.
    """
    told = [each for each in changes if each.by == "machine"]
    turns = [each for each in told if each.kind in ("merged", "split")]
    rests = [each for each in told if each.kind in ("slept", "woke")]
    if not turns and not rests:
        return 0
    with transaction.atomic():
        if NarrativeEvent.objects.filter(batch_id=batch_id).exists():
            return 0
        kept = keep_turns(batch_id, turns)
        keep_rests(batch_id, rests, place=len(turns))
    return kept


def keep_turns(batch_id: str, turns: Sequence[NarrativeChange]) -> int:
    """Merges and splits of the machine, in their order; what is so already is passed over."""
    if not turns:
        return 0
    known = membership.current().narratives
    events: list[NarrativeEvent] = []
    for place, change in enumerate(turns):
        other = str(change.other_id)
        before: signals.Before = {}
        if change.kind == "merged":
            if known.get(other) == change.narrative_id:
                continue
            moving.move_narratives([(other, change.narrative_id)])
            before = signals.follow_merge(other, change.narrative_id)
            join_rows(change)
        else:
            moving.move_families(change.families, other)
            divide_rows(change)
        events.append(event_of(change, batch_id, place, signals_before=before))
    NarrativeEvent.objects.bulk_create(events, batch_size=500)
    return len(events)


def event_of(change: NarrativeChange, batch_id: str, place: int, **more: object) -> NarrativeEvent:
    return NarrativeEvent(
        narrative_id=change.narrative_id,
        other_id=change.other_id or "",
        kind=change.kind,
        at=change.at,
        is_machine=True,
        evidence=dict(change.evidence) | families_told(change),
        batch_id=batch_id[:120],
        place=place,
        **more,
    )


def families_told(change: NarrativeChange) -> dict[str, object]:
    return {"families": [len(change.families)]} if change.kind == "split" else {}


def join_rows(change: NarrativeChange) -> None:
    """Where people have to do with the one that ended, the one that stays has a row too."""
    gone = Narrative.objects.filter(pk=change.other_id).first()
    if gone is None:
        return
    rows.make_missing(
        [
            Narrative(
                pk=change.narrative_id,
                machine_title=gone.machine_title,
                is_exercise=gone.is_exercise,
                state=gone.state,
                state_since=change.at,
                first_seen_at=gone.first_seen_at,
                last_seen_at=gone.last_seen_at,
                items=gone.items,
            )
        ]
    )
    Narrative.objects.filter(pk=gone.pk).update(merged_into=change.narrative_id)


def divide_rows(change: NarrativeChange) -> None:
    home = Narrative.objects.filter(pk=change.narrative_id).first()
    if home is None:
        return
    rows.make_missing(
        [
            Narrative(
                pk=change.other_id,
                parent=home,
                is_exercise=home.is_exercise,
                state=home.state,
                state_since=change.at,
                first_seen_at=home.first_seen_at,
                last_seen_at=home.last_seen_at,
            )
        ]
    )


def keep_rests(batch_id: str, rests: Sequence[NarrativeChange], *, place: int) -> None:
    """Sleeping and waking of narratives that have a row, where the state follows it."""
    found = Narrative.objects.in_bulk([each.narrative_id for each in rests])
    for offset, change in enumerate(rests):
        row = found.get(change.narrative_id)
        target = {"slept": NarrativeState.DORMANT, "woke": NarrativeState.ACTIVE}[change.kind]
        action = {"slept": "sleep", "woke": "wake"}[change.kind]
        if row is None or (row.state, action) not in MACHINE_STEPS:
            continue
        row.state, row.state_since = target, change.at
        row.save(update_fields=["state", "state_since"])
        event_of(change, batch_id, place + offset).save()


MACHINE_STEPS = {
    (step.source, step.action): step.target
    for step in NARRATIVE.transitions
    if step.action in STEPS
}


# -- figures and states --------------------------------------------------------------------


def measure(lake: Lake, stream: "Stream | None", *, until: datetime) -> int:
    """Bring the rows' figures and states up to date; answers how many changed their state.

    Args:
        until: the newest moment of any item, not the clock's: where every source is silent,
            nothing calms down.
    """
    awake = Q(state=NarrativeState.DORMANT, last_seen_at__lt=until - SILENT) | Q(
        state=NarrativeState.ARCHIVED
    )
    found = list(Narrative.objects.filter(merged_into=None).exclude(awake)[:MOST_AT_ONCE])
    if not found:
        return 0
    ids = [row.pk for row in found]
    spans, totals = lake.first_last(ids), lake.totals(ids)
    summaries = (
        {each.narrative_id: each for each in stream.narratives.summaries(ids)} if stream else {}
    )
    present = [(row, span) for row, span in zip(found, spans, strict=True) if span]
    real = rows.real_among(lake, [row.pk for row, _span in present if row.is_exercise])
    Narrative.objects.filter(pk__in=real).update(is_exercise=False)
    states = rows.states_of(lake, {row.pk: (span[0], row.state) for row, span in present}, until)
    figures = dict(zip(ids, totals.tolist(), strict=True))
    events, changed = [], []
    for row, span in present:
        before = [getattr(row, name) for name in MEASURED]
        row.items, (row.first_seen_at, row.last_seen_at) = figures[row.pk], span
        if summary := summaries.get(row.pk):
            row.families = summary.families
            row.typical_items = list(summary.typical_items)
            row.machine_title = summary.title[:200]
        if event := step_to(row, states[row.pk], at=until):
            events.append(event)
        if event or before != [getattr(row, name) for name in MEASURED]:
            changed.append(row)
    with transaction.atomic():
        save_measured(changed, [event.narrative_id for event in events])
        NarrativeEvent.objects.bulk_create(events, batch_size=500)
    return len(events)


MEASURED = ("items", "families", "typical_items", "machine_title", "first_seen_at", "last_seen_at")


def save_measured(measured: Sequence[Narrative], moved: Collection[str]) -> None:
    """Only what is measured, so that nobody loses a race against the machine.

    A state is written only where it is still the one it was measured from.
    """
    Narrative.objects.bulk_update(measured, MEASURED, batch_size=100)
    for row in measured:
        if row.pk in moved:
            Narrative.objects.filter(pk=row.pk).exclude(state=NarrativeState.ARCHIVED).update(
                state=row.state, state_since=row.state_since
            )


def step_to(row: Narrative, state: str, *, at: datetime) -> NarrativeEvent | None:
    """Move a row to its measured state, where the machine has a step that leads there."""
    action = next(
        (
            action
            for (source, action), target in MACHINE_STEPS.items()
            if source == row.state and target == state
        ),
        None,
    )
    if action is None:
        return None
    row.state, row.state_since = state, at
    return NarrativeEvent(
        narrative_id=row.pk,
        kind=STEPS[action],
        at=at,
        is_machine=True,
        evidence={"items": [row.items]},
    )


def settle_signals() -> int:
    """Signals that were stored while their narrative was taken in follow it now; how many."""
    moved = MovedNarrative.objects.exclude(now_in=F("narrative_id")).values("narrative_id")
    late = Signal.objects.filter(narrative_id__in=moved)
    ids = set(late.values_list("narrative_id", flat=True))
    for gone, into in membership.current_ids(sorted(ids)).items():
        with transaction.atomic():
            signals.follow_merge(gone, into)
    return len(ids)


# -- retention -----------------------------------------------------------------------------


def forget_before(before: datetime) -> int:
    """Drop the texts that old evidence quotes, and what tells of items that are gone.

    Who did what when stays with the narratives people had to do with. Answers how many lines
    lost their texts.
    """
    old = NarrativeEvent.objects.filter(recorded_at__lt=before)
    known = Narrative.objects.values("pk")
    old.exclude(narrative_id__in=known).exclude(other_id__in=known).delete()
    dropped = 0
    for event in old.filter(evidence__has_key="texts").iterator(chunk_size=500):
        event.evidence = without_texts(event.evidence)
        event.save(update_fields=["evidence"])
        dropped += 1
    gone = MovedNarrative.objects.filter(at__lt=before)
    gone.exclude(narrative_id__in=known).exclude(now_in__in=known).delete()
    MovedFamily.objects.filter(at__lt=before).exclude(now_in__in=known).delete()
    return dropped


def without_texts(evidence: Mapping[str, object]) -> dict[str, object]:
    kept = {name: value for name, value in evidence.items() if name not in QUOTED}
    return kept | {"texts_dropped": True}


QUOTED = ("texts", "words", "titles")
