"""The desk's pages: who waits, what was said, masked; lines with their secrets put away."""

import pytest

from tangkal.desk.questions.models import Contact
from tangkal.desk.tipline import lines
from tangkal.desk.tipline.models import Conversation, Line
from tests.desk.tipline.conftest import ACCESS, APP_SECRET, BOT, TOKEN, VERIFY
from tests.sources.tiplines.payloads import NUMBER_ID, wa_message
from tests.sources.tiplines.payloads import telegram as update
from tests.sources.tiplines.payloads import whatsapp as api

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script> hubungi 0812-3456-7890 atau budi@contoh.example"


@pytest.fixture
def waiting(telegram, tell) -> Conversation:
    tell(telegram, update(f"Benarkah {SCRIPT}"))
    tell(telegram, update("petugas"))
    return Conversation.objects.get()


def test_a_person_takes_reads_replies_and_hands_back(waiting, signed_in):
    page = f"/desk/tipline/{waiting.pk}/"
    client = signed_in("analis")
    pseudonym = Contact.objects.get().pseudonym
    assert pseudonym in client.get("/desk/tipline/").content.decode()
    assert 'name="text"' not in client.get(page).content.decode()
    assert client.post(f"{page}take/", {"version": waiting.version}).status_code == 302
    shown = client.get(page)
    token = shown.context["token"]
    told = client.post(f"{page}reply/", {"text": "Sedang kami periksa.", "token": token})
    assert told.status_code == 302
    assert "Sedang kami periksa." in client.get(page).content.decode()
    assert client.post(f"{page}hand-back/").status_code == 302
    # What the machine does alone is nobody's to read.
    assert client.get(page).status_code == 404
    assert pseudonym not in client.get("/desk/tipline/").content.decode()


def test_a_refused_reply_keeps_what_was_written(waiting, signed_in):
    client = signed_in("analis")
    client.post(f"/desk/tipline/{waiting.pk}/take/", {"version": waiting.version})
    told = client.post(f"/desk/tipline/{waiting.pk}/reply/", {"text": "Tetap ada", "token": "x"})
    assert told.status_code == 422
    assert "Tetap ada" in told.content.decode()


def test_no_page_shows_who_somebody_is(waiting, signed_in):
    body = signed_in("analis").get(f"/desk/tipline/{waiting.pk}/").content.decode()
    assert "<script>alert" not in body
    assert "[telepon]" in body
    for told in ("0812-3456-7890", "budi@contoh", "1111111", "Budi", "budisantoso"):
        assert told not in body


@pytest.mark.parametrize("who", ["foreign_analis", "second_penyusun"])
def test_another_office_sees_nothing_of_it(waiting, signed_in, who):
    found = signed_in(who).get(f"/desk/tipline/{waiting.pk}/").status_code
    assert found == (404 if who.startswith("foreign") else 200)


def test_pages_ask_a_constant_number_of_questions(
    waiting, telegram, tell, signed_in, django_assert_num_queries, people
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in("analis")
    pages = ("/desk/tipline/", f"/desk/tipline/{waiting.pk}/")

    def count(page):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page).status_code == 200
        return len(asked)

    for page in pages:
        client.get(page)
    few = [count(page) for page in pages]
    for number in range(5):
        someone = {"id": 50 + number, "is_bot": False}
        chat = {"id": 50 + number, "type": "private"}
        tell(telegram, update("petugas", chat=chat, **{"from": someone}))
        tell(telegram, update("Halo"))
    assert [count(page) for page in pages] == few


def fields(channel, **changes):
    found = {"channel": channel, "sender_name": "Humas Contoh"}
    if channel == "telegram":
        found |= {"address": f"@{BOT}", "token": TOKEN}
    else:
        found |= {"address": NUMBER_ID, "template_language": "id", "token": ACCESS}
        found |= {"app_secret": APP_SECRET, "verify_token": VERIFY}
    return found | changes


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
def test_an_administrator_enters_a_line_and_its_secrets_are_never_shown(
    tangkal, signed_in, people, channel
):
    client = signed_in("admin_sistem")
    office = people["admin_sistem"].organisation
    told = client.post("/desk/tipline/lines/new/", fields(channel, organisation=office.pk))
    assert told.status_code == 302, told.context["form"].errors
    line = Line.objects.get()
    secret = lines.opened(line)
    assert secret["token"] == (TOKEN if channel == "telegram" else ACCESS)
    if channel == "telegram":
        assert len(secret["secret_token"]) >= 48
    for page in ("/desk/tipline/lines/", f"/desk/tipline/lines/{line.pk}/"):
        body = client.get(page).content.decode()
        assert not any(value in body for value in secret.values())
    assert f"https://cek.example/kait/{line.slug}/" in body
    assert oct(tangkal.HOME.secret_path(line.secret_name).stat().st_mode)[-3:] == "600"


@pytest.mark.parametrize(
    ("channel", "changes"),
    [
        ("telegram", {"token": "bukan token"}),
        ("telegram", {"address": "x y"}),
        ("telegram", {"token": ""}),
        ("whatsapp", {"address": "+62"}),
        ("whatsapp", {"app_secret": "pendek"}),
        ("whatsapp", {"verify_token": "pendek"}),
    ],
)
def test_a_line_that_cannot_work_is_refused_with_a_reason(
    tangkal, signed_in, people, channel, changes
):
    office = people["admin_sistem"].organisation
    data = fields(channel, organisation=office.pk, **changes)
    told = signed_in("admin_sistem").post("/desk/tipline/lines/new/", data)
    assert told.status_code == 422
    assert told.context["form"].errors
    assert not Line.objects.exists()


def test_there_is_one_line_a_service(telegram, signed_in, people):
    office = people["admin_sistem"].organisation
    told = signed_in("admin_sistem").post(
        "/desk/tipline/lines/new/", fields("telegram", organisation=office.pk)
    )
    assert told.status_code == 422
    assert Line.objects.count() == 1


def test_a_line_becomes_another_bots_only_with_its_secrets(telegram, signed_in):
    client, page = signed_in("admin_sistem"), f"/desk/tipline/lines/{telegram.pk}/"
    other = {"sender_name": "Humas", "address": "BotLain", "version": telegram.version}
    assert client.post(page, other).status_code == 422
    assert client.post(page, other | {"token": TOKEN}).status_code == 302
    assert client.post(page, other).status_code == 409  # somebody changed it meanwhile
    assert Line.objects.get().address == "BotLain"


def test_a_closed_line_can_be_opened_again(telegram, signed_in):
    client, page = signed_in("admin_sistem"), f"/desk/tipline/lines/{telegram.pk}/access/"
    client.post(page, {"version": telegram.version, "action": "close"})
    assert not Line.objects.get().is_active
    client.post(page, {"version": telegram.version + 1, "action": "open"})
    assert Line.objects.get().is_active


def test_an_administrator_reads_no_conversation(waiting, signed_in):
    assert signed_in("admin_sistem").get("/desk/tipline/").status_code == 403
    assert signed_in("admin_sistem").get(f"/desk/tipline/{waiting.pk}/").status_code == 403


def test_a_whatsapp_conversation_says_until_when_words_are_carried(whatsapp, tell, signed_in):
    tell(whatsapp, api(wa_message("petugas")))
    found = Conversation.objects.get()
    client = signed_in("analis")
    client.post(f"/desk/tipline/{found.pk}/take/", {"version": found.version})
    assert (
        "WhatsApp carries your words until"
        in client.get(f"/desk/tipline/{found.pk}/").content.decode()
    )
