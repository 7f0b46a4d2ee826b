"""Plan, measurement and finding: who may, what is refused, what stays on record."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases import commands as cases
from tangkal.desk.jobs import evaluations
from tangkal.desk.tracking_effectiveness.evaluating import (
    commands,
    counting,
    learning,
    measuring,
    proposing,
    queries,
    rules,
)
from tangkal.desk.tracking_effectiveness.evaluation_models import Finding, Measurement
from tangkal.desk.workflow import ActionDenied, StaleObject
from tangkal.statistics.counts import utc_hour
from tests.desk.cases.walk import case_at, make_signal
from tests.desk.lakes import lake_of
from tests.desk.tracking_effectiveness.evaluating.conftest import HOUR, publish, rows

SHORT = {"title": "Klarifikasi", "narratives": ["N1"]}


@pytest.fixture
def plan(case, answer, people):
    found = proposing.propose(case, answer, timezone.now())
    return commands.plan(case, found.fields, by=people["evaluator"], clarification=answer)


def judged_as(plan, verdict, people, *, kind, by="evaluator"):
    """A finding after a measurement with that verdict."""
    made = commands.measure(plan, by=people["evaluator"])
    Measurement.objects.filter(pk=made.pk).update(verdict=verdict)
    plan.refresh_from_db()
    return commands.judge(plan, kind=kind, text="x", by=people[by], expected_version=plan.version)


@pytest.mark.parametrize(
    ("role", "may"),
    [("evaluator", True), ("analis", True), ("penyusun", False), ("penyetuju", False)],
)
def test_evaluators_and_analysts_plan(case, people, role, may):
    if may:
        assert commands.plan(case, SHORT, by=people[role]).planned_by == people[role]
        return
    with pytest.raises(ActionDenied):
        commands.plan(case, SHORT, by=people[role])


def test_a_case_that_nobody_answers_has_nothing_to_evaluate(people, lake):
    with pytest.raises(ActionDenied, match="no response to evaluate"):
        commands.plan(case_at("TRIASE", people), SHORT, by=people["evaluator"])


def test_a_plan_without_a_narrative_is_refused(case, people):
    with pytest.raises(ValidationError, match="at least one narrative"):
        commands.plan(case, SHORT | {"narratives": []}, by=people["evaluator"])


def test_one_response_has_one_plan(plan, case, answer, people):
    with pytest.raises(ValidationError, match="already"):
        commands.plan(case, SHORT, by=people["evaluator"], clarification=answer)


@pytest.mark.parametrize("needed", ["baseline", "target", "method", "comparison", "limits"])
def test_without_one_of_the_five_a_response_stays_unmeasured(plan, people, needed):
    made = commands.measure(plan, by=people["evaluator"])
    plan.refresh_from_db()
    assert queries.standing(plan, made).value == "measured"
    setattr(plan, needed, " ")
    assert queries.standing(plan, made).value == "unmeasured"


@pytest.mark.parametrize(
    ("verdict", "kind", "carried"),
    [
        ("fell", "worked", True),
        ("fell", "cannot_tell", True),
        ("fell", "backfired", False),
        ("rose", "backfired", True),
        ("rose", "worked", False),
        ("no_change_seen", "no_effect", True),
        ("no_change_seen", "worked", False),
        ("cannot_tell", "no_effect", False),
        ("cannot_tell", "worked", False),
        ("cannot_tell", "cannot_tell", True),
        ("refused", "worked", False),
    ],
)
def test_a_finding_never_says_more_than_the_measurement(plan, people, verdict, kind, carried):
    if carried:
        assert judged_as(plan, verdict, people, kind=kind).kind == kind
        return
    with pytest.raises(ActionDenied, match="does not carry"):
        judged_as(plan, verdict, people, kind=kind)
    assert not Finding.objects.exists()


def test_an_analyst_measures_and_does_not_judge(plan, people):
    with pytest.raises(ActionDenied):
        judged_as(plan, "fell", people, kind="worked", by="analis")


def test_what_was_left_unmeasured_says_why_and_can_be_taken_up(plan, people):
    by = people["evaluator"]
    with pytest.raises(ActionDenied):
        commands.leave(plan, by=by, expected_version=plan.version, why=" ")
    left = commands.leave(plan, by=by, expected_version=plan.version, why="tanpa pembanding")
    assert (left.state, left.left_why) == ("TIDAK_DIUKUR", "tanpa pembanding")
    with pytest.raises(ActionDenied):
        commands.measure(left, by=by)
    assert commands.take_up(left, by=by, expected_version=left.version).state == "DIRENCANAKAN"


def test_a_plan_changed_meanwhile_is_not_measured_as_if_it_had_not(plan, people):
    by = people["evaluator"]
    commands.revise(plan, {"target": "lain"}, by=by, expected_version=plan.version)
    with pytest.raises(StaleObject):
        commands.measure(plan, by=by, expected_version=plan.version)


def test_each_step_leaves_one_event(plan, people):
    judged_as(plan, "fell", people, kind="worked")
    actions = AuditEvent.objects.filter(action__startswith="evaluation.").order_by("sequence")
    assert list(actions.values_list("action", flat=True)) == [
        "evaluation.planned",
        "evaluation.measured",
        "evaluation.finding_recorded",
        "evaluation.judged",
    ]


def test_a_kept_question_that_was_tampered_with_is_noticed(plan, people):
    made = commands.measure(plan, by=people["evaluator"])
    assert measuring.same_again(made) is True
    made.question["counts"][0] += 1
    assert measuring.same_again(made) is False
    made.library = "another"
    assert measuring.same_again(made) is None


def test_more_reached_by_both_than_by_the_falsehood_is_refused(plan, people):
    with pytest.raises(ValidationError, match="cannot be more"):
        commands.add_overlap(
            plan,
            {
                "platform": "x",
                "reached_by_falsehood": 5,
                "reached_by_both": 6,
                "source": "s",
                "legal_basis": "b",
            },
            by=people["evaluator"],
        )


def test_a_case_ends_once_its_evaluation_is_judged_or_left(plan, case, people):
    by = people["evaluator"]
    cases.evaluate(case, by=by)
    with pytest.raises(ActionDenied, match="waits for its finding"):
        cases.close(case, by=by)
    commands.leave(plan, by=by, expected_version=plan.version, why="tanpa pembanding")
    assert cases.close(case, by=by).is_closed


# What is counted


def test_the_hour_of_the_answer_lies_before_and_only_whole_periods_count(plan):
    at = counting.acted_at(plan)
    span = counting.count(plan, at, timezone.now()).span
    assert span.boundary == utc_hour(at) + HOUR
    assert span.until <= timezone.now()
    assert span.index_after(at) == span.before


def test_an_exercise_and_the_world_are_never_counted_together(plan, people):
    at, now = counting.acted_at(plan), timezone.now()
    real = counting.count(plan, at, now)
    plan.is_exercise = True
    assert sum(real.counts) > 0
    assert sum(counting.count(plan, at, now).counts) == 0


def test_another_answer_to_the_same_narrative_is_named(plan, people):
    other = case_at("TERBIT", people)
    other.signals.add(make_signal("narrative:N1b", narrative_id="N1"))
    publish(other, hours_ago=20, slug="kedua")
    found = counting.count(plan, counting.acted_at(plan), timezone.now())
    assert [name for name in found.other_actions if other.number in name]


def test_a_narrative_that_was_answered_is_no_comparison(case, answer, people):
    other = case_at("TERBIT", people)
    other.signals.add(make_signal("narrative:N2", narrative_id="N2"))
    publish(other, hours_ago=100, slug="lain")
    found = proposing.propose(case, answer, timezone.now())
    assert "N2" not in {each.narrative_id for each in found.candidates}


def test_a_platform_that_fell_silent_is_an_outage_and_not_a_fall(plan, tmp_path, monkeypatch):
    top = utc_hour(timezone.now())
    kept = [
        row
        for row in rows("N1", rate=8, seed=3)
        if not top - 30 * HOUR <= row["published_at"] < top - 20 * HOUR
    ]
    silent = lake_of(tmp_path / "silent", *kept)
    monkeypatch.setattr(counting, "lake", lambda: silent)
    found = counting.count(plan, counting.acted_at(plan), timezone.now())
    first, end = found.gaps[0]
    assert end - first == 10
    assert {each["platform"] for each in found.silences} == {"", "x"}


def test_an_outage_that_people_know_of_is_left_out(plan):
    at = counting.acted_at(plan)
    plan.outages = [
        {
            "since": (at + 5 * HOUR).isoformat(),
            "until": (at + 9 * HOUR).isoformat(),
            "why": "Platform mati",
        }
    ]
    found = counting.count(plan, at, timezone.now())
    assert [each["why"] for each in found.silences] == ["Platform mati"]
    assert all(0 < end - first <= 5 for first, end in found.gaps)


# The worker, and learning


def test_the_worker_measures_when_the_window_is_over(case, answer, people):
    plan = commands.plan(
        case, SHORT | {"days_after": 1}, by=people["evaluator"], clarification=answer
    )
    assert evaluations.work(now=answer.published_at + timedelta(hours=20)) == 0
    assert evaluations.work(now=timezone.now()) == 1
    assert evaluations.work(now=timezone.now()) == 0
    plan.refresh_from_db()
    made = plan.measurements.get()
    assert (made.by, plan.state) == (None, "DIUKUR")


def test_every_measured_response_is_pooled_whatever_it_says(plan, people):
    made = commands.measure(plan, by=people["evaluator"])
    found = learning.together(people["evaluator"], is_exercise=False)
    assert found.pooled["n"] == 1
    assert "one_only" in found.pooled["cautions"]
    Measurement.objects.filter(pk=made.pk).update(answer={"log_change": None, "log_se": None})
    assert learning.together(people["evaluator"], is_exercise=False) is None


def test_a_lesson_rests_on_no_measurement_and_can_be_taken_back(case, people):
    by = people["evaluator"]
    made = commands.learn(case, message_type="debunk", audience="public", text="x", by=by)
    assert (made.kind, made.measurement) == ("lesson", None)
    assert learning.relevant(by, message_type="debunk", audience="media", is_exercise=False) == [
        made
    ]
    commands.withdraw_finding(made, by=by, why="keliru")
    assert learning.relevant(by, message_type="debunk", audience="media", is_exercise=False) == []
    with pytest.raises(ValidationError, match="already"):
        commands.withdraw_finding(made, by=by, why="lagi")


def test_a_foreign_office_sees_no_plan(plan, organisations, people):
    stranger = people["province_analis"]
    assert not rules.readable_plans(stranger).exists()
    assert list(rules.readable_plans(people["evaluator"])) == [plan]
