"""What polls say people believe, as indicators: one change a question, with its range."""

from datetime import timedelta
from functools import partial

from django.utils import timezone

from tangkal.desk.tracking_effectiveness import survey_queries
from tangkal.desk.tracking_effectiveness.kpi import elsewhere
from tangkal.desk.tracking_effectiveness.kpi.facts import Scope
from tangkal.desk.tracking_effectiveness.models import Survey, SurveyQuestion, SurveyWave
from tangkal.desk.tracking_effectiveness.survey_queries import Shift
from tangkal.tracking_effectiveness.kpis_figures import Figure, Kind
from tangkal.tracking_effectiveness.surveys import Change, mean_change

ASKED = {
    "belief": SurveyQuestion.Outcome.BELIEF,
    "trust": SurveyQuestion.Outcome.TRUST,
    "intention": SurveyQuestion.Outcome.SHARING,
}
Told = list[tuple[Survey, Shift]]


def register() -> None:
    for key in ASKED:
        elsewhere.register(key, partial(figure, key=key))


def told(scope: Scope, key: str) -> Told:
    """The polls' changes behind an indicator; read once for all three."""
    if scope.priority or scope.platform:  # a poll has neither
        return []
    if "polls" not in scope.shared:
        since, until = scope.period.since, scope.period.until
        last = (until or scope.now) - (timedelta(days=1) if until else timedelta(0))
        scope.shared["polls"] = survey_queries.over_period(
            timezone.localdate(since) if since else None,
            timezone.localdate(last),
            reader=scope.reader,
            exercise=scope.exercise,
            office=scope.office,
        )
    found: Told = scope.shared["polls"]
    return [each for each in found if each[1].question.outcome == ASKED[key]]


def figure(scope: Scope, *, key: str) -> Figure | None:
    """The mean of the changes; None where no poll asked twice."""
    found = told(scope, key)
    if not found:
        return None
    polls: dict[int, list[Change]] = {}
    for survey, each in found:
        if each.change is not None and has_known_scale(each):
            polls.setdefault(survey.pk, []).append(in_points(each.question, each.change))
    n = sum(len(changes) for changes in polls.values())
    if not n:
        return Figure(kind=Kind.INDEX, value=None, n=0, of=len(found))
    together = mean_change(list(polls.values()))
    return Figure(
        kind=Kind.INDEX,
        value=together.difference,
        low=together.low,
        high=together.high,
        n=n,
        of=len(found),
    )


def has_known_scale(shift: Shift) -> bool:
    """A mean that somebody else counted comes without the ends of its scale."""
    counted = SurveyWave.Kind.COUNTED
    return shift.question.measure == SurveyQuestion.Measure.SHARE or counted not in {
        shift.earlier.wave.kind,
        shift.later.wave.kind,
    }


def in_points(question: SurveyQuestion, change: Change) -> Change:
    """A change in points of 100 of its scale; of a false claim, less belief is more accurate."""
    is_share = question.measure == SurveyQuestion.Measure.SHARE
    factor = 100.0 if is_share else 100.0 / (question.high - question.low)
    is_turned = (
        question.outcome == SurveyQuestion.Outcome.BELIEF
        and question.wanted != SurveyQuestion.Wanted.UP
    )
    low, high = (-change.high, -change.low) if is_turned else (change.low, change.high)
    difference = -change.difference if is_turned else change.difference
    return Change(difference=factor * difference, low=factor * low, high=factor * high)
