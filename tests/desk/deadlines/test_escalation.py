"""A deadline that comes near reaches a person, then the next one, and nobody twice."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from tangkal.desk.alerts.models import Destination, ExerciseLeave, Kind, Message, Rule
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases import commands as cases
from tangkal.desk.deadlines import commands, duty, escalation
from tangkal.desk.deadlines.models import DutyShift, Escalation
from tangkal.desk.inbox.models import Notice
from tangkal.desk.jobs import deadlines as jobs
from tests.desk.cases import walk
from tests.desk.conftest import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(people, organisations):
    """A district below a province below the ministry, each with its people."""
    found = {"ministry": people["penyetuju"]}
    for name in ("province", "district"):
        found[f"{name}_approver"] = make_person(f"{name}_ap", organisations[name], "penyetuju")
    found["analyst"] = people["district_analis"]
    found["second"] = make_person("district_second", organisations["district"], "analis")
    found["spokesperson"] = make_person("district_voice", organisations["district"], "juru_bicara")
    return found


@pytest.fixture
def case(desk, organisations):
    """A case of the district in triage: six hours for its verdict, medium priority."""
    found = cases.open_case(
        [], title="Harga BBM", by=desk["analyst"], items=[walk.item()],
        lead_organisation=organisations["district"],
    )  # fmt: skip
    return cases.triage(found, by=desk["analyst"])


def called(stage=None):
    rows = Escalation.objects.exclude(person=None)
    rows = rows.filter(stage=stage) if stage else rows
    return sorted(rows.values_list("person__username", flat=True))


def tick(clock):
    return escalation.tick(clock.now())


def test_from_reminder_to_the_province_by_its_table(case, desk, clock, chain_holds):
    assert tick(clock) == 0
    clock.move(hours=4, minutes=31)
    assert tick(clock) == 1
    assert called(1) == ["district_analis"]
    clock.move(hours=1, minutes=30)
    assert tick(clock) == 2
    assert called(2) == ["district_analis", "district_ap"]
    commands.acknowledge(
        Escalation.objects.get(stage=2, person=desk["district_approver"]),
        by=desk["district_approver"],
    )
    clock.move(hours=2)
    assert tick(clock) == 0  # somebody has it
    clock.move(hours=1)
    assert tick(clock) == 1  # at half as long again the office above hears of it all the same
    assert called(3) == ["province_ap"]
    kinds = Notice.objects.filter(user=desk["province_approver"]).values_list("kind", flat=True)
    assert list(kinds) == ["escalated"]
    assert AuditEvent.objects.filter(action="escalation.called").count() == 3
    chain_holds()


def test_where_nobody_has_it_the_next_is_called_and_then_the_centre(case, desk, clock):
    clock.move(hours=6, minutes=1)
    tick(clock)
    assert called(3) == []
    clock.move(minutes=31)
    tick(clock)
    assert called(3) == ["province_ap"]
    clock.move(minutes=31)
    tick(clock)
    assert called(4) == ["penyetuju", "second_penyetuju"]
    clock.move(minutes=31)
    for _again in range(3):
        tick(clock)
    assert set(Escalation.objects.values_list("stage", "person")) >= {(5, None)}


def test_a_tick_that_comes_again_calls_nobody_again(case, desk, clock):
    clock.move(hours=7)
    first = tick(clock)
    assert first == 3
    assert [tick(clock) for _again in range(5)] == [0] * 5
    assert Notice.objects.filter(user=desk["analyst"]).count() == 2  # the reminder, and the call


def test_killed_between_two_stages_it_goes_on_where_it_stood(case, desk, clock, monkeypatch):
    clock.move(hours=7)
    whole = escalation.call_stage

    def killed(running, stage, now):
        if stage.number == 2:
            raise KeyboardInterrupt
        return whole(running, stage, now)

    monkeypatch.setattr(escalation, "call_stage", killed)
    with pytest.raises(KeyboardInterrupt):
        tick(clock)
    assert called() == ["district_analis"]
    monkeypatch.setattr(escalation, "call_stage", whole)
    assert tick(clock) == 2
    assert called() == ["district_analis", "district_analis", "district_ap"]


def test_killed_in_the_middle_of_a_call_it_has_neither_called_nor_written(
    case, desk, clock, monkeypatch
):
    clock.move(hours=5)

    def killed(*_told, **_more):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(escalation, "tell", killed)
        with pytest.raises(KeyboardInterrupt):
            tick(clock)
    assert not Escalation.objects.exists()
    assert tick(clock) == 1


def test_a_new_round_of_work_calls_anew(case, desk, clock):
    clock.move(hours=5)
    assert tick(clock) == 1
    cases.assess_gate(case, kind="opinion", reason="an opinion", by=desk["analyst"])
    case.refresh_from_db()
    walk.judge(case, {"analis": desk["analyst"]})
    cases.decide(
        case, option="TIDAK_DIRESPONS", rationale="few", gate_answers=walk.ANSWERS,
        by=desk["district_approver"],
    )  # fmt: skip
    clock.move(hours=1)
    cases.reopen(case, by=desk["analyst"], why="it is back")
    case.refresh_from_db()
    assert case.due_step == "triage"
    clock.move(hours=20)  # judged low: a day for triage
    assert tick(clock) == 1
    assert len({row.clock for row in Escalation.objects.all()}) == 2


def test_a_paused_clock_calls_nobody(case, desk, clock):
    clock.move(hours=4)
    commands.pause(
        case, reason="office", text="the energy office", by=desk["analyst"],
        until=timezone.now() + timedelta(hours=20),
    )  # fmt: skip
    clock.move(hours=6)
    assert tick(clock) == 0


def test_what_was_missed_long_ago_wakes_nobody(case, desk, clock):
    clock.move(days=8)
    assert tick(clock) == 0


def test_whoever_is_on_duty_is_called_beside_an_owner_who_is_not(case, desk, clock, organisations):
    clock.move(hours=5)
    here = clock.now() + timedelta(hours=7)  # WIB
    DutyShift.objects.create(
        organisation=organisations["district"],
        user=desk["second"],
        weekday=here.weekday(),
        starts=time(0, 0),
        ends=time(23, 59, 59),
    )
    tick(clock)
    assert called(1) == ["district_analis", "district_second"]


@pytest.mark.parametrize(
    ("starts", "ends", "weekday", "hour", "is_in"),
    [
        (8, 16, 0, 8, True),
        (8, 16, 0, 16, False),
        (8, 16, 1, 9, False),
        (22, 6, 0, 23, True),
        (22, 6, 1, 5, True),  # the night after Monday evening
        (22, 6, 1, 6, False),
        (22, 6, 0, 5, False),
        (0, 0, 0, 12, True),  # round the clock
    ],
)
def test_a_shift_lasts_from_its_first_minute_into_the_next_morning(
    starts, ends, weekday, hour, is_in
):
    shift = DutyShift(weekday=0, starts=time(starts), ends=time(ends))
    monday = timezone.datetime(2026, 3, 2)
    assert duty.is_in(shift, monday + timedelta(days=weekday, hours=hour)) is is_in


def test_an_override_goes_before_the_weekly_plan(desk, organisations, clock):
    district = organisations["district"]
    commands.override_duty(
        district, desk["second"], why="leave", by=desk["district_approver"],
        starts_at=timezone.now(), ends_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    DutyShift.objects.create(
        organisation=district, user=desk["analyst"], weekday=clock.now().weekday(),
        starts=time(0), ends=time(0),
    )  # fmt: skip
    assert duty.on_duty(district, clock.now()).people == {desk["second"].pk}


# Outside the desk


@pytest.fixture
def place(organisations):
    return Destination.objects.create(
        organisation=organisations["district"], name="Grup", kind=Kind.WEBHOOK,
        address="https://example.id/hook",
    )  # fmt: skip


def rule(person, place, **fields):
    return Rule.objects.create(owner=person, name="r", destination=place, **fields)


def test_a_call_reaches_the_persons_own_place_once(case, desk, clock, place, monkeypatch):
    rule(desk["analyst"], place)
    monkeypatch.setattr(jobs, "clock", clock.now)
    clock.move(hours=5)
    for _again in range(3):
        jobs.call()
    message = Message.objects.get()
    assert case.number in message.body
    assert case.title not in message.body
    assert message.body.startswith(case.number)
    assert "menit" in message.body


def test_several_calls_to_one_place_are_one_message(desk, clock, place, organisations, monkeypatch):
    monkeypatch.setattr(jobs, "clock", clock.now)
    rule(desk["analyst"], place)
    for _n in range(4):
        found = cases.open_case(
            [], title="x", by=desk["analyst"], lead_organisation=organisations["district"]
        )
        cases.triage(found, by=desk["analyst"])
    clock.move(hours=5)
    jobs.call()
    assert Message.objects.count() == 1


def test_a_full_hour_waits_and_a_digest_is_not_for_calls(case, desk, clock, place, monkeypatch):
    monkeypatch.setattr(jobs, "clock", clock.now)
    rule(desk["analyst"], place, mode=Rule.Mode.DAILY)
    clock.move(hours=5)
    jobs.call()
    assert not Message.objects.exists()
    Rule.objects.update(mode=Rule.Mode.IMMEDIATE)
    Escalation.objects.update(called_at=None)
    Destination.objects.update(most_an_hour=1)
    Message.objects.create(destination=place, subject="x", body="x", created_at=clock.now())
    jobs.call()
    assert Message.objects.count() == 1
    clock.move(minutes=61)
    jobs.call()
    assert Message.objects.count() == 2


def test_exercises_call_inside_and_outside_only_by_leave(
    desk, people, clock, place, organisations, monkeypatch
):
    monkeypatch.setattr(jobs, "clock", clock.now)
    rule(desk["analyst"], place)
    found = cases.open_case(
        [], title="x", by=desk["analyst"], lead_organisation=organisations["district"],
        is_exercise=True,
    )  # fmt: skip
    cases.triage(found, by=desk["analyst"])
    clock.move(hours=5)
    jobs.call()
    assert Notice.objects.get(user=desk["analyst"]).is_exercise
    assert not Message.objects.exists()
    ExerciseLeave.objects.create(
        by=people["pengendali_latihan"], why="x", until=clock.now() + timedelta(days=1)
    )
    clock.move(hours=2)
    jobs.call()
    message = Message.objects.get()
    assert message.is_exercise
    assert message.subject.startswith("[LATIHAN]")


def test_only_the_called_say_that_they_have_it(case, desk, clock):
    from tangkal.desk.workflow import ActionDenied

    clock.move(hours=5)
    tick(clock)
    with pytest.raises(ActionDenied):
        commands.acknowledge(Escalation.objects.get(), by=desk["second"])
