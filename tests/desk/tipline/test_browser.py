"""The tipline's pages in a real browser: Indonesian, accessible, light, dark and on a phone."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from tangkal.desk.tipline import takeover
from tangkal.desk.tipline.models import Conversation, Turn
from tests.desk.cases.test_browser import WINDOWS
from tests.sources.tiplines.payloads import FORWARDED, wa_message
from tests.sources.tiplines.payloads import telegram as update
from tests.sources.tiplines.payloads import whatsapp as api

PAGES = {
    "conversations": ("analis", "/desk/tipline/", "Percakapan"),
    "conversation": ("analis", "/desk/tipline/{mine}/", "WhatsApp {mine_name}"),
    "waiting": ("analis", "/desk/tipline/{waiting}/", "Telegram {waiting_name}"),
    "lines": ("admin_sistem", "/desk/tipline/lines/", "Saluran tanya"),
    "line": ("admin_sistem", "/desk/tipline/lines/{line}/", "Telegram CekFaktaBot"),
    "new": ("admin_sistem", "/desk/tipline/lines/new/?channel=whatsapp", "Saluran tanya baru"),
}
LETTER = (
    "Awas!! Mulai malam ini harga BBM naik pukul 00.00. Sebarkan ke semua grup keluarga, jangan"
    " sampai ada yang tidak tahu. Info dari saudara saya di dalam, hubungi 0812-3456-7890."
)


@pytest.fixture
def talks(transactional_db, telegram, whatsapp, tell, people) -> dict[str, object]:
    """One conversation that waits, and one that an analyst has taken and written in."""
    tell(telegram, update("Benarkah bansos bulan depan dihapus untuk semua lansia?"))
    tell(telegram, update("petugas"))
    waiting = Conversation.objects.get(line=telegram)
    tell(whatsapp, api(wa_message(LETTER, context=FORWARDED)))
    tell(whatsapp, api(wa_message("petugas")))
    mine = Conversation.objects.get(line=whatsapp)
    takeover.take(mine, by=people["analis"], version=mine.version)
    words = "Selamat siang, kami sedang menanyakan ini kepada dinasnya."
    takeover.reply(mine, text=words, token="6e5b0e0c3c5e4a0e9a550c9f8f2f7a11", by=people["analis"])
    Turn.objects.update(at=timezone.now() - timedelta(minutes=7))
    return {
        "mine": mine.pk,
        "mine_name": mine.contact.pseudonym,
        "waiting": waiting.pk,
        "waiting_name": waiting.contact.pseudonym,
        "line": telegram.pk,
    }


@pytest.fixture
def open_page(live_server, talks, signed_in, people, chromium):
    contexts = []

    def opened(window: str, name: str):
        who, address, _heading = PAGES[name]
        people[who].language = "id"
        people[who].save()
        context = chromium.new_context(**WINDOWS[window])
        contexts.append(context)
        session = signed_in(who).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda m: m.type == "error" and page.complaints.append(m.text))
        page.goto(live_server.url + address.format(**talks))
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_indonesian_accessible_and_fits_every_window(open_page, talks, name):
    for window in WINDOWS:
        page = open_page(window, name)
        assert page.inner_text("h1") == PAGES[name][2].format(**talks)
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
        assert found.response["violations"] == [], f"{window}: {found.generate_report()}"
        width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert width <= 0, f"{window}: the page is {width} px too wide"
        assert page.complaints == []


def test_a_conversation_is_taken_answered_and_handed_back_with_the_keyboard(open_page, talks):
    page = open_page("light", "waiting")
    page.get_by_role("button", name="Ambil percakapan").press("Enter")
    page.get_by_label("Kata-kata Anda").fill("Sedang kami periksa, Bu.")
    page.get_by_role("button", name="Kirim").press("Enter")
    page.get_by_text("Sedang kami periksa, Bu.").wait_for()
    page.get_by_role("button", name="Kembalikan kepada mesin").press("Enter")
    page.get_by_role("heading", name="Percakapan", exact=True).wait_for()
    assert talks["waiting_name"] not in page.inner_text("main")
