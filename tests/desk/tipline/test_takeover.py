"""A person takes a conversation: the machine is silent, her words go out, she hands it back."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.questions import contacts
from tangkal.desk.questions.models import Contact, Outgoing
from tangkal.desk.tipline import takeover
from tangkal.desk.tipline.keeping import contacts_in_talk
from tangkal.desk.tipline.models import TAKEN_FOR, Conversation, Turn
from tangkal.desk.workflow import ActionDenied
from tests.sources.tiplines.payloads import telegram as update
from tests.sources.tiplines.payloads import wa_message
from tests.sources.tiplines.payloads import whatsapp as api

pytestmark = pytest.mark.django_db
WORDS = "Kami sudah menelepon dinasnya; hasilnya besok pagi."


@pytest.fixture
def waiting(telegram, tell) -> Conversation:
    """Somebody asked for a person, and said so with a number in it."""
    tell(telegram, update("Benarkah bansos dihapus? Hubungi saya di 0812-3456-7890"))
    tell(telegram, update("petugas"))
    return Conversation.objects.get()


@pytest.fixture
def taken(waiting, people) -> Conversation:
    return takeover.take(waiting, by=people["analis"], version=waiting.version)


def reply(conversation, by, text=WORDS, token=None):
    return takeover.reply(conversation, text=text, token=str(token or uuid.uuid4()), by=by)


def test_whoever_asks_for_a_person_waits_for_one_and_the_machine_goes_on(waiting, telegram, tell):
    assert waiting.state == Conversation.State.WAITING
    assert "Petugas kami" in Turn.objects.order_by("pk").last().text
    assert tell(telegram, update("Halo"))


def test_while_a_person_has_it_the_machine_is_silent_and_keeps_what_is_said(taken, telegram, tell):
    assert tell(telegram, update("Halo")) == ""
    assert tell(telegram, update("hapus")) == ""  # she reads it, and does it
    assert [each.text for each in Turn.objects.order_by("-pk")[:2]] == ["hapus", "Halo"]


def test_her_words_go_out_with_the_offices_name(taken, people, services, work):
    reply(taken, people["analis"])
    work(send=True)
    assert f"{WORDS}\n— Humas Contoh" in services.texts()
    turn = Turn.objects.get(who="person")
    assert (turn.by, turn.text) == (people["analis"], WORDS)


def test_the_same_form_sent_twice_is_one_message(taken, people):
    token = uuid.uuid4()
    first = reply(taken, people["analis"], token=token)
    assert reply(taken, people["analis"], token=token) == first
    assert Turn.objects.filter(who="person").count() == 1


def test_only_one_person_has_it(taken, people):
    with pytest.raises(ActionDenied):
        takeover.take(taken, by=people["verifikator"], version=taken.version)
    with pytest.raises(ActionDenied):
        reply(taken, people["verifikator"])
    with pytest.raises(ActionDenied):
        takeover.hand_back(taken, by=people["verifikator"])


@pytest.mark.parametrize("who", ["auditor", "hukum", "admin_sistem", "foreign_analis", "nobody"])
def test_others_neither_take_nor_write(waiting, people, who):
    with pytest.raises(ActionDenied):
        takeover.take(waiting, by=people[who], version=waiting.version)
    assert Conversation.objects.get().state == Conversation.State.WAITING


def test_nobody_writes_without_taking_it_first(waiting, people):
    with pytest.raises(ActionDenied, match="Take the conversation"):
        reply(waiting, people["analis"])


def test_handed_back_the_machine_answers_again(taken, people, telegram, tell):
    takeover.hand_back(taken, by=people["analis"])
    assert tell(telegram, update("Halo"))
    assert Conversation.objects.get().state == Conversation.State.MACHINE


def test_whoever_says_nothing_for_half_a_day_has_gone_home(taken, people, telegram, tell, clock):
    clock.ahead = TAKEN_FOR + timedelta(minutes=1)
    assert tell(telegram, update("Halo"))
    found = Conversation.objects.get()
    assert (found.state, found.taken_by) == (Conversation.State.MACHINE, None)


def test_after_a_day_whatsapp_carries_no_words_of_hers(whatsapp, tell, people):
    tell(whatsapp, api(wa_message("petugas")))
    found = Conversation.objects.get()
    takeover.take(found, by=people["analis"], version=found.version)
    assert reply(found, people["analis"])
    Conversation.objects.update(last_in_at=timezone.now() - timedelta(hours=24, minutes=1))
    with pytest.raises(ActionDenied, match="24 hours"):
        reply(found, people["analis"])


@pytest.mark.parametrize(
    ("text", "token"), [("  ", None), ("x" * 2001, None), (WORDS, "bukan-uuid")]
)
def test_what_cannot_be_sent_is_refused_with_a_reason(taken, people, text, token):
    with pytest.raises(ValidationError):
        reply(taken, people["analis"], text=text, token=token)
    assert not Turn.objects.filter(who="person").exists()


def test_the_trail_holds_that_she_wrote_and_not_what(taken, people, chain_holds):
    reply(taken, people["analis"])
    takeover.hand_back(taken, by=people["analis"])
    events = AuditEvent.objects.filter(action__startswith="conversation.")
    assert [each.action.split(".")[1] for each in events.order_by("sequence")] == [
        "taken",
        "replied",
        "handed_back",
    ]
    assert not any("dinasnya" in each.detail for each in events)
    chain_holds()


def test_a_contact_in_talk_is_not_forgotten_by_time(waiting):
    Contact.objects.update(last_used_at=timezone.now() - timedelta(days=400))
    assert waiting.contact_id in set(contacts_in_talk())
    Outgoing.objects.update(state="sent")
    assert not contacts.unused(timezone.now()).filter(pk=waiting.contact_id).exists()
