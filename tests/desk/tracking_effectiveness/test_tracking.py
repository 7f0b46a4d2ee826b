"""Tracking: medians with what is missing, decisions as equals, and no effect claimed."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tangkal.desk.accounts.roles import CONTENT_ROLES, Role
from tangkal.desk.cases import items
from tangkal.desk.cases.models import Case
from tangkal.desk.portal.models import Clarification, Correction
from tangkal.desk.tracking_effectiveness import figures, spread
from tangkal.desk.tracking_effectiveness.figures import Timed, duration
from tests.desk.cases.walk import case_at, make_signal
from tests.desk.lakes import item, lake_of
from tests.desk.markup import inline_code

PAGE = "/desk/effectiveness/described/"
NOW = timezone.now()
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def lake(tmp_path, monkeypatch):
    found = lake_of(
        tmp_path / "lake",
        *(item(f"{n:03}", hours_ago=30) for n in range(12)),
        *(item(f"9{n:02}", hours_ago=2) for n in range(2)),
    )
    for module in (items, spread):
        monkeypatch.setattr(module, "lake", lambda: found)
    return found


def publish(case: Case, organisation, hours_ago: float) -> Clarification:
    return Clarification.objects.create(
        slug=f"c-{case.pk}",
        claim_text="BBM naik",
        verdict="SALAH",
        headline="Tidak naik",
        parts=[],
        issuer=organisation,
        reference=case.number,
        published_at=timezone.now() - hours_ago * HOUR,
    )


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_only_content_roles_read_tracking(signed_in, role):
    expected = 200 if role in {r.value for r in CONTENT_ROLES} else 403
    assert signed_in(role).get(PAGE).status_code == expected


def test_the_page_is_clean_and_shows_every_formula(signed_in, people):
    text = signed_in("evaluator").get(PAGE).text
    assert inline_code(text) == []
    assert text.count("How it is computed") == 3


@pytest.mark.parametrize(
    ("done", "due", "seconds", "kept"),
    [
        (2 * HOUR, 3 * HOUR, 7200.0, True),
        (4 * HOUR, 3 * HOUR, 14400.0, False),
        (None, 3 * HOUR, None, False),  # the deadline has passed undone
        (None, 30 * HOUR, None, None),  # it still runs
        (2 * HOUR, None, 7200.0, None),
        (-HOUR, 3 * HOUR, None, True),  # clocks that disagree are missing, not negative
    ],
)
def test_a_step_is_measured_only_when_done(done, due, seconds, kept):
    since = NOW - 10 * HOUR
    timed = Timed(
        since=since,
        done=None if done is None else since + done,
        due=None if due is None else since + due,
    )
    assert (timed.seconds, timed.kept(NOW)) == (seconds, kept)


def test_what_is_missing_is_part_of_the_figure():
    since = NOW - 10 * HOUR
    steps = [Timed(since=since, done=since + n * HOUR, due=since + 2 * HOUR) for n in (1, 2, 3)]
    found = duration([*steps, Timed(since=since, done=None, due=None)], NOW)
    assert (found.median, found.missing_percent, found.cases) == (2 * HOUR, 25, 4)
    assert (found.kept, found.judged, found.kept_percent) == (2, 3, 67)


def test_nothing_measured_is_no_zero():
    found = duration([], NOW)
    assert (found.median, found.p90, found.missing_percent, found.kept_percent) == (None,) * 4


def test_screening_counts_from_arrival_and_leaves_exercises_apart(people):
    now = timezone.now()
    make_signal("a", created_at=now - 2 * HOUR, screened_at=now - HOUR)
    make_signal("b", created_at=now - 2 * HOUR)
    make_signal("c", is_exercise=True)
    real = figures.screenings(None, exercise=False)
    assert sorted(each.seconds or 0 for each in real) == [0, 3600.0]
    assert len(figures.screenings(None, exercise=True)) == 1
    assert figures.screenings(now - HOUR, exercise=False) == []


def test_a_verdict_counts_once_a_second_person_approved_it(people):
    case_at("VERIFIKASI", people)
    case_at("DINILAI", people)
    cases = list(figures.cases_since(people["analis"], None, exercise=False))
    assert sorted(each.done is not None for each in figures.verdicts(cases)) == [False, True]


def test_only_cases_decided_to_be_answered_wait_for_a_statement(people, organisations):
    answered, waiting = case_at("DIPUTUSKAN", people), case_at("DIPUTUSKAN", people)
    case_at("DINILAI", people)
    publish(answered, organisations["ministry"], 0)
    cases = list(figures.cases_since(people["analis"], None, exercise=False))
    found = figures.answers(cases)
    assert len(found) == 2
    assert sum(each.done is not None for each in found) == 1
    assert waiting.number != answered.number


def test_every_option_is_counted_as_an_equal(signed_in, people):
    case_at("DIPUTUSKAN", people)
    cases = list(figures.cases_since(people["analis"], None, exercise=False))
    counted = [(str(label), count) for label, count in figures.decisions(cases)]
    assert counted == [
        ("No response", 0),
        ("Monitor", 0),
        ("Respond", 1),
        ("Crisis", 0),
        ("Refer", 0),
    ]


def test_another_office_sees_none_of_our_cases(people):
    case_at("DIPUTUSKAN", people)
    assert not figures.cases_since(people["foreign_analis"], None, exercise=False).exists()
    assert figures.cases_since(people["analis"], None, exercise=False).exists()


def test_before_and_after_is_a_description_and_the_effect_unmeasured(
    signed_in, people, organisations
):
    case = case_at("DIPUTUSKAN", people)
    case.signals.add(make_signal("n", narrative_id="N1"))
    publish(case, organisations["ministry"], 24)
    found = spread.described([case], timezone.now())[0]
    assert found.counts.kind == "description"
    assert found.counts.before_per_hour == pytest.approx(12 / 48)
    assert found.counts.after_per_hour == pytest.approx(2 / found.counts.hours_after)
    assert found.evaluation == "unmeasured"
    text = signed_in("evaluator").get(PAGE).text
    assert "A description, not an effect." in text
    assert "effect unmeasured" in text


def test_a_case_without_a_narrative_has_nothing_to_compare(people, organisations):
    case = case_at("DIPUTUSKAN", people)
    publish(case, organisations["ministry"], 24)
    assert spread.described([case], timezone.now())[0].counts is None


def test_corrections_are_counted_by_kind(people, organisations):
    case = case_at("DIPUTUSKAN", people)
    clarification = publish(case, organisations["ministry"], 1)
    Correction.objects.create(
        clarification=clarification,
        kind=Correction.Kind.CORRECTED,
        reason="a wrong figure",
        before={},
        after={},
        edition=2,
    )
    found = figures.corrections([case.number], None)
    assert (found.published, found.total) == (1, 1)
    assert [count for _kind, count in found.by_kind] == [1, 0, 0]


@pytest.mark.parametrize("query", ["?period=30", "?period=all", "?period=x&reality=exercise"])
def test_periods_and_exercises_can_be_chosen(signed_in, people, query):
    assert signed_in("analis").get(f"{PAGE}{query}").status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_cases(signed_in, people):
    browser = signed_in("analis")
    case_at("DIPUTUSKAN", people)
    with CaptureQueriesContext(connection) as few:
        browser.get(PAGE)
    for _ in range(3):
        case_at("DIPUTUSKAN", people)
    with CaptureQueriesContext(connection) as many:
        browser.get(PAGE)
    assert len(many) == len(few)
