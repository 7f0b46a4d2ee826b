"""Verify with a second person; two approvers at the same button: one wins, one is told."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.journeys import (
    Journey,
    fill_by_keys,
    press,
    said,
    send_by_keys,
    tab_to,
)
from tests.browser.officers import Officers
from tests.browser.prepared import case_at

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

ANSWERS = {
    "gate_checkable": "yes",
    "gate_criticism_right": "no",
    "gate_raises_exposure": "no",
    "gate_credible_voice": "Dinas perhubungan.",
    "gate_least_intrusive": "Klarifikasi.",
    "gate_objective": "Warga tahu tarif yang berlaku.",
}
SEND = "main [data-submit-next]"


@pytest.fixture
def journey(desk_server, chromium) -> Iterator[Journey]:
    officers = Officers(chromium, desk_server.url, desk_server.password)
    yield Journey(officers, desk_server)
    officers.close()


def test_a_verdict_stands_once_a_second_verifier_agrees(journey):
    number = case_at(journey.desk, "VERIFIKASI", "Tarif parkir siang")
    address = f"{journey.desk.url}/desk/cases/{number}/"
    first, second = journey.officers("verifikator1"), journey.officers("verifikator2")

    first.goto(address)
    press(first, "Draft a verdict")
    journey.look(first, "draft a verdict")
    tab_to(first, first.locator("main [name=value]"))
    first.keyboard.press("Space")  # the first of them: false
    write_reasons(first)
    send_by_keys(first)
    press(first, "Send to peer review")
    assert not first.get_by_role("button", name=said("Approve the verdict")).count()
    assert not first.get_by_role("link", name=said("Approve the verdict")).count()

    second.goto(address)
    journey.look(second, "case with a verdict to review")
    old_page = journey.officers.visitor()
    old_page.context.add_cookies(second.context.cookies())
    journey.officers.pages["second again"] = old_page
    old_page.goto(address)
    press(second, "Approve the verdict")
    expect(second.locator("main")).to_contain_text(said("Approved"))
    journey.officers.complaints.clear()
    press(old_page, "Approve the verdict")
    expect(old_page.locator("h1")).to_contain_text(said("Somebody was faster"))
    assert all("409" in each for each in journey.officers.complaints)


def write_reasons(page: "Page") -> None:
    box = page.locator("main [name=evidence]").first
    tab_to(page, page.locator("main [name=reasons]"))
    page.keyboard.type("Surat edaran dinas menyebut tarif yang tetap.")
    tab_to(page, box)
    page.keyboard.press("Space")
    assert box.is_checked()
    page.keyboard.press("Shift+Tab")


def test_of_two_approvers_at_once_one_decides_and_the_other_is_told_who(journey):
    number = case_at(journey.desk, "DINILAI", "Tarif parkir pagi")
    pages = [journey.officers(name) for name in ("penyetuju1", "penyetuju2")]
    for page, option in zip(pages, ("TIDAK_DIRESPONS", "RESPONS"), strict=True):
        page.goto(f"{journey.desk.url}/desk/cases/{number}/decide/")
        fill_by_keys(page, **ANSWERS, option=option, rationale="Sudah dibahas.")
        tab_to(page, page.locator(SEND))
    journey.officers.complaints.clear()
    for page in pages:
        page.keyboard.press("Enter")  # the second before the first is answered
    for page in pages:
        expect(page.locator("h1")).not_to_contain_text(said("Decide"))
    told = [page.locator("h1").inner_text() for page in pages]
    assert sorted(said("Somebody was faster") in each for each in told) == [False, True]
    loser = pages[0] if said("Somebody was faster") in told[0] else pages[1]
    winner = pages[1] if loser is pages[0] else pages[0]
    name = winner.locator("details[data-popover] summary .wide-only").first.inner_text()
    expect(loser.locator("main")).to_contain_text(name)
    press(loser, "See the present state")
    assert number in loser.url
