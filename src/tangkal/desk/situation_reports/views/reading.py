"""The list, one edition, its figures, what changed in it, and its files."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.approvals.queries import words_on
from tangkal.desk.audit.queries import events_of
from tangkal.desk.cases.items import lake
from tangkal.desk.situation_reports import commands, drafting, queries, rules
from tangkal.desk.situation_reports.assembly import assemble
from tangkal.desk.situation_reports.forms import StepForm
from tangkal.desk.situation_reports.models import Edition
from tangkal.desk.situation_reports.states import EDITION, EditionState
from tangkal.desk.situation_reports.words import ACTIONS, EVENTS
from tangkal.desk.ui.numbers import whole_number

A_PAGE = 25
FORMS = ("pdf", "docx", "txt", "json")


def find(request: HttpRequest, edition_id: int) -> tuple[User, Edition]:
    """The edition, for whom it is there.

    Raises:
        ActionDenied: the person reads no content.
        Http404: there is none, or none for this person.
    """
    reader = reader_of(request)
    return reader, get_object_or_404(queries.editions_of(reader), pk=edition_id)


@require_GET
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """What waits for this person, every series, every edition, and what was missed."""
    reader = reader_of(request)
    usual = "exercise" if settings.TANGKAL.is_demo else ""
    is_exercise = request.GET.get("reality", usual) == "exercise"
    series = list(queries.series_of(reader, is_exercise=is_exercise))
    found = queries.rows_of(queries.editions_of(reader)).filter(is_exercise=is_exercise)
    now = timezone.now()
    context = {
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "series": [(each, queries.next_due(each, now)) for each in series],
        "waiting": queries.waiting_for(reader, is_exercise=is_exercise),
        "missed": queries.missed(series),
        "may_begin": bool(rules.drafting_offices(reader)),
        "reality": "exercise" if is_exercise else "",
        "tabs": [
            {"key": "", "label": _("In the world"), "url": "?reality="},
            {"key": "exercise", "label": _("In exercises"), "url": "?reality=exercise"},
        ],
        "is_exercise": is_exercise,
    }
    return render(request, "situation_reports/overview.html", context)


@require_GET
@login_required
def edition(request: HttpRequest, edition_id: int) -> HttpResponse:
    """One report as it reads, what it lacks, who said what, and the next step."""
    reader, found = find(request, edition_id)
    roles = reader.roles_at(found.series.organisation)
    actions = EDITION.actions(found.state, roles)
    context = {
        **shown(found),
        "lacking": rules.lacking(found) if found.state == EditionState.DRAFT else [],
        "steps": [(each, ACTIONS[each]) for each in actions if each in ACTIONS],
        "step_form": StepForm(initial={"version": found.version}),
        "can_edit": found.state == EditionState.DRAFT and rules.may_draft(reader, found.series),
        "can_correct": found.state == EditionState.SIGNED and rules.may_draft(reader, found.series),
        "wrote": reader.pk in {found.drafted_by_id, *found.authors},
        "earlier": queries.earlier_edition(found),
        "corrections": found.corrections.all(),
        "words": words_on(found),
        "events": [(each, EVENTS.get(each.action, each.action)) for each in events_of(found)[:30]],
        "forms": FORMS,
    }
    return render(request, "situation_reports/edition.html", context)


def shown(found: Edition) -> dict[str, object]:
    report = assemble(found)
    return {
        "edition": found,
        "report": report,
        "sections": report.sections,
        "is_exercise": found.is_exercise,
    }


@require_GET
@login_required
def printed(request: HttpRequest, edition_id: int) -> HttpResponse:
    """The report alone, for paper."""
    _reader, found = find(request, edition_id)
    return render(request, "situation_reports/print.html", shown(found))


@require_GET
@login_required
def figures(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Each figure with its question and its moment; when asked for, with its value now."""
    _reader, found = find(request, edition_id)
    again = None
    is_asked = request.GET.get("now") == "1"
    if is_asked:
        now = timezone.now()
        made = drafting.make(found.series, lake(), until=found.until, hours=found.hours, as_of=now)
        again = made.figures if made.measured["is_known"] else []
    rows = queries.figures_now(found, again)
    context = {
        "edition": found,
        "rows": rows,
        "is_asked": is_asked,
        "differing": sum(row["differs"] for row in rows),
        "is_exercise": found.is_exercise,
    }
    return render(request, "situation_reports/figures.html", context)


@require_GET
@login_required
def compare(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Word by word, what is different from an earlier edition of the series."""
    reader, found = find(request, edition_id)
    others = (
        queries.editions_of(reader)
        .filter(series=found.series)
        .exclude(pk=found.pk)
        .order_by("-number")
    )
    usual = queries.earlier_edition(found)
    wanted = whole_number(request.GET.get("with"), usual.number if usual else -1)
    other = others.filter(number=wanted).first()
    context = {
        "edition": found,
        "other": other,
        "others": queries.rows_of(others)[:50],
        "changes": list(queries.changes_between(other, found)) if other else [],
        "is_exercise": found.is_exercise,
    }
    return render(request, "situation_reports/compare.html", context)


@require_GET
@login_required
def take(request: HttpRequest, edition_id: int, form: str) -> HttpResponse:
    """One file of the report; who took it is on record before anything leaves."""
    # The makers of files are loaded by those alone who take one.
    from tangkal.desk.situation_reports import outputs  # noqa: PLC0415

    reader, found = find(request, edition_id)
    if form not in outputs.FORMS:
        raise Http404(form)
    commands.note_taken(found, form, by=reader)
    name, content_type, content = outputs.written(found, form)
    disposition = "inline" if form == "txt" else "attachment"
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": f'{disposition}; filename="{name}"'},
    )
