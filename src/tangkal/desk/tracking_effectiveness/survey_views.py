"""Screens of polls: the list, one poll with its changes, and what each column of a round is."""

from django.conf import settings
from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.cases.queries import visible_cases
from tangkal.desk.tracking_effectiveness import survey_commands as commands
from tangkal.desk.tracking_effectiveness import survey_queries as queries
from tangkal.desk.tracking_effectiveness import survey_rules as rules
from tangkal.desk.tracking_effectiveness.survey_forms import (
    LinkForm,
    MappingForm,
    ReasonForm,
    SurveyForm,
    WaveForm,
)
from tangkal.desk.tracking_effectiveness.survey_models import (
    SetAside,
    Survey,
    SurveyQuestion,
    SurveyWave,
)
from tangkal.desk.tracking_effectiveness.survey_words import in_words
from tangkal.desk.ui.charts import Interval, Scale, intervals
from tangkal.desk.ui.refusals import run
from tangkal.tracking_effectiveness import surveys as figures

PAGE = 30
ROWS_SHOWN = 50
TEMPLATES = "tracking_effectiveness/surveys"


@require_GET
@login_required
def survey_list(request: HttpRequest) -> HttpResponse:
    """The polls of the own offices, newest first."""
    reader = reader_of(request)
    usual = "exercise" if settings.TANGKAL.is_demo else "real"
    exercise = request.GET.get("reality", usual) == "exercise"
    is_read = Q(waves__state=SurveyWave.State.READ)
    rows = rules.visible_surveys(reader).filter(is_exercise=exercise)
    rows = rows.annotate(read=Count("waves", filter=is_read)).order_by("-at", "-pk")
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "may_bring": rules.can_bring(reader),
        "is_exercise": exercise,
    }
    return render(request, f"{TEMPLATES}/list.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Put a poll on record; its rounds follow."""
    reader = reader_of(request)
    rules.office_of(reader)
    form = SurveyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = commands.open_survey(form.cleaned_data, by=reader)
        return redirect("survey", made.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, f"{TEMPLATES}/new.html", {"form": form}, status=status)


@require_GET
@login_required
def survey(request: HttpRequest, survey_id: int) -> HttpResponse:
    """One poll: every figure with its interval, every change beside "no change seen"."""
    return survey_page(request, survey_of(request, survey_id), WaveForm(), LinkForm())


def survey_page(
    request: HttpRequest, found: Survey, wave_form: WaveForm, link_form: LinkForm, status: int = 200
) -> HttpResponse:
    reader = reader_of(request)
    lines = queries.lines_of(found)
    waves = list(found.waves.defer("rows", "lines", "results").select_related("by"))
    waiting = found.waves.filter(set_aside__state=SetAside.State.WAITING)
    aside = dict(waiting.values_list("pk").annotate(Count("set_aside")).order_by())
    compared = [each for line in lines for each in line.shifts if each.change]
    context = {
        "survey": found,
        "lines": [shown(line) for line in lines if line.points],
        "waves": [(wave, aside.get(wave.pk, 0)) for wave in waves],
        "links": found.links.select_related("case"),
        "may_bring": rules.can_bring(reader, found.organisation),
        "wave_form": wave_form,
        "link_form": link_form,
        "comparisons": len(compared),
        "by_chance": figures.expected_by_chance(compared),
        "is_exercise": found.is_exercise,
    }
    return render(request, f"{TEMPLATES}/survey.html", context, status=status)


def shown(line: queries.Line) -> dict[str, object]:
    """A question as the page draws it."""
    is_share = line.question.measure == SurveyQuestion.Measure.SHARE
    rows = [drawn(each.wave.label, each, is_share) for each in line.points]
    groups = [drawn(each.group, each, is_share) for each in line.groups]
    scale = Scale(low=0, high=100, unit=" %") if is_share else scale_of(line)
    last = line.shifts[-1] if line.shifts else None
    return {
        "question": line.question,
        "chart": intervals(
            rows, title=str(line.question), so_what=in_words(last) if last else "", scale=scale
        ),
        "groups": intervals(
            groups,
            title=_("%(question)s, by group") % {"question": line.question},
            so_what=_("Groups differ in more than what they saw: no effect can be read from it."),
            scale=scale,
        )
        if groups
        else "",
        "shifts": [(each, in_words(each)) for each in line.shifts],
        "points": line.points,
    }


def scale_of(line: queries.Line) -> Scale | None:
    """The whole scale that was answered on; None where somebody else counted and did not say."""
    if any(each.wave.kind == SurveyWave.Kind.COUNTED for each in line.points):
        return None
    return Scale(low=line.question.low, high=line.question.high)


def drawn(label: str, point: queries.Point, is_share: bool) -> Interval:
    found = point.estimate
    if found.value is None:
        return Interval(label=label, value=None, note=_("too few: %(n)d") % {"n": found.n})
    assert found.low is not None
    assert found.high is not None
    factor = 100 if is_share else 1
    effect = found.design_effect or 1.0
    return Interval(
        label=label,
        value=factor * found.value,
        low=factor * found.low,
        high=factor * found.high,
        note=_("%(n)d answers, worth %(worth)d") % {"n": found.n, "worth": found.n / effect},
    )


@require_POST
@login_required
def bring(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Take one round in."""
    found = survey_of(request, survey_id)
    reader = reader_of(request)
    rules.check_can_bring(reader, found.organisation)
    form = WaveForm(request.POST, request.FILES)
    made: list[SurveyWave] = []

    def act() -> None:
        values = form.cleaned_data
        made.append(
            commands.bring_wave(
                found,
                values["file"].read(),
                file_name=values["file"].name,
                label=values["label"],
                since=values["since"],
                until=values["until"],
                by=reader,
            )
        )

    if not (form.is_valid() and run(form, act)):
        return survey_page(request, found, form, LinkForm(), 422)
    wave = made[0]
    if wave.state == SurveyWave.State.TO_MAP:
        notices.success(request, _("The file is in. Say what its columns are."))
        return redirect("survey-wave", wave.pk)
    notices.success(request, _("%(n)d respondents were read.") % {"n": wave.respondents})
    return redirect("survey", found.pk)


@require_http_methods(["GET", "POST"])
@login_required
def wave(request: HttpRequest, wave_id: int) -> HttpResponse:
    """What each column of a round is, and the rows that were set aside."""
    found = wave_of(request, wave_id)
    reader = reader_of(request)
    may_bring = rules.can_bring(reader, found.survey.organisation)
    may_map = may_bring and found.kind == SurveyWave.Kind.RESPONDENTS
    may_map = may_map and found.state != SurveyWave.State.WITHDRAWN
    status = 200
    form = None
    if request.method == "POST":
        rules.check_can_bring(reader, found.survey.organisation)
    if may_map:
        form = MappingForm(request.POST or None, wave=found, columns=queries.described(found))
    if request.method == "POST":
        if form is None:
            raise Http404(wave_id)
        if form.is_valid() and run(form, lambda: map_by(form, found, request)):
            notices.success(request, _("The round was read."))
            return redirect("survey", found.survey_id)
        status = 422
    aside = found.set_aside.filter(state=SetAside.State.WAITING)
    context = {
        "wave": found,
        "form": form,
        "groups": form.groups() if form else [],
        "aside": aside[:ROWS_SHOWN],
        "aside_count": aside.count(),
        "may_bring": may_bring,
        "is_exercise": found.survey.is_exercise,
    }
    return render(request, f"{TEMPLATES}/wave.html", context, status=status)


def map_by(form: MappingForm, found: SurveyWave, request: HttpRequest) -> None:
    version = form.cleaned_data["version"]
    commands.map_wave(found, form.mapped(), by=reader_of(request), version=version)


@require_POST
@login_required
def withdraw(request: HttpRequest, wave_id: int) -> HttpResponse:
    """Take a round out of every figure."""
    found = wave_of(request, wave_id)
    rules.check_can_bring(reader_of(request), found.survey.organisation)
    if form := told(request):
        commands.withdraw_wave(found, reason=form.cleaned_data["reason"], by=reader_of(request))
        notices.success(request, _("The round is withdrawn; its answers are gone."))
    return redirect("survey", found.survey_id)


@require_POST
@login_required
def dismiss(request: HttpRequest, row_id: int) -> HttpResponse:
    """Leave a row out for good."""
    rows = SetAside.objects.filter(wave__survey__in=rules.visible_surveys(reader_of(request)))
    row = get_object_or_404(rows.select_related("wave__survey__organisation"), pk=row_id)
    rules.check_can_bring(reader_of(request), row.wave.survey.organisation)
    if form := told(request):
        commands.dismiss(row, reason=form.cleaned_data["reason"], by=reader_of(request))
    return redirect("survey-wave", row.wave_id)


@require_POST
@login_required
def link(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Say that this poll tells something about the answer to a case."""
    found = survey_of(request, survey_id)
    reader = reader_of(request)
    rules.check_can_bring(reader, found.organisation)
    form = LinkForm(request.POST)
    if form.is_valid():
        case = visible_cases(reader).filter(number=form.cleaned_data["case"].strip()).first()
        if case is not None:
            commands.link_case(found, case, by=reader)
            return redirect("survey", found.pk)
        form.add_error("case", _("No case that you read has this number."))
    return survey_page(request, found, WaveForm(), form, 422)


@require_POST
@login_required
def unlink(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Take the link to a case back."""
    found = survey_of(request, survey_id)
    reader = reader_of(request)
    rules.check_can_bring(reader, found.organisation)
    case = visible_cases(reader).filter(number=request.POST.get("case", "")[:20]).first()
    if case is not None:
        commands.unlink_case(found, case, by=reader)
    return redirect("survey", found.pk)


def told(request: HttpRequest) -> ReasonForm | None:
    """A reason that was given; without one nothing is done, and the page says so."""
    form = ReasonForm(request.POST)
    if form.is_valid():
        return form
    notices.error(request, _("This step needs a reason; write one and try again."))
    return None


def survey_of(request: HttpRequest, survey_id: int) -> Survey:
    return get_object_or_404(rules.visible_surveys(reader_of(request)), pk=survey_id)


def wave_of(request: HttpRequest, wave_id: int) -> SurveyWave:
    rows = SurveyWave.objects.filter(survey__in=rules.visible_surveys(reader_of(request)))
    return get_object_or_404(rows.select_related("survey__organisation", "changed_by"), pk=wave_id)
