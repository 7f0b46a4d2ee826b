"""The tracking page: what was done, how fast, and what cannot be said."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.cases import words
from tangkal.desk.cases.models import Case
from tangkal.desk.tracking_effectiveness import deadlines, figures, spread
from tangkal.engines import LakeError

PERIODS = {"30": 30, "90": 90, "365": 365, "all": None}


@require_GET
@login_required
def tracking(request: HttpRequest) -> HttpResponse:
    """Durations, decisions, corrections and descriptions, each with its formula."""
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
    described, fault = [], ""
    try:
        described = spread.described(cases, now)
    except LakeError as error:
        fault = str(error)
    context = {
        "period": period,
        "tabs": tabs(exercise=exercise),
        "exercise": exercise,
        "is_exercise": exercise,
        "cases": len(cases),
        "durations": durations(cases, since, now, exercise=exercise),
        "decisions": figures.decisions(cases),
        "corrections": figures.corrections([case.number for case in cases], since),
        "described": described,
        "fault": fault,
    }
    return render(request, "tracking_effectiveness/tracking.html", context)


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


def durations(
    cases: list[Case], since: datetime | None, now: datetime, *, exercise: bool
) -> list[dict[str, object]]:
    """Each duration with its name and how it is computed."""
    rows = (
        (
            _("Time to screening"),
            _("signals"),
            _(
                "From a signal’s arrival to the moment a person first looked at it. Kept: within "
                "the deadline of its class (high 15 minutes, medium 1 hour, low 8 hours). "
                "Missing: not looked at yet."
            ),
            figures.screenings(since, exercise=exercise),
        ),
        (
            _("Time to verdict"),
            _("cases"),
            _(
                "From a case’s opening to its first verdict that a second verifier approved. "
                "Kept: within the deadline of its priority, counted from triage (high 3 hours, "
                "medium 6, low 48). Missing: no approved verdict yet. Cases closed without a "
                "verdict, because the gate asked for none, are left out."
            ),
            figures.verdicts(cases),
        ),
        (
            _("Time to first public statement"),
            _("cases decided to be answered"),
            _(
                "From a case’s opening to its first clarification on the portal, of cases whose "
                "latest decision is to respond. Kept: within the deadline of the first public "
                "line (high 1 hour, medium 4, low none). Missing: nothing public yet."
            ),
            figures.answers(cases),
        ),
    )
    return [
        {
            "name": name,
            "what": what,
            "formula": formula,
            "figure": figures.duration(timed, now),
        }
        for name, what, formula, timed in rows
    ]
