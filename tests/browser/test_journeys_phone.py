"""Approve and publish on a phone: a second factor at the door, and again after a quiet hour."""

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tangkal.desk.accounts import totp
from tests.browser.journeys import Journey, named, press_enter, said, write_into
from tests.browser.officers import Officers
from tests.browser.prepared import (
    approver_with_an_app,
    case_at,
    forget_the_proof,
    message_to_approve,
)

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser

WHO = "penyetuju_hp"
FINGER = 24  # CSS pixels: WCAG 2.2 asks this of every target (2.5.8)


@pytest.fixture
def journey(desk_server, chromium) -> Iterator[Journey]:
    officers = Officers(chromium, desk_server.url, desk_server.password)
    yield Journey(officers, desk_server)
    officers.close()


def test_a_message_is_approved_and_published_on_a_phone(journey):
    """Signed in with a thumb; from then on by keys, each control large enough for a thumb."""
    desk = journey.desk
    secret = approver_with_an_app(desk, WHO)
    address = message_to_approve(desk, case_at(desk, "RESPONS", "Tarif parkir"))
    page = phone(journey)
    sign_in(journey, page, secret)
    page.goto(desk.url + address)
    journey.look(page, "message on a phone")
    journey.picture(page, "approve-on-a-phone")
    forget_the_proof(desk, WHO)

    press(page, button(page, "Approve this version"))
    expect(page.locator("h1")).to_contain_text(said("Is it you?"))
    journey.look(page, "prove it anew")
    journey.picture(page, "prove-it-anew")
    write_into(page, page.locator("[name=password]"), desk.password)
    press(page, page.locator("form", has=page.locator("[name=password]")).get_by_role("button"))
    expect(page.locator("h1")).to_contain_text(said("Now it can be sent"))
    press(page, page.locator("main .actions button.button--primary"))
    expect(page.locator("main")).to_contain_text(said("Approved"))

    press(page, button(page, "Publish"))
    press_enter(page, page.locator("main a[href^='/klarifikasi/']").first)  # in a line of text
    expect(page.locator("h1")).to_contain_text("Harga BBM tidak naik")
    assert journey.officers.complaints == []


def phone(journey: Journey) -> "Page":
    context = journey.officers.browser.new_context(
        viewport={"width": 390, "height": 780}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.on(
        "console",
        lambda m: m.type == "error" and journey.officers.complaints.append(f"{page.url}: {m.text}"),
    )
    journey.officers.pages["phone"] = page
    return page


def sign_in(journey: Journey, page: "Page", secret: str) -> None:
    """The password, then the app's number; one that was used is never taken again."""
    page.goto(f"{journey.desk.url}/desk/sign-in/")
    page.locator("[name=username]").fill(WHO)
    page.locator("[name=password]").fill(journey.desk.password)
    tap(page, page.locator("main form button, form.card button").first)
    expect(page.locator("h1")).to_contain_text(said("Second step: show that it is you"))
    journey.look(page, "second step")
    page.locator("[name=code]").fill(totp.code_at(secret, int(time.time()) // totp.STEP_S))
    tap(page, page.locator("form.card button").first)
    assert "sign-in" not in page.url


def button(page: "Page", english: str) -> "Locator":
    return page.locator("main").get_by_role("button", name=named(english)).first


def tap(page: "Page", place: "Locator") -> None:
    check_size(place)
    with page.expect_navigation():
        place.tap()


def press(page: "Page", place: "Locator") -> None:
    check_size(place)
    press_enter(page, place)


def check_size(place: "Locator") -> None:
    """It is large enough for a thumb and lies within the screen's width."""
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= FINGER
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
