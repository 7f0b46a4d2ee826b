"""Signals that nobody screens call whoever should, and not once a signal."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tangkal.desk.accounts.models import Region
from tangkal.desk.cases import commands as cases
from tangkal.desk.cases.models import Signal
from tangkal.desk.deadlines import clocks, escalation
from tangkal.desk.deadlines.models import Escalation
from tests.desk.conftest import make_person

pytestmark = pytest.mark.django_db


def signal(key: str, *, region: str = "", minutes_left: int = 60, **more) -> Signal:
    now = timezone.now()
    return Signal.objects.create(
        key=key,
        title=key,
        priority="MEDIUM",
        region=Region.objects.filter(code=region).first(),
        first_seen_at=now,
        last_seen_at=now,
        created_at=now,
        due_at=now + timedelta(minutes=minutes_left),
        **more,
    )


def waiting() -> dict[str, str]:
    return {each.office: each.label for each in clocks.calling() if each.kind == "signals"}


def test_each_office_has_one_clock_for_all_that_it_should_screen(people, organisations):
    signal("anywhere")
    signal("there", region="99.01")
    signal("there too", region="99.01")
    signal("taken", region="99", state="DISARING")
    offices = organisations
    assert waiting() == {
        offices["ministry"].path: "1 signal to screen",
        offices["district"].path: "2 signals to screen",
    }


def test_where_nobody_screens_the_office_above_does(organisations):
    signal("there", region="99.01")
    assert waiting() == {}  # nobody at all: nobody to call
    make_person("pusat", organisations["ministry"], "analis")
    assert list(waiting()) == [organisations["ministry"].path]
    make_person("provinsi", organisations["province"], "analis")
    assert list(waiting()) == [organisations["province"].path]


def test_what_nobody_screens_in_time_reaches_a_person_and_then_the_approvers(
    people, organisations, clock, chain_holds
):
    signal("there", region="99.01")
    assert escalation.tick(clock.now()) == 0
    clock.move(minutes=46)
    assert escalation.tick(clock.now()) == 1
    assert called() == ["district_analis"]
    clock.move(minutes=15)
    assert escalation.tick(clock.now()) > 0
    assert {"penyetuju", "second_penyetuju"} <= set(called())
    chain_holds()


def test_a_backlog_of_one_hour_is_one_round_and_a_screened_queue_calls_nobody(
    people, organisations, clock
):
    first, second = signal("a", region="99.01"), signal("b", region="99.01")
    Signal.objects.filter(pk=first.pk).update(
        created_at=second.created_at.replace(minute=0, second=0)
    )
    clock.move(minutes=50)
    assert escalation.tick(clock.now()) == 1
    cases.screen(first, by=people["district_analis"])
    assert escalation.tick(clock.now()) == 0, "the second came in the same hour"
    cases.screen(second, by=people["district_analis"])
    clock.move(hours=3)
    assert waiting() == {}
    assert escalation.tick(clock.now()) == 0


def called() -> list[str]:
    found = Escalation.objects.exclude(person=None)
    return sorted(found.values_list("person__username", flat=True))
