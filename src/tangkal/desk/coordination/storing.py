"""Keep what a run found: its tables, its communities, and which of them go on from before."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from tangkal.desk.audit.commands import record
from tangkal.desk.coordination.describing import Found
from tangkal.desk.coordination.following import follow
from tangkal.desk.coordination.models import Community, Run, RunTables, Sighting
from tangkal.desk.coordination.tables import NAMES, packed

if TYPE_CHECKING:
    from tangkal.early_warning.coordination import Network

OF_THE_SIGHTING = ("number", "drawing")


@transaction.atomic
def keep(run: Run, network: "Network", found: Sequence[Found]) -> list[Community]:
    """Store a finished run; answers its communities as they stand now, largest first."""
    RunTables.objects.create(
        run=run,
        is_directed=network.is_directed,
        **{name: packed(getattr(network, name)) for name in NAMES},
    )
    found = sorted(found, key=lambda each: (-len(each.accounts), each.number))
    known = {
        community.pk: community
        for community in Community.objects.select_for_update()
        .filter(is_exercise=run.is_exercise, definition=run.definition, merged_into=None)
        .order_by("pk")
    }
    steps = follow(
        [frozenset(each.accounts) for each in found],
        {pk: frozenset(community.accounts) for pk, community in known.items()},
    )
    kept = []
    for each, step in zip(found, steps, strict=True):
        community = known[step.continues] if step.continues is not None else None
        community = take_in(run, each, community)
        for pk in step.takes_up:
            merge(known[pk], community)
        Sighting.objects.create(
            run=run,
            community=community,
            number=each.number,
            accounts=len(each.accounts),
            pairs=each.pairs,
            drawing=each.drawing,
        )
        kept.append(community)
    finish(run, network.provenance)
    return kept


def take_in(run: Run, found: Found, community: Community | None) -> Community:
    """The community with the figures of its latest window; an older window changes nothing."""
    facts = {name: value for name, value in asdict(found).items() if name not in OF_THE_SIGHTING}
    if community is None:
        return Community.objects.create(
            **facts,
            definition=run.definition,
            is_exercise=run.is_exercise,
            seen_until=run.until,
        )
    if run.until < community.seen_until:
        return community
    facts["first_at"] = min(community.first_at, found.first_at)
    for name, value in facts.items():
        setattr(community, name, value)
    community.seen_until = run.until
    community.save()
    return community


def merge(taken_up: Community, into: Community) -> None:
    taken_up.merged_into = into
    taken_up.save(update_fields=["merged_into"])
    record("coordination.merged", into, by=None, taken_up=taken_up.pk)


def finish(run: Run, provenance: dict[str, object], *, fault: str = "") -> None:
    run.state = Run.State.FAILED if fault else Run.State.DONE
    run.fault = fault[:300]
    run.provenance = provenance
    run.finished_at = timezone.now()
    run.save(update_fields=["state", "fault", "provenance", "finished_at"])
    counts = run.counts
    record(
        "coordination.failed" if fault else "coordination.found",
        run,
        by=None,
        fault=fault,
        communities=counts.get("communities", 0),
        pairs=counts.get("edges", 0),
    )
