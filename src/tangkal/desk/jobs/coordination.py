"""Look for coordination in the lake: once a day, and whenever an analyst asks.

Items of an exercise and of the world are never looked at together. A run goes as soon as the
first of its items may go, and a community with the last run that found it.
"""

import logging
import math
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction
from django.utils import timezone

from tangkal.desk.audit.commands import record
from tangkal.desk.cases.items import lake
from tangkal.desk.cases.models import Signal
from tangkal.desk.cases.states import SignalState
from tangkal.desk.coordination import commands, queries, storing
from tangkal.desk.coordination.commands import MOST_ITEMS
from tangkal.desk.coordination.models import AllowedEntry, Community, Definition, Run
from tangkal.desk.jobs import signals
from tangkal.engines.base import Lake
from tangkal.kernel import TangkalError
from tangkal.pipeline.signals import SignalDraft, urgency_of

log = logging.getLogger(__name__)

EVERY_S = 3.0
ASK_EVERY_S = 600.0
DAYS = 7
EVERY = timedelta(days=1)
LOST_AFTER = timedelta(hours=1)  # a run that a killed worker left under way starts again
EVIDENCE = 10  # lines kept for each pair
SIGNAL_FROM = 3  # accounts; two that do the same are two people
CLOCK = timedelta(days=1)  # how far a moment may lie before the item was seen


class Looker:
    """Runs that wait, an analyst's within seconds; now and then the daily ones are asked for."""

    def __init__(self) -> None:
        self.asked_at = -math.inf

    def round(self) -> int:
        """Do what waits; answers how many runs."""
        now = datetime.now(UTC)
        if time.monotonic() - self.asked_at > ASK_EVERY_S:
            ask_daily(lake(), now=now)
            self.asked_at = time.monotonic()
        return work(lake(), now=now)


def work(lake: Lake, *, now: datetime) -> int:
    """Do the runs that wait; answers how many."""
    Run.objects.filter(state=Run.State.RUNNING, started_at__lt=now - LOST_AFTER).update(
        state=Run.State.WAITING
    )
    done = 0
    while run := Run.objects.filter(state=Run.State.WAITING).order_by("asked_at", "pk").first():
        do(run, lake, now=now)
        done += 1
    return done


def ask_daily(lake: Lake, *, now: datetime) -> None:
    """A run for the world and one for exercises, a day after the last, where items came in."""
    recent = Run.objects.filter(asked_by=None, asked_at__gt=now - EVERY)
    done = set(recent.values_list("is_exercise", flat=True))
    missing = {False, True} - done
    if not missing:
        return
    seen = lake.window(now - timedelta(days=DAYS), now, ["is_exercise"], most=MOST_ITEMS)
    for is_exercise in sorted(missing & set(pc.unique(seen["is_exercise"]).to_pylist())):
        run = commands.ask_for_run(by=None, until=now, days=DAYS, is_exercise=is_exercise)
        Run.objects.filter(pk=run.pk).update(asked_at=now)


def do(run: Run, lake: Lake, *, now: datetime) -> None:
    """One run, from the lake to its signals; what stops it is kept with it."""
    run.state, run.started_at = Run.State.RUNNING, timezone.now()
    run.save(update_fields=["state", "started_at"])
    try:
        found = detect_in(run, lake, now=now)
    except TangkalError as error:
        stop(run, str(error))
        return
    except Exception as error:  # whatever it is, it must not stop the stream
        log.exception("coordination run %d", run.pk)
        stop(run, type(error).__name__)
        return
    log.info("coordination run %d: %d communities", run.pk, len(found))


@transaction.atomic
def stop(run: Run, fault: str) -> None:
    """Keep what stopped a run; nothing of it was stored."""
    log.warning("coordination run %d stopped: %s", run.pk, fault)
    storing.finish(run, {}, fault=fault)


def detect_in(run: Run, lake: Lake, *, now: datetime) -> list[Community]:
    """Read the window, detect, keep, and raise signals.

    Raises:
        TangkalError: the lake cannot be read, or the pairs are too many to list.
    """
    # Numba's loops take a second to load, and most rounds of the worker have no run to do.
    from tangkal.desk.coordination.describing import (  # noqa: PLC0415
        bounded,
        communities_in,
        readable,
    )
    from tangkal.early_warning.coordination import Settings, detect  # noqa: PLC0415
    from tangkal.pipeline.coordination.items import COLUMNS, shares_of_items  # noqa: PLC0415

    items, left_out = items_of(run, lake, list(COLUMNS))
    read = shares_of_items(items)
    about = {"items_not_read": left_out, **read.counts}
    if read.shares is None:
        with transaction.atomic():
            storing.finish(run, {"counts": {"communities": 0, "edges": 0}, "read": about})
        return []
    settings = Settings(
        definition=run.definition,  # type: ignore[arg-type]  # its choices are the library's
        window_seconds=run.window_seconds,
        min_weight=run.min_weight,
        evidence=EVIDENCE,
    )
    network = detect(read.shares, settings, allowed=allowed_now(items, now))
    network = readable(bounded(network), read.items)
    network.provenance["read"] = about
    with transaction.atomic():
        found = storing.keep(run, network, communities_in(network, read.items))
        if run.definition == Definition.TANGKAL:
            raise_signals(found, run)
    return found


def items_of(run: Run, lake: Lake, columns: list[str]) -> tuple[pa.Table, int]:
    """The window's items, the newest where there are too many, and how many were not read."""
    items = lake.window(run.since, run.until, columns, most=MOST_ITEMS + 1)
    left_out = 0
    if items.num_rows > MOST_ITEMS:
        total = lake.window(run.since, run.until, ["is_exercise"], most=1 << 40).num_rows
        left_out = total - MOST_ITEMS
        items = items.slice(items.num_rows - MOST_ITEMS)
    return items.filter(pc.equal(items["is_exercise"], run.is_exercise)), left_out


def allowed_now(items: pa.Table, now: datetime) -> list[Any]:
    """The allow-list as the library takes it; an outlet's name becomes its accounts."""
    from tangkal.early_warning.coordination import Allowed  # noqa: PLC0415
    from tangkal.pipeline.coordination.items import accounts_named  # noqa: PLC0415

    found = []
    for entry in queries.in_force(now):
        values, kind = [entry.value], entry.kind
        if entry.kind == AllowedEntry.Kind.OUTLET:
            values, kind = accounts_named(items, entry.value), "account"
        found += [
            Allowed(
                kind=kind,  # type: ignore[arg-type]  # one of the library's three
                value=value,
                reason=entry.reason,
                added_by=entry.added_by.display_name,
                added_on=timezone.localdate(entry.added_at).isoformat(),
            )
            for value in values
        ]
    return found


# -- signals -------------------------------------------------------------------------------


def raise_signals(found: Sequence[Community], run: Run) -> None:
    """One signal a community, which grows; what another took up becomes its duplicate."""
    told = [each for each in found if len(each.accounts) >= SIGNAL_FROM]
    signals.store([draft_of(community, run) for community in told])
    by_key = {
        signal.key: signal for signal in Signal.objects.filter(key__in=[key_of(c) for c in told])
    }
    for community in told:
        signal = by_key[key_of(community)]
        if community.signal_id != signal.pk:
            community.signal = signal
            community.save(update_fields=["signal"])
        close_merged(community, signal)


def close_merged(community: Community, into: Signal) -> None:
    """Signals nobody has touched follow their community; a person's state stays as it is."""
    for merged in community.merged.filter(signal__state=SignalState.NEW, signal__owner=None):
        signal = merged.signal
        assert signal is not None
        if signal.pk != into.pk:
            signal.state, signal.duplicate_of, signal.due_at = SignalState.DUPLICATE, into, None
            signal.version += 1
            signal.save(update_fields=["state", "duplicate_of", "due_at", "version"])
            record("signal.marked_duplicate", signal, by=None, of=into.pk)


def key_of(community: Community) -> str:
    return f"coordination:{community.pk}"


def draft_of(community: Community, run: Run) -> SignalDraft:
    reasons = (
        {
            "kind": "coordination",
            "community": community.pk,
            "accounts": len(community.accounts),
            "objects": community.objects_shared,
            "window_seconds": run.window_seconds,
            "method": run.provenance["settings"]["method"],
        },
    )
    return SignalDraft(
        key=key_of(community),
        narrative_id="",
        title=community.label,
        excerpt="",
        reasons=reasons,
        urgency=urgency_of(reasons),
        items_total=community.items,
        volume=tuple(community.volume),
        volume_until=community.volume_until or community.last_at,
        platforms=dict(community.platforms),
        language=None,
        region_code=community.regions[0][0] if community.regions else None,
        sample_item_ids=tuple(community.sample_item_ids),
        best=None,
        first_seen_at=community.first_at,
        last_seen_at=community.last_at,
        source_kind="crawler",
        is_exercise=community.is_exercise,
    )


# -- retention -----------------------------------------------------------------------------


def forget_before(before: datetime) -> int:
    """Drop runs that hold items from before a moment, and communities that no run holds."""
    old = Run.objects.filter(since__lt=before + CLOCK)
    dropped = old.count()
    old.delete()
    Community.objects.filter(sightings=None).delete()
    return dropped
