"""From measured batches to signals: which narratives deserve a person's look, and why.

A signal is a measurement. It orders the queue and decides nothing; every reason carries the
figures it rests on, and the desk says them in the reader's language.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tangkal.early_warning.bursts import find_bursts
from tangkal.early_warning.templates import MIN_ACCOUNTS
from tangkal.engines.base import Lake
from tangkal.kernel import Burst, ClaimMatch, NarrativeSummary
from tangkal.pipeline.narrative_figures import ENOUGH_AUTHORS, NarrativeFigures
from tangkal.pipeline.template_signals import template_reasons
from tangkal.recognise.restraint import answer
from tangkal.statistics.counts import utc_hour

HOUR = timedelta(hours=1)
SPARK_HOURS = 48  # what the queue's small chart shows
HISTORY_HOURS = 14 * 24  # the past that a burst is measured against
BACKFILL = timedelta(days=7)  # hours older than this are history, not news
NEW_NARRATIVE_ITEMS = 10  # fewer than this in a first day is ordinary chatter
NEW_NARRATIVE_AUTHORS = ENOUGH_AUTHORS  # one busy account is not a narrative
SETTLED = timedelta(days=2)  # how much past the lake needs before anything is called new
MAYBE_ITEMS = 3  # a doubtful match alone is not worth a look until it repeats …
MAYBE_SCORE = 0.6  # … and is nearer than the matcher's own "maybe", which is for questions

Counts = npt.NDArray[np.int64]

# How strongly each kind of reason asks for a look; combined as independent reasons would be.
# Ordering only: the weights are ours and claim no probability.
# A watch list's reason brings its severity as its score.
WEIGHTS = {
    "known_claim": 0.6,
    "maybe_claim": 0.3,
    "burst": 0.55,
    "coordination": 0.5,
    "template": 0.4,
    "report": 0.25,
    "new": 0.2,
    "watch": 1.0,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalDraft:
    """What the machine says of one narrative now; the desk keeps what people did with it."""

    key: str
    narrative_id: str
    title: str
    excerpt: str
    reasons: tuple[Mapping[str, Any], ...]  # {"kind": …, figures…}, strongest first
    urgency: float  # 0 … 1
    items_total: int
    volume: tuple[int, ...]  # items an hour, oldest first
    volume_until: datetime  # end of the last hour
    platforms: Mapping[str, int]
    language: str | None
    region_code: str | None
    sample_item_ids: tuple[str, ...]
    best: ClaimMatch | None
    first_seen_at: datetime
    last_seen_at: datetime
    source_kind: str
    is_exercise: bool
    excerpt_is_typical: bool = True  # else it is only what came now; an earlier one serves better


@dataclass(slots=True)
class Touched:
    """What one batch brought to one narrative."""

    rows: list[int] = field(default_factory=list)
    best: ClaimMatch | None = None
    reports: int = 0  # citizens' reports of it so far
    first_day: int = 0  # items in the first 24 hours of a narrative born lately
    authors: int = 0  # different accounts so far; counted where the first day was large
    burst: Burst | None = None
    template: Mapping[str, Any] | None = None  # what new accounts fill in today
    watched: Sequence[Mapping[str, Any]] = ()  # what the watch list says of it


def draft_signals(
    batch: pa.Table,
    *,
    lake: Lake,
    figures: NarrativeFigures,
    summaries: Sequence[NarrativeSummary],
    now: datetime,
    watched: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
) -> list[SignalDraft]:
    """Signals for the narratives that a batch touched.

    Args:
        batch: rows of the LAKE schema, already appended to `lake`.
        lake: where today's texts are read, where they may be one pattern filled in anew.
        figures: counts of the narratives; the batch is part of them.
        summaries: at least the touched narratives'.
        now: the wall clock; later moments count as now.
        watched: reasons of the watch list, by narrative; a narrative that is not in the batch
            is left out.

    Returns:
        At most one draft a narrative, most urgent first; narratives with no reason give none.
    """
    if batch.num_rows == 0:
        return []
    touched = collect(batch)
    for narrative_id in touched.keys() & (watched or {}).keys():
        touched[narrative_id].watched = (watched or {})[narrative_id]
    ids = list(touched)
    moments = moments_of(batch, now)
    until = max(moments) + HOUR
    counts = recent_counts(ids, figures=figures, until=until)
    for burst in bursts_in(batch, moments, counts, until=until, watched_from=figures.beginning()):
        known = touched[burst.series].burst
        if known is None or burst.hour >= known.hour:
            touched[burst.series].burst = burst
    for narrative_id, reason in template_reasons(
        figures.due_for_reading(ids, until, at_least=MIN_ACCOUNTS),
        lake=lake,
        beginning=figures.beginning(),
        until=until,
    ).items():
        touched[narrative_id].template = reason
    for narrative_id, kinds in figures.counts_by(ids, "source_kind").items():
        touched[narrative_id].reports = kinds.get("aduan", 0)
    totals = dict(zip(ids, figures.totals(ids).tolist(), strict=True))
    spans = dict(zip(ids, figures.first_last(ids), strict=True))
    find_newborn(touched, spans, counts, figures=figures, until=until)
    titles = {summary.narrative_id: summary for summary in summaries}
    drafts = [
        (narrative_id, reasons)
        for narrative_id in ids
        if (
            reasons := reasons_for(touched[narrative_id], totals[narrative_id], spans[narrative_id])
        )
    ]
    raised = [narrative_id for narrative_id, _ in drafts]
    volumes = figures.hourly_counts(raised, until - SPARK_HOURS * HOUR, SPARK_HOURS)
    platforms = figures.counts_by(raised, "platform")
    made = [
        draft(batch, touched[key], reasons, summary=titles.get(key), key=key)
        | {"platforms": platforms[key]}
        | {"items_total": totals[key], "volume": tuple(volume.tolist()), "volume_until": until}
        | span_fields(spans[key], until)
        for (key, reasons), volume in zip(drafts, volumes, strict=True)
    ]
    return sorted(
        (SignalDraft(**fields) for fields in made), key=lambda each: (-each.urgency, each.key)
    )


def collect(batch: pa.Table) -> dict[str, Touched]:
    """Group a batch's rows by narrative, with its best match."""
    touched: dict[str, Touched] = {}
    columns = batch.select(["item_id", "narrative_id", "matches"]).to_pydict()
    for row, narrative_id in enumerate(columns["narrative_id"]):
        each = touched.setdefault(narrative_id, Touched())
        each.rows.append(row)
        for match in columns["matches"][row][:1]:
            if each.best is None or match["score"] > each.best.score:
                each.best = ClaimMatch(
                    item_id=columns["item_id"][row],
                    claim_id=match["claim_id"],
                    score=min(1.0, float(match["score"])),
                    reasons=tuple(match["reasons"]),
                    method=match["method"],
                )
    return touched


def moments_of(batch: pa.Table, now: datetime) -> list[datetime]:
    """The hour of each row; a clock that runs ahead of ours counts as now."""
    moments = pc.coalesce(batch["published_at"], batch["observed_at"]).to_pylist()
    return [utc_hour(min(moment, now)) for moment in moments]


def recent_counts(
    ids: Sequence[str], *, figures: NarrativeFigures, until: datetime
) -> dict[str, Counts]:
    """Items an hour of each narrative over BACKFILL and the history before it, oldest first."""
    hours = int(BACKFILL / HOUR) + HISTORY_HOURS
    return dict(zip(ids, figures.hourly_counts(ids, until - hours * HOUR, hours), strict=True))


def bursts_in(
    batch: pa.Table,
    moments: list[datetime],
    counts: Mapping[str, Counts],
    *,
    until: datetime,
    watched_from: datetime | None,
) -> list[Burst]:
    """Score every recent (narrative, hour) that the batch added to, each against its own past.

    An hour's window ends with the hour itself, so what came later never counts. All touched
    narratives are tested at each hour, the quiet ones too, so that the false-discovery level
    is what it says.
    """
    touched_at: dict[datetime, set[str]] = {}
    for moment, key in zip(moments, batch["narrative_id"].to_pylist(), strict=True):
        if moment >= until - BACKFILL:
            touched_at.setdefault(moment, set()).add(key)
    series, table = list(counts), np.stack(list(counts.values()))
    found: list[Burst] = []
    for hour in sorted(touched_at):
        end = table.shape[1] - int((until - hour) / HOUR) + 1
        first_hour = hour - HISTORY_HOURS * HOUR
        bursts = find_bursts(
            series,
            table[:, end - HISTORY_HOURS - 1 : end],
            first_hour,
            watched_from=watched_from and max(watched_from, first_hour),
        )
        found.extend(burst for burst in bursts if burst.series in touched_at[hour])
    return found


def find_newborn(
    touched: Mapping[str, Touched],
    spans: Mapping[str, tuple[datetime, datetime] | None],
    counts: Mapping[str, Counts],
    *,
    figures: NarrativeFigures,
    until: datetime,
) -> None:
    """Mark narratives born lately that many accounts took up in their first day.

    Newness needs a past: while what was seen is younger than SETTLED, everything is new to it
    and nothing is news.
    """
    past = figures.beginning()
    if past is None:
        return
    for key, each in touched.items():
        span = spans[key]
        if span is None or span[0] < max(until - BACKFILL, past + SETTLED):
            continue
        start = len(counts[key]) - int((until - utc_hour(span[0])) / HOUR)
        each.first_day = int(counts[key][start : start + 24].sum())
    large = [key for key, each in touched.items() if each.first_day >= NEW_NARRATIVE_ITEMS]
    for key, authors in zip(large, figures.authors(large), strict=True):
        touched[key].authors = authors


def reasons_for(
    touched: Touched, total: int, span: tuple[datetime, datetime] | None
) -> list[dict[str, Any]]:
    """Why a narrative deserves a look, strongest first; empty when it does not."""
    reasons: list[dict[str, Any]] = []
    sure = answer(touched.best)
    is_maybe = sure == "maybe" and total >= MAYBE_ITEMS
    if touched.best and (sure == "same" or (is_maybe and touched.best.score >= MAYBE_SCORE)):
        reasons.append(
            {
                "kind": "known_claim" if sure == "same" else "maybe_claim",
                "claim_id": touched.best.claim_id,
                "score": round(touched.best.score, 3),
            }
        )
    if burst := touched.burst:
        reasons.append(
            {
                "kind": "burst",
                "observed": burst.observed,
                "usual_low": burst.usual_low,
                "usual_high": burst.usual_high,
                "hour": burst.hour.isoformat(),
                "started_at": burst.started_at.isoformat(),
                "q_value": burst.q_value,
                "method": burst.method,
            }
        )
    if touched.template:
        reasons.append(dict(touched.template))
    if touched.reports:
        reasons.append({"kind": "report", "count": touched.reports})
    if touched.first_day >= NEW_NARRATIVE_ITEMS and touched.authors >= NEW_NARRATIVE_AUTHORS:
        first_seen = span[0].isoformat() if span else None
        reasons.append({"kind": "new", "items": touched.first_day, "first_seen": first_seen})
    reasons.extend(map(dict, touched.watched))
    return sorted(reasons, key=lambda each: -weight(each))


def weight(reason: Mapping[str, Any]) -> float:
    base = WEIGHTS[str(reason["kind"])]
    return base * float(reason.get("score", 1.0))


def urgency_of(reasons: Sequence[Mapping[str, Any]]) -> float:
    """Combine reasons as independent ones: 1 − Π(1 − weight)."""
    rest = 1.0
    for reason in reasons:
        rest *= 1.0 - weight(reason)
    return round(1.0 - rest, 4)


def draft(
    batch: pa.Table,
    touched: Touched,
    reasons: list[dict[str, Any]],
    *,
    summary: NarrativeSummary | None,
    key: str,
) -> dict[str, Any]:
    """The fields of a draft that come from the batch's rows."""
    rows = batch.take(touched.rows).select(
        [
            "item_id",
            "title",
            "text",
            "language",
            "region_code",
            "source_kind",
            "is_exercise",
            "family_id",
        ]
    )
    columns = rows.to_pydict()
    first_text = columns["title"][0] or columns["text"][0]
    is_exercise = all(columns["is_exercise"])
    typical = summary.typical_items if summary else ()
    samples = typical or tuple(columns["item_id"][:3])
    said = saying(columns["family_id"], typical)
    return {
        "key": f"{'exercise' if is_exercise else 'narrative'}:{key}",
        "narrative_id": key,
        "title": (summary.title if summary and summary.title else first_text)[:200],
        "excerpt": columns["text"][said or 0][:600],
        "excerpt_is_typical": said is not None,
        "reasons": tuple(reasons),
        "urgency": urgency_of(reasons),
        "language": commonest(columns["language"]),
        "region_code": commonest(columns["region_code"]),
        "sample_item_ids": tuple(samples)[:5],
        "best": touched.best,
        "source_kind": "aduan" if touched.reports else str(columns["source_kind"][0]),
        "is_exercise": is_exercise,
    }


def saying(families: Sequence[str], typical: Sequence[str]) -> int | None:
    """The row that says what the narrative typically says, itself or a copy; None for none.

    >>> saying(["f3", "f2", "f1"], ["f1", "f2"])
    2
    """
    return next((families.index(family) for family in typical if family in families), None)


def commonest(values: Sequence[str | None]) -> str | None:
    counted = Counter(value for value in values if value)
    return counted.most_common(1)[0][0] if counted else None


def span_fields(span: tuple[datetime, datetime] | None, until: datetime) -> dict[str, datetime]:
    first, last = span or (until - HOUR, until - HOUR)
    return {"first_seen_at": first, "last_seen_at": last}
