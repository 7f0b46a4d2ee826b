"""What directives tell the indicators, and that exercises stay apart."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tangkal.desk.crisis import indicators as of_crises
from tangkal.desk.directives import commands, indicators, queries
from tangkal.desk.directives.commands.publishing import Published
from tangkal.desk.directives.models import Directive, Recipient
from tangkal.desk.tracking_effectiveness.kpi import elsewhere
from tangkal.desk.tracking_effectiveness.kpi.facts import Scope
from tangkal.desk.tracking_effectiveness.kpi.periods import Period

pytestmark = pytest.mark.django_db


def scope(reader, *, exercise: bool = False, later: timedelta = timedelta(0)) -> Scope:
    period = Period(kind="all", since=None, until=None, label="")
    return Scope(
        reader=reader, period=period, exercise=exercise, now=timezone.now() + later, office=None
    )


def answers(give, asked) -> list[bool]:
    return sorted(bool(each.value) for each in give(asked))


def test_a_confirmation_counts_once_it_came_or_fell_due(district, province, officers, people):
    reader = people["evaluator"]
    assert answers(indicators.acknowledged, scope(reader)) == []

    commands.acknowledge(district, by=officers["district"])
    assert answers(indicators.acknowledged, scope(reader)) == [True]
    day = scope(reader, later=timedelta(days=2))
    assert answers(indicators.acknowledged, day) == [False, True]
    assert answers(indicators.acknowledged, scope(people["foreign_evaluator"])) == []


def test_alerts_and_directives_answer_the_indicator_together(district, officers, people):
    commands.acknowledge(district, by=officers["district"])
    asked = scope(people["evaluator"])

    together = elsewhere.givers["acknowledged"](asked)
    assert len(together) == len(of_crises.acknowledged(asked)) + 1


def test_national_coverage_has_the_registry_below_it_and_not_the_list_of_addresses(
    sent, district, officers, people
):
    reader = people["evaluator"]
    assert indicators.coverage(scope(reader)) == []  # a province alone says nothing of the nation
    Directive.objects.filter(pk=sent.pk).update(audience={"all": True})
    Recipient.objects.filter(organisation__type="provinsi").delete()
    commands.publish(district, Published(text="x"), by=officers["district"])

    assert answers(indicators.coverage, scope(reader)) == [False, True]


def test_an_exercise_stays_in_exercises(sent, district, officers, people):
    commands.acknowledge(district, by=officers["district"])
    Directive.objects.filter(pk=sent.pk).update(is_exercise=True)

    assert answers(indicators.acknowledged, scope(people["evaluator"])) == []
    assert answers(indicators.acknowledged, scope(people["evaluator"], exercise=True)) == [True]
    assert not queries.to_answer(officers["district"], is_exercise=False).exists()
    assert queries.to_answer(officers["district"], is_exercise=True).exists()
