"""Screens of message houses: list, write, compare, translate, step."""

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tangkal.desk.accounts.freshness import fresh_sign_in_required
from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.approvals.queries import words_on
from tangkal.desk.audit.queries import events_of
from tangkal.desk.cases.queries import visible_cases
from tangkal.desk.strategic_communication import (
    house_commands,
    house_differences,
    house_lapse,
    house_queries,
    house_rules,
)
from tangkal.desk.strategic_communication.forms import StepForm
from tangkal.desk.strategic_communication.house_forms import (
    HouseForm,
    TranslationForm,
    now_to_the_minute,
    translations_of,
)
from tangkal.desk.strategic_communication.house_labels import (
    EVENTS,
    IMPORTANCES,
    KINDS,
    STEPS,
    sentence_of,
)
from tangkal.desk.strategic_communication.house_models import MessageHouse, MessageHouseVersion
from tangkal.desk.strategic_communication.house_states import HOUSE
from tangkal.desk.strategic_communication.rules import check_can_write, check_may_respond
from tangkal.desk.ui.languages import language_name
from tangkal.desk.ui.numbers import whole_number
from tangkal.desk.ui.refusals import run
from tangkal.strategic_communication import house as rooms
from tangkal.strategic_communication.checks import UMBRELLA_WORDS
from tangkal.strategic_communication.house_checks import gaps_in, propose_locks

PAGE = 25
BUTTONS = ("submit", "confirm_facts", "approve", "return", "rest")


def find(request: HttpRequest, house_id: int) -> tuple[User, MessageHouse]:
    reader = reader_of(request)
    return reader, get_object_or_404(house_queries.houses_for(reader), pk=house_id)


@require_GET
@login_required
def houses(request: HttpRequest) -> HttpResponse:
    """What everyone is to say now first; then what is being written, then what ended."""
    reader = reader_of(request)
    found = house_queries.listed(reader)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(
        request, "strategic_communication/houses.html", {"page": page, "now": timezone.now()}
    )


@require_http_methods(["GET", "POST"])
@login_required
def house_new(request: HttpRequest, number: str) -> HttpResponse:
    """Begin the message house of a case."""
    reader = reader_of(request)
    seen = visible_cases(reader).select_related("lead_organisation")
    case = get_object_or_404(seen, number=number)
    check_may_respond(case)
    check_can_write(case, reader)
    house_rules.check_has_none(case)
    form = HouseForm(
        request.POST or None,
        house=rooms.House(),
        asks_title=True,
        initial={"truth_as_of": now_to_the_minute()},
    )

    def act() -> None:
        form.made = house_commands.draft_house(  # type: ignore[attr-defined]
            case,
            title=form.cleaned_data["title"],
            content=form.content(),
            truth_as_of=form.cleaned_data["truth_as_of"],
            expires_at=form.cleaned_data["expires_at"],
            by=reader,
        )

    if is_to_be_saved(request, form) and run(form, act):
        notices.success(request, _("Draft saved."))
        return redirect("house", form.made.pk)  # type: ignore[attr-defined]
    context = {"form": form, "case": case, "is_exercise": case.is_exercise, **help_with(form)}
    return render(
        request, "strategic_communication/house_edit.html", context, status=status_of(request, form)
    )


@require_http_methods(["GET", "POST"])
@login_required
def house_edit(request: HttpRequest, house_id: int) -> HttpResponse:
    """Write the next version; what is in force stays so until that is approved."""
    reader, found = find(request, house_id)
    house_rules.check_step(found, "revise", reader)
    newest = house_queries.latest(found)
    form = HouseForm(
        request.POST or None,
        house=house_queries.read(newest),
        initial={
            "version": found.version,
            "truth_as_of": newest.truth_as_of,
            "expires_at": newest.expires_at,
        },
    )

    def act() -> None:
        house_commands.save_house_version(
            found,
            form.content(),
            truth_as_of=form.cleaned_data["truth_as_of"],
            expires_at=form.cleaned_data["expires_at"],
            by=reader,
            expected_version=form.cleaned_data["version"] or 0,
        )

    if is_to_be_saved(request, form) and run(form, act):
        notices.success(request, _("New version saved."))
        return redirect("house", found.pk)
    context = {
        "form": form,
        "house": found,
        "case": found.case,
        "is_exercise": found.is_exercise,
        **help_with(form),
    }
    return render(
        request, "strategic_communication/house_edit.html", context, status=status_of(request, form)
    )


def is_to_be_saved(request: HttpRequest, form: HouseForm) -> bool:
    """Whether "save" was pressed on a form that can be; "find facts" only draws it anew."""
    return request.method == "POST" and form.is_valid() and "find" not in request.POST


def help_with(form: HouseForm) -> dict[str, object]:
    """What the machine saw in the words: facts to lock, and how long the umbrella is."""
    if form.is_bound:
        form.is_valid()
        words = form.so_far()
        locked = {rooms.same(row["text"]) for row in form._row_texts("lock") if row["text"]}
    else:
        words = form.house
        locked = set()
    return {
        "proposals": [
            (lock, KINDS[lock.kind])
            for lock in propose_locks(words)
            if rooms.same(lock.text) not in locked
        ],
        "umbrella_words": len(words.umbrella.split()),
        "most_words": UMBRELLA_WORDS,
    }


def status_of(request: HttpRequest, form: HouseForm) -> int:
    """422 for what was sent and cannot be kept; a form drawn anew with found facts is no fault."""
    is_found = request.method == "GET" or ("find" in request.POST and not form.errors)
    return 200 if is_found else 422


@require_GET
@login_required
def house(request: HttpRequest, house_id: int) -> HttpResponse:
    """One house: what is to be said, whether it is in force, what changed, the next step."""
    reader, found = find(request, house_id)
    versions = list(found.versions.select_related("author", "approved_by"))
    chosen = version_of(versions, request.GET.get("version"), versions[0])
    older = [each for each in versions if each.number < chosen.number]
    against = version_of(older, request.GET.get("against"), older[0]) if older else None
    said = house_queries.read(chosen)
    standing = next((each for each in versions if each.stands), None)
    is_newest = chosen == versions[0]
    context = {
        "house": found,
        "case": found.case,
        "versions": versions,
        "chosen": chosen,
        "older": older,
        "against": against,
        "changes": house_differences.between(against, chosen) if against else [],
        "standing": standing,
        "carriers": house_lapse.carriers_of(found, reader) if standing else [],
        "is_newest": is_newest,
        "actions": open_actions(found, reader),
        "steps": [(each, STEPS[each]) for each in BUTTONS if each in open_actions(found, reader)],
        "can_write": "revise" in open_actions(found, reader),
        "gaps": [sentence_of(gap) for gap in gaps_in(said)] if is_newest else [],
        "warnings": house_differences.unlocked_changes(standing, chosen) if is_newest else [],
        "languages": translations_of(said, found.language),
        "step_form": StepForm(initial={"version": found.version}),
        "words": words_on(found),
        "events": [(each, EVENTS.get(each.action, each.action)) for each in events_of(found)[:30]],
        "is_exercise": found.is_exercise,
        **words_of(said, found.language),
    }
    return render(request, "strategic_communication/house.html", context)


def words_of(said: rooms.House, language: str) -> dict[str, object]:
    """A house for its page: locked facts marked where they stand."""
    return {
        "said": said,
        "language": language,
        "umbrella": house_differences.marked(said.umbrella, said.locked),
        "umbrella_words": len(said.umbrella.split()),
        "most_words": UMBRELLA_WORDS,
        "pillars": [
            (each, house_differences.marked(each.text, said.locked), IMPORTANCES[each.importance])
            for each in said.pillars
        ],
        "locks": [(each, KINDS[each.kind]) for each in said.locked],
        "translations": [
            (code, language_name(code), each) for code, each in said.translations.items()
        ],
    }


def version_of(
    versions: list[MessageHouseVersion], number: str | None, other: MessageHouseVersion
) -> MessageHouseVersion:
    wanted = whole_number(number, other.number)
    return next((each for each in versions if each.number == wanted), other)


def open_actions(found: MessageHouse, reader: User) -> list[str]:
    return HOUSE.actions(found.state, reader.roles_at(found.organisation))


@require_http_methods(["GET", "POST"])
@login_required
def house_translate(request: HttpRequest, house_id: int, language: str) -> HttpResponse:
    """Put the umbrella and the pillars into another language: a new version as well."""
    reader, found = find(request, house_id)
    if language not in rooms.LANGUAGES or language == found.language:
        raise Http404(language)
    house_rules.check_step(found, "revise", reader)
    newest = house_queries.latest(found)
    form = TranslationForm(
        request.POST or None,
        house=house_queries.read(newest),
        language=language,
        initial={"version": found.version},
    )

    def act() -> None:
        house_commands.save_house_version(
            found,
            form.content(),
            truth_as_of=newest.truth_as_of,
            expires_at=newest.expires_at,
            by=reader,
            expected_version=form.cleaned_data["version"],
        )

    if request.method == "POST" and form.is_valid() and run(form, act):
        notices.success(request, _("New version saved."))
        return redirect("house", found.pk)
    context = {
        "form": form,
        "house": found,
        "case": found.case,
        "language": language,
        "language_name": language_name(language),
        "is_exercise": found.is_exercise,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "strategic_communication/house_translate.html", context, status=status)


@require_POST
@login_required
@fresh_sign_in_required(
    gettext_lazy("Approve the message house"), when=lambda action, **_rest: action == "approve"
)
def house_step(request: HttpRequest, house_id: int, action: str) -> HttpResponse:
    """Take one step of the state machine."""
    reader, found = find(request, house_id)
    form = StepForm(request.POST)
    if action not in BUTTONS:
        raise Http404(action)
    if form.is_valid():
        house_commands.take_house_step(
            found,
            action,
            by=reader,
            expected_version=form.cleaned_data["version"],
            comment=form.cleaned_data["comment"],
        )
        notices.success(request, _("Done: %(step)s.") % {"step": STEPS[action]})
    return redirect("house", found.pk)


@require_POST
@login_required
def house_withdraw(request: HttpRequest, house_id: int) -> HttpResponse:
    reader, found = find(request, house_id)
    form = StepForm(request.POST)
    if form.is_valid():
        house_commands.withdraw_house(
            found,
            by=reader,
            expected_version=form.cleaned_data["version"],
            reason=form.cleaned_data["comment"],
        )
        notices.success(request, _("Withdrawn. Everyone on the case was told."))
    return redirect("house", found.pk)
