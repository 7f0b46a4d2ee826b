"""Issues, spreads, clarifications and requests, side by side and never added up."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.cases import counting, queries, words

PERIODS = {"30": 30, "90": 90, "365": 365, "all": None}


@require_GET
@login_required
def counts(request: HttpRequest) -> HttpResponse:
    """The counts of the cases opened in a period, in all and by month, subject and platform."""
    reader = reader_of(request)
    period = request.GET.get("period", "90")
    period = period if period in PERIODS else "90"
    days = PERIODS[period]
    is_exercise = request.GET.get("exercise") == "1"
    cases = queries.visible_cases(reader).filter(is_exercise=is_exercise, merged_into=None)
    if days is not None:
        cases = cases.filter(opened_at__gte=timezone.now() - timedelta(days=days))
    found = list(cases)
    each = counting.of_cases(found)
    total = counting.in_all(each.values())
    context = {
        "counts": total,
        "months": counting.by_month(found, each, local),
        "categories": [
            (words.say(words.CATEGORIES, code) if code else _("Not said"), row)
            for code, row in counting.by_category(cases, each)
        ],
        "platforms": counting.by_platform(cases),
        "has_requests": total.requests is not None,
        "period": period,
        "periods": periods(),
        "is_exercise": is_exercise,
    }
    return render(request, "cases/counts.html", context)


def local(moment: datetime) -> datetime:
    return timezone.localtime(moment)


def periods() -> Iterable[tuple[str, str]]:
    return (
        ("30", _("the last 30 days")),
        ("90", _("the last 90 days")),
        ("365", _("the last year")),
        ("all", _("all time")),
    )
