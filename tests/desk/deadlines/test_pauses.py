"""A clock stands still for a reason only, from now on only, and never for ever."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases import commands as cases
from tangkal.desk.cases.states import CaseState
from tangkal.desk.deadlines import commands, queries
from tangkal.desk.deadlines.models import Pause
from tangkal.desk.workflow import ActionDenied, StaleObject
from tests.desk.cases import walk

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def case(people):
    """In verification, medium: six hours from triage."""
    return walk.case_at(CaseState.VERIFICATION, people)


def hold(case, people, *, hours=3.0, who="verifikator", **changes):
    values = {
        "reason": "data",
        "text": "the price list of the energy office",
        "until": timezone.now() + timedelta(hours=hours),
    }
    return commands.pause(case, by=people[who], **{**values, **changes})


def test_a_pause_moves_the_deadline_by_its_length_and_is_on_record(case, people, chain_holds):
    before = case.due_at
    row = hold(case, people)
    case.refresh_from_db()
    assert abs(case.due_at - before - 3 * HOUR) < timedelta(minutes=2)
    event = AuditEvent.objects.last()
    assert event.action == "case.paused"
    assert event.details["why"] == row.text
    chain_holds()


def test_started_again_earlier_it_moves_the_deadline_only_so_far(case, people, clock):
    before = case.due_at
    hold(case, people)
    clock.move(hours=1)
    commands.resume(case, by=people["second_verifikator"])
    case.refresh_from_db()
    assert abs(case.due_at - before - HOUR) < timedelta(minutes=2)
    with pytest.raises(ActionDenied, match="runs already"):
        commands.resume(case, by=people["verifikator"])


def test_it_ends_by_itself_and_the_deadline_was_known_all_along(case, people, clock):
    hold(case, people)
    case.refresh_from_db()
    due = case.due_at
    clock.move(hours=4)
    cases.note(case, text="still waiting", by=people["analis"])
    case.refresh_from_db()
    assert case.due_at == due
    hold(case, people)  # nothing holds the clock any more: it can be stopped anew


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"text": "  "}, ValidationError),
        ({"reason": "holiday"}, ValidationError),
        ({"hours": 24 * 4}, ValidationError),  # medium: three days at most
        ({"hours": -1}, ValidationError),
        ({"who": "pemantau"}, ActionDenied),
        ({"who": "foreign_verifikator"}, ActionDenied),
        ({"version": 0}, StaleObject),
    ],
)
def test_a_pause_without_its_due_is_refused(case, people, changes, refusal):
    with pytest.raises(refusal):
        hold(case, people, **changes)
    assert not Pause.objects.exists()


def test_there_is_no_way_to_say_that_it_began_earlier():
    assert "started_at" not in commands.pause.__annotations__


def test_a_clock_that_stands_still_is_not_stopped_twice(case, people):
    hold(case, people)
    with pytest.raises(ActionDenied, match="already"):
        hold(case, people)


def test_a_missed_deadline_is_not_paused_away(case, people, clock):
    clock.move(hours=7)
    with pytest.raises(ActionDenied, match="passed"):
        hold(case, people)


def test_in_the_last_quarter_somebody_else_than_the_owner_stops_it(case, people, clock):
    assert case.owner == people["analis"]
    clock.move(hours=5)
    with pytest.raises(ActionDenied, match="colleague"):
        hold(case, people, who="analis")
    hold(case, people, who="second_analis")


def test_before_that_the_owner_may(case, people, clock):
    clock.move(hours=4)
    hold(case, people, who="analis")


def test_a_first_public_line_never_stands_still(people):
    case = walk.case_at(CaseState.TRIAGE, people)
    walk.to_verification(case, people)
    walk.approved(case, people)
    walk.judge(
        case, people, severities={"life_health": 2}, reach=2, breakout=3, techniques=["what_if"]
    )
    case.refresh_from_db()
    assert case.due_step == "first_line"
    with pytest.raises(ActionDenied, match="never stands still"):
        hold(case, people)


def test_a_pause_of_the_verdict_gives_the_public_no_longer_wait(people):
    case = walk.case_at(CaseState.VERIFICATION, people)
    hold(case, people, hours=3)
    walk.approved(case, people)
    walk.judge(case, people, severities={"life_health": 2}, reach=2, breakout=3)
    case.refresh_from_db()
    assert (case.due_step, case.due_at) == ("first_line", case.opened_at + 4 * HOUR)


def test_where_nothing_is_due_nothing_stands_still(people):
    case = walk.case_at(CaseState.PUBLISHED, people)
    with pytest.raises(ActionDenied, match="No clock"):
        hold(case, people)


def test_what_is_late_is_mine_or_nobodys_in_my_office(people, clock):
    case = walk.case_at(CaseState.TRIAGE, people)  # of "analis"
    nobodys = walk.open_case(people)
    clock.move(hours=30)
    assert [each.label for each in queries.overdue(people["analis"])] == [
        nobodys.number,
        case.number,
    ]
    assert [each.label for each in queries.overdue(people["second_analis"])] == [nobodys.number]
    assert queries.overdue(people["foreign_analis"]) == []
    assert queries.overdue(people["admin_sistem"]) == []
