"""In a real browser, with its scripts switched off: light, dark and on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tangkal.desk.portal import commands
from tests.desk.portal.conftest import PARTS, QUESTION, approved
from tests.servers.browser import follow

WINDOWS = {
    "light": {"viewport": {"width": 1280, "height": 900}},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 360, "height": 740}},
}


@pytest.fixture
def browse(live_server, chromium, publish):
    """``browse("phone")``: the portal with one clarification, corrected once."""
    contexts = []
    parts = (("fact", "Harga tetap sampai akhir tahun."), *PARTS[1:])
    found = publish()
    commands.correct_clarification(found.slug, approved(parts=parts), reason="Tanggal.", by=None)

    def opened(window="light", **options):
        context = chromium.new_context(**WINDOWS[window], base_url=live_server.url, **options)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda m: m.type == "error" and page.complaints.append(m.text))
        page.goto("/")
        return page

    yield opened
    for context in contexts:
        context.close()


def faults(page):
    found = Axe().run(page).response["violations"]
    fits = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    return [(each["id"], each["nodes"][0]["target"]) for each in found], fits, page.complaints


def open_details(page):
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")


@pytest.mark.parametrize("window", WINDOWS)
def test_every_public_page_is_accessible_and_fits(browse, window):
    page = browse(window)
    clean = ([], True, [])
    assert faults(page) == clean
    for text in (QUESTION, "sekolah diliburkan sebulan karena asap"):
        page.goto("/")
        page.fill("#text", text)
        follow(page.locator(".ask button"))
        open_details(page)
        assert faults(page) == clean, text
    follow(page.locator("form.card button"))
    assert "/lapor/" in page.url
    assert faults(page) == clean
    for address in ("/cari/", "/cari/?q=zebra", "/koreksi/", "/tentang/", "/lapor/status/"):
        page.goto(address)
        assert faults(page) == clean, address
    page.goto("/koreksi/")
    follow(page.locator(".clarifications a"))
    open_details(page)
    assert page.locator("ins").count() > 0
    assert faults(page) == clean


def test_the_citizen_s_journey_needs_no_script_and_no_cookie(browse):
    page = browse("phone", java_script_enabled=False)
    page.fill("#text", "sekolah diliburkan sebulan karena asap, hubungi 081234567890")
    follow(page.locator(".ask button"))
    assert "belum ada yang memeriksa" in page.locator("h1").inner_text()
    follow(page.locator("form.card button"))
    receipt = page.locator("h1 .hash").inner_text()
    assert "081234567890" not in page.content()
    page.goto("/lapor/status/")
    page.fill("#receipt", receipt.lower())
    follow(page.locator("form.filters button"))
    assert page.url.endswith(f"/lapor/{receipt}/")
    page.goto("/")
    page.fill("#text", QUESTION)
    follow(page.locator(".ask button"))
    follow(page.locator(".answer .button"))
    assert "Harga BBM tetap" in page.locator("h1").inner_text()
    assert page.context.cookies() == []


def test_the_keyboard_alone_reaches_the_answer(browse):
    page = browse()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "text"
    page.keyboard.type(QUESTION)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".answer")
