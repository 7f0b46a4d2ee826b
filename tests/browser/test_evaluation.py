"""From a published clarification to its evaluation, and on to the approved quarterly report."""

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tangkal.desk.ui.moments import in_words
from tangkal.desk.ui.papers.document import spoken
from tests.browser.journeys import Journey, named, said
from tests.browser.officers import Officers

pytestmark = pytest.mark.browser

# A clarification of the demonstration as if it had come out on the fifth day of the week, so
# that the week's items lie on both sides of it; nothing of it is planned yet.
BACK_IN_TIME = """
from django.utils import timezone
from tangkal.desk.cases.items import lake
from tangkal.desk.cases.models import Case
from tangkal.desk.portal.models import Clarification
from tangkal.desk.tracking_effectiveness.evaluation_models import (
    EvaluationPlan, Finding, Measurement)
Finding.objects.all().delete()
Measurement.objects.all().delete()
EvaluationPlan.objects.all().delete()
case = Case.objects.filter(number__in=Clarification.objects.values("reference")).first()
ids = [s.narrative_id for s in case.signals.all()]
first, last = lake().first_last(ids)[0]
shown = Clarification.objects.filter(reference=case.number)
shown.update(published_at=first + (last - first) / 2)
print(case.number, timezone.localtime(case.opened_at).date())
"""
FINDING = "Dari hitungan saja belum dapat disimpulkan."
SO_WHAT = "Satu jawaban diukur dan hasilnya belum cukup untuk mengubah cara kita menjawab."


@pytest.fixture
def journey(desk_server, chromium) -> Iterator[Journey]:
    officers = Officers(chromium, desk_server.url, desk_server.password)
    yield Journey(officers, desk_server)
    officers.close()


def test_from_a_published_clarification_to_its_evaluation_and_the_quarterly_report(journey):
    number, day = journey.desk.python(BACK_IN_TIME).split()
    result = evaluate(journey, number)
    address = draft_report(journey, day, number, result)
    approve_report(journey, address)
    assert not journey.officers.complaints


def evaluate(journey: Journey, number: str) -> str:
    """Plan, measure, compute again and judge; what the page says the measurement found."""
    page = journey.officers("evaluator")
    page.goto(f"{journey.desk.url}/desk/cases/{number}/")
    expect(page.locator("main")).to_contain_text(said("unmeasured"))
    page.get_by_role("link", name=named("Plan the evaluation")).click()

    # Everything is proposed: nobody writes a word.
    expect(page.locator("h1")).to_contain_text(said("Evaluation plan"))
    assert page.locator("[name=target]").input_value()
    journey.look(page, "evaluation-plan")
    page.get_by_role("button", name=named("Put the plan on record")).click()
    expect(page.locator("main")).to_contain_text(said("Unmeasured."))

    page.get_by_role("button", name=named("Measure now")).click()
    expect(page.locator("main figure.chart svg[role=img]:visible")).to_have_count(1)
    expect(page.locator("main")).to_contain_text(said("What limits this"))
    result = page.locator("p.result").inner_text().strip()
    assert result
    journey.look(page, "evaluation")
    journey.picture(page, "evaluation")

    # Computed again from what was kept, it is the same.
    page.get_by_role("button", name=named("Compute it again")).click()
    expect(page.locator("body")).to_contain_text(
        said("Computed again from what was kept: the same answer.")
    )
    page.locator("[name=kind]").select_option("cannot_tell")
    page.locator("[name=text]").fill(FINDING)
    page.get_by_role("button", name=named("Record the finding")).click()
    expect(page.locator("main")).to_contain_text(FINDING)

    page.get_by_role("link", name=re.compile(said("Reach and pick-up"))).click()
    expect(page.locator("main")).to_contain_text(said("Correction reach ratio"))
    journey.look(page, "evaluation-reach")

    page.goto(f"{journey.desk.url}/desk/effectiveness/findings/?reality=exercise")
    expect(page.locator("main")).to_contain_text(FINDING)
    journey.look(page, "lessons")
    return result


def draft_report(journey: Journey, day: str, number: str, result: str) -> str:
    """The evaluator's part: draft the quarter, confirm its sentences, submit; its address."""
    page = journey.officers("evaluator")
    page.goto(f"{journey.desk.url}/desk/effectiveness/reports/")
    journey.look(page, "evaluation-reports")
    page.locator("[name=kind]").select_option("quarter")
    page.locator("[name=day]").fill(day)
    page.locator("[name=exercise]").check()  # the demonstration is one
    page.get_by_role("button", name=named("Draft it")).click()

    # What was measured stands in it, in the same words as on the evaluation's own page.
    effects = page.locator("#effects")
    row = effects.locator("tbody tr").filter(has_text=number).first
    expect(row).to_contain_text(result)
    expect(page.locator("#learning")).to_contain_text(FINDING)
    # Nobody submits a chart whose sentence no person has confirmed.
    expect(effects).to_contain_text(said("not confirmed yet"))
    expect(page.get_by_role("button", name=named("Submit for approval"))).to_have_count(0)
    journey.look(page, "evaluation-report-draft")

    page.get_by_role("link", name=named("Write and confirm")).click()
    assert page.locator("[name=says_deadlines]").input_value()  # suggested by its rule
    drawn = page.locator("form figure.chart")  # each sentence is asked for below its chart
    expect(drawn).to_have_count(page.locator("[name^=says_]").count())
    page.locator("[name=says_effects]").fill(SO_WHAT)
    journey.look(page, "evaluation-report-edit")
    page.get_by_role("button", name=named("Save and confirm")).click()
    expect(effects).to_contain_text(SO_WHAT)
    expect(page.locator("main")).not_to_contain_text(said("not confirmed yet"))
    page.get_by_role("button", name=named("Submit for approval")).click()

    # Who wrote it sees that another person approves.
    expect(page.locator("main")).to_contain_text(said("Waiting for approval", "report"))
    expect(page.get_by_role("button", name=named("Approve"))).to_have_count(0)
    return page.url


def approve_report(journey: Journey, address: str) -> None:
    """The second person's part: read it, approve it, take the paper along."""
    page = journey.officers("penyetuju1")
    page.goto(address)
    expect(page.locator("#effects")).to_contain_text(SO_WHAT)
    page.get_by_role("button", name=named("Approve")).click()
    expect(page.locator("main")).to_contain_text(said("Fingerprint"))

    # The page's date and fingerprint are those of what the JSON file holds, hashed here anew.
    kept = json.loads(page.request.get(f"{address}files/json/").body())
    approved = datetime.fromisoformat(kept["approved"]["at"])
    with spoken("id", "Asia/Jakarta"):
        expect(page.locator("dl.facts")).to_contain_text(in_words(approved))
    expect(page.locator("dl.facts")).to_contain_text(fingerprint(kept)[:16])
    assert kept["words"]["says"]["effects"] == SO_WHAT
    journey.look(page, "evaluation-report")
    journey.picture(page, "evaluation-report")

    name, text = pdf_of(page)
    assert name.startswith("LATIHAN-")
    assert SO_WHAT in text


def fingerprint(kept: dict) -> str:
    """What an approval binds to, from the published file alone."""
    office, number = kept["reference"].removeprefix("EVL ").split("/")
    names = ("since", "until", "as_of", "language", "is_exercise", "measured", "words")
    content = [int(office), kept["kind"], int(number), *(kept[name] for name in names)]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def pdf_of(page: Page) -> tuple[str, str]:
    """The name of the file that a click brings, and its words with single spaces."""
    with page.expect_download() as taken:
        page.get_by_role("link", name="PDF", exact=True).click()
    pages = PdfReader(taken.value.path()).pages
    return taken.value.suggested_filename, " ".join(
        " ".join(each.extract_text() for each in pages).split()
    )
