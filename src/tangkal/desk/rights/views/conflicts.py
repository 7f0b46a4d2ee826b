"""Declare and lift a conflict of interest on a case."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.roles import CONTENT_ROLES
from tangkal.desk.approvals import conflicts
from tangkal.desk.cases.models import Case
from tangkal.desk.cases.views.base import case_url, find_case
from tangkal.desk.rights.people import holders
from tangkal.desk.ui.refusals import RefusableForm, run


class ConflictForm(RefusableForm):
    """Whose, and why."""

    person = forms.ModelChoiceField(
        User.objects.none(), label=gettext_lazy("Whose conflict of interest?"), empty_label=None
    )
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy(
            "For example: named in the content, a relative, owner of what is questioned."
        ),
    )


class LiftForm(RefusableForm):
    reason = forms.CharField(
        label=gettext_lazy("Why does it not hold, or no longer?"),
        widget=forms.Textarea({"rows": 3}),
    )


@require_http_methods(["GET", "POST"])
@login_required
def declare(request: HttpRequest, number: str) -> HttpResponse:
    """Step back from a case, or say that a colleague must."""
    reader, case = find_case(request, number)
    form = ConflictForm(request.POST or None, initial={"person": reader.pk})
    form.fields["person"].queryset = nameable(case, reader)  # type: ignore[attr-defined]

    def act() -> None:
        conflicts.declare(
            case, form.cleaned_data["person"], by=reader, reason=form.cleaned_data["reason"]
        )

    if request.method == "POST" and form.is_valid() and run(form, act):
        messages.success(request, _("The conflict of interest is on record and holds from now."))
        return redirect(case_url(case, request))
    return form_page(
        request,
        case,
        form,
        title=_("Declare a conflict of interest"),
        lede=_("Whoever is part of what a case is about reads it, and judges and decides nothing."),
        send=_("Put it on record"),
    )


def nameable(case: Case, reader: User) -> QuerySet[User]:
    """Whom this person may name: themselves, and colleagues where their role allows it."""
    named = {reader.pk}
    if reader.has_role(*conflicts.FLAGGING, at=case.lead_organisation):
        named |= {person.pk for person in holders(CONTENT_ROLES, case.lead_organisation)}
    return User.objects.filter(pk__in=named)


@require_http_methods(["GET", "POST"])
@login_required
def lift(request: HttpRequest, number: str, conflict_id: int) -> HttpResponse:
    """End a conflict of interest, saying why."""
    reader, case = find_case(request, number)
    found = get_object_or_404(conflicts.conflicts_of(case), pk=conflict_id)
    conflicts.check_can_lift(found, case, by=reader)
    form = LiftForm(request.POST or None)

    def act() -> None:
        conflicts.lift(found, case, by=reader, reason=form.cleaned_data["reason"])

    if request.method == "POST" and form.is_valid() and run(form, act):
        messages.success(request, _("The conflict of interest is lifted."))
        return redirect(case_url(case, request))
    return form_page(
        request,
        case,
        form,
        title=_("Lift the conflict of interest of %(name)s") % {"name": found.user},
        lede=found.reason,
        send=_("Lift it"),
    )


def form_page(
    request: HttpRequest, case: Case, form: RefusableForm, **words: object
) -> HttpResponse:
    context = {
        "form": form,
        "case": case,
        "is_exercise": case.is_exercise,
        "back": case_url(case, request),
        **words,
    }
    return render(
        request, "cases/form.html", context, status=422 if request.method == "POST" else 200
    )


@require_GET
@login_required
def history(request: HttpRequest, number: str) -> HttpResponse:
    """Every conflict ever declared on a case, lifted ones too."""
    _reader, case = find_case(request, number)
    context = {
        "case": case,
        "is_exercise": case.is_exercise,
        "found": conflicts.conflicts_of(case),
        "back": case_url(case, request),
    }
    return render(request, "rights/conflicts.html", context)
