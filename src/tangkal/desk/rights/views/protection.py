"""Data protection: the map, what goes when, requests of people, breaches."""

import json

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tangkal.desk.accounts.freshness import fresh_sign_in_required
from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.accounts.roles import Role
from tangkal.desk.cases.models import Case
from tangkal.desk.cases.queries import visible_cases
from tangkal.desk.rights import breaches as breach_store
from tangkal.desk.rights import data_map, retention, rules
from tangkal.desk.rights import data_requests as requests_store
from tangkal.desk.rights.models import BreachEntry, EvidenceHold, SubjectRequest
from tangkal.desk.rights.states import BREACH, RequestState
from tangkal.desk.ui.conflicts import posted_version
from tangkal.desk.ui.refusals import RefusableForm, run

PAGE = 40
DATE = forms.DateInput(attrs={"type": "date"})


def protector_of(request: HttpRequest) -> User:
    reader = reader_of(request)
    rules.check_sees_protection(reader)
    return reader


@require_GET
@login_required
def data_map_page(request: HttpRequest) -> HttpResponse:
    """Which personal data is held, of whom, why, how long, and who reads it."""
    protector_of(request)
    return render(request, "rights/data_map.html", {"holdings": data_map.MAP})


# Retention


@require_GET
@login_required
def retention_page(request: HttpRequest) -> HttpResponse:
    """What would go now, what is held and why; and the holds."""
    reader = reader_of(request)
    rules.check_sees_retention(reader)
    context = {
        "lines": retention.plan(timezone.now()),
        "holds": retention.holds_of(reader),
        "today": timezone.localdate(),
        "may_run": reader.has_role(Role.DATA_PROTECTION),
        "may_hold": reader.has_role(*rules.HOLDING),
    }
    return render(request, "rights/retention.html", context)


@require_POST
@login_required
@fresh_sign_in_required(gettext_lazy("Let go what is due"))
def retention_run(request: HttpRequest) -> HttpResponse:
    """Let go what is due now."""
    reader = reader_of(request)
    rules.check_protects(reader)
    dropped = retention.run(timezone.now(), by=reader)
    messages.success(
        request,
        _("Gone: %(number)d records. The audit trail has it.") % {"number": sum(dropped.values())},
    )
    return redirect("retention")


class HoldForm(RefusableForm):
    case = forms.CharField(label=gettext_lazy("Number of the case"), max_length=20)
    reason = forms.CharField(label=gettext_lazy("Why?"), widget=forms.Textarea({"rows": 3}))
    until = forms.DateField(label=gettext_lazy("Until which day"), widget=DATE)


@require_http_methods(["GET", "POST"])
@login_required
def new_hold(request: HttpRequest) -> HttpResponse:
    """Keep a case's evidence beyond its time."""
    reader = reader_of(request)
    if not reader.has_role(Role.LEGAL):
        rules.check_protects(reader)
    form = HoldForm(request.POST or None)

    def act() -> None:
        values = form.cleaned_data
        case: Case | None = visible_cases(reader).filter(number=values["case"].strip()).first()
        if case is None:
            raise ValidationError(_("There is no case %(number)s.") % {"number": values["case"]})
        retention.hold(case, reason=values["reason"], until=values["until"], by=reader)

    if request.method == "POST" and form.is_valid() and run(form, act):
        messages.success(request, _("The evidence is held."))
        return redirect("retention")
    return form_page(request, form, _("Hold evidence back"), _("Hold it"))


@require_POST
@login_required
def end_hold(request: HttpRequest, hold_id: int) -> HttpResponse:
    """Let the evidence's own time count again."""
    reader = reader_of(request)
    found: EvidenceHold = get_object_or_404(retention.holds_of(reader), pk=hold_id)
    retention.end_hold(found, by=reader)
    messages.success(request, _("The hold has ended."))
    return redirect("retention")


# Requests


class RequestForm(RefusableForm):
    kind = forms.ChoiceField(label=gettext_lazy("What is asked?"), choices=SubjectRequest.Kind)
    asked_by = forms.CharField(
        label=gettext_lazy("Who asks, and how you made sure of it"), max_length=200
    )
    looked_for = forms.CharField(
        label=gettext_lazy("Number, e-mail address, telephone number or user name"),
        max_length=200,
    )


@require_GET
@login_required
def data_requests(request: HttpRequest) -> HttpResponse:
    """Requests of people about their own data, the nearest deadline first."""
    reader = protector_of(request)
    found = requests_store.visible(reader).order_by("answered_at", "due_at")
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "may_write": reader.has_role(Role.DATA_PROTECTION),
    }
    return render(request, "rights/data_requests.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def new_data_request(request: HttpRequest) -> HttpResponse:
    """Register a request; its clock runs from now."""
    reader = reader_of(request)
    rules.check_protects(reader)
    form = RequestForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and run(form, lambda: requests_store.take_in(by=reader, **form.cleaned_data))
    ):
        messages.success(request, _("The request is registered."))
        return redirect("data-requests")
    return form_page(request, form, _("Register a request"), _("Register it"))


def find_request(request: HttpRequest, request_id: int) -> tuple[User, SubjectRequest]:
    reader = protector_of(request)
    return reader, get_object_or_404(requests_store.visible(reader), pk=request_id)


@require_GET
@login_required
def data_request(request: HttpRequest, request_id: int) -> HttpResponse:
    """One request: what is kept, what may go, the letter."""
    reader, asked = find_request(request, request_id)
    is_open = asked.state == RequestState.RECEIVED
    may_act = is_open and reader.has_role(Role.DATA_PROTECTION, at=asked.by.organisation)
    found = requests_store.find(asked.looked_for, reader) if may_act else []
    context = {
        "asked": asked,
        "is_open": is_open,
        "may_act": may_act,
        "found": [(each, requests_store.name_of(each)) for each in found],
        "letter": requests_store.letter_text(asked, found) if may_act else "",
        "is_erasure": asked.kind == SubjectRequest.Kind.ERASURE,
    }
    return render(request, "rights/data_request.html", context)


@require_POST
@login_required
@fresh_sign_in_required(gettext_lazy("Answer the request"))
def answer_data_request(request: HttpRequest, request_id: int) -> HttpResponse:
    """Answer a request; an erasure erases what may go in the same step."""
    reader, asked = find_request(request, request_id)
    rules.check_protects(reader, asked.by.organisation)
    requests_store.answer(
        asked,
        letter=request.POST.get("letter", ""),
        by=reader,
        version=posted_version(request),
    )
    messages.success(request, _("The request is answered. Send the letter."))
    return redirect("data-request", request_id)


@require_POST
@login_required
def refuse_data_request(request: HttpRequest, request_id: int) -> HttpResponse:
    """Refuse a request, saying why."""
    reader, asked = find_request(request, request_id)
    rules.check_protects(reader, asked.by.organisation)
    requests_store.refuse(
        asked,
        reason=request.POST.get("reason", ""),
        by=reader,
        version=posted_version(request),
    )
    messages.success(request, _("The request is refused, with its reason."))
    return redirect("data-request", request_id)


@require_GET
@login_required
def data_request_json(request: HttpRequest, request_id: int) -> HttpResponse:
    """What is kept of somebody, as a file to hand over."""
    reader, asked = find_request(request, request_id)
    rules.check_protects(reader, asked.by.organisation)
    found = requests_store.find(asked.looked_for, reader)
    content = {
        "request": asked.pk,
        "looked_for": asked.looked_for,
        "made": timezone.now().isoformat(),
        "found": [
            {"kind": each.kind, "number": each.number, **each.data, "kept": each.kept_because}
            for each in found
        ],
    }
    response = HttpResponse(
        json.dumps(content, ensure_ascii=False, indent=2), content_type="application/json"
    )
    response["Content-Disposition"] = f'attachment; filename="data-{asked.pk}.json"'
    response["Cache-Control"] = "private, no-store"
    return response


# Breaches


class BreachForm(RefusableForm):
    title = forms.CharField(label=gettext_lazy("What happened, in a line"), max_length=200)
    what = forms.CharField(
        label=gettext_lazy("Which data, and how it came about"),
        widget=forms.Textarea({"rows": 5}),
    )
    subjects = forms.IntegerField(
        label=gettext_lazy("How many people are concerned"),
        required=False,
        min_value=0,
        max_value=2_000_000_000,
        help_text=gettext_lazy("Leave it empty while nobody knows."),
    )
    measures = forms.CharField(
        label=gettext_lazy("What was done so far"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    found_at = forms.DateTimeField(
        label=gettext_lazy("When it was found"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=gettext_lazy("The 3 × 24 hours count from here."),
    )


@require_GET
@login_required
def breaches(request: HttpRequest) -> HttpResponse:
    """The register of breaches."""
    reader = protector_of(request)
    found = breach_store.visible(reader)
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "may_write": reader.has_role(Role.DATA_PROTECTION),
    }
    return render(request, "rights/breaches.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def new_breach(request: HttpRequest) -> HttpResponse:
    """Register a breach; the clock runs from when it was found."""
    reader = reader_of(request)
    rules.check_protects(reader)
    form = BreachForm(request.POST or None, initial={"found_at": timezone.localtime()})
    if (
        request.method == "POST"
        and form.is_valid()
        and run(form, lambda: breach_store.open_breach(by=reader, **form.cleaned_data))
    ):
        messages.success(request, _("The breach is registered; its clock runs."))
        return redirect("breaches")
    return form_page(request, form, _("Register a breach"), _("Register it"))


@require_GET
@login_required
def breach(request: HttpRequest, breach_id: int) -> HttpResponse:
    """One breach: its clock, the steps, the notice, who was told what."""
    reader = protector_of(request)
    found = get_object_or_404(breach_store.visible(reader), pk=breach_id)
    held = reader.roles_at(found.by.organisation)
    context = {
        "breach": found,
        "entries": found.entries.select_related("by"),
        "steps": breach_store.STEPS,
        "notice": breach_store.notice_text(found),
        "kinds": BreachEntry.Kind.choices,
        "actions": BREACH.actions(found.state, held),
    }
    return render(request, "rights/breach.html", context)


@require_POST
@login_required
def breach_entry(request: HttpRequest, breach_id: int) -> HttpResponse:
    """Write down what was done, or close."""
    reader = protector_of(request)
    found = get_object_or_404(breach_store.visible(reader), pk=breach_id)
    rules.check_protects(reader, found.by.organisation)
    version = posted_version(request)
    try:
        if request.POST.get("close"):
            breach_store.close(found, by=reader, version=version)
        else:
            breach_store.add_entry(
                found,
                kind=request.POST.get("kind", ""),
                text=request.POST.get("text", ""),
                to_whom=request.POST.get("to_whom", ""),
                by=reader,
                version=version,
            )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Done. The audit trail has it."))
    return redirect("breach", breach_id)


def form_page(request: HttpRequest, form: RefusableForm, title: str, send: str) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(
        request, "rights/form.html", {"form": form, "title": title, "send": send}, status=status
    )
