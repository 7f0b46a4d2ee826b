"""A quiet decision watches itself: it opens again when more is measured than it assumed."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases import commands, tripwires
from tangkal.desk.cases.models import Case, Signal, Watch
from tangkal.desk.cases.states import CaseState
from tangkal.desk.deadlines import tripwires as watching
from tangkal.desk.deadlines.models import Reopening
from tangkal.desk.inbox.models import Notice
from tangkal.desk.situational_insight.models import BreakoutFlag, BreakoutReading, Narrative
from tests.desk.cases import walk

pytestmark = pytest.mark.django_db
STORY = "Nfeed0000001"


@pytest.fixture
def story(db):
    return Narrative.objects.create(id=STORY, machine_title="Harga BBM")


def quiet(people, option="TIDAK_DIRESPONS", *, signals=(), is_exercise=False, **decision):
    """A case on these signals, decided to be left without an answer."""
    case = commands.open_case(
        list(signals),
        title="Harga BBM",
        by=people["analis"],
        items=[walk.item()],
        is_exercise=is_exercise,
    )
    for state, step in walk.STEPS:
        if state == CaseState.DECIDED:
            break
        step(case, people)
    commands.decide(
        case,
        option=option,
        rationale="few people talk of it",
        gate_answers=walk.ANSWERS,
        by=people["penyetuju"],
        **decision,
    )
    case.refresh_from_db()
    return case


def level(number, story_id=STORY):
    BreakoutReading.objects.create(
        narrative_id=story_id, level=number, reached_at=timezone.now(), platforms=["x", "facebook"]
    )


def signal(**fields):
    return walk.make_signal(**{"narrative_id": STORY, "items_total": 40, **fields})


@pytest.mark.parametrize("option", ["TIDAK_DIRESPONS", "PANTAU"])
def test_a_higher_level_than_assumed_opens_the_case_and_tells_people(
    people, story, chain_holds, option
):
    case = quiet(people, option, signals=[signal()])
    now = timezone.now()
    assert watching.round(now) == 0
    level(2)

    assert watching.round(now) == 1

    case.refresh_from_db()
    assert case.state == CaseState.REOPENED
    assert case.due_step == "triage"
    assert now < case.due_at  # a clock of its own
    event = AuditEvent.objects.filter(action="case.reopened").get()
    assert event.actor_name == "sistem"
    assert event.details["measured"]["breakout"] == {
        "name": "breakout",
        "assumed": 1,
        "wire": 2,
        "measured": 2,
    }
    told = set(Notice.objects.filter(kind="reopened").values_list("user__username", flat=True))
    assert told == {"analis", "penyetuju"}
    chain_holds()


def test_it_opens_once_a_crossing_and_a_new_decision_sets_its_own_values(people, story):
    case = quiet(people, signals=[signal()])
    level(2)
    now = timezone.now()
    assert watching.round(now) == 1
    assert [watching.round(now + timedelta(hours=n)) for n in range(3)] == [0, 0, 0]
    commands.triage(case, by=people["analis"])
    walk.judge(case, people, breakout=1)
    walk.decide(case, people, "TIDAK_DIRESPONS")
    decision = case.decisions.first()
    assert decision.tripwire["assumed"]["breakout"] == 2  # what is measured, though judged lower
    assert decision.tripwire["breakout"] == 3
    assert watching.round(now) == 0
    level(3)
    assert watching.round(now) == 1
    assert Reopening.objects.count() == 2


def test_items_beyond_twice_what_was_seen_open_it(people, story):
    told = signal(items_total=100)
    quiet(people, signals=[told])
    Signal.objects.filter(pk=told.pk).update(items_total=199)
    assert watching.round(timezone.now()) == 0
    Signal.objects.filter(pk=told.pk).update(items_total=200)
    assert watching.round(timezone.now()) == 1
    assert set(Reopening.objects.get().measured) == {"items"}


def test_a_story_that_took_in_another_is_counted_with_it_and_once(people, story):
    """After a merge the signal points to the surviving narrative, whose own has the items."""
    case = quiet(people, signals=[signal()])
    signal(key=f"narrative:{STORY}", items_total=90)
    assert tripwires.items_of(case) == 90


def test_a_flag_with_evidence_crosses_reach_too(people, story):
    quiet(people, signals=[signal()])
    BreakoutFlag.objects.create(
        narrative_id=STORY,
        kind="mainstream_media",
        evidence="https://example.id/berita",
        happened_at=timezone.now(),
        set_by=people["analis"],
    )
    assert watching.round(timezone.now()) == 1
    assert set(Reopening.objects.get().measured) == {"reach", "breakout"}


def test_the_day_to_look_again_opens_it_too_with_what_is_known(people, story):
    case = quiet(people, signals=[signal()])
    day = case.decisions.get().review_at
    assert watching.round(day - timedelta(minutes=1)) == 0
    assert watching.round(day) == 1
    row = Reopening.objects.get()
    assert row.cause == Reopening.Cause.DATE
    assert row.measured["items"] == {"name": "items", "assumed": 40, "wire": 90, "measured": 40}


def test_closed_cases_are_watched_on_for_a_while_but_need_no_day(people, story):
    case = quiet(people, signals=[signal()])
    commands.close(case, by=people["analis"])
    now = timezone.now()
    assert watching.round(now + timedelta(days=60)) == 0
    level(3)
    assert watching.round(now + watching.AFTER_CLOSING + timedelta(days=1)) == 0
    assert watching.round(now + timedelta(days=60)) == 1


def test_a_decision_to_respond_is_never_opened_by_a_measurement(people, story):
    case = quiet(people, "RESPONS", signals=[signal()])
    level(3)
    assert watching.round(timezone.now() + timedelta(days=90)) == 0
    case.refresh_from_db()
    assert case.state == CaseState.DECIDED


def test_whoever_was_faster_than_the_machine_stands(people, story):
    case = quiet(people, signals=[signal()])
    decision = case.decisions.get()
    level(2)
    commands.reopen(case, by=people["analis"], why="it is back")
    assert watching.look(decision, timezone.now()) is None
    assert not Reopening.objects.exists()


def test_an_exercise_measures_nothing_of_a_real_case(people, story):
    case = quiet(people, signals=[signal()])
    Narrative.objects.filter(pk=STORY).update(is_exercise=True)
    level(3)
    assert watching.round(timezone.now()) == 0
    case.refresh_from_db()
    assert case.state == CaseState.DECIDED


@pytest.mark.parametrize(
    ("asked", "taken", "stored"),
    [
        ({}, (1, 1, 0), {"reach": 2, "breakout": 2, "items": 50}),
        ({}, (4, 6, 100), {"reach": 4, "breakout": 6, "items": 200}),
        ({"breakout": 4}, (0, 2, 10), {"reach": 1, "breakout": 4, "items": 60}),
        ({"items": 11}, (0, 2, 10), {"reach": 1, "breakout": 3, "items": 11}),
        ({"breakout": 2}, (0, 2, 10), None),  # would be crossed at once
        ({"items": 10}, (0, 2, 10), None),
        ({"reach": 5}, (0, 2, 10), None),
        ({"reach": True}, (0, 2, 10), None),
        ({"likes": 5}, (0, 2, 10), None),
    ],
)
def test_tripwires_stand_above_what_is_assumed_and_none_is_left_out(asked, taken, stored):
    figures = dict(zip(("reach", "breakout", "items"), taken, strict=True))
    if stored is None:
        with pytest.raises(ValidationError):
            tripwires.checked(asked, figures)
    else:
        assert tripwires.checked(asked, figures) == {**stored, "assumed": figures}


def test_what_was_assumed_at_the_top_of_a_scale_is_never_crossed():
    top = tripwires.checked({}, {"reach": 4, "breakout": 6, "items": 10})
    assert tripwires.crossings(top, {"reach": 4, "breakout": 6, "items": 10}) == []


def test_a_case_that_became_part_of_another_is_watched_there(people, story):
    case = quiet(people, signals=[signal()])
    Case.objects.filter(pk=case.pk).update(merged_into=walk.open_case(people))
    level(3)
    assert watching.round(timezone.now()) == 0


def test_whoever_watches_the_case_is_told_if_they_still_may_read_it(people, story):
    case = quiet(people, signals=[signal()])
    for who in ("evaluator", "foreign_analis"):
        Watch.objects.create(case=case, user=people[who])
    level(2)
    watching.round(timezone.now())
    told = set(Notice.objects.filter(kind="reopened").values_list("user__username", flat=True))
    assert told == {"analis", "penyetuju", "evaluator"}
