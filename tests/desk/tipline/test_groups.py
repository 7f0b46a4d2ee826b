"""In groups: the known hoax alone, when sure and asked, seldom; nothing of anybody is kept."""

from datetime import timedelta

import pytest

from tangkal.desk.portal.models import PublicReport
from tangkal.desk.questions.models import Contact, Outgoing
from tangkal.desk.recognise.commands import store_claims
from tangkal.desk.tipline import answering
from tangkal.desk.tipline.models import Conversation, Inbound, Turn
from tangkal.kernel import KnownClaim
from tests.desk.tipline.conftest import CLAIM
from tests.sources.tiplines.payloads import (
    FORWARDED,
    GROUP,
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
LONG = f"{CLAIM}, cepat isi penuh tangki kendaraan sekarang juga"
MENTION = {"entities": [{"type": "mention"}]}


def forwarded(text=LONG, group=GROUP):
    return update(text, chat=group, forward_origin=ORIGIN)


@pytest.fixture
def sure(knows, publish):
    """The matcher is as sure of this page as the test says."""
    page = publish()

    def set_to(score, result="same"):
        choice = answering.Choice(None, page, score)
        knows(answering.Finding(result, (choice,)))
        return page

    set_to(0.99)
    return set_to


def test_a_forwarded_known_hoax_is_answered_in_the_group(telegram, sure, tell, services, work):
    said = tell(telegram, forwarded())
    assert "Harga BBM tetap" in said
    work(send=True)
    _path, body = services.sent[-1]
    assert body["chat_id"] == "-1001234567890"
    assert body["text"].endswith("— Humas Contoh")


def test_in_whatsapps_groups_too(whatsapp, sure, tell, services, work):
    told = wa_message(LONG, context=FORWARDED, group_id="G7")
    assert "Harga BBM tetap" in tell(whatsapp, api(told))
    work(send=True)
    body = services.sent[-1][1]
    assert (body["to"], body["recipient_type"]) == ("G7", "group")


@pytest.mark.parametrize(
    "message",
    [
        update(LONG, chat=GROUP),  # talk among themselves
        edited(update(LONG, chat=GROUP, forward_origin=ORIGIN)),
        update("@CekFaktaBot halo", chat=GROUP, **MENTION),
        update("/hapus@CekFaktaBot", chat=GROUP, entities=[{"type": "bot_command"}]),
        forwarded("BBM naik"),  # too short to be sure of
    ],
)
def test_anything_else_is_met_with_silence(telegram, sure, tell, message):
    assert tell(telegram, message) == ""
    assert not Contact.objects.exists()
    assert not Turn.objects.exists()


@pytest.mark.parametrize(("score", "result"), [(0.94, "same"), (0.99, "maybe"), (0.99, "unknown")])
def test_what_is_less_than_sure_is_not_said(telegram, sure, tell, score, result):
    sure(score, result)
    assert tell(telegram, forwarded()) == ""


def test_an_unknown_text_in_a_group_is_no_question(telegram, tell):
    assert tell(telegram, update(f"@CekFaktaBot {LONG} benarkah?", chat=GROUP, **MENTION)) == ""
    assert not PublicReport.objects.exists()
    assert not Contact.objects.exists()


def test_being_spoken_to_is_enough_where_it_is_sure(telegram, sure, tell):
    assert "Harga BBM" in tell(telegram, update(f"@CekFaktaBot {LONG}", chat=GROUP, **MENTION))


def test_in_a_group_an_answer_that_we_doubt_is_not_said(telegram, sure, tell, clock):
    sure(0.99).doubted_at = clock()
    assert tell(telegram, forwarded()) == ""


def test_what_others_checked_is_not_said_in_a_group(telegram, tell):
    claim = KnownClaim(claim_id="x", title=LONG, publisher="Cek", url="https://cek.example/1")
    store_claims([claim], by=None)
    assert tell(telegram, forwarded()) == ""


def test_the_same_answer_is_not_repeated_within_a_day(telegram, sure, tell, clock):
    assert tell(telegram, forwarded())
    assert tell(telegram, forwarded()) == ""
    assert Inbound.objects.filter(came_of_it="paced").count() == 1
    clock.ahead = timedelta(hours=25)
    assert tell(telegram, forwarded())


def test_a_group_hears_at_most_three_answers_an_hour(telegram, publish, tell, clock, knows):
    pages = iter([publish(claim_text=f"Klaim {n}", headline=f"Jawaban {n}") for n in range(9)])
    knows(lambda: answering.Finding("same", (answering.Choice(None, next(pages), 0.99),)))
    said = [bool(tell(telegram, forwarded())) for _each in range(5)]
    assert said == [True, True, True, False, False]
    # Another group has a pace of its own.
    assert tell(telegram, forwarded(group={"id": -100777, "type": "group", "title": "RT 6"}))
    clock.ahead = timedelta(hours=1, minutes=1)
    assert tell(telegram, forwarded())


def test_nothing_of_what_a_group_wrote_is_kept(telegram, sure, tell):
    tell(telegram, forwarded())
    assert not Turn.objects.exists()
    assert Conversation.objects.get().is_group
    assert Inbound.objects.get().sealed == ""
    assert Outgoing.objects.count() == 1
