"""What is worth an alert: once a rule, again only when it grows more severe."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils import timezone

from tangkal.desk.accounts.models import Region
from tangkal.desk.alerts import bundling
from tangkal.desk.alerts.models import Alert, ExerciseLeave, Message
from tangkal.desk.alerts.noticing import notice
from tangkal.desk.cases import commands as cases
from tangkal.desk.cases.models import Signal
from tangkal.desk.early_warning.watching.models import Mute
from tests.desk.alerts.conftest import NOW, signal

pytestmark = pytest.mark.django_db


def test_a_signal_alerts_once_and_again_only_at_a_higher_severity(rule):
    rule()
    found = signal(urgency=0.5)
    assert notice([found], now=NOW) == 1
    for urgency, new in [(0.5, 0), (0.3, 0), (0.55, 0), (0.62, 1), (0.5, 0), (0.7, 0), (0.9, 1)]:
        found.urgency = urgency
        assert notice([found], now=NOW + timedelta(minutes=5)) == new
    assert list(Alert.objects.order_by("pk").values_list("severity", flat=True)) == [2, 3, 4]


def test_two_that_notice_at_once_make_one_alert(rule):
    made = rule()
    found = signal()
    notice([found], now=NOW)
    Alert.objects.bulk_create(
        [
            Alert(
                rule=made,
                signal=found,
                destination=made.destination,
                severity=3,
                due_at=NOW,
            )
        ],
        ignore_conflicts=True,
    )
    assert Alert.objects.count() == 1


@pytest.mark.parametrize(
    ("wants", "is_told"),
    [
        ({"severity": 3}, True),
        ({"severity": 4}, False),
        ({"kinds": ["burst"]}, True),
        ({"kinds": ["report", "new"]}, False),
        ({"regions": ["99"]}, True),  # what lies below counts
        ({"regions": ["99.01"]}, True),
        ({"regions": ["9"]}, False),
        ({"words": "beras, BBM"}, True),
        ({"words": "beras"}, False),
        ({"growth": 3.0}, True),
        ({"growth": 5.0}, False),
        ({"indicators": [7]}, True),
        ({"indicators": [8]}, False),
        ({"is_active": False}, False),
    ],
)
def test_a_rule_says_what_it_wants(rule, organisations, wants, is_told):
    rule(**wants)
    watch = {"kind": "watch", "indicator": 7, "plan": "p", "name": "n", "score": 0.4}
    found = signal(region=Region.objects.get(code="99.01"), volume=[1, 1, 1, 4, 4, 4])
    found.reasons = [*found.reasons, watch]
    assert notice([found], now=NOW) == is_told


@pytest.mark.parametrize("act", ["screen", "claim_ownership", "dismiss"])
def test_what_a_person_has_in_hand_is_told_only_when_it_grows_more_severe(rule, people, act):
    found = signal(urgency=0.5)
    arguments = {"why": "obrolan"} if act == "dismiss" else {}
    found = getattr(cases, act)(found, by=people["analis"], **arguments)
    rule()
    assert notice([found], now=NOW) == 0


def test_a_taken_signal_that_turns_critical_is_told_to_those_who_knew_of_it(rule, people):
    rule()
    found = signal(urgency=0.5)
    notice([found], now=NOW)
    found = cases.screen(found, by=people["analis"])
    found.urgency = 0.9
    assert notice([found], now=NOW) == 1


def test_old_material_wakes_nobody(rule):
    rule()
    assert notice([signal(at=NOW - timedelta(hours=25))], now=NOW) == 0


@pytest.mark.parametrize("change", ["inactive", "no role", "expired"])
def test_the_rule_of_someone_who_may_not_read_any_more_is_silent(rule, people, change):
    rule()
    owner = people["analis"]
    if change == "inactive":
        owner.is_active = False
        owner.save()
    elif change == "no role":
        owner.assignments.all().delete()
    else:
        owner.assignments.update(expires_at=NOW - timedelta(minutes=1))
    assert notice([signal()], now=NOW) == 0


def test_a_mute_is_obeyed_but_never_for_the_most_urgent(rule, people):
    rule()
    quiet, urgent = signal("narrative:N1", urgency=0.6), signal("narrative:N2", urgency=0.8)
    for each in (quiet, urgent):
        Mute.objects.create(
            of=Mute.Of.SIGNAL, signal=each, label="x", reason="y", until=NOW + timedelta(days=1)
        )
    assert notice([quiet, urgent], now=NOW) == 1
    assert Alert.objects.get().signal == urgent


def test_an_exercise_alerts_outside_only_by_its_controllers_word(rule, people):
    rule()
    found = signal("exercise:N1", is_exercise=True)
    assert notice([found], now=NOW) == 0
    leave = ExerciseLeave.objects.create(
        by=people["pengendali_latihan"],
        why="gladi",
        created_at=NOW,
        until=NOW + timedelta(hours=1),
    )
    assert notice([found], now=NOW + timedelta(minutes=1)) == 1
    leave.ended_at = NOW
    leave.save()
    assert bundling.bundle(NOW + timedelta(minutes=2)) == 0  # and the word can be taken back
    assert Alert.objects.get().withdrawn == "exercise"


def test_an_exercises_message_says_so_and_never_holds_a_real_signal(rule, people):
    rule()
    ExerciseLeave.objects.create(
        by=people["pengendali_latihan"], why="g", created_at=NOW, until=NOW + timedelta(hours=1)
    )
    notice([signal("exercise:N1", is_exercise=True), signal("narrative:N2")], now=NOW)
    assert bundling.bundle(NOW) == 2
    drill, real = Message.objects.order_by("-is_exercise")
    assert drill.subject.startswith("[LATIHAN]")
    assert "*** LATIHAN ***" in drill.body
    assert "LATIHAN" not in real.subject + real.body


def test_quiet_hours_hold_back_all_but_the_critical(rule):
    rule(quiet_from=time(11), quiet_until=time(14), time_zone="Asia/Jakarta")
    notice([signal("narrative:N1", urgency=0.65), signal("narrative:N2", urgency=0.9)], now=NOW)
    due = dict(Alert.objects.values_list("severity", "due_at"))
    assert due == {3: datetime(2026, 3, 2, 7, tzinfo=UTC), 4: NOW}


def test_a_rule_may_keep_even_the_critical_for_the_morning(rule):
    rule(quiet_from=time(11), quiet_until=time(14), breaks_quiet=False)
    notice([signal(urgency=0.9)], now=NOW)
    assert Alert.objects.get().due_at == datetime(2026, 3, 2, 7, tzinfo=UTC)


def test_the_stream_makes_alerts_in_the_transaction_that_stores_its_signals(rule, monkeypatch):
    from tangkal.desk.jobs import signals
    from tests.desk.jobs.test_signals import draft

    rule()
    now = timezone.now()
    fresh = draft(first_seen_at=now - timedelta(hours=1), last_seen_at=now)

    def fail(*_arguments, **_named):
        raise OSError("the power went")

    monkeypatch.setattr(signals, "notice", fail)
    with pytest.raises(OSError, match="power"):
        signals.store([fresh])
    assert not Signal.objects.exists()
    monkeypatch.undo()
    signals.store([fresh])
    signals.store([fresh])  # the same batch, brought again
    assert Alert.objects.count() == 1


def test_noticing_asks_the_same_few_questions_whatever_the_number(rule, django_assert_num_queries):
    for n in range(5):
        rule(name=str(n))
    few = [signal(f"narrative:N{n}") for n in range(2)]
    many = [signal(f"narrative:M{n}") for n in range(15)]
    with django_assert_num_queries(5):
        notice(few, now=NOW)
    with django_assert_num_queries(5):
        notice(many, now=NOW)
    assert Alert.objects.count() == 5 * 17


@pytest.mark.parametrize(("last_day", "told"), [(0, 1), (-1, 0)])
def test_an_office_that_ended_is_alerted_no_more(rule, organisations, last_day, told):
    """Its people may still sign in for another office; of this one they hear nothing."""
    rule()
    today = timezone.localdate(NOW)
    organisations["ministry"].active_to = today + timedelta(days=last_day)
    organisations["ministry"].save()
    assert notice([signal(urgency=0.5)], now=NOW) == told
