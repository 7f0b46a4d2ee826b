"""Pages of indicators: all of them, one of them split up, the cases behind, and files."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.audit.commands import record
from tangkal.desk.cases.models import ImpactAssessment, Priority
from tangkal.desk.cases.queries import visible_cases
from tangkal.desk.tracking_effectiveness.kpi import (
    asking,
    files,
    outcomes,
    showing,
    targets,
    words,
)
from tangkal.desk.tracking_effectiveness.kpi.facts import Scope, World, gather
from tangkal.desk.tracking_effectiveness.kpi.forms import OutcomeForm, TargetForm
from tangkal.desk.tracking_effectiveness.kpi.measures import Measured, cases_of, measure
from tangkal.desk.tracking_effectiveness.kpi.periods import LAST, WHOLE
from tangkal.desk.tracking_effectiveness.models import KpiTarget, StatedOutcome
from tangkal.desk.tracking_effectiveness.survey_words import in_words
from tangkal.desk.ui.charts import Interval, intervals
from tangkal.desk.ui.refusals import run
from tangkal.desk.workflow import ActionDenied
from tangkal.tracking_effectiveness.kpis import BY_KEY, KPIS, Group, Kpi, Unit

A_PAGE = 50
HISTORY = 20
FORMS = {"json": "application/json", "csv": "text/csv; charset=utf-8"}


@require_GET
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """Every indicator with its formula, range, count, missing share and target."""
    reader = reader_of(request)
    context, world = asked(request, reader)
    found = showing.lines(world, targets.values_in_force(world.scope.office or reader.organisation))
    context |= {
        "groups": showing.grouped(found),
        "chart": deadline_chart(
            [line for line in found.values() if line.kpi.group is Group.DEADLINES]
        ),
        "cases": len(world.cases),
        "faults": sorted({line.fault for line in found.values() if line.fault}),
    }
    return render(request, "tracking_effectiveness/kpi/overview.html", context)


def asked(request: HttpRequest, reader: User) -> tuple[dict[str, object], World]:
    """What every page of indicators shares: the question, and what it is answered from."""
    offices = asking.offices_of(reader)
    scope = asking.scope_of(request, reader, offices)
    world = gather(scope)
    platforms = sorted({name for case in world.cases for name in case.platforms})
    context: dict[str, object] = {
        "scope": scope,
        "period": scope.period,
        "offices": offices,
        "priorities": Priority.choices,
        "platforms": sorted({*platforms, *([scope.platform] if scope.platform else [])}),
        "periods": period_choices(),
        "is_exercise": scope.exercise,
        "query": showing.query_of(scope, {k: str(v) for k, v in request.GET.items()}),
        "day": request.GET.get("day", "")[:10],
        "first": request.GET.get("since", "")[:10],
        "last": request.GET.get("until", "")[:10],
    }
    return context, world


def period_choices() -> list[tuple[str, str]]:
    last = [(key, _("the last %(n)s days") % {"n": days}) for key, days in LAST.items()]
    names = {"month": _("a month"), "quarter": _("a quarter"), "year": _("a year")}
    whole = [(key, names[key]) for key in WHOLE]
    return [*last, *whole, ("own", _("own dates")), ("all", _("all time"))]


def deadline_chart(found: list[showing.Line]) -> str:
    """Deadlines side by side, in the order of the work."""
    drawn = [showing.interval(line) for line in found]
    return intervals(
        drawn,
        title=_("Deadlines kept, with their ranges"),
        so_what=_("A range that crosses the target’s mark does not say that it was missed."),
        scale=showing.scale_of(Unit.PERCENT, drawn),
    )


def kpi_or_404(key: str) -> Kpi:
    if key not in BY_KEY:
        raise Http404(key)
    return BY_KEY[key]


@require_http_methods(["GET", "POST"])
@login_required
def one(request: HttpRequest, key: str) -> HttpResponse:
    """One indicator: split by priority, office, platform and month; its target and who set it."""
    reader = reader_of(request)
    kpi = kpi_or_404(key)
    context, world = asked(request, reader)
    office = world.scope.office or reader.organisation
    form = TargetForm(request.POST if request.method == "POST" else None, kpi=kpi)
    if request.method == "POST":
        targets.check_may_set(reader, office)
        if form.is_valid():

            def act() -> object:
                return targets.set_target(
                    office, key, form.target, why=form.cleaned_data["why"], by=reader
                )

            if run(form, act):
                messages.success(request, _("The target is set."))
                return redirect(request.get_full_path())
    found = measure(world, key)
    target, row = targets.in_force(office)[key]
    context |= {
        "kpi": kpi,
        "line": showing.line_of(found, {key: target}),
        "splits": splits(found, world, target),
        "polls": [
            (survey, shift, in_words(shift)) for survey, shift in outcomes.told(world.scope, key)
        ]
        if kpi.group is Group.OUTCOME
        else None,
        "office": office,
        "target_row": row,
        "form": form,
        "may_set": kpi.may_have_target and targets.may_set(reader, office),
        "history": KpiTarget.objects.filter(kpi=key, organisation=office).select_related(
            "by", "organisation"
        )[:HISTORY],
    }
    status = 422 if form.errors else 200
    return render(request, "tracking_effectiveness/kpi/one.html", context, status=status)


def splits(found: Measured, world: World, target: float | None) -> list[dict[str, object]]:
    made: list[dict[str, object]] = []
    if not found.is_measured or found.kpi.key == "kappa":
        return made
    for by in found.kpi.by:
        parts = showing.split(found, world, by, target)
        drawn: list[Interval] = [showing.interval(part) for part in parts]
        chart = (
            intervals(
                drawn,
                title=str(words.SPLITS[by]),
                scale=showing.scale_of(found.kpi.unit, drawn),
            )
            if parts
            else ""
        )
        made.append({"by": by, "label": words.SPLITS[by], "parts": parts, "chart": chart})
    return made


PARTS = ("priority", "office", "platform", "month")


@require_GET
@login_required
def behind(request: HttpRequest, key: str) -> HttpResponse:
    """The cases behind a figure, by number; those alone that the reader may see."""
    reader = reader_of(request)
    kpi = kpi_or_404(key)
    context, world = asked(request, reader)
    chosen = {by: request.GET[f"part_{by}"] for by in PARTS if f"part_{by}" in request.GET}
    rows = tuple(showing.rows_in(measure(world, key).rows, chosen))
    found = cases_of(rows)
    missing = request.GET.get("missing") == "1"
    if missing:
        found = [each for each in found if each[1] is None]
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context |= {
        "kpi": kpi,
        "name": words.name_of(key),
        "what": words.WHAT[key],
        "page": page,
        "rows": [(case, answer_in_words(kpi, value)) for case, value in page.object_list],
        "chosen": [words.SPLITS[by] for by in chosen],
        "missing": missing,
        "others": len(rows) - len([row for row in rows if row.case is not None]),
    }
    return render(request, "tracking_effectiveness/kpi/cases.html", context)


def answer_in_words(kpi: Kpi, value: float | bool | None) -> str:
    """What one case contributes."""
    if value is None:
        return _("missing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return words.value_in_words(kpi, value)


@require_GET
@login_required
def take(request: HttpRequest, form: str) -> HttpResponse:
    """All indicators as a file, or with `kpi` the cases behind one; on the record."""
    reader = reader_of(request)
    if form not in FORMS:
        raise Http404(form)
    scope = asking.scope_of(request, reader, asking.offices_of(reader))
    content, name = written(scope, form, request.GET.get("kpi", ""))
    with transaction.atomic():
        record("kpi.taken", None, by=reader, form=form, **files.question(scope))
    return HttpResponse(
        content,
        content_type=FORMS[form],
        headers={"Content-Disposition": f'attachment; filename="{name}.{form}"'},
    )


def written(scope: Scope, form: str, key: str) -> tuple[bytes, str]:
    world = gather(scope)
    day = f"{scope.now:%Y%m%d}"
    if key:
        rows = files.case_rows(world, measure(world, kpi_or_404(key).key))
        content = (
            files.as_csv(rows, files.CASE_COLUMNS)
            if form == "csv"
            else files.cases_as_json(scope, rows)
        )
        return content, f"kpi-{key}-{day}"
    office = scope.office or scope.reader.organisation
    found = {kpi.key: measure(world, kpi.key) for kpi in KPIS}
    rows = files.rows(world, found, targets.values_in_force(office))
    return (files.as_csv(rows) if form == "csv" else files.as_json(scope, rows)), f"kpis-{day}"


@require_GET
@login_required
def probabilities(request: HttpRequest) -> HttpResponse:
    """Probabilities stated in numbers, and how each turned out."""
    reader = reader_of(request)
    is_exercise = request.GET.get("reality") == "exercise"
    found = (
        ImpactAssessment.objects.filter(
            case__in=visible_cases(reader).filter(is_exercise=is_exercise),
            probability_percent__isnull=False,
        )
        .select_related("case__lead_organisation", "outcome__by")
        .order_by("-at", "-pk")
    )
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(each, targets.may_record(reader, each)) for each in page.object_list],
        "answers": StatedOutcome.Answer.choices,
        "is_exercise": is_exercise,
    }
    return render(request, "tracking_effectiveness/kpi/probabilities.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def outcome(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """Record how one stated probability turned out."""
    reader = reader_of(request)
    assessment = get_object_or_404(
        ImpactAssessment.objects.filter(
            case__in=visible_cases(reader), probability_percent__isnull=False
        ).select_related("case__lead_organisation"),
        pk=assessment_id,
    )
    form = OutcomeForm(request.POST if request.method == "POST" else None)
    if not targets.may_record(reader, assessment):
        raise ActionDenied(_("Outcomes are recorded by evaluators of the case’s office."))
    if request.method == "POST" and form.is_valid():

        def act() -> object:
            return targets.record_outcome(
                assessment, form.cleaned_data["answer"], why=form.cleaned_data["why"], by=reader
            )

        if run(form, act):
            messages.success(request, _("Recorded."))
            return redirect("stated-probabilities")
    context = {"form": form, "assessment": assessment, "is_exercise": assessment.case.is_exercise}
    status = 422 if form.errors else 200
    return render(request, "tracking_effectiveness/kpi/outcome.html", context, status=status)
