"""A triage shift by the keyboard alone: look, take back, put aside, open a case, jump to it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journeys import Journey, is_focused, said, send_by_keys, tab_to, write
from tests.browser.officers import Officers

pytestmark = pytest.mark.browser

STORY = "Tarif parkir malam di alun-alun naik lima kali lipat"


@pytest.fixture
def journey(desk_server, chromium) -> Iterator[Journey]:
    officers = Officers(chromium, desk_server.url, desk_server.password)
    journey = Journey(officers, desk_server)
    begin(journey)
    yield journey
    officers.close()


def begin(journey: Journey) -> None:
    journey.raise_signals("triage", STORY, 5)


def test_a_shift_at_the_queue_needs_no_mouse(journey):
    page = sign_in_by_keys(journey)
    search_by_keys(page)
    journey.look(page, "queue")
    take_in_hand_and_back(page)
    put_aside_from_the_row(page)
    open_and_dismiss_and_next(page, journey)
    number = open_a_case(page, journey)
    jump_to(page, number)
    assert journey.officers.complaints == []


def sign_in_by_keys(journey: Journey) -> Page:
    page = journey.officers.visitor()
    journey.officers.pages["shift"] = page  # closed with the others
    page.goto(f"{journey.desk.url}/desk/sign-in/")
    tab_to(page, page.locator("[name=username]"))
    page.keyboard.type("analis")
    tab_to(page, page.locator("[name=password]"))
    page.keyboard.type(journey.desk.password)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, page.locator("#rail").get_by_role("link", name=said("Queue")))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    return page


def search_by_keys(page: Page) -> None:
    """? tells the keys; / goes to the search field, folded away or not."""
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    page.keyboard.press("/")
    assert is_focused(page.locator("[data-search]"))
    page.keyboard.type(STORY)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("[data-row]").count() == 5


def row(page: Page, number: int) -> str:
    return f"[data-row]:has-text('{STORY} nomor {number}')"


def take_in_hand_and_back(page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("e")
    expect(page.locator("#notices")).to_contain_text(f"{STORY} nomor 1")
    expect(page.locator(row(page, 1))).to_contain_text(said("Being screened"))
    with page.expect_navigation():
        page.keyboard.press("z")
    expect(page.locator(row(page, 1))).to_contain_text(said("New"))


def put_aside_from_the_row(page: Page) -> None:
    """d lists the reasons, Enter takes the first; the keys go on with the next row."""
    page.keyboard.press("j")
    page.keyboard.press("d")
    expect(page.locator("dialog.reasons button").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(row(page, 1))).to_have_count(0)
    expect(page.locator("[data-row].is-current")).to_contain_text("nomor 2")


def open_and_dismiss_and_next(page: Page, journey: Journey) -> None:
    with page.expect_navigation():
        page.keyboard.press("o")
    expect(page.locator("h1")).to_contain_text("nomor 2")
    journey.look(page, "signal")
    page.keyboard.press("d")
    write(page, said("In your own words"), "pendapat warga tentang tarif")
    send_by_keys(page)
    expect(page.locator("h1")).to_contain_text("nomor 3")


def open_a_case(page: Page, journey: Journey) -> str:
    with page.expect_navigation():
        page.keyboard.press("e")
    with page.expect_navigation():
        page.keyboard.press("e")
    journey.look(page, "open a case")
    tab_to(page, page.locator("main [name=title]"))
    send_by_keys(page)
    expect(page.locator("h1")).to_contain_text(STORY)
    return page.url.split("?")[0].rstrip("/").rpartition("/")[2]


def jump_to(page: Page, number: str) -> None:
    """Ctrl+K takes a pasted number, or a pasted address of ours."""
    for pasted in (number, page.url):
        page.keyboard.press("Control+k")
        page.keyboard.type(pasted)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.url.split("?")[0].endswith(f"/cases/{number}/")
