"""The case screens in a real browser: accessible in light, dark and phone, under our policy."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from tangkal.desk.cases import commands
from tangkal.desk.cases.states import CaseState
from tests.desk.cases import walk

WINDOWS = {
    "light": {"viewport": {"width": 1280, "height": 900}},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 360, "height": 740}},
}
# Page → (state the case is in, who looks at it).
PAGES = {
    "cases": (CaseState.DECIDED, "analis"),
    "case": (CaseState.DECIDED, "penyetuju"),
    "case-open": (CaseState.OPENED, "analis"),
    "case-claim": (CaseState.TRIAGE, "analis"),
    "case-evidence": (CaseState.TRIAGE, "analis"),
    "case-gate": (CaseState.TRIAGE, "analis"),
    "case-verdict": (CaseState.VERIFICATION, "verifikator"),
    "case-impact": (CaseState.ASSESSED, "analis"),
    "case-decide": (CaseState.ASSESSED, "penyetuju"),
    "audit": (CaseState.DECIDED, "auditor"),
}
WITHOUT_NUMBER = {"cases", "case-open", "audit"}


@pytest.fixture
def open_page(live_server, people, signed_in, chromium):
    """``open_page("phone", "case")``: a page as the person of PAGES sees it."""
    contexts = []

    def opened(window: str, name: str):
        state, who = PAGES[name]
        case = walk.case_at(state, people)
        commands.note(case, text="Sudah ditelepon.", by=people["analis"])
        path = reverse(name, args=[] if name in WITHOUT_NUMBER else [case.number])
        context = chromium.new_context(**WINDOWS[window])
        contexts.append(context)
        session = signed_in(who).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda m: m.type == "error" and page.complaints.append(m.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(live_server.url + path)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("name", PAGES)
def test_every_case_page_is_accessible_and_never_scrolls_sideways(open_page, name, window):
    page = open_page(window, name)
    assert page.locator("h1").count() == 1
    found = Axe().run(page).response["violations"]
    assert [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found] == []
    assert page.complaints == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_keyboard_alone_opens_a_case_from_the_list(open_page):
    page = open_page("light", "cases")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.wait_for_selector("#next-step")
    assert "/desk/cases/" in page.url
