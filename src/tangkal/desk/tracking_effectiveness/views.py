"""What was done and what cannot be said of it; how well deadlines were kept."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.cases import words
from tangkal.desk.tracking_effectiveness import deadlines, figures, spread
from tangkal.engines import LakeError

PERIODS = {"30": 30, "90": 90, "365": 365, "all": None}


@require_GET
@login_required
def described(request: HttpRequest) -> HttpResponse:
    """Decisions, corrections and descriptions of before and after, each with its formula."""
    user = reader_of(request)
    now = timezone.now()
    period = request.GET.get("period", "90")
    period = period if period in PERIODS else "90"
    days = PERIODS[period]
    since = now - timedelta(days=days) if days else None
    # A demonstration holds nothing but an exercise: there it is what one comes to see.
    usual = "exercise" if settings.TANGKAL.is_demo else "real"
    exercise = request.GET.get("reality", usual) == "exercise"
    cases = list(figures.cases_since(user, since, exercise=exercise))
    around, fault = [], ""
    try:
        around = spread.described(cases, now)
    except LakeError as error:
        fault = str(error)
    context = {
        "period": period,
        "tabs": tabs(exercise=exercise),
        "exercise": exercise,
        "is_exercise": exercise,
        "cases": len(cases),
        "decisions": figures.decisions(cases),
        "corrections": figures.corrections([case.number for case in cases], since),
        "described": around,
        "fault": fault,
    }
    return render(request, "tracking_effectiveness/described.html", context)


@require_GET
@login_required
def deadline_figures(request: HttpRequest) -> HttpResponse:
    """Deadlines kept by step and priority, and how quiet decisions turned out."""
    user = reader_of(request)
    now = timezone.now()
    period = request.GET.get("period", "90")
    period = period if period in PERIODS else "90"
    days = PERIODS[period]
    since = now - timedelta(days=days) if days else None
    usual = "exercise" if settings.TANGKAL.is_demo else "real"
    exercise = request.GET.get("reality", usual) == "exercise"
    cases = list(
        figures.cases_since(user, since, exercise=exercise).prefetch_related("assessments")
    )
    context = {
        "period": period,
        "tabs": tabs(exercise=exercise),
        "exercise": exercise,
        "is_exercise": exercise,
        "rows": [
            {"name": words.say(words.DEADLINE_STEPS, row.step), "row": row}
            for row in deadlines.table(cases, since, now, exercise=exercise)
        ],
        "quiet": deadlines.quiet(cases, now),
    }
    return render(request, "tracking_effectiveness/deadlines.html", context)


def tabs(*, exercise: bool) -> list[dict[str, object]]:
    labels = {
        "30": _("30 days"),
        "90": _("90 days"),
        "365": _("One year"),
        "all": _("All time"),
    }
    more = f"&reality={'exercise' if exercise else 'real'}"
    return [
        {"key": key, "label": label, "url": f"?period={key}{more}"} for key, label in labels.items()
    ]
