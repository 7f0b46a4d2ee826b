"""The public log of corrections: every change with its reason, both wordings and its appeal."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from tangkal.desk.portal.caching import public_page
from tangkal.desk.portal.changes import readable
from tangkal.desk.portal.claim_review import address_of
from tangkal.desk.portal.models import Correction
from tangkal.desk.ui import sheets

PAGE = 20
MOST = 5_000  # in one file; a year has fewer
NEWEST = 50
COLUMNS = (
    "at",
    "kind",
    "address",
    "headline",
    "reason",
    "after_appeal",
    "edition",
    "field",
    "before",
    "after",
)

if TYPE_CHECKING:
    Corrections = Feed[Correction, None]
else:
    Corrections = Feed


def logged(year: int | None = None) -> QuerySet[Correction]:
    """Every change that strangers may see, newest first."""
    found = Correction.objects.select_related("clarification", "appeal")
    if not settings.TANGKAL.is_demo:
        found = found.filter(clarification__is_exercise=False)
    return found.filter(at__year=year) if year else found


def asked_year(request: HttpRequest) -> int | None:
    """The year of the address; None for all, and for what is no year."""
    text = request.GET.get("year", "")
    return (
        int(text) if text.isdecimal() and 2000 <= int(text[:4]) <= 2200 and len(text) == 4 else None
    )


@public_page
def log(request: HttpRequest) -> HttpResponse:
    """Every change of a published answer, newest first, by year."""
    year = asked_year(request)
    context = {
        "page": Paginator(logged(year), PAGE).get_page(request.GET.get("page")),
        "year": year,
        "years": [moment.year for moment in logged().datetimes("at", "year", order="DESC")],
    }
    return render(request, "portal/corrections.html", context)


def differences(correction: Correction) -> list[tuple[str, str, str]]:
    """(field, old words, new words) of what changed."""
    before, after = readable(correction.before), readable(correction.after)
    return [
        (key, before.get(key, ""), after.get(key, ""))
        for key in {**before, **after}
        if before.get(key, "") != after.get(key, "")
    ]


def as_dict(correction: Correction) -> dict[str, object]:
    return {
        "at": correction.at.isoformat(),
        "kind": correction.kind,
        "address": address_of(correction.clarification),
        "headline": correction.clarification.headline,
        "reason": correction.reason,
        "after_appeal": correction.appeal.receipt if correction.appeal else None,
        "edition": correction.edition,
        "changes": [
            {"field": key, "before": before, "after": after}
            for key, before, after in differences(correction)
        ],
    }


@public_page
def as_json(request: HttpRequest) -> HttpResponse:
    """The log for programs."""
    rows = [as_dict(each) for each in logged(asked_year(request))[:MOST]]
    return JsonResponse({"corrections": rows}, json_dumps_params={"ensure_ascii": False})


@public_page
def as_csv(request: HttpRequest) -> HttpResponse:
    """The log for spreadsheets: a line a changed field."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for each in logged(asked_year(request))[:MOST]:
        writer.writerows(csv_rows(each))
    response = HttpResponse(f"\ufeff{text.getvalue()}", content_type="text/csv; charset=utf-8")
    day = timezone.localdate().isoformat()
    response["Content-Disposition"] = f'attachment; filename="koreksi-{day}.csv"'
    return response


def csv_rows(correction: Correction) -> Iterable[list[str]]:
    row = as_dict(correction)
    head = [row[name] for name in COLUMNS[:7]]
    for change in differences(correction) or [("", "", "")]:
        yield [sheets.cell(value) for value in (*head, *change)]


class CorrectionsFeed(Corrections):
    """The newest changes, for whoever quotes our answers."""

    feed_type = Atom1Feed

    def title(self) -> str:
        return _("%(publisher)s: corrections") % {"publisher": settings.TANGKAL.publisher}

    def link(self) -> str:
        return f"{settings.TANGKAL.site_url}{reverse('corrections')}"

    def feed_url(self) -> str:
        return f"{settings.TANGKAL.site_url}{reverse('corrections-feed')}"

    def subtitle(self) -> str:
        return _("Every change of a published answer, with its reason.")

    def items(self) -> QuerySet[Correction]:
        return logged()[:NEWEST]

    def item_title(self, item: Correction) -> str:
        return f"{item.get_kind_display()}: {item.clarification.headline}"

    def item_description(self, item: Correction) -> str:
        return escape(item.reason)  # readers take it for HTML

    def item_link(self, item: Correction) -> str:
        return f"{address_of(item.clarification)}#koreksi"

    def item_guid(self, item: Correction) -> str:
        return f"{address_of(item.clarification)}#koreksi-{item.pk}"

    def item_pubdate(self, item: Correction) -> datetime:
        return item.at

    def item_updateddate(self, item: Correction) -> datetime:
        return item.at
