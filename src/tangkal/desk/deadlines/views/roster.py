"""The duty of an office: who is on duty now, the weekly plan, overrides and hand-over notes."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.accounts.roles import CONTENT_ROLES
from tangkal.desk.deadlines import commands, duty, rules, words
from tangkal.desk.deadlines.forms import HandOverForm, OverrideForm, ShiftForm
from tangkal.desk.deadlines.models import DutyOverride, DutyShift, HandOver
from tangkal.desk.deadlines.views.offices import chosen_office, offices_read
from tangkal.desk.ui.refusals import RefusableForm, run

NOTES = 10


@require_http_methods(["GET", "POST"])
@login_required
def roster(request: HttpRequest) -> HttpResponse:
    """The plan of one office; each of its three forms is sent to this address by its name."""
    reader = reader_of(request)
    office = chosen_office(request, reader)
    people = people_of(office)
    forms = {
        "shift": ShiftForm(posted(request, "shift"), people=people),
        "override": OverrideForm(posted(request, "override"), people=people),
        "hand_over": HandOverForm(posted(request, "hand_over")),
    }
    if request.method == "POST":
        done = send(request, office, reader, forms)
        if done:
            return redirect(f"{reverse('duty')}?office={office.pk}")
    now = timezone.now()
    present = duty.on_duty(office, now)
    shifts = DutyShift.objects.filter(organisation=office).select_related("user")
    context = {
        "office": office,
        "offices": offices_read(reader),
        "forms": forms,
        "on_duty": User.objects.filter(pk__in=present.people),
        "is_planned": present.is_planned,
        "days": [
            (name, [s for s in shifts if s.weekday == i]) for i, name in enumerate(words.DAYS)
        ],
        "overrides": DutyOverride.objects.filter(
            organisation=office, ends_at__gt=now
        ).select_related("user", "by"),
        "notes": HandOver.objects.filter(organisation=office).select_related("by")[:NOTES],
        "may_plan": rules.can_plan_duty(reader, office),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "deadlines/duty.html", context, status=status)


def posted(request: HttpRequest, name: str) -> QueryDict | None:
    return request.POST if request.POST.get("form") == name else None


def people_of(office: Organisation) -> QuerySet[User]:
    """Who works on the cases of this very office."""
    return (
        User.objects.filter(
            is_active=True,
            assignments__scope=office,
            assignments__role__in=[role.value for role in CONTENT_ROLES],
        )
        .distinct()
        .order_by("display_name")
    )


def send(
    request: HttpRequest, office: Organisation, reader: User, forms: dict[str, RefusableForm]
) -> bool:
    name = request.POST.get("form", "")
    acts: dict[str, tuple[Callable[..., object], str]] = {
        "shift": (commands.add_shift, _("Planned.")),
        "override": (commands.override_duty, _("Planned.")),
        "hand_over": (commands.hand_over, _("The note waits for the next one on duty.")),
    }
    form = forms.get(name)
    if form is None or name not in acts:
        messages.error(request, _("This form is not known; use the ones on the page."))
        return False
    check = rules.check_can_hand_over if name == "hand_over" else rules.check_can_plan_duty
    check(reader, office)
    act, done = acts[name]
    if form.is_valid() and run(form, lambda: act(office, by=reader, **form.cleaned_data)):
        messages.success(request, done)
        return True
    return False


@require_POST
@login_required
def end_shift(request: HttpRequest, shift_id: int) -> HttpResponse:
    """Take one line out of the weekly plan."""
    reader = reader_of(request)
    shift = get_object_or_404(
        DutyShift.objects.filter(organisation__in=offices_read(reader)).select_related(
            "organisation"
        ),
        pk=shift_id,
    )
    commands.end_shift(shift, by=reader)
    messages.success(request, _("Taken out of the plan."))
    return redirect(f"{reverse('duty')}?office={shift.organisation_id}")
