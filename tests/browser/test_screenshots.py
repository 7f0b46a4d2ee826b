"""Every page renders, complains of nothing and is accessible; the docs' pictures are real.

The pictures in docs/images are written only on request, from the desk that the tutorial walks
through: `TANGKAL_WRITE_SHOTS=1 python -m pytest tests/browser/test_screenshots.py`.
"""

import os
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser import prepared
from tests.browser.loop import Answer, answer_in_public
from tests.browser.officers import Officers, fill_in, press, send
from tests.browser.pictures import shrink
from tests.conftest import REPOSITORY
from tests.servers.desk import Desk

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

IMAGES = REPOSITORY / "docs" / "images"
LARGEST = 120_000  # bytes; pictures travel with every checkout
QUESTION = "retribusi kucing"
FEE = Answer(
    claim="Mulai bulan depan pemilik kucing wajib membayar retribusi Rp75.000 per ekor.",
    headline="Tidak ada retribusi bagi pemilik kucing",
    fact="Hewan peliharaan bukan objek retribusi; tidak ada yang ditagih kepada pemiliknya.",
)
VISITOR = "visitor"

# What is looked at: name → (who, address). {case}, {message}, {public} come from the walk.
PAGES = {
    "sign-in": (VISITOR, "/desk/sign-in/"),
    "queue": ("analis", "/desk/signals/"),
    "signal": ("analis", "{signal}"),
    "bursts": ("analis", "/desk/signals/bursts/"),
    "narratives": ("analis", "/desk/narratives/"),
    "narrative": ("analis", "{narrative}"),
    "spread": ("analis", "{narrative}spread/"),
    "situation-report": ("analis", "/desk/situation-reports/1/"),
    "explorer": ("analis", "/desk/narratives/explorer/?q=banjir"),
    "coordination": ("analis", "/desk/coordination/?reality=exercise"),
    "community": ("analis", "/desk/coordination/communities/1/"),
    "coordination-run": ("analis", "/desk/coordination/runs/1/"),
    "coordination-allowed": ("analis", "/desk/coordination/allowed/"),
    "cases": ("analis", "/desk/cases/"),
    "case": ("analis", "{case}"),
    "second-look": ("analis", "{judged}second-look/"),
    "agreement": ("analis", "/desk/agreement/"),
    "judged": ("analis", "{judged}"),
    "deadlines": ("analis", "/desk/deadlines/?tab=office"),
    "security": ("penyetuju1", "/desk/account/security/"),
    "appeal": ("penyetuju1", "{appeal}"),
    "plan": ("penyetuju1", "/desk/messages/plans/1/"),
    "house": ("penyusun", "/desk/messages/houses/1/"),
    "directives": ("penyusun", "/desk/directives/"),
    "coverage": ("penyusun", "/desk/directives/1/"),
    "links": ("penyusun", "/desk/directives/1/links/"),
    "office": ("admin_kabupaten", "/desk/directives/1/offices/4/"),
    "sheets": ("penyusun", "/desk/directives/briefings/"),
    "sheet": ("admin_daerah", "/desk/directives/briefings/2/"),
    "partners": ("admin_daerah", "/desk/directives/contacts/"),
    "alignment-houses": ("analis", "/desk/alignment/"),
    "alignment-house": ("analis", "/desk/alignment/houses/1/"),
    "alignment-feeds": ("analis", "/desk/alignment/houses/1/feeds/"),
    "local-text": ("verifikator1", "/desk/alignment/texts/4/"),
    "requests": ("hukum", "/desk/platform-requests/"),
    "request": ("hukum", "{request}"),
    "request-new": ("penyusun", "/desk/platform-requests/new/{judged_number}/"),
    "transparency": ("auditor", "/desk/transparency/"),
    "transparency-public": (VISITOR, "/transparansi/"),
    "messages": ("penyetuju1", "/desk/messages/?tab=all"),
    "message": ("penyetuju1", "{message}"),
    "tracking": ("analis", "/desk/effectiveness/"),
    "intake": ("analis", "/desk/intake/"),
    "quarantine": ("analis", "/desk/intake/quarantine/"),
    "known-claims": ("analis", "/desk/known-claims/"),
    "match": ("analis", "/desk/known-claims/match/"),
    "audit": ("auditor", "/desk/audit/"),
    "people": ("admin_sistem", "/desk/people/"),
    "account": ("analis", "/desk/account/"),
    "portal": (VISITOR, "/"),
    "search": (VISITOR, "/cari/?q=bbm"),
    "answer": (VISITOR, "/tanya/?text=Benarkah+pemilik+kucing+wajib+bayar+retribusi+Rp75.000%3F"),
    "clarification": (VISITOR, "{public}"),
    "corrections": (VISITOR, "/koreksi/"),
    "about": (VISITOR, "/tentang/"),
}
# The pictures of the docs: page → width and height of the window.
PICTURES = {
    "queue": (1280, 860),
    "signal": (1280, 860),
    "narrative": (1280, 860),
    "spread": (1280, 860),
    "situation-report": (1280, 860),
    "case": (1280, 860),
    "message": (1280, 860),
    "second-look": (1280, 860),
    "deadlines": (1280, 700),
    "security": (1280, 700),
    "appeal": (1280, 860),
    "clarification": (960, 860),
    "answer": (390, 720),
}
WINDOWS = {
    "light": {"width": 1280, "height": 900},
    "dark": {"width": 1280, "height": 900},
    "phone": {"width": 390, "height": 780},
}


class Walk:
    """The tutorial's walk, done once: where its signal, case, message and answer are."""

    def __init__(self, officers: Officers, desk: Desk) -> None:
        self.officers, self.desk = officers, desk
        self.visitor = officers.visitor()
        self.early_pictures: dict[str, bytes] = {}  # of pages that look otherwise later
        self.places = self.walk()

    def walk(self) -> dict[str, str]:
        analyst = self.officers("analis")
        analyst.goto(f"{self.officers.url}/desk/signals/?state=all&q={QUESTION.replace(' ', '+')}")
        signal = analyst.locator("[data-row] a[data-open]").first.get_attribute("href") or ""
        analyst.goto(self.officers.url + signal)
        self.early_pictures["signal"] = picture(analyst, "signal")
        press(analyst, "/screen/")
        analyst.goto(f"{self.officers.url}/desk/cases/open/?signal={number_in(signal)}")
        fill_in(analyst, title="Retribusi kucing")
        send(analyst)
        number = analyst.url.split("?")[0].rstrip("/").rpartition("/")[2]
        analyst.goto(f"{self.officers.url}/desk/narratives/?q=bbm")
        narrative = analyst.locator("a.title[data-open]").first.get_attribute("href") or ""
        public = answer_in_public(self.officers, number, FEE)
        message = self.officers("penyetuju1").url.removeprefix(self.officers.url).split("?")[0]
        slug = public.rstrip("/").rpartition("/")[2]
        judged = prepared.judged_twice(self.desk)
        lawyer = self.officers("hukum")
        lawyer.goto(f"{self.officers.url}/desk/platform-requests/?tab=all")
        request = lawyer.locator("tbody th a[href*='/platform-requests/']").first
        return {
            "judged": f"/desk/cases/{judged}/",
            "judged_number": judged,
            "request": request.get_attribute("href") or "",
            "appeal": prepared.appeal_on(self.desk, slug),
            "signal": f"/desk/signals/{number_in(signal)}/",
            "case": f"/desk/cases/{number}/",
            "message": message,
            "narrative": narrative,
            "public": public.removeprefix(self.officers.url),
        }

    def page(self, name: str) -> tuple["Page", int]:
        """The page, opened by whom it concerns; and its HTTP status."""
        who, address = PAGES[name]
        page = self.visitor if who == VISITOR else self.officers(who)
        # Colours that glide from one scheme to the other have no contrast to speak of.
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        page.set_viewport_size(WINDOWS["light"])
        answer = page.goto(self.officers.url + address.format(**self.places))
        assert answer is not None
        return page, answer.status


def number_in(address: str) -> str:
    found = re.search(r"/signals/(\d+)/", address)
    assert found, address
    return found.group(1)


@pytest.fixture(scope="module")
def walk(desk_server, chromium) -> Iterator[Walk]:
    officers = Officers(chromium, desk_server.url, desk_server.password)
    yield Walk(officers, desk_server)
    officers.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_renders_complains_of_nothing_and_is_accessible(walk, name):
    walk.officers.complaints.clear()
    page, status = walk.page(name)

    assert status == 200
    assert page.locator("h1").count() == 1
    for window, size in WINDOWS.items():
        page.emulate_media(color_scheme="dark" if window == "dark" else "light")
        page.set_viewport_size(size)
        found = Axe().run(page).response["violations"]
        faults = [(each["id"], [node["target"] for node in each["nodes"]][:3]) for each in found]
        assert faults == [], window
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), window
    assert walk.officers.complaints == []


def test_who_asked_on_the_portal_finds_the_published_answer(walk):
    page, _status = walk.page("answer")

    assert FEE.headline in page.locator("main").inner_text()


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_of_the_docs_is_there_and_small(walk, name):
    path = IMAGES / f"{name}.png"
    if os.environ.get("TANGKAL_WRITE_SHOTS", "") not in {"", "0"}:
        page, _status = walk.page(name)
        path.write_bytes(shrink(walk.early_pictures.get(name) or picture(page, name)))

    assert path.read_bytes().startswith(b"\x89PNG")
    assert path.stat().st_size <= LARGEST


def picture(page: "Page", name: str) -> bytes:
    width, height = PICTURES[name]
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate("document.activeElement.blur()")
    return page.screenshot(animations="disabled")
