"""Suggested matches in a real browser: by keys, accessible in light, dark and on a phone."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tangkal.desk.cases.models import Signal
from tangkal.desk.recognise import matcher
from tangkal.desk.recognise.commands import store_claims
from tangkal.desk.recognise.models import MatchJudgement, MatchSuggestion
from tangkal.kernel import KnownClaim
from tests.desk.cases import walk
from tests.desk.cases.test_browser import WINDOWS
from tests.servers.browser import follow

CLAIM = "Harga BBM naik dua kali lipat besok malam"
TEXTS = ("Awas, harga BBM naik dua kali lipat!", "Katanya harga BBM naik besok malam, benar?")
PAGES = {
    "suggestions": "/desk/suggestions/",
    "signal": "/desk/signals/{signal}/",
    "match": "/desk/known-claims/match/",
    "matcher": "/desk/known-claims/matcher/",
    "tokens": "/desk/account/tokens/",
}


@pytest.fixture
def suggested(transactional_db, people) -> list[MatchSuggestion]:
    matcher.forget()
    store_claims([KnownClaim(claim_id="c1", title=CLAIM, verdict="SALAH", publisher="A")], by=None)
    rows = []
    for n, text in enumerate(TEXTS):
        signal = walk.make_signal(f"narrative:N{n}", excerpt=text, title=text, items_total=9)
        rows.append(
            MatchSuggestion.objects.create(
                subject=f"signal:{signal.pk}",
                signal=signal,
                claim_id="c1",
                text=text,
                score=0.95 - 0.3 * n,
                level=("same", "maybe")[n],
                reasons=["words|bbm, lipat", "phrase|harga bbm naik"],
                method="uji/1",
            )
        )
    yield rows
    matcher.forget()


@pytest.fixture
def open_page(live_server, suggested, signed_in, people, chromium):
    """``open_page("phone", "signal")``: a page as an analyst sees it, in Indonesian."""
    contexts = []
    person = people["verifikator"]
    person.language = "id"
    person.save()

    def opened(window: str, name: str):
        context = chromium.new_context(**WINDOWS[window])
        contexts.append(context)
        session = signed_in("verifikator").cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda m: m.type == "error" and page.complaints.append(m.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(live_server.url + PAGES[name].format(signal=Signal.objects.first().pk))
        if name == "match":
            page.fill("#text", TEXTS[0])
            follow(page.locator("[data-submit-next]"))
        if name == "tokens":
            page.fill("#name", "Peramban warga")
            page.locator("main [name=scopes]").first.check()
            follow(page.locator("main .button--primary"))
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_accessible_and_never_scrolls_sideways(open_page, name, window):
    page = open_page(window, name)
    if folder := os.environ.get("TANGKAL_WRITE_SHOTS"):
        page.screenshot(path=str(Path(folder) / f"{name}-{window}.png"), full_page=True)
    assert page.locator("h1").count() == 1
    found = Axe().run(page).response["violations"]
    assert [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found] == []
    assert page.complaints == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_keys_confirm_reject_and_take_back(open_page):
    page = open_page("light", "suggestions")
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("e")
    assert MatchJudgement.objects.get().answer == "same"
    with page.expect_navigation():
        page.keyboard.press("z")
    assert MatchJudgement.objects.first().answer == "taken_back"
    page.keyboard.press("j")
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("d")
    assert MatchJudgement.objects.first().answer == "not_same"
    assert MatchJudgement.objects.first().text == TEXTS[1]


def test_many_are_selected_and_answered_together(open_page):
    page = open_page("light", "suggestions")
    page.check("[data-select-all]")
    with page.expect_navigation():
        page.click("#bulk button[value=same]")
    assert list(MatchJudgement.objects.values_list("answer", flat=True)) == ["same", "same"]
