"""Screens of election periods, and the flag on a case."""

from typing import Any

from django import forms
from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.accounts.roles import Role
from tangkal.desk.cases.views.base import case_url, find_case
from tangkal.desk.strategic_communication import elections
from tangkal.desk.strategic_communication.telling import people_at
from tangkal.desk.ui.refusals import RefusableForm, run

DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class PeriodForm(RefusableForm):
    name = forms.CharField(label=gettext_lazy("Name of the election"), max_length=200)
    starts_on = forms.DateField(label=gettext_lazy("First day"), widget=DAY)
    ends_on = forms.DateField(label=gettext_lazy("Last day"), widget=DAY)
    lead = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Lead for KPU and Bawaslu"),
        help_text=gettext_lazy("An approver; this signature, or a delegate’s, is one of the two."),
    )
    delegates = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=gettext_lazy("Delegates"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [person.pk for person in people_at(organisation, Role.APPROVER)]
        for name in ("lead", "delegates"):
            self.fields[name].queryset = User.objects.filter(pk__in=keys)  # type: ignore[attr-defined]


def deciding_office(reader: User) -> Organisation | None:
    """The widest office in which this person approves."""
    scopes = [a.scope for a in reader.active_assignments if a.role == Role.APPROVER]
    return min(scopes, key=lambda each: len(each.path), default=None)


@require_http_methods(["GET", "POST"])
@login_required
def periods(request: HttpRequest) -> HttpResponse:
    """The periods on record; an approver adds one."""
    reader = reader_of(request)
    office = deciding_office(reader)
    form = PeriodForm(request.POST or None, organisation=office) if office else None
    if request.method == "POST":
        if form is None or office is None:
            elections.check_approver(reader, reader.organisation)
        elif form.is_valid() and run(form, lambda: begin(form, office, reader)):
            notices.success(request, _("The period is on record."))
            return redirect("elections")
    context = {
        "form": form,
        "office": office,
        "periods": elections.visible(reader)[:100],
        "today": timezone.localdate(),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "strategic_communication/elections.html", context, status=status)


def begin(form: PeriodForm, office: Organisation, reader: User) -> None:
    elections.begin_period(office, by=reader, **form.cleaned_data)


@require_POST
@login_required
def end(request: HttpRequest, period_id: int) -> HttpResponse:
    reader = reader_of(request)
    found = get_object_or_404(elections.visible(reader), pk=period_id)
    try:
        elections.end_period(found, by=reader, reason=request.POST.get("why", ""))
    except ValidationError as error:
        notices.error(request, " ".join(error.messages))
    return redirect("elections")


@require_POST
@login_required
def flag(request: HttpRequest, number: str) -> HttpResponse:
    """Say that a case touches an election, or take that back."""
    reader, case = find_case(request, number)
    why = request.POST.get("why", "")
    if request.POST.get("unflag"):
        elections.unflag(case, by=reader, reason=why)
    else:
        elections.flag(case, by=reader, reason=why)
    notices.success(request, _("Done. The log has it."))
    return redirect(case_url(case, request))
