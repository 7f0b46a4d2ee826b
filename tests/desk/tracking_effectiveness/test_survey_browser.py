"""Polls, tests of wordings and the portal's question in a real browser: light, dark, phone."""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from tangkal.desk.portal import wordings
from tangkal.desk.portal.feedback_models import HelpfulCount, WordingTest
from tangkal.desk.portal.models import Clarification
from tangkal.desk.tracking_effectiveness import survey_commands as polls
from tangkal.desk.tracking_effectiveness import trial_commands as trials
from tangkal.desk.tracking_effectiveness.models import Survey
from tests.desk.cases.test_browser import WINDOWS
from tests.safeguards.addresses.surveys import TRIAL, stored_poll
from tests.servers.browser import follow

PAGES = {
    "polls": ("evaluator", "/desk/effectiveness/surveys/", "Survei"),
    "poll": ("evaluator", "/desk/effectiveness/surveys/{poll}/", "Jajak BBM"),
    "round": ("evaluator", "/desk/effectiveness/surveys/rounds/{round}/", "Sesudah"),
    "poll-new": ("evaluator", "/desk/effectiveness/surveys/new/", "Jajak pendapat baru"),
    "tests": ("penyetuju", "/desk/effectiveness/wordings/", "Uji kata-kata"),
    "running": ("penyetuju", "/desk/effectiveness/wordings/{running}/", "Judul yang lebih pendek"),
    "waiting": ("penyetuju", "/desk/effectiveness/wordings/{waiting}/", "Judul yang lebih pendek"),
    "draft": ("evaluator", "/desk/effectiveness/wordings/{draft}/edit/", "Uji kata-kata"),
    "helpful": ("evaluator", "/desk/effectiveness/helpful/", "Apakah membantu?"),
    "answer": (None, "/klarifikasi/{slug}/", "BBM"),
    "thanks": (None, "/klarifikasi/{slug}/membantu/?terima=no", "Terima kasih."),
    "asked": (None, "/klarifikasi/{slug}/membantu/", "BBM"),
}


@pytest.fixture
def told(transactional_db, people, organisations) -> dict[str, object]:
    by, second = people["evaluator"], people["penyetuju"]
    survey, _wave = stored_poll(by)
    rows = "\n".join(["percaya,1", "tidak,2", "tidak,1"] * 40 + ["entah,1"] * 3)
    later = polls.bring_wave(
        survey,
        f"q1,bobot\n{rows}\n".encode(),
        file_name="sesudah.csv",
        label="Sesudah",
        since=date(2026, 2, 1),
        until=date(2026, 2, 3),
        by=by,
    )
    Survey.objects.filter(pk=survey.pk).update(sampling="open", limits="Hanya pembaca daring.")
    pages = [
        Clarification.objects.create(
            slug=f"bbm-{number}",
            claim_text="BBM naik malam ini pukul 00.00",
            verdict="SALAH",
            headline=f"Harga BBM tidak naik pada {number} Mei",
            parts=[{"key": "fact", "text": "Harga tetap sampai akhir bulan."}],
            sources=[{"title": "Daftar harga", "url": "https://energi.example/", "publisher": "E"}],
            issuer=organisations["ministry"],
            reference=f"2026-000{number}",
        )
        for number in (1, 2, 3)
    ]
    texts = [TRIAL | {"headline": f"{n} Mei: harga BBM tetap"} for n in (1, 2, 3)]
    running, waiting, draft = (
        trials.propose(page, text, by=by) for page, text in zip(pages, texts, strict=True)
    )
    trials.submit(waiting, by=by)
    running = trials.start(trials.approve(trials.submit(running, by=by), by=second), by=by)
    test = WordingTest.objects.get()
    for arm, counts in (("a", (4000, 61, 30)), ("b", (4010, 118, 41))):
        for field, number in zip(("views", "yes", "evidence"), counts, strict=True):
            wordings.add(test, arm, field, number)
    today = timezone.localdate()
    for n, page in enumerate(pages):
        HelpfulCount.objects.create(clarification=page, edition=1, on=today, yes=40 * n + 9, no=17)
    WordingTest.objects.update(ends_at=timezone.now() + timedelta(days=3))
    return {
        "poll": survey.pk,
        "round": later.pk,
        "running": running.pk,
        "waiting": waiting.pk,
        "draft": draft.pk,
        "slug": pages[0].slug,
    }


@pytest.fixture
def open_page(live_server, told, signed_in, people, chromium):
    contexts = []

    def opened(window: str, name: str):
        who, address, _heading = PAGES[name]
        context = chromium.new_context(**WINDOWS[window])
        contexts.append(context)
        if who:
            people[who].language = "id"
            people[who].save()
            session = signed_in(who).cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda m: m.type == "error" and page.complaints.append(m.text))
        page.goto(live_server.url + address.format(**told))
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_indonesian_accessible_and_fits_every_window(open_page, name):
    for window in WINDOWS:
        page = open_page(window, name)
        page.evaluate("document.querySelectorAll('main details').forEach((e) => { e.open = true })")
        found = Axe().run(page).response["violations"]
        keep(page, f"{name}-{window}")

        assert [(each["id"], each["nodes"][0]["target"]) for each in found] == [], window
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), window
        assert page.complaints == [], window
        assert PAGES[name][2] in page.locator("h1").inner_text(), window


def keep(page, name: str) -> None:
    """A picture, where somebody asked for one to look at."""
    if folder := os.environ.get("SHOTS_TO_LOOK_AT"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_a_reader_answers_without_a_script_and_counts_once(live_server, told, chromium):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/klarifikasi/{told['slug']}/")
    follow(page.locator("button[value=yes]"))
    assert "Terima kasih" in page.locator("h1").inner_text()
    page.go_back()
    follow(page.locator("button[value=yes]"))
    test = WordingTest.objects.get()
    found = wordings.totals(test)

    assert found["a"]["yes"] + found["b"]["yes"] == 61 + 118 + 1
    assert context.cookies() == []
    context.close()
