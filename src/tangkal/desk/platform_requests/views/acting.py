"""Write, weigh, review, sign, record: each a command of the desk."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import DateTimeField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from tangkal.desk.accounts.freshness import fresh_sign_in_required
from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.cases.queries import visible_cases
from tangkal.desk.platform_requests import commands, grounds, rules, showing
from tangkal.desk.platform_requests.forms import BeginForm, EditForm, WeighForm
from tangkal.desk.platform_requests.guards import BY_KEY
from tangkal.desk.platform_requests.models import PlatformRequest
from tangkal.desk.platform_requests.states import RequestState
from tangkal.desk.platform_requests.views.reading import find
from tangkal.desk.platform_requests.words import EVENTS
from tangkal.desk.ui.conflicts import check_seen, posted_version
from tangkal.desk.ui.refusals import run


@require_http_methods(["GET", "POST"])
@login_required
def new(request: HttpRequest, number: str) -> HttpResponse:
    """Begin a request on a case; a rule that forbids it says so and what to do instead."""
    reader = reader_of(request)
    case = get_object_or_404(
        visible_cases(reader).select_related("lead_organisation"), number=number
    )
    rules.check_can_begin(reader, case)
    form = BeginForm(case, request.POST or None)
    made: list[PlatformRequest] = []
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        if run(
            form,
            lambda: made.append(
                commands.begin(
                    case,
                    kind=words["kind"],
                    ground=words["ground"],
                    spreads=list(words["spreads"]),
                    what=words["what"],
                    provision=words["provision"],
                    has_personal_data=words["has_personal_data"],
                    by=reader,
                )
            ),
        ):
            tell_what_became(request, made[0], _("Draft begun. Now each item is weighed."))
            return redirect("platform-request", made[0].pk)
    context = {
        "form": form,
        "case": case,
        "grounds": grounds.current().by_key.values(),
        "has_spreads": form.fields["spreads"].queryset.exists(),  # type: ignore[attr-defined]
        "is_exercise": case.is_exercise,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "platform_requests/new.html", context, status=status)


def tell_what_became(request: HttpRequest, found: PlatformRequest, done: str) -> None:
    """What was done; or the rule that ended the request."""
    guard = BY_KEY.get(found.refused_rule) if found.state == RequestState.REFUSED else None
    if guard is None:
        messages.success(request, done)
    else:
        messages.error(request, f"{guard.says} {guard.instead}")


@require_http_methods(["GET", "POST"])
@login_required
def edit(request: HttpRequest, request_id: int) -> HttpResponse:
    """Change the words; the statement of reasons is written here."""
    reader, found = find(request, request_id)
    check_seen(request, found)
    rules.check_can_edit(found, reader)
    initial = {
        "what": found.what,
        "provision": found.provision,
        "statement": found.statement or showing.first_statement(found),
        "has_personal_data": found.has_personal_data,
        "version": found.version,
    }
    form = EditForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        if run(
            form,
            lambda: commands.edit(
                found,
                what=words["what"],
                statement=words["statement"],
                provision=words["provision"],
                has_personal_data=words["has_personal_data"],
                by=reader,
                expected_version=words["version"] or 0,
            ),
        ):
            messages.success(request, _("Saved."))
            return redirect("platform-request", found.pk)
    context = {"form": form, "request_": found, "is_exercise": found.is_exercise}
    status = 422 if request.method == "POST" else 200
    return render(request, "platform_requests/edit.html", context, status=status)


@require_http_methods(["GET", "POST"])
@login_required
def item(request: HttpRequest, request_id: int, item_id: int) -> HttpResponse:
    """The form of one item: four tests and the milder ways."""
    reader, found = find(request, request_id)
    check_seen(request, found)
    rules.check_can_edit(found, reader)
    one = get_object_or_404(found.items.select_related("spread", "request"), pk=item_id)
    form = WeighForm(one, found.kind, request.POST or None, initial={"version": found.version})

    def act() -> None:
        commands.weigh(
            one,
            tests=form.tests(),
            alternatives=form.alternatives(),
            by=reader,
            expected_version=form.cleaned_data["version"] or 0,
        )

    if request.method == "POST" and form.is_valid() and run(form, act):
        messages.success(request, _("Saved."))
        return redirect("platform-request", found.pk)
    context = {"form": form, "request_": found, "item": one, "is_exercise": found.is_exercise}
    status = 422 if request.method == "POST" else 200
    return render(request, "platform_requests/item.html", context, status=status)


def moment_in(request: HttpRequest) -> datetime | None:
    """A day and time on the person's own clock; None where none is told, which is now.

    Raises:
        ValidationError: it is no day and time.
    """
    text = request.POST.get("at", "").strip()
    found: datetime | None = DateTimeField(required=False).clean(text or None)
    return found


Step = Callable[[HttpRequest, PlatformRequest, User], object]


def with_reason(act: Callable[..., object]) -> Step:
    return lambda request, found, by: act(
        found, why=request.POST.get("why", ""), by=by, expected_version=posted_version(request)
    )


def bare(act: Callable[..., object]) -> Step:
    return lambda request, found, by: act(found, by=by, expected_version=posted_version(request))


def signed(request: HttpRequest, found: PlatformRequest, by: User) -> object:
    return commands.sign(
        found,
        by=by,
        sha256_seen=request.POST.get("seen", ""),
        comment=request.POST.get("why", ""),
        expected_version=posted_version(request),
    )


def sent(request: HttpRequest, found: PlatformRequest, by: User) -> object:
    return commands.send(
        found,
        reference=request.POST.get("reference", ""),
        told_how=request.POST.get("told_how", ""),
        at=moment_in(request),
        by=by,
        expected_version=posted_version(request),
    )


def received(request: HttpRequest, found: PlatformRequest, by: User) -> object:
    return commands.receive(
        found, at=moment_in(request), by=by, expected_version=posted_version(request)
    )


def letter(request: HttpRequest, found: PlatformRequest, by: User) -> object:
    return commands.send_letter(
        found,
        text=request.POST.get("text", ""),
        reference=request.POST.get("reference", ""),
        at=moment_in(request),
        by=by,
        expected_version=posted_version(request),
    )


def restoration(request: HttpRequest, found: PlatformRequest, by: User) -> object:
    return commands.ask_restoration(
        found,
        reference=request.POST.get("reference", ""),
        at=moment_in(request),
        by=by,
        expected_version=posted_version(request),
    )


def back_again(request: HttpRequest, found: PlatformRequest, by: User) -> object:
    return commands.restored(
        found,
        text=request.POST.get("text", ""),
        at=moment_in(request),
        by=by,
        expected_version=posted_version(request),
    )


STEPS: dict[str, Step] = {
    "test": bare(commands.start_test),
    "submit": bare(commands.submit),
    "drop": with_reason(commands.drop),
    "return": with_reason(commands.send_back),
    "clear": with_reason(commands.clear),
    "clear_data": with_reason(commands.clear_data),
    "refuse": with_reason(commands.refuse),
    "sign": signed,
    "send": sent,
    "receive": received,
    "letter": letter,
    "expire": with_reason(commands.expire),
    "ask_restoration": restoration,
    "restored": back_again,
}


@require_POST
@login_required
@fresh_sign_in_required(
    gettext_lazy("Sign the request"), when=lambda **told: told.get("action") in {"sign", "send"}
)
def step(request: HttpRequest, request_id: int, action: str) -> HttpResponse:
    """One step of the table, or one record of what went out and came back."""
    reader, found = find(request, request_id)
    if action not in STEPS:
        raise Http404(action)
    try:
        STEPS[action](request, found, reader)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("platform-request", found.pk)
    found.refresh_from_db()
    name = EVENTS.get(action, EVENTS["letter_1"] if action == "letter" else action)
    tell_what_became(request, found, _("Done: %(step)s.") % {"step": name})
    return redirect("platform-request", found.pk)


@require_POST
@login_required
def answer(request: HttpRequest, request_id: int, item_id: int) -> HttpResponse:
    """Write down what the platform did with one item."""
    reader, found = find(request, request_id)
    rules.check_may_record(found, reader)
    one = get_object_or_404(found.items.select_related("request"), pk=item_id)
    try:
        commands.answer(
            one,
            state=request.POST.get("state", ""),
            text=request.POST.get("text", ""),
            at=moment_in(request),
            by=reader,
            expected_version=posted_version(request),
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The answer is on record."))
    return redirect("platform-request", found.pk)
