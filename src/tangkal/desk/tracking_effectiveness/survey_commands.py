"""Bring polls in: refuse what is about persons, read, set aside, read again."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.approvals.rules import check_reason
from tangkal.desk.audit.commands import record
from tangkal.desk.cases.models import Case
from tangkal.desk.portal.cleaning import without_controls
from tangkal.desk.portal.models import Clarification
from tangkal.desk.tracking_effectiveness import survey_reasons
from tangkal.desk.tracking_effectiveness.survey_models import (
    SetAside,
    Survey,
    SurveyCase,
    SurveyQuestion,
    SurveyWave,
)
from tangkal.desk.tracking_effectiveness.survey_rules import check_can_bring, office_of
from tangkal.desk.workflow import ActionDenied, StaleObject, check_version
from tangkal.kernel import InvalidInput, InvalidRecord
from tangkal.tracking_effectiveness import survey_tables
from tangkal.tracking_effectiveness.survey_tables import Outcome, Question, Reading, Table

WIDTH = ("weight", "stratum", "cluster", "group")
MOST_SET_ASIDE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How one question column is read, as a person or a program says it."""

    code: str
    outcome: str
    wording: str = ""
    measure: str = "share"
    counted: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    low: float = 1.0
    high: float = 5.0
    wanted: str = "neither"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """What every column of a wave is; a column that is not named is thrown away."""

    questions: tuple[Asked, ...]
    weight: str = ""
    stratum: str = ""
    cluster: str = ""
    group: str = ""


@transaction.atomic
def open_survey(values: Mapping[str, Any], *, by: User) -> Survey:
    """Put a poll on record; its waves follow."""
    survey = Survey.objects.create(
        **{name: without_controls(str(value)) for name, value in values.items()},
        organisation=office_of(by),
        by=by,
        changed_by=by,
    )
    record("survey.opened", survey, by=by, sampling=survey.sampling)
    return survey


@transaction.atomic
def bring_wave(
    survey: Survey, data: bytes, *, file_name: str, label: str, since: date, until: date, by: User
) -> SurveyWave:
    """Take one round in. The file itself is never kept, and free text in it neither.

    Raises:
        ValidationError: no table, personal data in it, dates the wrong way round, or known.
    """
    survey = locked(survey, by=by)
    if until < since:
        raise ValidationError(_("The last day lies before the first one."))
    sha256 = hashlib.sha256(data).hexdigest()
    known = survey.waves.exclude(state=SurveyWave.State.WITHDRAWN).filter(sha256=sha256).first()
    if known:
        raise ValidationError(
            _("This file was brought already, as “%(label)s”.") % {"label": known.label}
        )
    try:
        table = survey_tables.read_table(data)
        survey_tables.check_no_personal_data(table)
    except InvalidInput as error:
        raise ValidationError(str(error)) from error
    wave = SurveyWave(
        survey=survey,
        number=survey.waves.count() + 1,
        label=without_controls(label).strip()[:80] or file_name[:80],
        since=since,
        until=until,
        file_name=without_controls(file_name)[:200],
        sha256=sha256,
        by=by,
        changed_by=by,
    )
    keep(wave, table)
    record("survey.brought", wave, by=by, sha256=sha256, rows=len(table.rows), kind=wave.kind)
    before = mapping_before(wave)
    if wave.state == SurveyWave.State.TO_MAP and before:
        apply(wave, before, by=by)
    return wave


def keep(wave: SurveyWave, table: Table) -> None:
    """A counted table is read at once; of respondents, what may be mapped is kept."""
    from tangkal.tracking_effectiveness import surveys  # noqa: PLC0415 - numpy

    if surveys.is_aggregate(table):
        wave.kind, wave.state = SurveyWave.Kind.COUNTED, SurveyWave.State.READ
        found, bad = surveys.read_counted(table)
        if not found:
            raise ValidationError(
                _("No line can be read. The first one: %(why)s")
                % {"why": survey_reasons.in_words(bad[0][2])}
            )
        wave.respondents = max(each.estimate.n for each in found)
        wave.results = [
            {"code": each.question, "group": "", "estimate": asdict(each.estimate)}
            for each in found
        ]
        wave.save()
        for each in found:
            SurveyQuestion.objects.get_or_create(
                survey=wave.survey,
                code=each.question,
                defaults={"outcome": each.outcome, "measure": each.estimate.measure},
            )
        put_aside(wave, [(line, list(values.values()), why) for line, values, why in bad])
    else:
        wave.kind = SurveyWave.Kind.RESPONDENTS
        useful = [each.name for each in survey_tables.describe(table) if may_map(each)]
        if not useful:
            raise ValidationError(_("No column holds answers or numbers; nothing could be read."))
        places = [table.columns.index(name) for name in useful]
        wave.columns, wave.lines = useful, list(table.lines)
        wave.rows = [[row[place] for place in places] for row in table.rows]
        wave.save()
    put_aside(wave, [(line, [], why) for line, why in table.bad])


def may_map(column: survey_tables.Column) -> bool:
    return column.kind in {"answers", "number"}


def put_aside(wave: SurveyWave, rows: Sequence[tuple[int, list[str], str]]) -> None:
    SetAside.objects.bulk_create(
        [
            SetAside(wave=wave, line=line, values=values, reason=why[:300])
            for line, values, why in rows[:MOST_SET_ASIDE]
        ]
    )


def mapping_before(wave: SurveyWave) -> Mapped | None:
    """The newest read wave's mapping, where this one has all its columns."""
    earlier = (
        wave.survey.waves.filter(
            state=SurveyWave.State.READ, kind=SurveyWave.Kind.RESPONDENTS, number__lt=wave.number
        )
        .order_by("-number")
        .first()
    )
    if earlier is None or not set(earlier.columns) <= set(wave.columns):
        return None
    return Mapped(questions=asked_in(earlier), **{k: earlier.reading.get(k, "") for k in WIDTH})


def asked_in(wave: SurveyWave) -> tuple[Asked, ...]:
    names = set(wave.reading.get("questions", []))
    return tuple(
        Asked(
            code=each.code,
            outcome=each.outcome,
            wording=each.wording,
            measure=each.measure,
            counted=tuple(each.counted),
            others=tuple(each.others),
            low=each.low,
            high=each.high,
            wanted=each.wanted,
        )
        for each in wave.survey.questions.all()
        if each.code in names
    )


@transaction.atomic
def map_wave(
    wave: SurveyWave, mapped: Mapped, *, by: User, version: int | None = None
) -> SurveyWave:
    """Say what each column is and read the wave; what is not named is thrown away for good.

    A wave that was read is read again in the same way: rows set aside are tried once more.

    Raises:
        ValidationError: nothing is asked, a column is not there, or the design cannot be used.
        StaleObject: somebody changed it meanwhile.
    """
    locked(wave.survey, by=by)
    wave = (
        SurveyWave.objects.select_for_update(of=("self",)).select_related("survey").get(pk=wave.pk)
    )
    check_version(wave, version)
    if wave.kind != SurveyWave.Kind.RESPONDENTS or wave.state == SurveyWave.State.WITHDRAWN:
        raise ActionDenied(_("Only a round with one row a respondent is mapped."))
    return apply(wave, mapped, by=by)


def apply(wave: SurveyWave, mapped: Mapped, *, by: User) -> SurveyWave:
    from tangkal.tracking_effectiveness import surveys  # noqa: PLC0415 - numpy

    reading = reading_of(wave, mapped)
    narrow(wave, reading)
    waiting = list(wave.set_aside.filter(state=SetAside.State.WAITING).exclude(values=[]))
    rows = [*wave.rows, *(each.values for each in waiting)]
    lines = [*wave.lines, *(each.line for each in waiting)]
    columns = {name: [row[i] for row in rows] for i, name in enumerate(wave.columns)}
    try:
        coded = survey_tables.code_rows(columns, reading)
        wave.results = [
            {"code": each.code, "group": name, "estimate": asdict(found)}
            for each in reading.questions
            for name, found in figures(surveys, coded, each)
        ]
    except InvalidInput as error:
        raise ValidationError(str(error)) from error
    bad = {each.row: each for each in coded.bad}
    taken = [each.pk for place, each in enumerate(waiting, len(wave.rows)) if place not in bad]
    put_back = [row for place, row in enumerate(rows) if place not in bad]
    SetAside.objects.filter(pk__in=taken).update(state=SetAside.State.TAKEN, by=by)
    for place, each in enumerate(waiting, len(wave.rows)):
        if place in bad:
            SetAside.objects.filter(pk=each.pk).update(reason=told(bad[place]))
    put_aside(wave, [(lines[p], rows[p], told(bad[p])) for p in sorted(bad) if p < len(wave.rows)])
    wave.lines = [line for place, line in enumerate(lines) if place not in bad]
    wave.rows, wave.respondents = put_back, coded.respondents
    wave.reading = {name: getattr(mapped, name) for name in WIDTH}
    wave.reading["questions"] = [each.code for each in reading.questions]
    wave.state = SurveyWave.State.READ
    wave.version += 1
    wave.changed_by = by
    wave.save()
    keep_questions(wave.survey, mapped)
    record(
        "survey.read",
        wave,
        by=by,
        questions=[each.code for each in reading.questions],
        respondents=wave.respondents,
        set_aside=len(bad),
        taken=len(taken),
    )
    return wave


def told(bad: survey_tables.BadRow) -> str:
    return f"{bad.column}: {bad.value!r} – {bad.reason}"[:300]


def figures(surveys: Any, coded: survey_tables.Coded, question: Question) -> Any:
    """The figure of all, then of each group."""
    measure = question.measure
    yield "", surveys.estimate(coded, question.code, measure=measure)
    for place, name in enumerate(coded.group_names):
        yield name, surveys.estimate(coded, question.code, measure=measure, group=place)


def reading_of(wave: SurveyWave, mapped: Mapped) -> Reading:
    if not mapped.questions:
        raise ValidationError(_("Name at least one question."))
    used = [*(each.code for each in mapped.questions)]
    used += [name for name in (getattr(mapped, each) for each in WIDTH) if name]
    twice = next((name for name in used if used.count(name) > 1), None)
    if twice:
        raise ValidationError(_("The column “%(name)s” is named twice.") % {"name": twice})
    missing = next((name for name in used if name not in wave.columns), None)
    if missing:
        raise ValidationError(_("There is no column “%(name)s”.") % {"name": missing})
    try:
        return Reading(
            questions=tuple(question_of(each) for each in mapped.questions),
            **{name: getattr(mapped, name) for name in WIDTH},
        )
    except InvalidRecord as error:
        raise ValidationError(str(error)) from error


def question_of(asked: Asked) -> Question:
    measure: Literal["share", "mean"] = "mean" if asked.measure == "mean" else "share"
    return Question(
        code=asked.code,
        column=asked.code,
        outcome=Outcome(asked.outcome),
        measure=measure,
        counted=asked.counted,
        others=asked.others,
        low=asked.low,
        high=asked.high,
    )


def narrow(wave: SurveyWave, reading: Reading) -> None:
    """Throw away every column that was not named; what stays can be read again."""
    named = {each.column for each in reading.questions}
    named |= {getattr(reading, each) for each in WIDTH}
    places = [place for place, name in enumerate(wave.columns) if name in named]
    if len(places) == len(wave.columns):
        return
    width = len(wave.columns)
    wave.rows = [[row[place] for place in places] for row in wave.rows]
    for row in wave.set_aside.filter(state=SetAside.State.WAITING):
        if len(row.values) == width:
            row.values = [row.values[place] for place in places]
            row.save(update_fields=["values"])
    wave.columns = [wave.columns[place] for place in places]


def keep_questions(survey: Survey, mapped: Mapped) -> None:
    for each in mapped.questions:
        SurveyQuestion.objects.update_or_create(
            survey=survey,
            code=each.code,
            defaults={
                "wording": without_controls(each.wording)[:300],
                "outcome": each.outcome,
                "measure": each.measure,
                "counted": list(each.counted),
                "others": list(each.others),
                "low": each.low,
                "high": each.high,
                "wanted": each.wanted,
            },
        )


@transaction.atomic
def dismiss(row: SetAside, *, reason: str, by: User) -> SetAside:
    """Leave a row out for good; its answers go, its line and the reason stay."""
    why = check_reason(reason)
    row = SetAside.objects.select_related("wave__survey").get(pk=row.pk)
    locked(row.wave.survey, by=by)
    if row.state != SetAside.State.WAITING:
        raise StaleObject(str(row), str(row.by) if row.by else None)
    row.state, row.by, row.values = SetAside.State.DISMISSED, by, []
    row.save()
    record("survey.row_dismissed", row.wave, by=by, line=row.line, reason=why)
    return row


@transaction.atomic
def withdraw_wave(
    wave: SurveyWave, *, reason: str, by: User, version: int | None = None
) -> SurveyWave:
    """Take a round out of every figure and forget its answers; that it was there stays."""
    why = check_reason(reason)
    locked(wave.survey, by=by)
    wave = SurveyWave.objects.select_for_update(of=("self",)).get(pk=wave.pk)
    check_version(wave, version)
    if wave.state == SurveyWave.State.WITHDRAWN:
        raise StaleObject(str(wave), str(wave.changed_by) if wave.changed_by else None)
    wave.state, wave.why_withdrawn = SurveyWave.State.WITHDRAWN, without_controls(why)[:300]
    wave.rows, wave.lines, wave.results = [], [], []
    wave.set_aside.update(values=[])
    wave.version += 1
    wave.changed_by = by
    wave.save()
    record("survey.wave_withdrawn", wave, by=by, reason=why)
    return wave


@transaction.atomic
def link_case(
    survey: Survey, case: Case, *, by: User, clarification: Clarification | None = None
) -> SurveyCase:
    """Say that this poll tells something about the answer to a case."""
    locked(survey, by=by)
    if clarification is not None and clarification.reference != case.number:
        raise ValidationError(_("This clarification belongs to another case."))
    link, made = SurveyCase.objects.get_or_create(
        survey=survey, case=case, defaults={"by": by, "clarification": clarification}
    )
    if made:
        record("survey.linked", survey, by=by, case=case.number)
    return link


@transaction.atomic
def unlink_case(survey: Survey, case: Case, *, by: User) -> None:
    """Take back that a poll tells something about a case."""
    locked(survey, by=by)
    gone, _rows = SurveyCase.objects.filter(survey=survey, case=case).delete()
    if gone:
        record("survey.unlinked", survey, by=by, case=case.number)


def locked(survey: Survey, *, by: User) -> Survey:
    found = (
        Survey.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=survey.pk)
    )
    check_can_bring(by, found.organisation)
    return found
