"""The table of limits and the working week of an office, with who changed them and why."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tangkal.desk.accounts.models import Organisation, TimeZone
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.cases.models import Priority
from tangkal.desk.deadlines import commands, rules, timing, words
from tangkal.desk.deadlines.forms import LimitForm, WeekForm, hours_text
from tangkal.desk.deadlines.models import Limit, WorkingWeek
from tangkal.desk.deadlines.views.offices import chosen_office, offices_read
from tangkal.desk.ui.refusals import run
from tangkal.impact_analysis import deadlines, holidays

HISTORY = 50


@require_http_methods(["GET", "POST"])
@login_required
def limits(request: HttpRequest) -> HttpResponse:
    """How long each step may take in one office, where that comes from, and a form to change it."""
    reader = reader_of(request)
    is_national = request.GET.get("office") == "all"
    office = None if is_national else chosen_office(request, reader)
    form = LimitForm(request.POST or None)
    if request.method == "POST":
        rules.check_can_set(reader, office)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data

        def act() -> object:
            return commands.set_limit(
                office,
                values["step"],
                values["priority"],
                form.minutes(),
                why=values["why"],
                by=reader,
                in_working_time=values["in_working_time"],
                inherits=values["kind"] == "inherits",
                valid_from=values["valid_from"],
            )

        if run(form, act):
            messages.success(request, _("The limit is set. Clocks that run keep theirs."))
            return redirect(f"{reverse('deadline-limits')}?office={office.pk if office else 'all'}")
    context = {
        "form": form,
        "office": office,
        "offices": offices_read(reader),
        "rows": table_of(office),
        "history": history_of(office),
        "may_set": rules.can_set(reader, office),
        "law": [
            (words.step_name(step), words.limit_words(longest), source)
            for step, (longest, source) in deadlines.LAW.items()
        ],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "deadlines/limits.html", context, status=status)


def table_of(office: Organisation | None) -> list[dict[str, object]]:
    """The table as it holds for a clock that starts now."""
    table, now = timing.current(), timezone.now()
    return [
        {
            "step": words.step_name(step),
            "cells": [
                {"label": str(Priority(priority).label), **cell(table, step, priority, office, now)}
                for priority in Priority.values
            ],
            "pauses": step in deadlines.MAY_PAUSE,
        }
        for step in deadlines.DEADLINES
    ]


def cell(
    table: timing.Table,
    step: str,
    priority: str,
    office: Organisation | None,
    now: datetime,
) -> dict[str, object]:
    allowed = table.allowed(step, priority, office, now)
    own = allowed.row is not None
    return {
        "text": words.limit_words(allowed.length, in_working_time=allowed.in_working_time),
        "is_changed": own,
    }


def history_of(office: Organisation | None) -> list[dict[str, object]]:
    """Every change that reaches this office, newest first."""
    reaching = Q(organisation=None)
    if office is not None:
        reaching |= Q(organisation__in=[key for key in timing.offices(office) if key])
    rows = Limit.objects.filter(reaching).select_related("organisation", "by")
    return [
        {
            "row": row,
            "step": words.step_name(row.step),
            "priority": row.get_priority_display(),
            "limit": _("as the office above has it")
            if row.inherits
            else words.limit_words(
                None if row.minutes is None else timedelta(minutes=row.minutes),
                in_working_time=row.counts == "working",
            ),
        }
        for row in rows[:HISTORY]
    ]


@require_http_methods(["GET", "POST"])
@login_required
def hours(request: HttpRequest) -> HttpResponse:
    """When one office works, and which holidays are known."""
    reader = reader_of(request)
    office = chosen_office(request, reader)
    present = timing.current().week_row(office, timezone.now())
    form = WeekForm(request.POST or None, initial=initial(present))
    if request.method == "POST":
        rules.check_can_set(reader, office)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data

        def act() -> object:
            return commands.set_week(
                office,
                form.week(),
                why=values["why"],
                by=reader,
                days_off=values["days_off"],
                observes_joint_leave=values["observes_joint_leave"],
                time_zone=values["time_zone"],
                valid_from=values["valid_from"],
            )

        if run(form, act):
            messages.success(request, _("The working week is set."))
            return redirect(f"{reverse('deadline-hours')}?office={office.pk}")
    week = present.week if present else timing.USUAL_WEEK
    context = {
        "form": form,
        "office": office,
        "offices": offices_read(reader),
        "present": present,
        "days": [(name, hours_text(day)) for name, day in zip(words.DAYS, week, strict=True)],
        "days_off": present.days_off if present else [],
        "zone": (present.get_time_zone_display() if present and present.time_zone else "")
        or zone_label(office),
        "years": holidays.known_years(),
        "history": WorkingWeek.objects.filter(organisation=office).select_related("by")[:20],
        "may_set": rules.can_set(reader, office),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "deadlines/hours.html", context, status=status)


def zone_label(office: Organisation) -> str:
    return str(TimeZone(timing.zone_of(office)).label)


def initial(present: WorkingWeek | None) -> dict[str, object]:
    week = present.week if present else timing.USUAL_WEEK
    found: dict[str, object] = {f"day_{i}": hours_text(day) for i, day in enumerate(week)}
    if present:
        found |= {
            "time_zone": present.time_zone,
            "observes_joint_leave": present.observes_joint_leave,
            "days_off": "\n".join(present.days_off),
        }
    return found
