"""What polls say: every figure with its interval, every change beside "no change seen".

For the pages of polls, for the evaluation of a case (`for_case`) and for reports (`outcomes`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.db.models import Min, Prefetch, QuerySet

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.cases.models import Case
from tangkal.desk.portal.models import Clarification
from tangkal.desk.tracking_effectiveness.survey_models import (
    SetAside,
    Survey,
    SurveyCase,
    SurveyQuestion,
    SurveyWave,
)
from tangkal.desk.tracking_effectiveness.survey_rules import visible_surveys
from tangkal.tracking_effectiveness import survey_tables, surveys
from tangkal.tracking_effectiveness.survey_tables import Column
from tangkal.tracking_effectiveness.surveys import Change, Estimate

OUTCOMES = ("belief", "trust", "sharing", "knowledge")


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One question in one wave, of all who were asked or of one group."""

    wave: SurveyWave
    group: str
    estimate: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A later wave against an earlier one; change is None where a figure is not shown."""

    question: SurveyQuestion
    earlier: Point
    later: Point
    change: Change | None

    @property
    def is_wanted(self) -> bool | None:
        """Whether it went the way that is hoped for; None where nothing was seen or hoped."""
        if self.change is None or self.change.direction == "no change seen":
            return None
        if self.question.wanted == SurveyQuestion.Wanted.NEITHER:
            return None
        return (self.change.direction == "rose") == (
            self.question.wanted == SurveyQuestion.Wanted.UP
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One question over all its waves."""

    question: SurveyQuestion
    points: tuple[Point, ...]  # of all who were asked, oldest first
    groups: tuple[Point, ...]  # of the newest wave
    shifts: tuple[Shift, ...]  # each wave against the one before


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOutcome:
    """What a poll says of one answer: the last wave before it and the newest after it."""

    survey: Survey
    case: Case
    published_on: date | None
    shift: Shift | None  # None: no wave on one of the sides
    question: SurveyQuestion
    before: Point | None
    after: Point | None


def read_waves(survey: Survey) -> list[SurveyWave]:
    return list(waves_read().filter(survey=survey))


def waves_read() -> QuerySet[SurveyWave]:
    rows = SurveyWave.objects.filter(state=SurveyWave.State.READ)
    return rows.defer("rows", "lines").order_by("since", "number")


def points_of(wave: SurveyWave) -> Iterable[tuple[str, Point]]:
    for each in wave.results:
        made = Estimate(**each["estimate"])
        yield each["code"], Point(wave=wave, group=each["group"], estimate=made)


def lines_of(survey: Survey) -> list[Line]:
    """Every question of a poll with its figures and changes."""
    return made_lines(list(survey.questions.all()), read_waves(survey))


def made_lines(questions: Sequence[SurveyQuestion], waves: Sequence[SurveyWave]) -> list[Line]:
    found: dict[str, list[Point]] = {}
    for wave in waves:
        for code, point in points_of(wave):
            found.setdefault(code, []).append(point)
    lines = []
    for question in questions:
        points = [each for each in found.get(question.code, []) if not each.group]
        newest = points[-1].wave.pk if points else None
        groups = [p for p in found.get(question.code, []) if p.group and p.wave.pk == newest]
        shifts = [shift(question, a, b) for a, b in pairwise(points)]
        lines.append(
            Line(
                question=question,
                points=tuple(points),
                groups=tuple(groups),
                shifts=tuple(shifts),
            )
        )
    return lines


def shift(question: SurveyQuestion, earlier: Point, later: Point) -> Shift:
    same = earlier.estimate.measure == later.estimate.measure
    changed = surveys.change(earlier.estimate, later.estimate) if same else None
    return Shift(question=question, earlier=earlier, later=later, change=changed)


def for_case(case: Case) -> list[CaseOutcome]:
    """What polls that are linked to a case say, by question; the doctrine's outcomes first."""
    links = SurveyCase.objects.filter(case=case).select_related("survey", "clarification", "case")
    found = [each for link in links for each in linked(link)]
    order = {code: place for place, code in enumerate(OUTCOMES)}
    return sorted(found, key=lambda each: order.get(each.question.outcome, len(order)))


def linked(link: SurveyCase) -> list[CaseOutcome]:
    published = answered_on(link)
    found = []
    for line in lines_of(link.survey):
        before = [p for p in line.points if published is None or p.wave.until < published]
        after = [p for p in line.points if published is not None and p.wave.since > published]
        earlier = before[-1] if before else None
        later = after[-1] if after else None
        found.append(
            CaseOutcome(
                survey=link.survey,
                case=link.case,
                published_on=published,
                question=line.question,
                before=earlier,
                after=later,
                shift=shift(line.question, earlier, later) if earlier and later else None,
            )
        )
    return found


def answered_on(link: SurveyCase) -> date | None:
    """The day that parts the waves: of the linked answer, else of the case's first one."""
    if link.clarification:
        return link.clarification.published_at.date()
    rows = Clarification.objects.filter(reference=link.case.number)
    first = rows.aggregate(first=Min("published_at"))["first"]
    return first.date() if first else None


def outcomes(
    since: date | None, until: date, *, reader: User, exercise: bool = False
) -> list[Shift]:
    """Changes whose later wave ended in a period: what the report shows beside its KPIs.

    Belief, trust, sharing and knowledge alone; questions of another kind belong to their poll.
    """
    return [
        each
        for _survey, line in outcome_lines(reader, exercise=exercise)
        for each in line.shifts
        if each.later.wave.until <= until and (since is None or each.later.wave.until >= since)
    ]


def over_period(
    since: date | None,
    until: date,
    *,
    reader: User,
    exercise: bool = False,
    office: Organisation | None = None,
) -> list[tuple[Survey, Shift]]:
    """Of every question one change: its newest round of the period against the last one before.

    Where none ended before the period, its first round is what it is compared with.
    """
    found = []
    for survey, line in outcome_lines(reader, exercise=exercise, office=office):
        known = [point for point in line.points if point.wave.until <= until]
        before = [point for point in known if since is not None and point.wave.until < since]
        if len(known) < 2 or len(known) == len(before):
            continue
        earlier = before[-1] if before else known[0]
        found.append((survey, shift(line.question, earlier, known[-1])))
    return found


def outcome_lines(
    reader: User, *, exercise: bool, office: Organisation | None = None
) -> Iterable[tuple[Survey, Line]]:
    """Questions about outcomes of every poll that a person reads; three queries for all."""
    rows = visible_surveys(reader).filter(is_exercise=exercise)
    if office is not None:
        rows = rows.filter(organisation__path__startswith=office.path)
    asked = SurveyQuestion.objects.filter(outcome__in=OUTCOMES)
    for survey in rows.prefetch_related(
        Prefetch("questions", queryset=asked), Prefetch("waves", queryset=waves_read())
    ):
        for line in made_lines(list(survey.questions.all()), list(survey.waves.all())):
            yield survey, line


def described(wave: SurveyWave) -> list[Column]:
    """The columns of a wave that may be mapped, rows that were set aside included."""
    waiting = wave.set_aside.filter(state=SetAside.State.WAITING).values_list("values", flat=True)
    rows = [*wave.rows, *(each for each in waiting if len(each) == len(wave.columns))]
    return [
        survey_tables.described(name, [row[place] for row in rows])
        for place, name in enumerate(wave.columns)
    ]
