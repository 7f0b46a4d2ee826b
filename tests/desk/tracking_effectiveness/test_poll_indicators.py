"""What people believe, among the indicators: by polls alone, with ranges, and nobody else's."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tangkal.desk.tracking_effectiveness import survey_commands as commands
from tangkal.desk.tracking_effectiveness.kpi import measures
from tangkal.desk.tracking_effectiveness.kpi.facts import Scope, gather
from tangkal.desk.tracking_effectiveness.kpi.periods import period_of

pytestmark = pytest.mark.django_db
KEYS = ("belief", "trust", "intention")


@pytest.fixture
def poll(people):
    """A poll whose rounds are brought as counted tables: (label, first day, lines)."""

    def made(*rounds, title="BBM", by="evaluator", exercise=False):
        facts = {"title": title, "kind": "tracking", "sampling": "random", "population": "Dewasa"}
        survey = commands.open_survey(facts | {"is_exercise": exercise}, by=people[by])
        for label, day, lines in rounds:
            commands.bring_wave(
                survey,
                f"question,outcome,percent,mean,sd,n\n{lines}\n".encode(),
                file_name="jajak.csv",
                label=label,
                since=day,
                until=day,
                by=people[by],
            )
        return survey

    return made


def figure(reader, key, **changes):
    now = timezone.now()
    asked = {"period": "own", "since": "2026-02-01", "until": "2026-02-28"}
    values = {"period": period_of(asked, now), "exercise": False, "now": now}
    return measures.measure(gather(Scope(reader=reader, **{**values, **changes})), key)


def round_(day, belief, trust=50, n=1200, month=2):
    return (
        f"putaran {month}-{day}",
        date(2026, month, day),
        f"Percaya klaim,belief,{belief},,,{n}\nPercaya lembaga,trust,{trust},,,{n}",
    )


def test_less_belief_in_the_claim_is_more_accurate_belief(poll, people):
    poll(round_(20, 60, month=1), round_(10, 48, trust=50))
    found = figure(people["evaluator"], "belief").figure
    assert found.value == pytest.approx(12.0)
    assert 8.0 < found.low < 9.0 < 15.0 < found.high < 16.0  # Newcombe's, of 1,200 and 1,200
    assert (found.n, found.of) == (1, 1)
    trust = figure(people["evaluator"], "trust").figure
    assert trust.value == pytest.approx(0.0)
    assert trust.low < 0.0 < trust.high


def test_the_newest_round_is_compared_with_the_last_one_before_the_period(poll, people):
    poll(round_(5, 90, month=1), round_(20, 60, month=1), round_(3, 55), round_(20, 50))
    assert figure(people["evaluator"], "belief").figure.value == pytest.approx(10.0)


def test_without_a_round_before_the_period_its_first_is_the_start(poll, people):
    poll(round_(3, 55), round_(20, 50), round_(5, 10, month=3))
    assert figure(people["evaluator"], "belief").figure.value == pytest.approx(5.0)


def test_several_polls_are_known_better_than_one(poll, people):
    poll(round_(20, 60, month=1), round_(10, 50))
    alone = figure(people["evaluator"], "belief").figure
    poll(round_(20, 60, month=1), round_(10, 50), title="Vaksin")
    both = figure(people["evaluator"], "belief").figure
    assert both.value == pytest.approx(alone.value)
    assert (both.high - both.low) == pytest.approx((alone.high - alone.low) / 2**0.5)
    assert both.n == 2


@pytest.mark.parametrize("rounds", [[], [(10, 2)], [(5, 1), (20, 1)]])
def test_what_no_poll_asked_twice_is_not_measured(poll, people, rounds):
    if rounds:
        poll(*(round_(day, 50 + day, month=month) for day, month in rounds))
    assert not figure(people["evaluator"], "belief").is_measured


def test_a_round_too_small_to_be_shown_is_missing(poll, people):
    poll(round_(20, 60, month=1), round_(10, 48, n=20))
    found = figure(people["evaluator"], "belief")
    assert found.is_measured
    assert (found.figure.value, found.figure.n, found.figure.of) == (None, 0, 1)


def test_a_mean_without_its_scale_is_missing(poll, people):
    lines = "Niat membagikan,sharing,,{},1.1,900"
    poll(
        ("a", date(2026, 1, 20), lines.format(3.1)),
        ("b", date(2026, 2, 10), lines.format(2.5)),
    )
    found = figure(people["evaluator"], "intention").figure
    assert (found.value, found.n, found.of) == (None, 0, 1)


def test_nobody_else_s_polls_and_no_exercise_count(poll, people):
    poll(round_(20, 60, month=1), round_(10, 48))
    poll(round_(20, 60, month=1), round_(10, 10), title="gladi", exercise=True)
    assert not figure(people["foreign_evaluator"], "belief").is_measured
    assert figure(people["evaluator"], "belief").figure.n == 1
    assert figure(people["evaluator"], "belief", exercise=True).figure.value == pytest.approx(50.0)
    assert not figure(people["evaluator"], "belief", platform="tiktok").is_measured


def test_all_three_cost_three_queries_however_many_polls(poll, people):
    for title in ("a", "b", "c"):
        poll(round_(20, 60, month=1), round_(10, 48), title=title)
    now = timezone.now()
    period = period_of({"period": "all"}, now)
    reader = people["evaluator"]
    reader.content_scopes()
    world = gather(Scope(reader=reader, period=period, exercise=False, now=now))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        for key in KEYS:
            measures.measure(world, key)
    surveys = [each["sql"] for each in asked if "_survey" in each["sql"]]
    assert len(surveys) == 3


def test_the_page_names_the_polls_behind_the_figure(poll, signed_in):
    poll(round_(20, 60, month=1), round_(10, 48))
    browser = signed_in("evaluator")
    asked = "period=own&since=2026-02-01&until=2026-02-28"
    page = browser.get(f"/desk/effectiveness/indicators/belief/?{asked}").text
    assert "+12.0" in page
    assert "putaran 1-20 → putaran 2-10: fell by 12.0 points" in page
    overview = browser.get(f"/desk/effectiveness/?{asked}").text
    assert "+8." in overview
