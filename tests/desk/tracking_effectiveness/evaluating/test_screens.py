"""The way on the screens: from a published answer to its plan, its measurement, its finding."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tangkal.desk.strategic_communication.house_models import MessageHouse, MessageHouseVersion
from tangkal.desk.tracking_effectiveness.evaluating import charts
from tangkal.desk.tracking_effectiveness.evaluation_models import EvaluationPlan, Finding
from tangkal.desk.ui.charts import FRAMES
from tests.desk.markup import inline_code
from tests.desk.strategic_communication.contents import HOUSE
from tests.desk.tracking_effectiveness.evaluating.conftest import HOUR, publish

LIST = "/desk/effectiveness/evaluations/"


def new_address(case) -> str:
    return f"{LIST}new/{case.number}/"


def opened_with(page) -> dict[str, object]:
    """What the form would send if nobody changed anything."""
    form = page.context["form"]
    sent: dict[str, object] = {}
    for bound in form:
        value = bound.value()
        if value not in (None, ""):
            sent[bound.name] = value
    return sent


@pytest.fixture
def plan(signed_in, case, answer) -> EvaluationPlan:
    browser = signed_in("evaluator")
    page = browser.get(new_address(case))
    reply = browser.post(new_address(case), opened_with(page))
    assert reply.status_code == 302, reply.context["form"].errors
    return EvaluationPlan.objects.get()


def act(browser, plan, action, **more):
    plan.refresh_from_db()
    address = f"{LIST}{plan.pk}/act/{action}/"
    return browser.post(address, {"version": plan.version, **more})


def test_a_plan_is_made_without_writing_a_word(plan, answer):
    assert plan.clarification == answer
    assert plan.narratives == ["N1"]
    assert {each["id"] for each in plan.comparisons} == {"N2", "N3", "N4", "N5"}
    assert all([plan.baseline, plan.target, plan.method, plan.comparison, plan.limits])
    assert plan.power["windows"]


def test_a_response_without_a_plan_says_unmeasured(signed_in, case, answer):
    browser = signed_in("evaluator")
    assert "unmeasured" in browser.get(LIST).text
    assert "unmeasured" in browser.get(f"/desk/cases/{case.number}/").text


def test_from_the_plan_to_the_finding(signed_in, plan, case):
    browser = signed_in("evaluator")
    address = f"{LIST}{plan.pk}/"
    assert "Unmeasured" in browser.get(address).text
    act(browser, plan, "measure")
    plan.refresh_from_db()
    measured = plan.measurements.get()
    page = browser.get(address)
    assert (plan.state, measured.verdict) == ("DIUKUR", "fell")
    assert -0.9 < measured.change < -0.5
    assert "Sharing fell by" in page.text
    assert inline_code(page.text) == []
    sent = {"version": plan.version, "kind": "worked", "text": "Penyebaran turun.", "advice": ""}
    assert browser.post(f"{address}judge/", sent).status_code == 302
    finding = Finding.objects.get()
    assert (finding.kind, finding.measurement, finding.case) == ("worked", measured, case)
    plan.refresh_from_db()
    assert plan.state == "DISIMPULKAN"
    assert "Penyebaran turun." in browser.get("/desk/effectiveness/findings/").text
    assert "fell" in browser.get(f"/desk/cases/{case.number}/").text


def test_the_kept_question_gives_the_kept_answer(signed_in, plan):
    browser = signed_in("evaluator")
    act(browser, plan, "measure")
    reply = browser.post(f"{LIST}{plan.pk}/act/again/", follow=True)
    assert "the same answer" in reply.text


def test_every_page_is_clean(signed_in, plan, case):
    browser = signed_in("evaluator")
    act(browser, plan, "measure")
    for address in (
        LIST,
        f"{LIST}{plan.pk}/",
        f"{LIST}{plan.pk}/edit/",
        f"{LIST}{plan.pk}/reach/",
        "/desk/effectiveness/findings/",
        f"/desk/effectiveness/findings/new/{case.number}/",
    ):
        reply = browser.get(address)
        assert reply.status_code == 200, address
        assert inline_code(reply.text) == []


def test_a_plan_made_before_the_answer_finds_it_when_it_is_out(signed_in, case):
    browser = signed_in("evaluator")
    sent = opened_with(browser.get(new_address(case)))
    browser.post(new_address(case), sent)
    plan = EvaluationPlan.objects.get()
    assert plan.clarification is None
    reply = browser.post(f"{LIST}{plan.pk}/act/measure/", {"version": 1}, follow=True)
    assert "not out yet" in reply.text
    out = publish(case)
    act(browser, plan, "measure")
    plan.refresh_from_db()
    assert plan.clarification == out
    assert plan.measurements.count() == 1


def test_figures_of_reach_make_a_ratio_only_where_both_are_known(signed_in, plan):
    browser = signed_in("evaluator")
    address = f"{LIST}{plan.pk}/reach/"
    page = browser.get(address)
    assert "missing" in page.text
    sent = {"what": "reach", "metric": "views", "platform": "x", "source": "laporan"}
    browser.post(address, sent | {"side": "correction", "value": 500})
    browser.post(address, sent | {"side": "falsehood", "value": 2000})
    views = next(
        row for row in browser.get(address).context["reach"].ratios if row.metric == "views"
    )
    assert (views.ratio, views.coverage) == (0.25, 1.0)


def test_days_stand_under_their_midnights_where_a_chart_spans_several():
    zone = ZoneInfo("Asia/Jakarta")
    start = datetime(2026, 3, 2, 5, tzinfo=zone)
    with timezone.override(zone):
        drawn = charts.axis(FRAMES[0], [start + timedelta(hours=6 * n) for n in range(20)])
        hours = charts.axis(FRAMES[0], [start + timedelta(hours=n) for n in range(20)])
    places = [float(each) for each in re.findall(r'x="([0-9.]+)"', drawn)]
    assert re.findall(r">([^<]+)<", drawn) == ["3/3", "4/3", "5/3", "6/3"]
    # 19 hours of 120 after the first period, then a day each.
    whole = FRAMES[0].x(1, 1) - FRAMES[0].x(0, 1)
    assert places[0] == pytest.approx(FRAMES[0].x(19 / 120, 1), abs=0.1)
    assert places[1] - places[0] == pytest.approx(whole * 24 / 120, abs=0.11)
    assert len(re.findall(">[^<]+<", hours)) > 1


def test_the_reach_page_names_what_everybody_was_to_say_at_that_time(signed_in, plan, people):
    """What ended before the answer or began after its 72 hours was not the word then."""
    out = plan.clarification.published_at
    house = MessageHouse.objects.create(
        case=plan.case, organisation=plan.case.lead_organisation, title="Harga BBM",
        created_by=people["penyusun"], state="BERLAKU",
    )  # fmt: skip
    spans = ((-9, -1), (-1, 24), (24, 80), (80, None))  # hours from the answer
    for number, (since, until) in enumerate(spans, start=1):
        MessageHouseVersion.objects.create(
            house=house, number=number, author=people["penyusun"], sha256=str(number),
            content=HOUSE | {"umbrella": f"Kata nomor {number}.", "locked": []}, truth_as_of=out,
            approved_at=out + since * HOUR,
            superseded_at=None if until is None else out + until * HOUR,
        )  # fmt: skip
    page = signed_in("analis").get(f"{LIST}{plan.pk}/reach/").content.decode()

    assert [f"Kata nomor {n}." in page for n in (1, 2, 3, 4)] == [False, True, True, False]
    assert f"/desk/messages/houses/{house.pk}/?version=2" in page
