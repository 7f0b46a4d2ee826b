"""The centre's screens: the list, writing, one directive with its coverage, its steps."""

from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template import engines
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tangkal.desk.accounts.freshness import fresh_sign_in_required
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.audit.queries import events_of
from tangkal.desk.directives import addressing, commands, lapsing, queries, rules
from tangkal.desk.directives.coverage import Coverage, progress_of
from tangkal.desk.directives.forms import DirectiveForm, first_values
from tangkal.desk.directives.models import Directive
from tangkal.desk.directives.states import CENTRE, DIRECTIVE, DirectiveState
from tangkal.desk.directives.views.base import find, run_button
from tangkal.desk.directives.words import EVENTS, NEED_REASON, SHOWS, STEPS
from tangkal.desk.strategic_communication.freezing import freezes
from tangkal.desk.ui.charts import tile_map
from tangkal.desk.ui.conflicts import posted_version
from tangkal.desk.ui.numbers import whole_number
from tangkal.desk.ui.refusals import run
from tangkal.desk.ui.templatetags import ui as tags

A_PAGE = 25
OFFICES_A_PAGE = 50


@require_GET
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """What came to the person's offices, and every directive of the offices they read."""
    reader = reader_of(request)
    usual = "exercise" if settings.TANGKAL.is_demo else ""
    is_exercise = request.GET.get("reality", usual) == "exercise"
    found = queries.directives_of(reader).filter(is_exercise=is_exercise)
    context = {
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "to_answer": queries.to_answer(reader, is_exercise=is_exercise)[:A_PAGE],
        "may_write": rules.may_write_somewhere(reader),
        "reality": "exercise" if is_exercise else "",
        "tabs": [
            {"key": "", "label": _("In the world"), "url": "?reality="},
            {"key": "exercise", "label": _("In exercises"), "url": "?reality=exercise"},
        ],
        "is_exercise": is_exercise,
    }
    return render(request, "directives/overview.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Write a directive on a version in force."""
    reader = reader_of(request)
    rules.check_writes_somewhere(reader)
    chosen = whole_number(request.GET.get("house_version"), 0)
    form = DirectiveForm(
        request.POST or None, writer=reader, initial={"house_version": chosen or None}
    )
    status = 200
    if request.method == "POST":
        status = 422
        made: list[Directive] = []
        if form.is_valid() and run(
            form, lambda: made.append(commands.draft_directive(**form.words(), by=reader))
        ):
            messages.success(request, _("Saved. Look at whom it goes to, then hand it in."))
            return redirect("directive", made[0].pk)
    return render(request, "directives/edit.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@login_required
def edit(request: HttpRequest, directive_id: int) -> HttpResponse:
    """Change a draft."""
    reader, found = find(request, directive_id)
    rules.check_may_write(reader, found.organisation)
    form = DirectiveForm(
        request.POST or None,
        writer=reader,
        house_id=found.house_version.house_id,
        initial=first_values(found),
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and run(
            form,
            lambda: commands.edit_directive(
                found,
                **form.words(),
                by=reader,
                expected_version=form.cleaned_data["version"] or 0,
            ),
        ):
            messages.success(request, _("Saved."))
            return redirect("directive", found.pk)
    context = {"form": form, "directive": found, "is_exercise": found.is_exercise}
    return render(request, "directives/edit.html", context, status=status)


@require_GET
@login_required
def page(request: HttpRequest, directive_id: int) -> HttpResponse:
    """One directive: what it says, the next step, and how far it has come."""
    reader, found = find(request, directive_id)
    roles = reader.roles_at(found.organisation)
    actions = DIRECTIVE.actions(found.state, roles)
    newer = (
        rules.newer_version(found) if found.state in {"DRAF", "DIAJUKAN", "DITERBITKAN"} else None
    )
    context = {
        "directive": found,
        "house": found.house_version.content,
        "audience": addressing.in_words(found.audience, addressing.names_in(found.audience)),
        "steps": [
            (each, STEPS[each], each in NEED_REASON)
            for each in actions
            if each != "renew" or newer is not None
        ],
        "newer": newer,
        "ended": lapsing.ended_at(found),
        "wrote": reader.pk in rules.authors_of(found),
        "can_edit": found.state == DirectiveState.DRAFT and "submit" in actions,
        "may_link": found.state == DirectiveState.SENT and not roles.isdisjoint(CENTRE),
        "freezes": freezes(found.organisation, is_exercise=found.is_exercise)
        if found.state in {DirectiveState.DRAFT, DirectiveState.WAITING}
        else [],
        "events": [(each, EVENTS.get(each.action, each.action)) for each in events_of(found)[:20]],
        "is_exercise": found.is_exercise,
    }
    if found.round:
        context |= progress(request, found)
    else:
        context["offices"] = addressing.addressed(found.organisation, found.audience)
    return render(request, "directives/directive.html", context)


def progress(request: HttpRequest, found: Directive) -> dict[str, object]:
    """Coverage as figures, map and list over the registry; the list says all that the map says."""
    now = lapsing.clock_of(found, timezone.now())
    show = request.GET.get("show", "all")
    province, words = request.GET.get("province", "")[:2], request.GET.get("q", "")[:80]
    names = queries.province_names()
    counted, shares = progress_of(found, now)
    shown = Paginator(listed(found, counted, show, province, words, now), OFFICES_A_PAGE).get_page(
        request.GET.get("page")
    )
    return {
        "coverage": counted,
        "map": coverage_map(get_language(), tuple(sorted(shares.items())), tuple(names.items())),
        "page": shown,
        "rows": office_rows(found, shown, names),
        "show": show if show in SHOWS else "all",
        "shows": SHOWS.items(),
        "province": province,
        "provinces": names.items(),
        "words": words,
    }


def listed(
    found: Directive, counted: Coverage, show: str, province: str, words: str, now: datetime
) -> queries.Joined:
    """Offices that were asked, then the registry's governments that were not."""
    asked = queries.filtered(queries.offices_of(found), show, province, words, now)
    narrowed = bool(province or words.strip())
    whole = show in {"all", "addressed"} or show not in SHOWS
    parts: list[tuple[QuerySet[Any, Any], int]] = [
        (queries.rows_of(asked), asked.count() if narrowed or not whole else counted.addressed)
    ]
    if counted.unaddressed and (show in {"all", "unaddressed"} or show not in SHOWS):
        rest = queries.among(queries.unaddressed(found), province, words)
        size = rest.count() if narrowed else counted.unaddressed
        parts.append((queries.rows_of_unaddressed(rest), size))
    return queries.Joined(*parts)


@lru_cache(maxsize=100)
def coverage_map(
    _language: str | None,
    shares: tuple[tuple[str, int | None], ...],
    names: tuple[tuple[str, str], ...],
) -> SafeString:
    """The map of one state of things, drawn once for all who look until an office publishes."""
    return tile_map(
        dict(shares),
        dict(names),
        title=_("Governments that show the current version, of all in the province, in per cent"),
        what="%",
        top=100,
        dash=_("A dash: no government of that province was asked."),
    )


def office_rows(found: Directive, shown: Page[Any], names: dict[str, str]) -> SafeString:
    """Rows of the list, drawn by the quick engine: 50 a page.

    Offices share a few states and deadlines: each chip is drawn once a page.
    """
    rows = [queries.Row(*values) for values in shown]
    drawn = {"chip": cache(tags.chip), "deadline": cache(tags.deadline)}
    template = engines["jinja2"].get_template("directives/office_rows.html")
    return mark_safe(template.render(drawn | {"directive": found, "rows": rows, "names": names}))  # noqa: S308 - escaped there


@require_POST
@login_required
@fresh_sign_in_required(
    gettext_lazy("Send the directive out"),
    when=lambda action, **_rest: action in {"send", "recall", "renew"},
)
def step(request: HttpRequest, directive_id: int, action: str) -> HttpResponse:
    """Hand in, send back, send out, discard, withdraw, close, renew."""
    reader, found = find(request, directive_id)
    return run_button(
        request,
        lambda: commands.take_step(
            found,
            action,
            by=reader,
            expected_version=posted_version(request),
            comment=request.POST.get("comment", "")[:500],
        ),
        _("Done."),
        "directive",
        found.pk,
    )
