"""One office's page: made for a telephone, the same for the office, the province and the centre."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.directives import commands, lapsing, queries, rules, timing
from tangkal.desk.directives.commands.publishing import Published
from tangkal.desk.directives.forms import PublicationForm
from tangkal.desk.directives.models import Act, LocalPublication, LocalWording, Recipient
from tangkal.desk.directives.states import ANSWER, CENTRE, CHECKERS, OFFICE, DirectiveState
from tangkal.desk.directives.views.base import find_office, run_button
from tangkal.desk.directives.views.centre import OFFICES_A_PAGE, office_rows
from tangkal.desk.directives.words import SHOWS
from tangkal.desk.ui.refusals import run

TEXT = 4000


@require_GET
@login_required
def below(request: HttpRequest, directive_id: int) -> HttpResponse:
    """The offices of a directive that this person reads: a province's own and its districts."""
    reader = reader_of(request)
    found = get_object_or_404(queries.directive_of_offices(reader, directive_id))
    show = request.GET.get("show", "all")
    below_me = queries.offices_of(found, rules.within(reader, "organisation"))
    ended, now = lapsing.ended_at(found), timezone.now()
    listed = queries.filtered(below_me, show, "", "", min(now, ended or now))
    shown = Paginator(queries.rows_of(listed), OFFICES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "directive": found,
        "page": shown,
        "rows": office_rows(found, shown, queries.province_names()),
        "show": show if show in SHOWS else "all",
        "shows": [each for each in SHOWS.items() if each[0] not in {"addressed", "unaddressed"}],
        "is_exercise": found.is_exercise,
    }
    return render(request, "directives/below.html", context)


@require_GET
@login_required
def office(request: HttpRequest, directive_id: int, organisation_id: int) -> HttpResponse:
    """What the office is asked, until when, what it did, and what it can do now."""
    reader, found = find_office(request, directive_id, organisation_id)
    if rules.may_answer(reader, found) and found.read_at is None:
        found = commands.note_read(found, by=reader)
    return office_page(request, found, PublicationForm())


def office_page(
    request: HttpRequest, found: Recipient, form: PublicationForm, status: int = 200
) -> HttpResponse:
    reader = reader_of(request)
    directive, now = found.directive, timezone.now()
    ended = lapsing.ended_at(directive)
    thread = list(queries.acts_of(found))
    done = {each.kind for each in thread}  # what was never done is not asked for
    publications = list(queries.publications_of(found)) if Act.Kind.PUBLISHED in done else []
    wordings = found.wordings.select_related("proposed_by", "decided_by")
    standing = [each for each in publications if each.taken_down_at is None]
    context = {
        "recipient": found,
        "directive": directive,
        "office": found.organisation,
        "house": directive.house_version.content,
        "may_answer": rules.may_answer(reader, found),
        "answers_for": bool(rules.roles_for(reader, found.organisation) & set(OFFICE)),
        "is_late": timing.is_late(found, min(now, ended or now)),
        "ended": ended,
        "is_running": directive.state == DirectiveState.SENT,
        "publications": publications,
        "has_standing": bool(standing),
        "to_remove": [each for each in standing if each.recall_asked_at],
        "wordings": wordings if Act.Kind.PROPOSED in done else (),
        "thread": thread,
        "dissent": getattr(found, "dissent", None) if found.dissented_at else None,
        "reads_centre": rules.reads_as_centre(reader, directive),
        "form": form,
        "is_exercise": directive.is_exercise,
        **centre_acts(reader, found, publications),
    }
    return render(request, "directives/office.html", context, status=status)


def centre_acts(
    reader: object, found: Recipient, publications: list[LocalPublication]
) -> dict[str, object]:
    """What somebody at the centre can do on an office's page."""
    roles = reader.roles_at(found.directive.organisation)  # type: ignore[attr-defined]
    checks = ("mark_aligned", "mark_contradiction", "resolve")
    own = [each for each in publications if each.recipient_id == found.pk]
    marks = ANSWER.actions(found.state, roles & {str(role) for role in CHECKERS})
    return {
        "may_reply": not roles.isdisjoint(CENTRE),
        "marks": [each for each in marks if each in checks] if own else [],
    }


@require_POST
@login_required
def answer(
    request: HttpRequest, directive_id: int, organisation_id: int, action: str
) -> HttpResponse:
    """Confirm, ask, propose, disagree, take down; and what the centre answers."""
    reader, found = find_office(request, directive_id, organisation_id)
    text = request.POST.get("text", "")[: TEXT + 1]
    acts = {
        "acknowledge": (lambda: commands.acknowledge(found, by=reader), _("Receipt confirmed.")),
        "ask": (lambda: commands.ask(found, text, by=reader), _("Your question is on its way.")),
        "reply": (lambda: commands.reply(found, text, by=reader), _("Answered.")),
        "propose": (
            lambda: commands.propose(found, text, why=request.POST.get("why", "")[:500], by=reader),
            _("The centre will accept your words or return them."),
        ),
        "dissent": (
            lambda: commands.dissent(found, text, by=reader),
            _("Your reasons are a case at the centre now."),
        ),
        "take-down": (lambda: commands.take_down(found, by=reader), _("Noted as taken down.")),
    }
    if action not in acts:
        raise Http404(action)
    act, done = acts[action]
    return run_button(request, act, done, "directive-office", directive_id, organisation_id)


@require_http_methods(["POST"])
@login_required
def publish(request: HttpRequest, directive_id: int, organisation_id: int) -> HttpResponse:
    """Report what the office made public."""
    reader, found = find_office(request, directive_id, organisation_id)
    form = PublicationForm(request.POST, request.FILES)
    if form.is_valid():
        values = form.cleaned_data
        what = Published(text=values["text"], url=values["url"], upload=values["upload"])
        if run(form, lambda: commands.publish(found, what, by=reader)):
            return redirect("directive-office", directive_id, organisation_id)
    rules.check_runs(found.directive)
    return office_page(request, found, form, status=422)


@require_POST
@login_required
def wording(
    request: HttpRequest, directive_id: int, organisation_id: int, wording_id: int, action: str
) -> HttpResponse:
    """Accept an office's words, or return them with a reason."""
    reader, found = find_office(request, directive_id, organisation_id)
    proposed = get_object_or_404(LocalWording, pk=wording_id, recipient=found)
    if action not in {"accept", "return"}:
        raise Http404(action)
    why = request.POST.get("why", "")[:500]
    return run_button(
        request,
        lambda: commands.settle(proposed, accept=action == "accept", why=why, by=reader),
        _("Answered."),
        "directive-office",
        directive_id,
        organisation_id,
    )


@require_POST
@login_required
def mark(
    request: HttpRequest, directive_id: int, organisation_id: int, action: str
) -> HttpResponse:
    """A person says: aligned, a contradiction, resolved."""
    reader, found = find_office(request, directive_id, organisation_id)
    newest = found.publications.first()
    if newest is None:
        raise Http404(action)
    why = request.POST.get("why", "")[: TEXT + 1]
    acts = {
        "aligned": lambda: commands.mark_aligned(newest, by=reader, why=why),
        "contradiction": lambda: commands.mark_contradiction(newest, by=reader, why=why),
        "resolve": lambda: commands.resolve(newest, by=reader, why=why),
    }
    if action not in acts:
        raise Http404(action)
    return run_button(
        request, acts[action], _("Saved."), "directive-office", directive_id, organisation_id
    )


@require_GET
@login_required
def file(request: HttpRequest, publication_id: int) -> HttpResponseBase:
    """A file that an office uploaded; never shown by the browser as a page of ours."""
    reader = reader_of(request)
    found = get_object_or_404(queries.publications_readable(reader), pk=publication_id)
    return FileResponse(found.file.open("rb"), as_attachment=True, filename=found.file_name)
