"""The public side of appeals: contest a published answer, and see what became of it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from tangkal.desk.portal import appeals
from tangkal.desk.portal.appeal_states import OPEN, AppealState
from tangkal.desk.portal.appeals import Sender
from tangkal.desk.portal.caching import own_page
from tangkal.desk.portal.flood import may_appeal
from tangkal.desk.portal.forms import AppealForm, contestable
from tangkal.desk.portal.models import Appeal, Clarification
from tangkal.desk.portal.reports import read_receipt
from tangkal.desk.portal.tokens import new_token, read_token
from tangkal.desk.portal.words import OBJECTIONS

REQUESTS = frozenset({"platform_requests.platformrequest"})


# No CSRF cookie: the signed name in the form takes its place (see portal.tokens).
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def contest(request: HttpRequest, slug: str) -> HttpResponse:
    """Contest one published answer; answers with a receipt."""
    found = get_object_or_404(Clarification, slug=slug)
    if found.is_exercise and not (settings.TANGKAL.is_demo or request.user.is_authenticated):
        raise Http404(slug)
    if found.state != Clarification.State.PUBLISHED:
        return redirect("clarification", slug)  # it says there that it was withdrawn
    if request.method != "POST":
        form = AppealForm(found, initial={"token": new_token(), "part": "verdict"})
        return form_page(request, form, found, 200)
    form = AppealForm(found, request.POST.dict(), request.FILES)
    return sent(request, form, found) if form.is_valid() else form_page(request, form, found, 400)


def sent(request: HttpRequest, form: AppealForm, found: Clarification) -> HttpResponse:
    """Keep a filled-in appeal, unless a robot or a flood sent it."""
    if form.cleaned_data["website"]:
        return redirect("portal")  # a field no person sees was filled in
    if not may_appeal(request):
        form.add_error(None, _("Many appeals came from this address; please wait an hour."))
        return form_page(request, form, found, 429)
    try:
        taken = take(form, found)
    except ValidationError as error:
        form.add_error("why", error)
        return form_page(request, form, found, 400)
    return redirect("appeal-status", taken.receipt)


def take(form: AppealForm, found: Clarification) -> Appeal:
    values = form.cleaned_data
    return appeals.take_appeal(
        appeals.contested_page(found),
        part=values["part"],
        why=values["why"],
        token=values["token"],
        language=(get_language() or "id")[:2],
        evidence_url=values["evidence_url"],
        attachment=values["evidence_file"],
        sender=Sender(name=values["name"], contact=values["contact"]),
    )


def form_page(
    request: HttpRequest, form: AppealForm, found: Clarification, status: int
) -> HttpResponse:
    """The form, with what was written in it; a stale name in it is renewed."""
    if form.is_bound and read_token(form["token"].value() or "") is None:
        form.data = {**form.data, "token": new_token()}
    context = {"form": form, "clarification": found}
    return render(request, "portal/contest.html", context, status=status)


@require_safe
@own_page
def appeal_status(request: HttpRequest, receipt: str) -> HttpResponse:
    """What became of an appeal."""
    found = get_object_or_404(
        Appeal.objects.select_related("clarification"), receipt=read_receipt(receipt)
    )
    names = dict(contestable(found.clarification)) if found.clarification else OBJECTIONS
    is_told = found.state in {AppealState.TOLD, AppealState.ANNOUNCED}
    context = {
        "appeal": found,
        "part": names.get(found.part, found.part),
        "is_open": found.state in OPEN,
        "outcome": outcome_of(found) if is_told and found.outcome else "",
    }
    return render(request, "portal/appeal_status.html", context)


def outcome_of(appeal: Appeal) -> object:
    """The outcome in words that fit what was contested."""
    if appeal.clarification is None and appeal.subject_type in REQUESTS:
        stands = appeal.outcome == AppealState.UPHELD
        return _("The request stands") if stands else _("The request is withdrawn")
    return AppealState(appeal.outcome).label


@require_safe
@own_page
def find_appeal(request: HttpRequest) -> HttpResponse:
    """From a typed number to the appeal's page."""
    typed = request.GET.get("receipt", "")[:40]
    receipt = read_receipt(typed)
    if receipt and Appeal.objects.filter(receipt=receipt).exists():
        return redirect("appeal-status", receipt)
    context = {"receipt": receipt or typed.strip()}
    return render(request, "portal/find_appeal.html", context, status=404 if typed else 200)
