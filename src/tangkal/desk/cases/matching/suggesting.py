"""Keep what the worker's matcher suggests of each signal, for people to confirm or reject."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from tangkal.desk.cases.matching.commands import reconsider
from tangkal.desk.cases.models import Signal
from tangkal.desk.recognise.judging import LONGEST_TEXT
from tangkal.desk.recognise.models import KnownClaim, MatchSuggestion
from tangkal.pipeline.signals import SignalDraft
from tangkal.recognise.restraint import answer


class Matched(NamedTuple):
    """The item that a match was for."""

    family_id: str
    text: str
    on: date | None


MEASURED = ("score", "level", "reasons", "method", "matcher_version")
KEPT = (*MEASURED, "item_id", "family_id", "text", "text_date", "at")


def suggest(
    stored: Sequence[tuple[Signal, SignalDraft]], measured: pa.Table | None, matcher_version: int
) -> None:
    """One row for each signal's best match; the likelier of two of one pair stays.

    Call it in the transaction that holds the signals' locks.
    """
    matched = [(signal, draft) for signal, draft in stored if draft.best]
    items = items_of([draft.best.item_id for _s, draft in matched if draft.best], measured)
    known = set(
        KnownClaim.objects.filter(
            pk__in=[draft.best.claim_id for _s, draft in matched if draft.best]
        ).values_list("pk", flat=True)
    )
    before = {
        (row.signal_id, row.claim_id): row
        for row in MatchSuggestion.objects.filter(signal__in=[signal for signal, _d in matched])
    }
    rows = []
    for signal, draft in matched:
        assert draft.best is not None
        old = before.get((signal.pk, draft.best.claim_id))
        if draft.best.claim_id in known and (old is None or old.score < draft.best.score):
            rows.append(suggestion(signal, draft, items, matcher_version))
    MatchSuggestion.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["subject", "claim"],
        update_fields=KEPT,
    )
    # Where people have spoken, their word orders what the signal shows; the rest is as measured.
    judged = {signal_id for (signal_id, _claim), row in before.items() if row.judgement_id}
    reconsider(sorted(pk for pk in judged if pk))


def suggestion(
    signal: Signal, draft: SignalDraft, items: Mapping[str, Matched], matcher_version: int
) -> MatchSuggestion:
    best = draft.best
    assert best is not None
    matched = items.get(best.item_id, Matched("", draft.excerpt, None))
    return MatchSuggestion(
        subject=f"signal:{signal.pk}",
        signal=signal,
        claim_id=best.claim_id,
        item_id=best.item_id[:32],
        family_id=matched.family_id,
        text=matched.text[:LONGEST_TEXT],
        text_date=matched.on,
        score=best.score,
        level=answer(best),
        reasons=list(best.reasons),
        method=best.method[:60],
        matcher_version=matcher_version,
        is_exercise=signal.is_exercise,
    )


def items_of(ids: Sequence[str], measured: pa.Table | None) -> dict[str, Matched]:
    """Family, text and day of some items among the rows just measured."""
    if measured is None or not ids:
        return {}
    rows = measured.filter(pc.is_in(measured["item_id"], value_set=pa.array(ids, pa.string())))
    columns = ["item_id", "family_id", "title", "text", "published_at", "observed_at"]
    return {
        row["item_id"]: Matched(
            row["family_id"] or "",
            "\n".join(part for part in (row["title"], row["text"]) if part),
            day_of(row["published_at"] or row["observed_at"]),
        )
        for row in rows.select(columns).to_pylist()
    }


def day_of(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
