"""Rights data as files: no words of senders, staff under their pseudonyms."""

import csv
import io
from collections.abc import Iterable

from django.http import HttpResponse
from django.utils import timezone

from tangkal.desk.rights.models import Review
from tangkal.desk.rights.pseudonyms import name_outside
from tangkal.desk.ui import sheets

APPEAL_COLUMNS = (
    "receipt",
    "subject_type",
    "part",
    "organisation",
    "priority",
    "state",
    "outcome",
    "outcome_reason",
    "received_at",
    "first_replied_at",
    "decided_at",
    "told_at",
    "announced_at",
    "officer",
)


def appeals_csv(reviews: Iterable[Review]) -> HttpResponse:
    return csv_answer("appeals", APPEAL_COLUMNS, (appeal_row(review) for review in reviews))


def appeal_row(review: Review) -> list[object]:
    appeal = review.appeal
    return [
        appeal.receipt,
        appeal.subject_type,
        appeal.part,
        review.organisation,
        review.priority,
        appeal.state,
        appeal.outcome,
        appeal.outcome_reason,
        appeal.received_at.isoformat(),
        *(
            moment.isoformat() if moment else ""
            for moment in (
                appeal.first_replied_at,
                appeal.decided_at,
                appeal.told_at,
                appeal.announced_at,
            )
        ),
        name_outside(review.officer) if review.officer else "",
    ]


def csv_answer(name: str, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> HttpResponse:
    """A spreadsheet that runs no formula; kept by no cache."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([sheets.cell(value) for value in row])
    response = HttpResponse(f"\ufeff{text.getvalue()}", content_type="text/csv; charset=utf-8")
    day = timezone.localdate().isoformat()
    response["Content-Disposition"] = f'attachment; filename="{name}-{day}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response
