"""What the team does in the room: seats, first hour, freeze, log, house, alerts, reports."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.cases.items import lake
from tangkal.desk.crisis import commands, queries, rules
from tangkal.desk.crisis.commands.alerting import own_addressees
from tangkal.desk.crisis.commands.reporting import series_of
from tangkal.desk.crisis.commands.seating import check_may_name
from tangkal.desk.crisis.forms import (
    AlertForm,
    EntryForm,
    HandOverForm,
    HouseForm,
    ReasonForm,
    SeatForm,
)
from tangkal.desk.crisis.models import LogEntry, Seat
from tangkal.desk.crisis.views.base import find, form_page, run_button
from tangkal.desk.strategic_communication import house_queries
from tangkal.desk.ui.refusals import run
from tangkal.desk.workflow import ActionDenied


@require_GET
@login_required
def team(request: HttpRequest, crisis_id: int) -> HttpResponse:
    """Who holds which seat, who stands by, and who held it before."""
    reader, found = find(request, crisis_id)
    try:
        check_may_name(reader, found)
    except ActionDenied:
        may_name = False
    else:
        may_name = True
    context = {
        "crisis": found,
        "is_exercise": found.is_exercise,
        "team": queries.team(found),
        "may_name": may_name,
        "form": SeatForm(crisis=found),
        "present": queries.in_the_room(found),
        "availabilities": Seat.Availability.choices,
    }
    return render(request, "crisis/team.html", context)


@require_POST
@login_required
def seat_give(request: HttpRequest, crisis_id: int) -> HttpResponse:
    reader, found = find(request, crisis_id)
    check_may_name(reader, found)
    form = SeatForm(request.POST, crisis=found)
    if not form.is_valid():
        messages.error(request, _("Choose a seat and a person."))
        return redirect("crisis-team", found.pk)
    words = form.cleaned_data
    return run_button(
        request,
        lambda: commands.give_seat(
            found,
            words["role"],
            words["person"],
            by=reader,
            is_alternate=words["is_alternate"],
            contact=words["contact"],
        ),
        _("Seated."),
        "crisis-team",
        found.pk,
    )


@require_http_methods(["GET", "POST"])
@login_required
def hand_over(request: HttpRequest, crisis_id: int, seat_id: int) -> HttpResponse:
    """Change of shift: to whom, and what they have to know."""
    reader, found = find(request, crisis_id)
    seat = get_object_or_404(Seat.objects.select_related("holder"), pk=seat_id, crisis=found)
    if seat.holder_id != reader.pk:
        check_may_name(reader, found)
    form = HandOverForm(request.POST or None, seat=seat)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            words = form.cleaned_data
            given = {"note": words["note"], "contact": words["contact"]}
            if run(form, lambda: commands.hand_over(seat, words["person"], by=reader, **given)):
                messages.success(request, _("Handed over."))
                return redirect("crisis-team", found.pk)
    title = _("Hand over: %(seat)s") % {"seat": seat.get_role_display()}
    return form_page(request, found, form, title=title, send=_("Hand over"), status=status)


@require_POST
@login_required
def seat_act(request: HttpRequest, crisis_id: int, seat_id: int, action: str) -> HttpResponse:
    """Leave a seat, or say whether one is available."""
    reader, found = find(request, crisis_id)
    seat = get_object_or_404(Seat, pk=seat_id, crisis=found)
    posted = request.POST
    acts = {
        "leave": lambda: commands.leave_seat(seat, by=reader, note=posted.get("note", "")),
        "availability": lambda: commands.set_availability(
            seat,
            posted.get("availability", ""),
            by=reader,
            contact=posted.get("contact", seat.contact),
        ),
    }
    if action not in acts:
        raise Http404(action)
    return run_button(request, acts[action], _("Saved."), "crisis-team", found.pk)


@require_POST
@login_required
def mark(request: HttpRequest, crisis_id: int, step: str) -> HttpResponse:
    """Tick a step of the first hour, or leave it out with a reason."""
    reader, found = find(request, crisis_id)
    outcome, note = request.POST.get("outcome", ""), request.POST.get("note", "")
    return run_button(
        request,
        lambda: commands.mark_step(found, step, outcome, by=reader, note=note),
        _("Noted."),
        "crisis-room",
        found.pk,
    )


@require_http_methods(["GET", "POST"])
@login_required
def freeze(request: HttpRequest, crisis_id: int) -> HttpResponse:
    """Hold back everything scheduled of the lead agency."""
    reader, found = find(request, crisis_id)
    rules.check_may_work(reader, found)
    usual = _("Crisis: %(title)s") % {"title": found.title}
    form = ReasonForm(request.POST or None, initial={"why": usual})
    status = 200
    if request.method == "POST":
        status = 422
        why = request.POST.get("why", "")
        if form.is_valid() and run(form, lambda: commands.freeze(found, by=reader, why=why)):
            messages.success(request, _("Nothing scheduled goes out until an approver thaws it."))
            return redirect("crisis-room", found.pk)
    return form_page(
        request,
        found,
        form,
        title=_("Freeze what is scheduled"),
        lede=_("Messages of the lead agency and all below it wait until an approver thaws them."),
        send=_("Freeze"),
        status=status,
    )


@require_http_methods(["GET", "POST"])
@login_required
def log(request: HttpRequest, crisis_id: int) -> HttpResponse:
    """The log keeper's page: the newest first, filters, quick entry."""
    reader, found = find(request, crisis_id)
    form = EntryForm(request.POST or None)
    status = 200
    if request.method == "POST":
        rules.check_may_work(reader, found)
        status = 422
        if form.is_valid() and run(form, lambda: write(form, found, reader)):
            messages.success(request, _("Entered."))
            return redirect("crisis-room" if request.POST.get("back") == "room" else "crisis-log",
                            found.pk)  # fmt: skip
    kind = request.GET.get("kind", "")
    context = {
        "crisis": found,
        "is_exercise": found.is_exercise,
        "form": form,
        "kind": kind if kind in LogEntry.Kind else "",
        "kinds": LogEntry.Kind.choices,
        "entries": queries.log_of(found, kind=kind if kind in LogEntry.Kind else ""),
        "may_work": rules.may_work(reader, found),
    }
    return render(request, "crisis/log.html", context, status=status)


def write(form: EntryForm, found: object, reader: object) -> None:
    words = form.cleaned_data
    commands.write_entry(
        found,  # type: ignore[arg-type]
        words["kind"],
        words["text"],
        by=reader,  # type: ignore[arg-type]
        at=words["at"],
        done_by=words["done_by"],
    )


@require_POST
@login_required
def correct(request: HttpRequest, crisis_id: int, number: int) -> HttpResponse:
    """Correct an entry by a later one."""
    reader, found = find(request, crisis_id)
    entry = get_object_or_404(LogEntry, crisis=found, number=number)
    text = request.POST.get("text", "")
    return run_button(
        request,
        lambda: commands.correct_entry(entry, text, by=reader),
        _("Corrected by a new entry; the old one stays."),
        "crisis-log",
        found.pk,
    )


@require_GET
@login_required
def log_file(request: HttpRequest, crisis_id: int, form: str) -> HttpResponse:
    """The log as a file; who took it is on record before anything leaves."""
    from tangkal.desk.crisis import outputs  # noqa: PLC0415 - makers of files, for takers alone

    reader, found = find(request, crisis_id)
    if form not in outputs.FORMS:
        raise Http404(form)
    name, content_type, content = outputs.log_file(found, form, by=reader)
    return outputs.as_answer(name, content_type, content)


@require_http_methods(["GET", "POST"])
@login_required
def house(request: HttpRequest, crisis_id: int) -> HttpResponse:
    """The message house, and one button from it to a first statement."""
    reader, found = find(request, crisis_id)
    form = HouseForm(found.house, request.POST or None)
    status = 200
    if request.method == "POST":
        rules.check_may_work(reader, found)
        status = 422
        if form.is_valid():
            words = form.cleaned_data
            plain = {name: str(words.get(name) or "") for name in form.base_fields}
            if run(
                form,
                lambda: commands.save_house(
                    found,
                    plain,
                    form.pillars(),
                    by=reader,
                    expected_version=words["version"] or 0,
                    truth_as_of=words["truth_as_of"],
                ),
            ):
                messages.success(request, _("Saved."))
                return redirect("crisis-house", found.pk)
    return form_page(
        request,
        found,
        form,
        title=_("Message house"),
        lede=_("One roof, three pillars with proof; the first statement is filled from here."),
        send=_("Save"),
        status=status,
        cases=list(found.cases.all()),
        in_force=house_queries.in_force_on_any(found.cases.all(), reader),
        is_house=True,
        may_work=rules.may_work(reader, found),
    )


@require_POST
@login_required
def statement(request: HttpRequest, crisis_id: int) -> HttpResponse:
    """Fill a first statement from the message house."""
    reader, found = find(request, crisis_id)
    rules.check_may_work(reader, found)
    case = get_object_or_404(found.cases, number=request.POST.get("case", ""))
    try:
        made = commands.draft_statement(found, case, by=reader)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("crisis-house", found.pk)
    messages.success(request, _("Filled from the message house. An approver publishes it."))
    return redirect("holding", made.pk)


@require_http_methods(["GET", "POST"])
@login_required
def alert(request: HttpRequest, crisis_id: int) -> HttpResponse:
    """Alert regional offices, and see who confirmed."""
    reader, found = find(request, crisis_id)
    form = AlertForm(request.POST or None)
    status = 200
    if request.method == "POST":
        rules.check_may_work(reader, found)
        status = 422
        if form.is_valid():
            codes = [region.code for region in form.cleaned_data["regions"]]
            text = form.cleaned_data["text"]
            if run(form, lambda: commands.alert_regions(found, codes, text, by=reader)):
                messages.success(request, _("Sent. Each office confirms within an hour."))
                return redirect("crisis-alert", found.pk)
    return form_page(
        request,
        found,
        form,
        title=_("Alert the regions"),
        lede=_("The regional officers find it in their inbox and confirm it."),
        send=_("Send the alert"),
        status=status,
        alerts=[
            (each, each.addressees.select_related("organisation", "acknowledged_by"))
            for each in queries.alerts_of(found)
        ],
    )


@require_http_methods(["GET", "POST"])
@login_required
def alert_received(request: HttpRequest, alert_id: int) -> HttpResponse:
    """An alert as the addressed office sees it, with the button that confirms it."""
    reader = reader_of(request)
    seen = queries.alerts_for(reader).select_related("crisis__organisation", "by")
    found = get_object_or_404(seen, pk=alert_id)
    if request.method == "POST":
        commands.acknowledge(found, by=reader, note=request.POST.get("note", ""))
        messages.success(request, _("Confirmed."))
        return redirect("crisis-alert-received", found.pk)
    own = own_addressees(reader, found)
    context = {
        "alert": found,
        "own": own,
        "is_open": any(each.acknowledged_at is None for each in own),
        "is_exercise": found.crisis.is_exercise,
    }
    return render(request, "crisis/alert_received.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def report(request: HttpRequest, crisis_id: int) -> HttpResponse:
    """The crisis' situation reports; a button drafts the next one."""
    reader, found = find(request, crisis_id)
    if request.method == "POST":
        try:
            made = commands.draft_report(found, lake(), by=reader)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("crisis-report", found.pk)
        messages.success(request, _("Draft made. Write the top line and confirm the charts."))
        return redirect("situation-report", made.pk)
    series = series_of(found)
    context = {
        "crisis": found,
        "is_exercise": found.is_exercise,
        "series": series,
        "editions": series.editions.defer("measured", "figures")[:25] if series else [],
        "may_work": rules.may_work(reader, found),
    }
    return render(request, "crisis/report.html", context)
