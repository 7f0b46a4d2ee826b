"""Screens of messages: list, draft, compare, step, publish."""

from collections.abc import Callable
from functools import partial
from typing import cast

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from tangkal.desk.accounts.freshness import fresh_sign_in_required
from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.accounts.roles import Role
from tangkal.desk.approvals.queries import words_on
from tangkal.desk.audit.queries import events_of
from tangkal.desk.cases.models import Case
from tangkal.desk.cases.queries import visible_cases
from tangkal.desk.portal.media import JudgedMedia, as_text, in_words
from tangkal.desk.portal.words import FIELDS
from tangkal.desk.strategic_communication import (
    commands,
    house_lapse,
    queries,
    rules,
    schedule_views,
)
from tangkal.desk.strategic_communication.forms import (
    BaseMediaForms,
    MediaForms,
    MessageForm,
    StepForm,
)
from tangkal.desk.strategic_communication.hooks import message_panels
from tangkal.desk.strategic_communication.house_agreement import agreement_of
from tangkal.desk.strategic_communication.house_filling import words_for_message
from tangkal.desk.strategic_communication.labels import EVENTS, PARTS, STEPS
from tangkal.desk.strategic_communication.labels import TEMPLATES as LABELS
from tangkal.desk.strategic_communication.models import Message, MessageVersion
from tangkal.desk.strategic_communication.states import MESSAGE, MessageState
from tangkal.desk.strategic_communication.writing import reading_of
from tangkal.desk.ui.numbers import whole_number
from tangkal.strategic_communication.differences import word_differences
from tangkal.strategic_communication.templates import TEMPLATES, fill_template

PAGE = 25
# Steps with commands and buttons of their own.
ENDINGS = {"publish", "withdraw", "replace", "schedule", "unschedule", "cosign"}


def find(request: HttpRequest, message_id: int) -> tuple[User, Message]:
    reader = reader_of(request)
    return reader, get_object_or_404(queries.readable_messages(reader), pk=message_id)


@require_GET
@login_required
def message_list(request: HttpRequest) -> HttpResponse:
    """Messages that wait for this person first; all of them on the second tab."""
    reader = reader_of(request)
    tab = "all" if request.GET.get("tab") == "all" else "mine"
    waiting = queries.waiting_for(reader)
    everything = queries.readable_messages(reader)
    page = Paginator(waiting if tab == "mine" else everything, PAGE).get_page(
        request.GET.get("page")
    )
    tabs = [
        {
            "key": "mine",
            "label": _("Waiting for you"),
            "url": "?tab=mine",
            "count": waiting.count(),
        },
        {"key": "all", "label": _("All messages"), "url": "?tab=all", "count": everything.count()},
    ]
    context = {"page": page, "tab": tab, "tabs": tabs}
    return render(request, "strategic_communication/list.html", context)


@login_required
def new(request: HttpRequest, number: str) -> HttpResponse:
    """Draft a message on a case, from a template filled with what the case knows."""
    reader = reader_of(request)
    seen = visible_cases(reader).select_related("lead_organisation")
    case = get_object_or_404(seen, number=number)
    rules.check_may_respond(case)
    template = request.GET.get("template", rules.PORTAL_TEMPLATE)
    if template not in TEMPLATES:
        template = rules.PORTAL_TEMPLATE
    language = "en" if request.GET.get("language") == "en" else "id"
    parts = fill_template(template, known(case) | words_for_message(case, language), language)
    form = MessageForm(template, request.POST or None, parts=parts)
    media = media_forms(request, template)
    if request.method == "POST" and are_valid(form, media):
        message = commands.draft_message(
            case, template, form.words(), by=reader, language=language, media=judged(media)
        )
        notices.success(request, _("Draft saved. Submit it when every place is filled."))
        return redirect("message", message.pk)
    context = {
        "form": form,
        "media": media,
        "case": case,
        "template": template,
        "language": language,
        "templates": LABELS.items(),
        "is_exercise": case.is_exercise,
    }
    return render(request, "strategic_communication/edit.html", context)


def media_forms(
    request: HttpRequest, template: str, version: MessageVersion | None = None
) -> BaseMediaForms | None:
    """Forms of what a clarification judges; None for other templates.

    A sender that knows no pictures sends no forms of them, and leaves them as they are.
    """
    if template != rules.PORTAL_TEMPLATE:
        return None
    is_sent = request.method == "POST" and "media-TOTAL_FORMS" in request.POST
    initial = version.media if version else []
    sent = request.POST if is_sent else None
    return cast(BaseMediaForms, MediaForms(sent, initial=initial, prefix="media"))


def are_valid(form: MessageForm, media: BaseMediaForms | None) -> bool:
    is_fine = media is None or not media.is_bound or media.is_valid()
    return form.is_valid() and is_fine


def judged(media: BaseMediaForms | None) -> list[JudgedMedia]:
    return media.judged() if media is not None and media.is_bound else []


def known(case: Case) -> dict[str, str]:
    """What a template may take from the case; the rest stays a placeholder for the writer."""
    claim = case.claims.order_by("-pk").first()
    verdict = case.verdicts.exclude(state="DRAF").first()
    values = {
        "claim": claim.text if claim else "",
        "reasons": verdict.reasons if verdict else "",
        "issuer": case.lead_organisation.name,
    }
    return {name: value for name, value in values.items() if value}


@require_GET
@login_required
def message(request: HttpRequest, message_id: int) -> HttpResponse:
    """One message: its newest text, what changed, who said what, and the next step."""
    reader, found = find(request, message_id)
    versions = list(found.versions.select_related("author"))
    chosen = chosen_version(versions, request.GET.get("version"))
    older = next((each for each in versions if each.number < chosen.number), None)
    context = {
        "message": found,
        "versions": versions,
        "chosen": chosen,
        "older": older,
        "parts": [(key, PARTS.get(key, key), text) for key, text in chosen.parts.items()],
        "media": [in_words(each) for each in chosen.media],
        "changes": named_changes(older, chosen) if older else [],
        "reading": reading_of(found, chosen),
        "panels": [panel(found, chosen, reader) for panel in message_panels],
        "agreement": agreement_of(found, chosen) if chosen == versions[0] else None,
        "lapsed": house_lapse.sentence_for(found, chosen) if chosen == versions[0] else "",
        "steps": open_steps(found, reader),
        "waits_for": who_is_next(found),
        "step_form": StepForm(initial={"version": found.version}),
        "words": words_on(found),
        "events": [(each, EVENTS.get(each.action, each.action)) for each in events_of(found)[:30]],
        "is_newest": chosen == versions[0],
        "can_edit": may(found, "submit", reader) and found.state == MessageState.DRAFT,
        "can_publish": may(found, "publish", reader) and found.template == rules.PORTAL_TEMPLATE,
        "can_withdraw": may(found, "withdraw", reader),
        "label": rules.label_of(found),
        "is_exercise": found.case.is_exercise,
        **schedule_views.context_of(found, versions[0].sha256, reader),
    }
    return render(request, "strategic_communication/message.html", context)


def chosen_version(versions: list[MessageVersion], number: str | None) -> MessageVersion:
    wanted = whole_number(number, versions[0].number)
    return next((each for each in versions if each.number == wanted), versions[0])


def named_changes(
    older: MessageVersion, chosen: MessageVersion
) -> list[tuple[object, list[tuple[str, str]]]]:
    found: list[tuple[object, list[tuple[str, str]]]] = [
        (PARTS.get(part, part), runs) for part, runs in queries.changes_between(older, chosen)
    ]
    if older.media != chosen.media:
        runs = word_differences(as_text(older.media), as_text(chosen.media))
        found.append((FIELDS["media"], runs))
    return found


def may(found: Message, action: str, reader: User) -> bool:
    return action in MESSAGE.actions(found.state, reader.roles_at(found.case.lead_organisation))


def open_steps(found: Message, reader: User) -> list[dict[str, object]]:
    """Steps this person may take now, each with its label; sending back needs a reason."""
    actions = MESSAGE.actions(found.state, reader.roles_at(found.case.lead_organisation))
    return [
        {"action": action, "label": STEPS[action], "is_return": action == "return"}
        for action in actions
        if action not in ENDINGS
    ]


def who_is_next(found: Message) -> list[str]:
    """The roles that can take the next step."""
    roles = {
        role
        for step in MESSAGE.transitions
        if step.source == found.state and step.action not in {"replace", "withdraw"}
        for role in step.roles
    }
    return [str(Role(role).label) for role in sorted(roles)]


@login_required
def edit(request: HttpRequest, message_id: int) -> HttpResponse:
    """Write the next version of a draft."""
    reader, found = find(request, message_id)
    newest = commands.latest(found)
    form = MessageForm(
        found.template,
        request.POST or None,
        parts=newest.parts,
        initial={"version": found.version},
    )
    media = media_forms(request, found.template, newest)
    if request.method == "POST" and are_valid(form, media):
        expected = form.cleaned_data["version"] or 0
        try:
            commands.save_version(
                found,
                form.words(),
                by=reader,
                expected_version=expected,
                media=judged(media) if media is not None and media.is_bound else None,
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            notices.success(request, _("New version saved."))
            return redirect("message", found.pk)
    context = {
        "form": form,
        "media": media,
        "case": found.case,
        "message": found,
        "template": found.template,
    }
    return render(request, "strategic_communication/edit.html", context)


def done(request: HttpRequest, act: Callable[[], Message]) -> Message | None:
    """A command's answer; what it refuses about the input is told on the message's page."""
    try:
        return act()
    except ValidationError as error:
        notices.error(request, " ".join(error.messages))
        return None


@require_POST
@login_required
@fresh_sign_in_required(
    gettext_lazy("Approve the message"), when=lambda action, **_rest: action == "approve"
)
def step(request: HttpRequest, message_id: int, action: str) -> HttpResponse:
    """Take one step of the state machine."""
    reader, found = find(request, message_id)
    form = StepForm(request.POST)
    if form.is_valid():
        act = partial(
            commands.take_step,
            found,
            action,
            by=reader,
            expected_version=form.cleaned_data["version"],
            comment=form.cleaned_data["comment"],
        )
        if done(request, act):
            notices.success(request, _("Done: %(step)s.") % {"step": STEPS.get(action, action)})
    return redirect("message", found.pk)


@require_POST
@login_required
@fresh_sign_in_required(gettext_lazy("Publish the message"))
def publish(request: HttpRequest, message_id: int) -> HttpResponse:
    reader, found = find(request, message_id)
    form = StepForm(request.POST)
    if form.is_valid():
        expected = form.cleaned_data["version"]
        if done(request, partial(commands.publish, found, by=reader, expected_version=expected)):
            notices.success(request, _("Published on the portal."))
    return redirect("message", found.pk)


@require_POST
@login_required
def withdraw(request: HttpRequest, message_id: int) -> HttpResponse:
    reader, found = find(request, message_id)
    form = StepForm(request.POST)
    if form.is_valid():
        act = partial(
            commands.withdraw,
            found,
            by=reader,
            expected_version=form.cleaned_data["version"],
            reason=form.cleaned_data["comment"],
        )
        if done(request, act):
            notices.success(request, _("Withdrawn. The page stays and says so."))
    return redirect("message", found.pk)


@require_POST
@login_required
def correct(request: HttpRequest, message_id: int) -> HttpResponse:
    """Begin the correction of a published message."""
    reader, found = find(request, message_id)
    reason = request.POST.get("reason", "")
    correction = done(request, partial(commands.begin_correction, found, by=reader, reason=reason))
    if correction is None:
        return redirect("message", found.pk)
    notices.success(request, _("Write the correction; it replaces the page once approved."))
    return redirect("message-edit", correction.pk)
