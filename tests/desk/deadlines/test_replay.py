"""No clock is lost: every deadline follows from what happened, in whatever order it is read."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tangkal.desk.cases import commands as cases
from tangkal.desk.cases import deadlines as clocks
from tangkal.desk.cases.models import Case, Signal
from tangkal.desk.cases.states import CaseState
from tangkal.desk.deadlines import commands, replay
from tangkal.desk.deadlines.replay import Happening
from tests.desk.cases import walk

START = datetime(2026, 3, 2, tzinfo=UTC)
ACTIONS = ("case.triaged", "case.reopened", "case.note_added", "case.paused", "case.decided")


@st.composite
def histories(draw):
    told = [Happening(1, "case.opened", START, "DIBUKA")]
    at = START
    for number in range(draw(st.integers(0, 12))):
        at += timedelta(minutes=draw(st.integers(0, 500)))
        action = draw(st.sampled_from(ACTIONS))
        told.append(Happening(number + 2, action, at, draw(st.sampled_from(CaseState.values))))
    return told


@given(told=histories(), order=st.randoms(use_true_random=False))
def test_whatever_the_order_of_reading_the_same_follows(told, order):
    expected = replay.replay(told)
    shuffled = list(told)
    order.shuffle(shuffled)
    assert replay.replay(shuffled) == expected
    assert replay.replay([*shuffled, *shuffled]) == expected  # told twice


@given(told=histories())
def test_the_last_round_counts_and_its_triage_only(told):
    standing = replay.replay(told)
    begins = [each for each in told if each.action in replay.BEGINS]
    assert standing.started_at == begins[-1].at
    after = [e for e in told if e.action == replay.TRIAGE and e.sequence > begins[-1].sequence]
    assert standing.triaged_at == (after[-1].at if after else None)


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["DIBUKA", "VERIFIKASI", "DIPUTUSKAN", "DIBUKA_KEMBALI"])
def test_a_case_in_any_state_agrees_with_its_events_and_its_index(people, state):
    case = walk.case_at(state, people)
    assert replay.disagreement(case, replay.replay(replay.happenings_of(case))) == ""
    assert list(replay.differences()) == []
    assert list(replay.contradictions()) == []


@pytest.mark.django_db
@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    steps=st.lists(
        st.tuples(st.integers(1, 300), st.sampled_from(["pause", "resume", "note", "on"])),
        max_size=8,
    )
)
def test_a_restart_at_any_moment_finds_the_same_deadlines(people, clock, steps):
    """What a fresh process computes is what was stored, wherever the work stands."""
    from django.core.exceptions import PermissionDenied, ValidationError

    clock.offset = timedelta(0)
    case = walk.case_at(CaseState.TRIAGE, people)
    ways = iter([walk.to_verification, walk.to_assessed])
    for minutes, act in steps:
        clock.move(minutes=minutes)
        case.refresh_from_db()
        try:
            if act == "pause":
                until = clock.now() + timedelta(hours=2)
                commands.pause(
                    case, reason="data", text="x", until=until, by=people["second_analis"]
                )
            elif act == "resume":
                commands.resume(case, by=people["verifikator"])
            elif act == "note":
                cases.note(case, text="x", by=people["analis"])
            elif way := next(ways, None):
                way(case, people)
        except (PermissionDenied, ValidationError):
            pass
        assert list(replay.differences()) == []
    case.refresh_from_db()
    assert replay.disagreement(case, replay.replay(replay.happenings_of(case))) == ""


@pytest.mark.django_db
def test_a_lost_index_is_rebuilt_and_then_nothing_differs(people, chain_holds):
    case = walk.case_at(CaseState.VERIFICATION, people)
    signal = walk.make_signal()
    right = clocks.deadline_of(case)
    Case.objects.update(due_at=None, due_step="")
    Signal.objects.update(due_at=None)
    version = Case.objects.get().version
    found = replay.recompute()
    assert {each.what for each in found} == {case.number, f"signal {signal.pk}"}
    case.refresh_from_db()
    assert (case.due_step, case.due_at) == right
    assert case.version == version  # nobody's work changed
    assert list(replay.differences()) == []
    chain_holds()


@pytest.mark.django_db
def test_a_record_that_was_tampered_with_contradicts_its_events(people):
    case = walk.case_at(CaseState.VERIFICATION, people)
    Case.objects.update(triaged_at=case.triaged_at + timedelta(hours=5))
    (wrong,) = replay.contradictions()
    assert wrong.what == case.number
    assert "triage" in wrong.computed
