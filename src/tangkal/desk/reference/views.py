"""Screens of what the public looks up: list, write, read, step."""

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tangkal.desk.accounts.freshness import fresh_sign_in_required
from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.approvals.queries import words_on
from tangkal.desk.audit.queries import events_of
from tangkal.desk.portal.languages import direction, own_name
from tangkal.desk.portal.models import Clarification, ReferenceFile
from tangkal.desk.portal.reference_views import sent
from tangkal.desk.reference import commands, queries, rules, showing
from tangkal.desk.reference.files import keep_file
from tangkal.desk.reference.forms import FORMS, ReferenceForm, TranslationForm, initial_of
from tangkal.desk.reference.labels import EVENTS, STEPS
from tangkal.desk.reference.models import Entry, EntryVersion
from tangkal.desk.reference.states import ENTRY
from tangkal.desk.ui.conflicts import posted_version
from tangkal.desk.ui.numbers import whole_number
from tangkal.desk.ui.refusals import run

PAGE = 25
WAITING = "waiting"


def find(request: HttpRequest, entry_id: int) -> tuple[User, Entry]:
    reader = reader_of(request)
    return reader, get_object_or_404(queries.readable(reader), pk=entry_id)


@require_GET
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """What waits for an approver first, then each kind by title."""
    reader = reader_of(request)
    tab = request.GET.get("tab", "")
    tab = tab if tab in Entry.Kind.values else WAITING
    waiting = queries.waiting(reader)
    rows = waiting if tab == WAITING else queries.readable(reader).filter(kind=tab)
    page = Paginator(rows.order_by("title", "pk"), PAGE).get_page(request.GET.get("page"))
    tabs: list[dict[str, object]] = [
        {"key": WAITING, "label": _("Wait"), "url": "?tab=waiting", "count": waiting.count()}
    ]
    tabs += [{"key": key, "label": name, "url": f"?tab={key}"} for key, name in Entry.Kind.choices]
    context = {
        "page": page,
        "rows": [(each, queries.is_out_of_date(each), own_name(each.language)) for each in page],
        "tab": tab,
        "tabs": tabs,
        "kinds": [(key, name) for key, name in Entry.Kind.choices if key in FORMS],
        "can_begin": rules.can_begin(reader.organisation, reader),
    }
    return render(request, "reference/list.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Write a first version, in the name of the writer's own office."""
    reader = reader_of(request)
    if kind not in FORMS:
        raise Http404(kind)
    rules.check_can_begin(reader.organisation, reader)
    form = FORMS[kind](request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        made: list[Entry] = []

        def act() -> None:
            content = with_file(form, reader)
            made.append(commands.begin(kind, content, office=reader.organisation, by=reader))

        if run(form, act):
            notices.success(request, _("Draft saved. Read it once more and put it forward."))
            return redirect("reference", made[0].pk)
    context = {"form": form, "kind": Entry.Kind(kind), "has_file": kind == Entry.Kind.DOCUMENT}
    return render(request, "reference/edit.html", context, status=status_of(request))


def status_of(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200


def with_file(form: ReferenceForm, by: User) -> dict[str, object]:
    """A form's content, with the file that came along kept and named."""
    content = form.content()
    upload = form.cleaned_data.get("upload")
    return content | {"file": keep_file(upload, by=by).sha256} if upload else content


@require_http_methods(["GET", "POST"])
@login_required
def translate(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a published answer in another language."""
    reader = reader_of(request)
    original = get_object_or_404(Clarification.objects.select_related("issuer"), slug=slug)
    rules.check_can_begin(reader.organisation, reader)
    language = request.GET.get("language", "")
    try:
        commands.check_language(original, language)
    except ValidationError as error:
        notices.error(request, " ".join(error.messages))
        return redirect(f"{reverse('references')}?tab=translation")
    if begun := queries.readable(reader).filter(clarification=original, language=language).first():
        return redirect("reference-edit", begun.pk)
    form = TranslationForm(request.POST or None, original=original)
    if request.method == "POST" and form.is_valid():
        made: list[Entry] = []

        def act() -> None:
            made.append(
                commands.begin_translation(
                    original, language, form.content(), office=reader.organisation, by=reader
                )
            )

        if run(form, act):
            notices.success(request, _("Draft saved. Read it once more and put it forward."))
            return redirect("reference", made[0].pk)
    context = translating(form, original, language)
    return render(request, "reference/translate.html", context, status=status_of(request))


def translating(form: TranslationForm, original: Clarification, language: str) -> dict[str, object]:
    return {
        "form": form,
        "original": original,
        "language": language,
        "language_name": own_name(language),
        "direction": direction(language),
        "is_exercise": original.is_exercise,
    }


@require_GET
@login_required
def detail(request: HttpRequest, entry_id: int) -> HttpResponse:
    """One text: its newest version or an older one, what changed, and the next step."""
    reader, found = find(request, entry_id)
    versions = list(found.versions.select_related("author"))
    chosen = chosen_version(versions, request.GET.get("version"))
    older = published_before(versions, chosen)
    actions = ENTRY.actions(found.state, reader.roles_at(found.organisation))
    context = {
        "entry": found,
        "versions": versions,
        "chosen": chosen,
        "is_newest": chosen == versions[0],
        "fields": showing.fields_of(found, chosen),
        "older": older,
        "changes": showing.changes(found, older, chosen) if older else [],
        "file": ReferenceFile.objects.filter(sha256=chosen.content.get("file", "")).first(),
        "actions": actions,
        "wrote_part": reader.pk in rules.authors_of(found),
        "stands": found.page_id is not None or found.translation_id is not None,
        "steps": STEPS,
        "address": address_of(found),
        "is_out_of_date": queries.is_out_of_date(found),
        "language_name": own_name(found.language),
        "words": words_on(found),
        "events": [(each, EVENTS.get(each.action, each.action)) for each in events_of(found)[:30]],
        "is_exercise": found.is_exercise,
    }
    return render(request, "reference/entry.html", context)


def chosen_version(versions: list[EntryVersion], number: str | None) -> EntryVersion:
    wanted = whole_number(number, versions[0].number)
    return next((each for each in versions if each.number == wanted), versions[0])


def published_before(versions: list[EntryVersion], chosen: EntryVersion) -> EntryVersion | None:
    """What a version is compared with: what the public read last, else the version before."""
    earlier = [each for each in versions if each.number < chosen.number]
    return next((each for each in earlier if each.published_at), next(iter(earlier), None))


def address_of(entry: Entry) -> str:
    """Where it stands on the portal; "" where it does not."""
    if entry.translation is not None and entry.clarification is not None:
        is_gone = entry.translation.is_withdrawn
        arguments = [entry.clarification.slug, entry.language]
        return "" if is_gone else reverse("translation", args=arguments)
    if entry.page is None:
        return ""
    if entry.kind == Entry.Kind.ABOUT:
        return reverse("about")
    return reverse(entry.kind, args=[entry.page.slug])


@require_http_methods(["GET", "POST"])
@login_required
def edit(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Write the next version."""
    reader, found = find(request, entry_id)
    rules.check_step(found, "write", reader)
    newest = commands.latest(found)
    if found.clarification is not None:
        return edit_translation(request, found, newest, reader)
    initial = initial_of(newest.content) | {"version": found.version}
    form = FORMS[found.kind](
        request.POST or None, request.FILES or None, initial=initial, begun_as=found.is_exercise
    )
    if request.method == "POST" and form.is_valid():
        expected = form.cleaned_data["version"] or 0

        def act() -> None:
            content = with_file(form, reader)
            commands.write(found, content, by=reader, expected_version=expected)

        if run(form, act):
            notices.success(request, _("New version saved."))
            return redirect("reference", found.pk)
    context = {
        "form": form,
        "kind": Entry.Kind(found.kind),
        "entry": found,
        "has_file": found.kind == Entry.Kind.DOCUMENT,
        "is_exercise": found.is_exercise,
    }
    return render(request, "reference/edit.html", context, status=status_of(request))


def edit_translation(
    request: HttpRequest, found: Entry, newest: EntryVersion, reader: User
) -> HttpResponse:
    original = found.clarification
    assert original is not None
    # Whoever saves has the original as it stands beside the form: that edition is translated.
    initial = initial_of(newest.content) | {"version": found.version, "edition": original.edition}
    form = TranslationForm(request.POST or None, initial=initial, original=original)
    if request.method == "POST" and form.is_valid():
        expected = form.cleaned_data["version"] or 0

        def act() -> None:
            commands.write(found, form.content(), by=reader, expected_version=expected)

        if run(form, act):
            notices.success(request, _("New version saved."))
            return redirect("reference", found.pk)
    context = translating(form, original, found.language) | {"entry": found}
    return render(request, "reference/translate.html", context, status=status_of(request))


@require_GET
@login_required
def draft_file(request: HttpRequest, entry_id: int, sha256: str) -> HttpResponse:
    """The file of one of its versions, before or after it is published."""
    _reader, found = find(request, entry_id)
    if not found.versions.filter(content__file=sha256).exists():
        raise Http404(sha256)
    return sent(get_object_or_404(ReferenceFile, sha256=sha256))


@require_POST
@login_required
@fresh_sign_in_required(
    gettext_lazy("Publish"), when=lambda action, **_rest: action in {"publish", "withdraw"}
)
def step(request: HttpRequest, entry_id: int, action: str) -> HttpResponse:
    """Submit, send back, publish or withdraw."""
    reader, found = find(request, entry_id)
    expected = posted_version(request)
    comment = request.POST.get("comment", "")
    try:
        if action == "submit":
            commands.submit(found, by=reader, expected_version=expected)
        elif action == "return":
            commands.send_back(found, by=reader, expected_version=expected, comment=comment)
        elif action == "publish":
            seen = request.POST.get("seen", "")
            commands.publish(found, by=reader, expected_version=expected, seen=seen)
        elif action == "withdraw":
            commands.withdraw(found, by=reader, expected_version=expected, reason=comment)
        else:
            raise Http404(action)
    except ValidationError as error:
        notices.error(request, " ".join(error.messages))
    else:
        notices.success(request, _("Done: %(step)s.") % {"step": STEPS[action]})
    return redirect("reference", found.pk)
