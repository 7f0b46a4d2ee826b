"""The pages of questions in a real browser: Indonesian, accessible, light, dark, on a phone."""

from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe

from tangkal.desk.questions import families, mailbox
from tangkal.desk.questions.models import Asked, Outgoing
from tests.desk.cases.test_browser import WINDOWS
from tests.desk.questions.conftest import TEXT
from tests.desk.recognise.test_media import picture, upload
from tests.servers.browser import follow

OTHER = "Apakah benar ijazah lama tidak berlaku untuk melamar kerja mulai tahun depan?"
PAGES = {
    "list": ("analis", "/desk/questions/", "Pertanyaan warga"),
    "answered": ("analis", "/desk/questions/?tab=answered", "Pertanyaan warga"),
    "coverage": ("analis", "/desk/questions/coverage/", "Berapa yang terjawab"),
    "family": ("analis", "/desk/questions/families/{family}/", "Pertanyaan tentang satu hal"),
    "settled": ("analis", "/desk/questions/families/{settled}/", "Pertanyaan tentang satu hal"),
    "question": ("analis", "/desk/questions/{receipt}/", "Pertanyaan {receipt}"),
    "replies": ("admin_sistem", "/desk/questions/replies/", "Balasan kepada warga"),
    "account": ("admin_sistem", "/desk/questions/replies/account/", "Akun surel"),
}


@pytest.fixture
def asked(transactional_db, people, asks, publish) -> dict[str, object]:
    """Two families, one answered, and a message in trouble."""
    settled = asks(OTHER, "siti@warga.example")
    found = publish(claim_text=OTHER, headline="Ijazah lama tetap berlaku")
    families.answer_family(settled.asked.family, found, by=people["analis"])
    Outgoing.objects.update(state="unknown", reason="cut off in its middle")
    publish()
    for _each in range(3):
        report = asks(TEXT, token=str(uuid4()))
    Asked.objects.get(report=report).picture.save("a.png", upload(picture(3)))
    mailbox.keep(
        by=people["admin_sistem"],
        version=0,
        sender_name="Humas",
        sender="tanya@kantor.example",
        server="surel.example:587",
        security="starttls",
        username="tanya",
        password="rahasia",
        is_active=True,
    )
    return {
        "family": report.asked.family_id,
        "settled": settled.asked.family_id,
        "receipt": report.receipt,
    }


@pytest.fixture
def browser_of(live_server, asked, signed_in, people, chromium):
    """``browser_of("phone", "analis")``: a page signed in as that person, or as nobody."""
    contexts = []

    def opened(window: str, who: str = ""):
        context = chromium.new_context(**WINDOWS[window], base_url=live_server.url)
        contexts.append(context)
        if who:
            people[who].language = "id"
            people[who].save()
            session = signed_in(who).cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda m: m.type == "error" and page.complaints.append(m.text))
        return page

    yield opened
    for context in contexts:
        context.close()


def faults(page) -> tuple[list, bool, list]:
    found = Axe().run(page).response["violations"]
    fits = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    return [(each["id"], each["nodes"][0]["target"]) for each in found], fits, page.complaints


@pytest.mark.parametrize("window", WINDOWS)
def test_every_page_is_accessible_and_fits(browser_of, asked, window):
    wrong = {}
    for name, (who, address, heading) in PAGES.items():
        page = browser_of(window, who)
        page.goto(address.format(**asked))
        assert heading.format(**asked) in page.inner_text("h1")
        if (found := faults(page)) != ([], True, []):
            wrong[name] = found
    page = browser_of(window)
    page.goto("/tanya/?text=Sekolah+diliburkan+sebulan+karena+asap")
    if (found := faults(page)) != ([], True, []):
        wrong["form"] = found
    assert wrong == {}


def test_tick_choose_answer_all_and_be_told_how_many(browser_of, asked):
    page = browser_of("light", "analis")
    page.goto("/desk/questions/")
    page.check("[data-select]")
    page.select_option("#bulk-clarification", index=1)
    follow(page.locator("#bulk button"))

    assert "1 kelompok dijawab, berisi 3 pertanyaan." in page.inner_text("main")


def test_a_citizen_leaves_an_address_without_scripts(browser_of, asked):
    page = browser_of("phone")
    page.goto("/tanya/?text=Sekolah+diliburkan+sebulan+karena+asap")
    page.check("input[name=reply][value=email]")
    page.fill("input[name=email]", "budi@warga.example")
    follow(page.locator("form.card button"))

    assert "/lapor/" in page.url
    assert Asked.objects.filter(contact__channel="email").count() == 2
