"""Partners: contacts who agreed, sheets for them, and who was given which."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.directives import briefings, rules, sheets
from tangkal.desk.directives.briefing_models import Briefing
from tangkal.desk.directives.forms import BriefingForm, ContactForm, kept_by
from tangkal.desk.directives.views.base import run_button
from tangkal.desk.strategic_communication.house_models import MessageHouseVersion
from tangkal.desk.strategic_communication.house_queries import houses_for
from tangkal.desk.ui.refusals import run

A_PAGE = 25


@require_GET
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """Every sheet of the offices that the person reads."""
    reader = reader_of(request)
    context = {
        "page": Paginator(briefings.readable(reader), A_PAGE).get_page(request.GET.get("page")),
        "keeps": kept_by(reader).exists(),
    }
    return render(request, "directives/briefings.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Write a sheet on a version in force."""
    reader = reader_of(request)
    briefings.check_keeps_some(reader)
    form = BriefingForm(request.POST or None, keeper=reader, versions=in_force(reader))
    status = 200
    if request.method == "POST":
        status = 422
        made: list[Briefing] = []
        if form.is_valid():
            values = form.cleaned_data
            if run(
                form,
                lambda: made.append(
                    briefings.write_briefing(
                        values["house_version"],
                        values["organisation"],
                        title=values["title"],
                        request=values["request"],
                        contact=values["contact"],
                        by=reader,
                    )
                ),
            ):
                return redirect("briefing", made[0].pk)
    context = {"form": form, "title": _("Write a sheet"), "back": "briefings"}
    return render(request, "directives/form.html", context, status=status)


def in_force(reader: User) -> list[int]:
    """Versions in force of the houses that this person reads."""
    found = MessageHouseVersion.objects.filter(
        house__in=houses_for(reader),
        approved_at__isnull=False,
        superseded_at=None,
        withdrawn_at=None,
    )
    return [each.pk for each in found[:200] if each.is_in_force]


@require_GET
@login_required
def briefing(request: HttpRequest, briefing_id: int) -> HttpResponse:
    """One sheet as it will be read, and who was given it."""
    reader = reader_of(request)
    found = get_object_or_404(briefings.readable(reader), pk=briefing_id)
    keeps = rules.keeps_contacts(reader, found.organisation)
    contacts = briefings.contacts_of(reader).filter(withdrawn_at=None) if keeps else []
    have = set(found.handed.values_list("contact_id", flat=True))
    report = sheets.sheet(found)
    context = {
        "briefing": found,
        "report": report,
        "has_open_places": sheets.has_open_places(report),
        "contacts": [each for each in contacts if each.pk not in have],
        "handed": found.handed.select_related("contact", "by") if keeps else [],
        "count": len(have),
        "keeps": keeps,
        "may_approve": found.state == Briefing.State.DRAFT
        and reader.has_role("penyetuju", at=found.organisation)
        and reader.pk != found.author_id,
        "may_hand": found.state == Briefing.State.APPROVED
        and not found.recalled_at
        and not found.is_exercise,
        "is_exercise": found.is_exercise,
    }
    return render(request, "directives/briefing.html", context)


@require_GET
@login_required
def as_pdf(request: HttpRequest, briefing_id: int) -> HttpResponse:
    """The sheet as one page of paper."""
    reader = reader_of(request)
    found = get_object_or_404(briefings.readable(reader), pk=briefing_id)
    mark = "LATIHAN-" if found.is_exercise else ""
    return HttpResponse(
        sheets.as_pdf(found),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{mark}briefing-{found.pk}.pdf"'},
    )


@require_POST
@login_required
def approve(request: HttpRequest, briefing_id: int) -> HttpResponse:
    """The word of a second person."""
    reader = reader_of(request)
    found = get_object_or_404(briefings.readable(reader), pk=briefing_id)
    return run_button(
        request,
        lambda: briefings.approve_briefing(found, by=reader),
        _("Approved."),
        "briefing",
        found.pk,
    )


@require_POST
@login_required
def hand_out(request: HttpRequest, briefing_id: int) -> HttpResponse:
    """Note to whom the sheet was given."""
    reader = reader_of(request)
    found = get_object_or_404(briefings.readable(reader), pk=briefing_id)
    keys = [key for key in request.POST.getlist("contacts")[:500] if key.isdecimal()]
    chosen = list(briefings.contacts_of(reader).filter(pk__in=[int(key[:18]) for key in keys]))
    return run_button(
        request,
        lambda: briefings.hand_out(found, chosen, by=reader),
        _("Noted to whom it was given."),
        "briefing",
        found.pk,
    )


@require_GET
@login_required
def contacts(request: HttpRequest) -> HttpResponse:
    """Partners who agreed, for whoever keeps them; who withdrew is there as a number only."""
    reader = reader_of(request)
    briefings.check_keeps_some(reader)
    found = briefings.contacts_of(reader)
    context = {"page": Paginator(found, A_PAGE).get_page(request.GET.get("page"))}
    return render(request, "directives/contacts.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def new_contact(request: HttpRequest) -> HttpResponse:
    """Record a partner with the consent they gave."""
    reader = reader_of(request)
    briefings.check_keeps_some(reader)
    form = ContactForm(request.POST or None, keeper=reader)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and run(
            form, lambda: briefings.record_contact(**form.cleaned_data, by=reader)
        ):
            messages.success(request, _("Recorded."))
            return redirect("contacts")
    context = {"form": form, "title": _("Record a partner"), "back": "contacts"}
    return render(request, "directives/form.html", context, status=status)


@require_POST
@login_required
def withdraw(request: HttpRequest, contact_id: int) -> HttpResponse:
    """A partner withdrew: name and address are erased now."""
    reader = reader_of(request)
    found = get_object_or_404(briefings.contacts_of(reader), pk=contact_id)
    return run_button(
        request,
        lambda: briefings.withdraw_consent(found, by=reader),
        _("Erased. What they were given is still counted, without a name."),
        "contacts",
    )
