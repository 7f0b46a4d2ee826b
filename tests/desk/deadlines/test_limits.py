"""An office sets its own limits: by an approver, with a reason, never against law or past."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from tangkal.desk.cases import commands as cases
from tangkal.desk.cases import deadlines as clocks
from tangkal.desk.cases.states import CaseState
from tangkal.desk.deadlines import commands, timing
from tangkal.desk.workflow import ActionDenied
from tangkal.impact_analysis import deadlines
from tests.desk.cases import walk
from tests.desk.conftest import make_person

pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def set_limit(office, by, minutes=90, *, step="verify", priority="MEDIUM", **more):
    return commands.set_limit(office, step, priority, minutes, why="two shifts now", by=by, **more)


@pytest.mark.parametrize("step", deadlines.DEADLINES)
@pytest.mark.parametrize("priority", ["HIGH", "MEDIUM", "LOW"])
def test_without_rows_the_doctrine_holds(organisations, step, priority):
    allowed = timing.current().allowed(step, priority, organisations["district"], timezone.now())
    assert allowed.length == deadlines.DEADLINES[step][priority]


def test_the_nearest_office_holds_then_those_above_then_everybody(people, organisations):
    ministry, province = organisations["ministry"], organisations["province"]
    approver = people["penyetuju"]

    def lengths():
        return [
            timing.current().allowed("verify", "MEDIUM", organisations[name], timezone.now()).length
            / MINUTE
            for name in ("district", "province", "agency", "foreign")
        ]

    assert lengths() == [360, 360, 360, 360]
    set_limit(None, approver, 240)
    assert lengths() == [240, 240, 240, 240]
    set_limit(ministry, approver, 180)
    assert lengths() == [180, 180, 180, 240]
    set_limit(province, approver, 90)
    assert lengths() == [90, 90, 180, 240]
    set_limit(province, approver, None, inherits=True)
    assert lengths() == [180, 180, 180, 240]


def test_a_change_moves_no_clock_that_runs_already(people, organisations, clock):
    running = walk.case_at(CaseState.VERIFICATION, people)
    before = running.due_at
    clock.move(minutes=1)
    set_limit(organisations["ministry"], people["penyetuju"], 90)
    assert clocks.deadline_of(running) == ("verify", before)
    clock.move(minutes=1)
    case = walk.open_case(people)
    cases.triage(case, by=people["analis"])
    case.refresh_from_db()
    assert case.due_at - case.triaged_at == 90 * MINUTE


@pytest.mark.parametrize(
    ("who", "office"),
    [
        ("analis", "ministry"),
        ("foreign_penyetuju", "ministry"),
        ("admin_sistem", "ministry"),
        ("district_analis", "district"),
    ],
)
def test_only_an_approver_of_the_office_sets_its_limits(people, organisations, who, office):
    with pytest.raises(ActionDenied):
        set_limit(organisations[office], people[who])


def test_what_holds_for_everybody_is_set_at_the_top_of_a_tree(people, organisations):
    local = make_person("local", organisations["province"], "penyetuju")
    with pytest.raises(ActionDenied, match="every office"):
        set_limit(None, local)
    set_limit(organisations["province"], local)
    set_limit(None, people["penyetuju"])


@pytest.mark.parametrize(
    "spoiled",
    [
        {"minutes": 73 * 60, "step": "breach_notice"},
        {"minutes": None, "step": "breach_notice"},
        {"minutes": 25 * 60, "step": "request"},
        {"minutes": 0},
        {"minutes": 10**9},
        {"step": "coffee"},
        {"priority": "URGENT"},
        {"priority": "HIGH", "in_working_time": True},
        {"step": "first_line", "in_working_time": True},
        {"why": " "},
        {"valid_from": -2},
        {"valid_from": 24 * 400},
    ],
)
def test_what_no_office_may_give_itself(people, organisations, spoiled):
    values = {"step": "verify", "priority": "MEDIUM", "minutes": 90, "why": "two shifts"} | spoiled
    if "valid_from" in values:
        values["valid_from"] = timezone.now() + values["valid_from"] * HOUR
    step, priority, minutes = (values.pop(key) for key in ("step", "priority", "minutes"))
    with pytest.raises(ValidationError):
        commands.set_limit(
            organisations["ministry"], step, priority, minutes, by=people["penyetuju"], **values
        )


def test_working_hours_and_holidays_of_the_office_count_where_it_says_so(people, organisations):
    ministry = organisations["ministry"]
    commands.set_week(
        ministry,
        [[["08:00", "16:00"]]] * 5 + [[], []],
        why="our hours",
        by=people["penyetuju"],
        days_off=[date(2026, 12, 1)],
        time_zone="Asia/Jayapura",
    )
    set_limit(ministry, people["penyetuju"], 16 * 60, in_working_time=True)
    table = timing.current()
    # Both rows hold from now on; a clock that started on Monday 30 November would be older.
    start = timezone.now() + timedelta(days=400)
    while start.weekday() != 0:
        start += timedelta(days=1)
    due = table.due("verify", "MEDIUM", start, organisation=ministry)
    assert due - start > 16 * HOUR  # two working days, not sixteen hours
    calendar = table.calendar(ministry, start)
    assert calendar.zone == "Asia/Jayapura"
    assert date(2026, 12, 1) in calendar.days_off
    assert date(2026, 8, 17) in calendar.days_off


@pytest.mark.parametrize(
    "week",
    [
        [[]] * 7,
        [[["16:00", "08:00"]]] + [[]] * 6,
        [[["08:00", "12:00"], ["11:00", "16:00"]]] + [[]] * 6,
        [[["8 o'clock", "12:00"]]] + [[]] * 6,
        [[["08:00", "16:00"]]] * 5,
    ],
)
def test_a_week_that_makes_no_sense_is_refused(people, organisations, week):
    with pytest.raises(ValidationError):
        commands.set_week(organisations["ministry"], week, why="x", by=people["penyetuju"])


def test_an_office_takes_the_zone_of_its_region_or_of_the_office_above(organisations):
    region = organisations["province"].region
    region.time_zone = "Asia/Makassar"
    region.save()
    organisations["district"].region = None
    organisations["district"].save()
    assert timing.zone_of(type(region).objects.none().first()) == "Asia/Jakarta"
    assert (
        timing.zone_of(
            organisations["district"].__class__.objects.get(pk=organisations["district"].pk)
        )
        == "Asia/Makassar"
    )
