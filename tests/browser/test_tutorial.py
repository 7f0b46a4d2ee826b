"""The tutorial can be followed by its labels alone, from the queue to the citizen's answer."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.officers import Officers, fill_in
from tests.docs.words import PAIR
from tests.docs.write import DOCS
from tests.servers.browser import follow

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

TUTORIAL = (DOCS / "tutorial" / "first-shift.md").read_text(encoding="utf-8")
LABELS = {english: indonesian for indonesian, _between, english in PAIR.findall(TUTORIAL)}
TOLD = re.findall(r"(?:[Pp]ress(?:es)?|then)\s+\*\*[^*]+\*\*\s+\(\*([^*]+)\*\)", TUTORIAL)
# Another question than the tutorial's own, which the pictures are taken of.
QUESTION = "Apa betul perpustakaan keliling memungut denda kalau buku dongeng telat sehari?"
HEADLINE = "Perpustakaan keliling tidak memungut denda buku dongeng"


class Reader:
    """Somebody who has the tutorial in hand and presses what it names."""

    def __init__(self, officers: Officers) -> None:
        self.officers = officers
        self.pressed: list[str] = []

    def press(self, page: "Page", english: str) -> None:
        """Press the button, or else the link, that the tutorial names."""
        name = re.compile(rf"^\s*{re.escape(LABELS[english])}(\s+\w)?\s*$")  # "Tangani e": a key
        main = page.locator("main")
        button = main.get_by_role("button", name=name)
        found = button if button.count() else main.get_by_role("link", name=name)
        with page.expect_navigation():
            found.first.click()
        errors = page.locator(".error-summary")
        assert errors.count() == 0, errors.inner_text()
        self.pressed.append(english)

    def choose(self, page: "Page", english: str) -> None:
        """Choose what a radio button of that label stands for."""
        page.locator("main").get_by_label(LABELS[english], exact=True).first.check()

    def go(self, page: "Page", english: str) -> None:
        """Follow an entry of the menu."""
        # "Pesan", and not "Rumah pesan"; a number may follow.
        name = re.compile(rf"^\s*{re.escape(LABELS[english])}(\s+\d+)?\s*$")
        follow(page.locator("#rail").get_by_role("link", name=name))


@pytest.fixture
def reader(desk_server, chromium) -> Iterator[Reader]:
    officers = Officers(chromium, desk_server.url, desk_server.password)
    yield Reader(officers)
    officers.close()


def test_the_tutorial_leads_to_a_published_answer(reader):
    case = triage(reader)
    verify(reader, case)
    judge_and_decide(reader, case)
    write(reader, case)
    public = check_and_publish(reader)

    citizen = reader.officers.visitor()
    citizen.goto(reader.officers.url)
    citizen.locator("main textarea").fill(f"Benarkah? {QUESTION}")
    with citizen.expect_navigation():
        citizen.locator("main form button").first.click()
    assert HEADLINE in citizen.locator("main").inner_text()
    assert citizen.locator(f"main a[href='{public}']").count()

    auditor = reader.officers("auditor")
    reader.go(auditor, "Audit trail")
    assert HEADLINE in auditor.locator("main").inner_text()
    region = reader.officers("admin_daerah")
    reader.go(region, "Directives")
    reader.press(region, "Sheets for partners")
    assert region.locator("main h1").inner_text() == LABELS["Sheets for partners"]
    assert reader.officers.complaints == []
    # Whoever adds a step to the tutorial adds it to this walk.
    assert set(TOLD) - {"Dismiss"} <= set(reader.pressed)


def triage(reader: Reader) -> str:
    page = reader.officers("analis")
    reader.go(page, "Queue")
    follow(page.get_by_role("link", name=QUESTION))
    reader.press(page, "Take in hand")
    reader.press(page, "Open a case")
    fill_in(page, title="Denda perpustakaan keliling")
    reader.press(page, "Open the case")
    case = page.url.split("?")[0]
    assert LABELS["Next step"] in page.locator("main").inner_text()
    reader.press(page, "Start triage")
    reader.press(page, "Pass the gate")
    reader.choose(page, "A claim about facts")
    fill_in(page, reason="Menyebut lama waktu dan sebab yang dapat diperiksa.")
    reader.press(page, "Record the gate")
    reader.press(page, "Add a claim")
    fill_in(page, text="Perpustakaan keliling memungut denda kalau buku dongeng telat sehari.")
    reader.press(page, "Save the claim")
    reader.press(page, "Add evidence")
    assert page.locator("main").get_by_text(LABELS["Official document"], exact=True).count()
    fill_in(page, kind="document", title="Tata tertib", source="Perpustakaan", text="Tanpa denda.")
    reader.choose(page, "May be shown on the portal as a source")
    reader.press(page, "Add the evidence")
    reader.press(page, "Send to verification")
    return case


def verify(reader: Reader, case: str) -> None:
    first, second = reader.officers("verifikator1"), reader.officers("verifikator2")
    reader.go(first, "Cases")
    first.goto(case)
    reader.press(first, "Draft a verdict")
    assert LABELS["False"] in first.locator("main").inner_text()
    fill_in(first, value="SALAH", reasons="Tata tertib berkata lain.", evidence=True)
    reader.press(first, "Save the draft")
    reader.press(first, "Send to peer review")
    second.goto(case)
    reader.press(second, "Approve the verdict")


def judge_and_decide(reader: Reader, case: str) -> None:
    analyst, approver = reader.officers("analis"), reader.officers("penyetuju1")
    analyst.goto(case)
    reader.press(analyst, "Judge the impact")
    said = analyst.locator("main").inner_text()
    for label in (
        "People’s money",
        "2 noticeable",
        "1 inside groups that agree anyway",
        "1 one platform, one community",
    ):
        assert LABELS[label] in said
    fill_in(
        analyst,
        harm_finances="2",
        reach="1",
        breakout="1",
        probability_term="likely",
        confidence="moderate",
        reasoning="Satu warga bertanya.",
    )
    reader.press(analyst, "Record the judgement")
    approver.goto(case)
    reader.press(approver, "Decide")
    answers = {"checkable": "yes", "criticism_right": "no", "raises_exposure": "no"}
    words = {
        "credible_voice": "Pustakawan.",
        "least_intrusive": "Klarifikasi.",
        "objective": "Warga tahu.",
    }
    for question, answer in (answers | words).items():
        name = approver.locator(f"main [name$='{question}']").first.get_attribute("name") or ""
        fill_in(approver, **{name: answer})
    assert LABELS["No response"] in approver.locator("main").inner_text()
    reader.choose(approver, "Respond")
    fill_in(approver, rationale="Dapat diperiksa, dan warga bertanya.")
    reader.press(approver, "Decide")


def write(reader: Reader, case: str) -> None:
    writer = reader.officers("penyusun")
    writer.goto(case)
    reader.press(writer, "Prepare the response")
    reader.press(writer, "Write the message")
    fill_in(
        writer,
        headline=HEADLINE,
        fact="Buku yang telat cukup dikembalikan pada kunjungan berikutnya, tanpa denda.",
        myth="Hati-hati, beredar klaim: “Buku dongeng telat sehari kena denda.”",
        explanation="Tata tertib perpustakaan keliling terbuka untuk umum.",
        fact_again="Perpustakaan keliling tidak memungut denda.",
        action="Tanyakan lewat kotak tanya di portal ini.",
    )
    reader.press(writer, "Save as a new version")
    reader.press(writer, "Submit for the fact check")


def check_and_publish(reader: Reader) -> str:
    verifier, approver = reader.officers("verifikator2"), reader.officers("penyetuju1")
    for page, step in ((verifier, "Confirm the facts"), (approver, "Approve this version")):
        reader.go(page, "Messages")
        follow(page.locator("main").get_by_role("link", name=HEADLINE))
        reader.press(page, step)
    reader.press(approver, "Publish")
    reader.press(approver, "See it on the portal")
    assert HEADLINE in approver.locator("h1").inner_text()
    return approver.url.removeprefix(reader.officers.url)
