"""The desk's row of a narrative: made when somebody or something first has to do with it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from tangkal.desk.cases import items
from tangkal.desk.cases.models import Signal
from tangkal.desk.cases.states import SignalState
from tangkal.desk.situational_insight.families import ALWAYS
from tangkal.desk.situational_insight.models import Narrative
from tangkal.desk.situational_insight.moving import standing
from tangkal.desk.workflow import StaleObject, check_version
from tangkal.engines import Lake, NarrativeCount, Search
from tangkal.situational_insight.activity import HOURS_READ, measured_state
from tangkal.situational_insight.titles import first_sentence
from tangkal.statistics.counts import utc_hour

HOUR = timedelta(hours=1)


def found_in(lake: Lake, narrative_id: str) -> Narrative | None:
    """A row, not stored, of what the lake knows of a narrative; None where it knows nothing."""
    found = lake.narratives(Search(narrative_id=narrative_id, limit=1))
    if not found:
        return None
    row = as_row(found[0], is_exercise=not real_among(lake, [narrative_id]))
    raised = Signal.objects.filter(narrative_id=narrative_id).exclude(state=SignalState.DUPLICATE)
    titles = raised.values_list("title", flat=True)
    row.machine_title = titles.first() or row.machine_title
    return row


def real_among(lake: Lake, ids: Sequence[str]) -> set[str]:
    """Narratives that hold at least one item of the world: those are no exercise's."""
    if not ids:
        return set()
    told = lake.tally(*ALWAYS, ["narrative_id"], narrative_ids=ids, is_exercise=False)
    return set(told["narrative_id"].to_pylist())


def as_row(count: NarrativeCount, *, is_exercise: bool = False) -> Narrative:
    return Narrative(
        pk=count.narrative_id,
        machine_title=(first_sentence(count.lead) or count.lead)[:200],
        items=count.items,
        first_seen_at=count.first,
        last_seen_at=count.last,
        is_exercise=is_exercise,
    )


def row_or_lake(narrative_id: str) -> Narrative | None:
    """The row, or where there is none yet, one not stored of what the lake knows."""
    row = Narrative.objects.select_related("parent", "merged_into").filter(pk=narrative_id).first()
    return row or found_in(items.lake(), narrative_id)


def lock(narrative_id: str, version: int | None = None) -> Narrative:
    """The row as it now is, made where there was none, locked until the transaction closes.

    Args:
        version: what the person's page showed; None where no page was drawn.

    Raises:
        Narrative.DoesNotExist: neither the desk nor the lake knows it.
        StaleObject: somebody changed it since, or it has become part of another.
    """
    rows = Narrative.objects.select_for_update(of=("self",)).select_related("changed_by")
    found = rows.filter(pk=narrative_id).first() or made(narrative_id)
    check_version(found, version)
    if standing(narrative_id) != narrative_id:
        raise StaleObject(str(found), str(found.changed_by) if found.changed_by else None)
    return found


def made(narrative_id: str) -> Narrative:
    row = found_in(items.lake(), narrative_id)
    if row is None:
        raise Narrative.DoesNotExist(narrative_id)
    row.state_since = row.last_seen_at or timezone.now()
    Narrative.objects.bulk_create([row], ignore_conflicts=True)
    return Narrative.objects.select_for_update(of=("self",)).get(pk=narrative_id)


def make_missing(rows: Iterable[Narrative]) -> None:
    """Store rows of narratives that have none yet; what is there stays as it is."""
    Narrative.objects.bulk_create(list(rows), ignore_conflicts=True, batch_size=500)


def states_of(
    lake: Lake, spans: Mapping[str, tuple[datetime, str]], until: datetime
) -> dict[str, str]:
    """The measured state of some narratives: one question to the lake.

    Args:
        spans: first moment and present state by narrative.
        until: the newest moment of any item: a source that went silent calms nothing.
    """
    ids = list(spans)
    end = utc_hour(until) + HOUR
    counts = lake.hourly_counts(ids, end - HOURS_READ * HOUR, HOURS_READ)
    return {
        each: measured_state(row, present=spans[each][1], age_hours=age(spans[each][0], end))
        for each, row in zip(ids, counts, strict=True)
    }


def age(first: datetime, end: datetime) -> float:
    return (end - first) / HOUR
