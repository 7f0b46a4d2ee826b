"""What the person affected sees: the statement of reasons under its number, and the objection."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from tangkal.desk.platform_requests.forms import ObjectionForm
from tangkal.desk.platform_requests.models import PlatformRequest
from tangkal.desk.platform_requests.showing import ground_name, public_words
from tangkal.desk.platform_requests.states import STANDING, RequestState
from tangkal.desk.portal import appeals
from tangkal.desk.portal.appeals import Contested, Sender
from tangkal.desk.portal.caching import own_page
from tangkal.desk.portal.flood import may_appeal
from tangkal.desk.portal.models import Appeal
from tangkal.desk.portal.reports import read_receipt
from tangkal.desk.portal.tokens import new_token, read_token

OPEN_TO_OBJECTION = (*STANDING, RequestState.CONTESTED)


def can_object(found: PlatformRequest) -> bool:
    """Whether anything is left to object to: what was taken back, reported or not, stays so."""
    return found.state in OPEN_TO_OBJECTION and found.reversed_at is None


def find(request: HttpRequest, number: str) -> PlatformRequest:
    """A request that was sent, by the number that only its statement names.

    Raises:
        Http404: there is none, it was not sent, or it is an exercise's and this is no demo.
    """
    rows = PlatformRequest.objects.select_related("organisation")
    found = get_object_or_404(rows, public_number=number.upper(), sent_at__isnull=False)
    if found.is_exercise and not (settings.TANGKAL.is_demo or request.user.is_authenticated):
        raise Http404(number)
    return found


@require_safe
@own_page
def statement(request: HttpRequest, number: str) -> HttpResponse:
    """What was asked, why, on which law, where it stands, and how to object."""
    found = find(request, number)
    objections = Appeal.objects.filter(
        subject_type=PlatformRequest._meta.label_lower, subject_id=found.public_number
    )
    context = {
        "request_": found,
        "ground": ground_name(found),
        "items": found.items.all(),
        "announced": objections.filter(announced_at__isnull=False),
        "is_withdrawn": found.reversed_at is not None,
        "can_object": can_object(found),
    }
    return render(request, "platform_requests/public.html", context)


@require_safe
@own_page
def find_request(request: HttpRequest) -> HttpResponse:
    """From a typed number to its page."""
    typed = request.GET.get("number", "")[:40]
    number = read_receipt(typed)
    if (
        number
        and PlatformRequest.objects.filter(public_number=number, sent_at__isnull=False).exists()
    ):
        return redirect("public-request", number)
    context = {"number": number or typed.strip()}
    status = 404 if typed else 200
    return render(request, "platform_requests/find_public.html", context, status=status)


# No CSRF cookie: the signed name in the form takes its place (see portal.tokens).
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def contest(request: HttpRequest, number: str) -> HttpResponse:
    """Object to a request; answers with a receipt."""
    found = find(request, number)
    if not can_object(found):
        return redirect("public-request", found.public_number)  # it says there why
    if request.method != "POST":
        form = ObjectionForm(initial={"token": new_token(), "part": "request"})
        return form_page(request, form, found, 200)
    form = ObjectionForm(request.POST.dict(), request.FILES)
    return taken(request, form, found) if form.is_valid() else form_page(request, form, found, 400)


def taken(request: HttpRequest, form: ObjectionForm, found: PlatformRequest) -> HttpResponse:
    """Keep a filled-in objection, unless a robot or a flood sent it."""
    if form.cleaned_data["website"]:
        return redirect("portal")  # a field no person sees was filled in
    if not may_appeal(request):
        form.add_error(None, _("Many appeals came from this address; please wait an hour."))
        return form_page(request, form, found, 429)
    try:
        appeal = take(form, found)
    except ValidationError as error:
        form.add_error("why", error)
        return form_page(request, form, found, 400)
    return redirect("appeal-status", appeal.receipt)


def take(form: ObjectionForm, found: PlatformRequest) -> Appeal:
    values = form.cleaned_data
    return appeals.take_appeal(
        contested(found),
        part=values["part"],
        why=values["why"],
        token=values["token"],
        language=(get_language() or "id")[:2],
        evidence_url=values["evidence_url"],
        attachment=values["evidence_file"],
        sender=Sender(name=values["name"], contact=values["contact"]),
    )


def contested(found: PlatformRequest) -> Contested:
    """A request as its person affected read it."""
    return Contested(
        subject_type=PlatformRequest._meta.label_lower,
        subject_id=found.public_number,
        label=f"{found.public_number} · {found.get_kind_display()}",
        words=public_words(found),
        is_exercise=found.is_exercise,
    )


def form_page(
    request: HttpRequest, form: ObjectionForm, found: PlatformRequest, status: int
) -> HttpResponse:
    """The form, with what was written in it; a stale name in it is renewed."""
    if form.is_bound and read_token(form["token"].value() or "") is None:
        form.data = {**form.data, "token": new_token()}
    context = {"form": form, "request_": found}
    return render(request, "platform_requests/contest.html", context, status=status)
