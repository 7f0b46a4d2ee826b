"""Screens of the fast lane: statements, their templates, the second check."""

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tangkal.desk.accounts.freshness import fresh_sign_in_required
from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.accounts.roles import Role
from tangkal.desk.approvals.queries import words_on
from tangkal.desk.audit.queries import events_of
from tangkal.desk.cases.queries import visible_cases
from tangkal.desk.portal.models import Statement
from tangkal.desk.strategic_communication import holding, holding_templates
from tangkal.desk.strategic_communication.holding_forms import HoldingForm, TemplateForm
from tangkal.desk.strategic_communication.holding_models import (
    HoldingStatement,
    HoldingTemplate,
    HoldingTemplateVersion,
)
from tangkal.desk.strategic_communication.house_filling import values_for_holding
from tangkal.desk.strategic_communication.labels import EVENTS, PARTS
from tangkal.desk.strategic_communication.states import HOLDING, STANDING, TEMPLATE, HoldingState
from tangkal.desk.ui.conflicts import posted_version
from tangkal.desk.ui.numbers import whole_number
from tangkal.desk.ui.refusals import run
from tangkal.desk.workflow import ActionDenied
from tangkal.strategic_communication import holding as elements
from tangkal.strategic_communication.placeholders import find_placeholders

SHOWN = 50


def statements_for(reader: User) -> "list[HoldingStatement]":
    found = HoldingStatement.objects.filter(case__in=visible_cases(reader))
    return list(found.select_related("case", "author", "published_by")[:SHOWN])


@require_GET
@login_required
def holdings(request: HttpRequest) -> HttpResponse:
    """Statements whose second check is due first, then the others, then the templates."""
    reader = reader_of(request)
    found = statements_for(reader)
    due = [each for each in found if each.state == HoldingState.PUBLISHED]
    context = {
        "due": due,
        "others": [each for each in found if each.state != HoldingState.PUBLISHED],
        "templates": templates_for(reader),
        "can_write": reader.has_role(Role.WRITER),
    }
    return render(request, "strategic_communication/holdings.html", context)


def templates_for(reader: User) -> list[tuple[HoldingTemplate, object]]:
    """Templates of the reader's offices and of those above, with their newest version."""
    rows = holding_templates.visible(reader)
    return [(each, holding_templates.newest(each)) for each in rows[:SHOWN]]


@require_http_methods(["GET", "POST"])
@login_required
def template_new(request: HttpRequest) -> HttpResponse:
    """Begin a template from the house's own words."""
    reader = reader_of(request)
    office = writing_office(reader)
    language = "en" if request.GET.get("language") == "en" else "id"
    first = {f"part_{key}": text for key, text in holding_templates.first_words(language).items()}
    form = TemplateForm(request.POST or None, initial=first)

    def act() -> None:
        form.made = holding_templates.draft_template(  # type: ignore[attr-defined]
            office,
            title=form.cleaned_data["title"],
            parts=form.parts(),
            valid_until=form.cleaned_data["valid_until"],
            by=reader,
            language=language,
        )

    if request.method == "POST" and form.is_valid() and run(form, act):
        notices.success(request, _("Draft saved; two people have to approve it."))
        return redirect("holding-template", form.made.pk)  # type: ignore[attr-defined]
    context = {"form": form, "organisation": office}
    status = 422 if request.method == "POST" else 200
    return render(request, "strategic_communication/template_edit.html", context, status=status)


def writing_office(reader: User) -> Organisation:
    """Where this person writes; the widest of their offices.

    Raises:
        ActionDenied: nowhere.
    """
    scopes = [a.scope for a in reader.active_assignments if a.role == Role.WRITER]
    if not scopes:
        raise ActionDenied(
            _("This step needs one of these roles: %(roles)s.") % {"roles": Role.WRITER.label}
        )
    return min(scopes, key=lambda each: len(each.path))


def find_template(reader: User, template_id: int) -> HoldingTemplate:
    for each, _version in templates_for(reader):
        if each.pk == template_id:
            return each
    raise Http404(template_id)


@require_GET
@login_required
def template(request: HttpRequest, template_id: int) -> HttpResponse:
    """One template: its words, who approved them, the next step."""
    reader = reader_of(request)
    found = find_template(reader, template_id)
    newest = holding_templates.newest(found)
    actions = TEMPLATE.actions(found.state, reader.roles_at(found.organisation))
    context = {
        "template": found,
        "newest": newest,
        "parts": [(PARTS[part], newest.parts[part]) for part in elements.PARTS],
        "actions": actions,
        "words": words_on(found).filter(version_sha256=newest.sha256),
        "events": [(each, EVENTS.get(each.action, each.action)) for each in events_of(found)[:30]],
    }
    return render(request, "strategic_communication/template.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def template_edit(request: HttpRequest, template_id: int) -> HttpResponse:
    """Change the words or the day: a new version, which nobody has approved."""
    reader = reader_of(request)
    found = find_template(reader, template_id)
    holding_templates.check_step(found, "revise", reader)
    newest = holding_templates.newest(found)
    first = {f"part_{part}": newest.parts[part] for part in elements.PARTS}
    first |= {"title": found.title, "version": found.version, "valid_until": newest.valid_until}
    form = TemplateForm(request.POST or None, initial=first)
    if (
        request.method == "POST"
        and form.is_valid()
        and run(form, lambda: revise(form, found, reader))
    ):
        notices.success(request, _("New version saved; two people have to approve it."))
        return redirect("holding-template", found.pk)
    context = {"form": form, "template": found, "organisation": found.organisation}
    status = 422 if request.method == "POST" else 200
    return render(request, "strategic_communication/template_edit.html", context, status=status)


def revise(form: TemplateForm, found: HoldingTemplate, reader: User) -> None:
    holding_templates.revise_template(
        found,
        form.parts(),
        valid_until=form.cleaned_data["valid_until"],
        by=reader,
        expected_version=form.cleaned_data["version"] or 0,
    )


@require_POST
@login_required
@fresh_sign_in_required(gettext_lazy("Approve the template"))
def template_act(request: HttpRequest, template_id: int, action: str) -> HttpResponse:
    """Approve a template, or end it."""
    reader = reader_of(request)
    found = find_template(reader, template_id)
    version = posted_version(request)
    if action == "approve":
        holding_templates.approve_template(found, by=reader, expected_version=version)
        notices.success(request, _("Approved."))
    elif action == "end":
        why = request.POST.get("why", "")
        holding_templates.end_template(found, by=reader, expected_version=version, reason=why)
        notices.success(request, _("The template is out of use."))
    else:
        raise Http404(action)
    return redirect("holding-template", found.pk)


@require_http_methods(["GET", "POST"])
@login_required
def new(request: HttpRequest, number: str) -> HttpResponse:
    """Fill an approved template for a case in a crisis."""
    reader = reader_of(request)
    seen = visible_cases(reader).select_related("lead_organisation")
    case = get_object_or_404(seen, number=number)
    holding.check_may(case, HoldingState.DRAFT, "fill", reader)
    version = chosen_version(request, case.lead_organisation)
    last = case.holding_statements.exclude(state=HoldingState.DRAFT).first()
    known = last.values if last else values_for_holding(case, version.template.language)
    before = {f"place_{key}": text for key, text in known.items()}
    form = HoldingForm(request.POST or None, places=elements.asked(version.parts), initial=before)

    def act() -> None:
        form.made = holding.draft_holding(  # type: ignore[attr-defined]
            case,
            form.values(),
            reader,
            template=version,
            next_update_at=form.cleaned_data["next_update_at"],
        )

    if request.method == "POST" and form.is_valid() and run(form, act):
        notices.success(request, _("Filled in. An approver who did not write it publishes it."))
        return redirect("holding", form.made.pk)  # type: ignore[attr-defined]
    context = {
        "form": form,
        "case": case,
        "chosen": version,
        "templates": holding_templates.usable(case.lead_organisation),
        "is_open": holding.is_in_crisis(case),
        "is_from_house": not last and bool(known),
        "is_exercise": case.is_exercise,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "strategic_communication/holding_edit.html", context, status=status)


def chosen_version(request: HttpRequest, organisation: Organisation) -> HoldingTemplateVersion:
    """The template asked for among those that may be used, else the newest."""
    wanted = whole_number(request.GET.get("template"))
    for each in holding_templates.usable(organisation):
        if each.pk == wanted:
            return holding_templates.newest(each)
    return holding_templates.newest_ready(organisation)


def find(request: HttpRequest, statement_id: int) -> tuple[User, HoldingStatement]:
    reader = reader_of(request)
    found = HoldingStatement.objects.filter(case__in=visible_cases(reader)).select_related(
        "case__lead_organisation", "template__template", "author", "published_by", "checked_by"
    )
    return reader, get_object_or_404(found, pk=statement_id)


@require_GET
@login_required
def statement(request: HttpRequest, statement_id: int) -> HttpResponse:
    """One statement: its words, its next step, and whether it has been looked at again."""
    reader, found = find(request, statement_id)
    actions = HOLDING.actions(found.state, reader.roles_at(found.case.lead_organisation))
    writers = holding.writers_of(found)
    context = {
        "statement": found,
        "parts": [(PARTS[key], text) for key, text in found.parts.items() if key != "headline"],
        "doubted": standing_page(found),
        "open_places": [p for text in found.parts.values() for p in find_placeholders(text)],
        "is_open": holding.is_in_crisis(found.case),
        "actions": actions,
        "is_writer": reader.pk in writers,
        "can_check": "confirm" in actions and reader.pk not in {*writers, found.published_by_id},
        "words": words_on(found),
        "events": [(each, EVENTS.get(each.action, each.action)) for each in events_of(found)[:30]],
        "is_exercise": found.case.is_exercise,
    }
    return render(request, "strategic_communication/holding.html", context)


def standing_page(found: HoldingStatement) -> Statement | None:
    """The page that says of itself that a fact in it fell; None where it need not, or does not."""
    if found.state not in STANDING:
        return None
    return Statement.objects.filter(slug=found.slug, doubted_at__isnull=False).first()


@require_http_methods(["GET", "POST"])
@login_required
def edit(request: HttpRequest, statement_id: int) -> HttpResponse:
    """Fill the places of a draft anew."""
    reader, found = find(request, statement_id)
    holding.check_may(found.case, found.state, "fill", reader)
    first: dict[str, object] = {f"place_{key}": text for key, text in found.values.items()}
    first |= {"version": found.version, "next_update_at": found.next_update_at}
    form = HoldingForm(
        request.POST or None, places=elements.asked(found.template.parts), initial=first
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and run(form, lambda: refill(form, found, reader))
    ):
        notices.success(request, _("Filled in. An approver who did not write it publishes it."))
        return redirect("holding", found.pk)
    context = {
        "form": form,
        "case": found.case,
        "statement": found,
        "chosen": found.template,
        "is_open": holding.is_in_crisis(found.case),
        "is_exercise": found.case.is_exercise,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "strategic_communication/holding_edit.html", context, status=status)


def refill(form: HoldingForm, found: HoldingStatement, reader: User) -> None:
    holding.fill_holding(
        found,
        form.values(),
        by=reader,
        expected_version=form.cleaned_data["version"] or 0,
        next_update_at=form.cleaned_data["next_update_at"],
    )


@require_POST
@login_required
@fresh_sign_in_required(gettext_lazy("Publish the statement"))
def act(request: HttpRequest, statement_id: int, action: str) -> HttpResponse:
    """Publish, say yes or no afterwards, or withdraw."""
    reader, found = find(request, statement_id)
    version, why = posted_version(request), request.POST.get("why", "")
    if action == "publish":
        holding.publish_holding(found, by=reader, expected_version=version)
        notices.success(request, _("Published. The second check is due in two hours."))
    elif action in {"confirm", "reject"}:
        holding.check_holding(
            found, is_right=action == "confirm", by=reader, expected_version=version, note=why
        )
        notices.success(request, _("Your check is on record, and readers see it."))
    elif action == "withdraw":
        holding.withdraw_holding(found, by=reader, expected_version=version, reason=why)
        notices.success(request, _("Withdrawn. The page stays and says so."))
    else:
        raise Http404(action)
    return redirect("holding", found.pk)
