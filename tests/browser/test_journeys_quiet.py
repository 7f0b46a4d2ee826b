"""Decide not to respond, state what is assumed; the case opens by itself when more comes."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.journeys import (
    Journey,
    fill_by_keys,
    press,
    press_enter,
    said,
    send_by_keys,
)
from tests.browser.officers import Officers
from tests.browser.prepared import case_at, measure_more
from tests.browser.test_journeys_verify import ANSWERS

pytestmark = pytest.mark.browser

TITLE = "Kabar pasar sepi"
STATE = "main p.cluster >> nth=0"


@pytest.fixture
def journey(desk_server, chromium) -> Iterator[Journey]:
    officers = Officers(chromium, desk_server.url, desk_server.password)
    yield Journey(officers, desk_server)
    officers.close()


def test_no_response_opens_again_when_more_is_measured_than_was_assumed(journey):
    number = case_at(journey.desk, "DINILAI", TITLE, items=40)
    page = journey.officers("penyetuju1")
    page.goto(f"{journey.desk.url}/desk/cases/{number}/")
    press(page, "Decide")
    expect(page.locator("main")).to_contain_text("40")  # items seen: assumed
    journey.look(page, "decide")
    fill_by_keys(
        page,
        **ANSWERS,
        option="TIDAK_DIRESPONS",
        rationale="Hanya beredar di satu grup; menjawab akan menyebarkannya.",
    )
    send_by_keys(page)
    expect(page.locator(STATE)).to_contain_text(said("Decided"))

    measure_more(journey.desk, number, 60)  # below the tripwire: nothing happens
    page.reload()
    expect(page.locator(STATE)).to_contain_text(said("Decided"))
    measure_more(journey.desk, number, 400)

    page.goto(f"{journey.desk.url}/desk/inbox/")
    journey.look(page, "inbox")
    journey.picture(page, "inbox")
    row = page.locator("[data-row]", has_text=number)
    expect(row).to_contain_text("400")
    press_enter(page, row.locator("[data-open]"))
    expect(page.locator("h1")).to_contain_text(TITLE)
    expect(page.locator(STATE)).to_contain_text(said("Re-opened"))
    journey.look(page, "a case opened again")
    assert journey.officers.complaints == []
