"""Pages of tracking ask the database as often for many rows as for few, and not often."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tangkal.desk.portal.feedback_models import HelpfulCount
from tangkal.desk.portal.models import Clarification
from tangkal.desk.tracking_effectiveness import survey_commands
from tangkal.desk.tracking_effectiveness import trial_commands as trials
from tangkal.desk.tracking_effectiveness.evaluating import commands as evaluating
from tangkal.desk.tracking_effectiveness.kpi import measures
from tangkal.desk.tracking_effectiveness.models import EvaluationPlan
from tangkal.desk.tracking_effectiveness.reports import commands as reports
from tests.desk.cases.walk import case_at
from tests.desk.lakes import item, lake_of
from tests.safeguards.addresses.surveys import TRIAL

pytestmark = pytest.mark.django_db
HOME = "/desk/effectiveness/"
# Pages of lists: how many queries each may ask, the frame of the page and the session included.
LISTS = {
    "evaluations/": 30,
    "findings/": 30,
    "surveys/": 25,
    "wordings/": 25,
    "wordings/new/": 25,
    "helpful/": 25,
    "reports/": 25,
}
ONES = {"surveys/{survey}/": 30, "wordings/{trial}/": 30, "reports/{report}/": 30}


@pytest.fixture(autouse=True)
def lake(tmp_path, monkeypatch):
    found = lake_of(tmp_path / "lake", item("001", hours_ago=30))
    monkeypatch.setattr(measures, "lake", lambda: found)


@pytest.fixture
def more(people, organisations):
    """One more of everything that the pages list; the newest keys by name."""
    made = {"number": 0}

    def add() -> dict[str, int]:
        made["number"] += 1
        n, by = made["number"], people["evaluator"]
        case = case_at("TERBIT", people)
        answer = Clarification.objects.create(
            slug=f"jawaban-{n}",
            claim_text="BBM naik",
            verdict="SALAH",
            headline=f"Harga BBM tetap {n}",
            parts=[],
            issuer=organisations["ministry"],
            reference=case.number,
            published_at=timezone.now(),
        )
        HelpfulCount.objects.create(clarification=answer, edition=1, on=date(2026, 2, n), yes=40)
        plan = evaluating.plan(
            case,
            {"title": f"Jawaban {n}", "narratives": [f"N{n}"]},
            by=by,
            clarification=answer,
        )
        evaluating.learn(
            case, message_type="debunk", audience="public", text="Lebih cepat.", advice="", by=by
        )
        survey = survey_commands.open_survey(
            {"title": f"P{n}", "kind": "quick", "sampling": "random", "population": "x"}, by=by
        )
        for month in (1, 2):
            survey_commands.bring_wave(
                survey,
                f"question,outcome,percent,n\nKlaim,belief,{40 + n + month},1200\n".encode(),
                file_name="j.csv",
                label=str(month),
                since=date(2026, month, n),
                until=date(2026, month, n),
                by=by,
            )
        survey_commands.link_case(survey, case, by=by)
        trial = trials.propose(answer, TRIAL, by=by)
        day = timezone.localdate() - timedelta(days=92 * n)
        report = reports.draft(organisations["ministry"], "quarter", day, by=by)
        return {"survey": survey.pk, "trial": trial.pk, "report": report.pk, "plan": plan.pk}

    return add


def asked(browser, page: str) -> int:
    browser.get(f"{HOME}{page}")  # whatever is read once a process is read now
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(f"{HOME}{page}").status_code == 200, page
    return len(queries)


def test_lists_and_their_pages_ask_as_often_for_many_rows_as_for_few(signed_in, more):
    browser = signed_in("evaluator")
    keys = more()
    pages = LISTS | {page.format(**keys): most for page, most in ONES.items()}
    few = {page: asked(browser, page) for page in pages}
    for _ in range(3):
        more()
    many = {page: asked(browser, page) for page in pages}

    assert many == few
    assert {page: n for page, n in many.items() if n > pages[page]} == {}
    assert EvaluationPlan.objects.count() == 4  # there were rows to ask for
