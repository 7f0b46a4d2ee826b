"""What is said to whoever asks: what we know, what we may mean, or honestly nothing."""

from datetime import timedelta

import pytest

from tangkal.desk.portal.models import Clarification, PublicReport
from tangkal.desk.portal.reports import answer_report
from tangkal.desk.questions import contacts
from tangkal.desk.questions.models import Contact, Outgoing
from tangkal.desk.recognise.commands import store_claims
from tangkal.desk.tipline import answering, conversation, words, working
from tangkal.desk.tipline.models import Conversation, Inbound, Turn
from tangkal.kernel import KnownClaim
from tests.desk.tipline.conftest import CLAIM, QUESTION, fresh
from tests.sources.tiplines.payloads import (
    FORWARDED,
    ORIGIN,
    edited,
    wa_message,
)
from tests.sources.tiplines.payloads import (
    telegram as update,
)
from tests.sources.tiplines.payloads import (
    whatsapp as api,
)

pytestmark = pytest.mark.django_db
NEVER_HEARD = (
    "Besok semua kucing di Kabupaten Contoh wajib memakai helm saat menyeberang jalan raya"
)


@pytest.fixture
def perhaps(knows, publish):
    """Two answers between which the matcher cannot tell."""
    pages = [
        publish(),
        publish(claim_text="Harga BBM turun minggu depan", headline="Belum ada keputusan"),
    ]
    choices = tuple(answering.Choice(None, page, 0.5) for page in pages)
    knows(answering.Finding("maybe", choices))
    return pages


def test_a_known_claim_is_answered_with_verdict_headline_and_link(telegram, publish, tell):
    page = publish()
    said = tell(telegram, update(CLAIM))
    assert "Salah: Harga BBM tetap, stok cukup" in said
    assert "Ini tidak benar." in said
    assert f"https://cek.example/klarifikasi/{page.slug}/" in said
    assert Inbound.objects.get().came_of_it == "same"
    assert not PublicReport.objects.exists()


def test_whoever_asks_in_english_is_answered_in_english(telegram, publish, tell):
    publish()
    sure = "Is it true that the price of fuel will rise tonight? Somebody told my mother so."
    tell(telegram, update(sure, **{"from": {"id": 5, "is_bot": False, "language_code": "en"}}))
    assert Contact.objects.get().language == "en"
    said = tell(telegram, update("thank you"))
    assert said == "You are welcome."


def test_a_forward_does_not_change_the_language_of_whoever_sends_it(telegram, publish, tell):
    tell(telegram, update("Halo"))
    tell(telegram, update("Hot water every morning cures the fever.", forward_origin=ORIGIN))
    assert Contact.objects.get().language == "id"


def test_a_claim_that_others_checked_is_answered_under_their_name(whatsapp, tell):
    claim = KnownClaim(
        claim_id="x1",
        title=CLAIM,
        verdict="Hoaks",
        publisher="Cek Warga",
        url="https://cekwarga.example/1",
    )
    store_claims([claim], by=None)
    said = tell(whatsapp, api(wa_message(CLAIM)))
    for part in ("Cek Warga", CLAIM, "Hoaks", "https://cekwarga.example/1"):
        assert part in said


def test_an_answer_that_we_doubt_ourselves_is_not_asserted(telegram, publish, tell, clock):
    page = publish()
    Clarification.objects.filter(pk=page.pk).update(doubted_at=clock(), doubt="x")
    said = tell(telegram, update(CLAIM))
    assert "Salah" not in said
    assert page.slug in said


def test_when_unsure_one_question_is_asked_and_the_number_answers_it(telegram, perhaps, tell):
    said = tell(telegram, update(QUESTION))
    assert [line[:2] for line in said.splitlines()[1:]] == ["1.", "2.", "0."]
    assert perhaps[1].claim_text in said
    assert "Salah" not in said
    assert perhaps[1].slug in tell(telegram, update("2"))
    # The question is closed now: a number means nothing any more.
    assert perhaps[1].slug not in tell(telegram, update("2"))


def test_none_of_these_becomes_a_question_with_the_words_asked_first(whatsapp, perhaps, tell):
    tell(whatsapp, api(wa_message(QUESTION)))
    said = tell(whatsapp, api(wa_message("bukan itu")))
    report = PublicReport.objects.get()
    assert report.text == QUESTION
    assert report.receipt in said
    assert report.asked.via == "whatsapp"


def test_a_number_that_was_not_offered_asks_again(telegram, perhaps, tell):
    tell(telegram, update(QUESTION))
    assert "0" in tell(telegram, update("7"))
    assert perhaps[0].slug in tell(telegram, update("1"))


def test_what_was_offered_is_forgotten_after_a_day(telegram, perhaps, tell, clock):
    tell(telegram, update(QUESTION))
    clock.ahead = timedelta(hours=25)
    assert perhaps[0].slug not in tell(telegram, update("1"))


def test_an_answer_withdrawn_meanwhile_is_not_given(telegram, perhaps, tell):
    tell(telegram, update(QUESTION))
    Clarification.objects.update(state=Clarification.State.WITHDRAWN)
    said = tell(telegram, update("1"))
    assert perhaps[0].slug not in said
    assert PublicReport.objects.get().receipt in said


def test_what_nobody_knows_is_said_to_be_unknown_and_taken_as_a_question(telegram, tell):
    said = tell(telegram, update(f"{NEVER_HEARD}, tanya 0812-3456-7890 https://contoh.example/a."))
    report = PublicReport.objects.get()
    assert "belum" in said.lower()
    assert f"https://cek.example/lapor/{report.receipt}/" in said
    assert (report.url, report.asked.via) == ("https://contoh.example/a", "telegram")
    assert "[telepon]" in report.text


def test_the_later_answer_reaches_everybody_who_asked(
    telegram, whatsapp, tell, publish, services, work
):
    tell(telegram, update(NEVER_HEARD))
    tell(whatsapp, api(wa_message(NEVER_HEARD)))
    page = publish(claim_text=NEVER_HEARD, headline="Kucing tidak wajib berhelm")
    for report in PublicReport.objects.filter(state="waiting"):
        answer_report(report, page, by=None)
    services.sent.clear()
    work(send=True)
    told = [text for text in services.texts() if "Kucing tidak wajib berhelm" in text]
    assert len(told) == 2
    assert {path.split("/")[1][:3] for path, _body in services.sent} == {"bot", "v21"}


def test_whoever_asks_what_was_answered_by_then_is_answered_once(
    telegram, whatsapp, tell, publish, monkeypatch
):
    tell(telegram, update(NEVER_HEARD))
    page = publish(claim_text="Hal yang lain sama sekali di tempat lain", headline="Kucing bebas")
    answer_report(PublicReport.objects.get(), page, by=None)
    said = tell(whatsapp, api(wa_message(NEVER_HEARD)))
    assert said.count("Kucing bebas") == 1
    assert "--" not in said  # one message, not two


@pytest.mark.parametrize("text", ["Halo", "Selamat pagi min 🙏", "/start", "p", "BANTUAN"])
def test_a_greeting_gets_a_short_help(telegram, tell, text):
    said = tell(telegram, update(text))
    assert "Teruskan" in said
    assert "hapus:" in said
    assert len(said) < 700
    assert not PublicReport.objects.exists()


def test_a_forward_is_a_question_even_where_it_reads_like_a_greeting(telegram, whatsapp, tell):
    tell(telegram, update("Selamat pagi semua", forward_origin=ORIGIN))
    tell(whatsapp, api(wa_message("hapus besok ya", context=FORWARDED)))
    assert PublicReport.objects.count() == 2
    assert Contact.objects.filter(ended_at=None).count() == 2


def test_two_words_that_nobody_knows_are_no_question(telegram, tell):
    assert "Teruskan" in tell(telegram, update("eh anu"))
    assert not PublicReport.objects.exists()


def test_what_we_cannot_read_is_said_plainly(telegram, whatsapp, tell):
    assert "gambar" in tell(telegram, update(None, voice={"file_id": "v"}))
    assert "gambar" in tell(whatsapp, api(wa_message(text=None, type="masa_depan")))


def test_an_edited_message_is_not_answered_again(telegram, publish, tell):
    publish()
    tell(telegram, update(CLAIM))
    assert tell(telegram, edited(update(CLAIM))) == ""
    assert Turn.objects.get(note="edited").text == CLAIM


def test_hapus_forgets_whoever_says_so_and_says_goodbye(
    telegram, tell, services, django_capture_on_commit_callbacks
):
    tell(telegram, update(NEVER_HEARD))
    with django_capture_on_commit_callbacks(execute=True):
        assert tell(telegram, update("hapus")) == ""
    found = Contact.objects.get()
    assert (found.sealed, found.lookup) == ("", "")
    assert found.ended_at is not None
    assert not Turn.objects.exists()
    assert not Outgoing.objects.exclude(text="").exists()
    assert "dihapus" in services.texts()[-1]
    tell(telegram, update("Halo"))
    assert Contact.objects.count() == 2  # a stranger again


def test_a_question_that_begins_with_a_commanding_word_is_a_question(telegram, tell):
    tell(telegram, update("Hapus semua bansos mulai besok, benarkah itu?"))
    assert PublicReport.objects.exists()
    assert Contact.objects.get().ended_at is None


def test_other_apps_bring_words_of_their_own(telegram, tell, monkeypatch):
    def act(asked: words.Asked) -> str:
        return f"{asked.contact.channel} {asked.rest} {asked.language}"

    monkeypatch.setitem(words.COMMANDS, "langganan", words.Command(act=act, help="x", takes=3))
    assert tell(telegram, update("/Langganan@CekFaktaBot kesehatan jabar")) == (
        "telegram kesehatan jabar id"
    )
    assert "langganan: x" in tell(telegram, update("help"))


def test_who_floods_is_told_once_and_then_left_alone(telegram, tell, monkeypatch, clock):
    monkeypatch.setattr(conversation, "AN_HOUR", 2)
    said = [tell(telegram, update("Halo")) for _each in range(5)]
    assert [bool(each) for each in said] == [True, True, True, False, False]
    assert "cek.example" in said[2]
    clock.ahead = timedelta(hours=1, minutes=1)
    assert tell(telegram, update("Halo"))


def test_two_people_are_two_conversations(telegram, whatsapp, perhaps, tell):
    tell(telegram, update(QUESTION))
    other = update("1", **{"from": {"id": 2, "is_bot": False}}, chat={"id": 2, "type": "private"})
    assert perhaps[0].slug not in tell(telegram, other)
    assert Conversation.objects.count() == 2


def test_worked_on_twice_it_is_said_once(telegram, publish, call, clock):
    publish()
    assert call(telegram, fresh(update(CLAIM))) == 200
    rows = list(working.due(clock(), "text"))
    prepared = working.prepare_all(rows, clock())
    for _each in range(2):
        working.settle(prepared, clock())
    assert Outgoing.objects.count() == 1
    # Cut off after the answer was written and before the message was marked: rolled back together.
    Inbound.objects.update(state="new")
    working.settle(prepared, clock())
    assert Outgoing.objects.count() == 1


def test_one_message_that_breaks_something_holds_up_no_other(
    telegram, publish, call, clock, monkeypatch
):
    publish()
    real = working.hear

    def broken(heard, *others):
        if "rusak" in heard.message.text:
            raise RuntimeError("rusak")
        return real(heard, *others)

    monkeypatch.setattr(working, "hear", broken)
    for text in ("ini pesan yang rusak sekali", CLAIM):
        assert call(telegram, fresh(update(text))) == 200
    working.work(clock)
    assert list(Inbound.objects.values_list("state", flat=True)) == ["new", "done"]
    for _each in range(4):
        clock.ahead += timedelta(minutes=5)
        working.work(clock)
    bad = Inbound.objects.get(state="aside")
    assert "rusak" in bad.reason
    assert bad.sealed


def test_exercises_stay_at_the_desk(telegram, publish, tell, settings):
    page = publish()
    Clarification.objects.filter(pk=page.pk).update(is_exercise=True)
    assert page.slug not in tell(telegram, update(CLAIM))


def test_a_message_of_one_telephone_finds_its_contact_again(telegram, tell):
    tell(telegram, update("Halo"))
    found = contacts.sought("telegram", "1111111")
    assert found == Contact.objects.get()
