"""Messages that are answered together get what they would have got one by one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tangkal.desk.questions.models import Contact, Outgoing
from tangkal.desk.tipline import working
from tangkal.desk.tipline.models import Conversation, Inbound, Turn
from tests.desk.tipline.conftest import fresh
from tests.sources.tiplines.payloads import telegram as update

pytestmark = pytest.mark.django_db


@pytest.fixture
def says(telegram, call):
    """``says(7, "Halo")``: a person writes; nobody works on it yet."""

    def told(who: int, text: str) -> None:
        chat = {"id": who, "type": "private"}
        assert call(telegram, fresh(update(text, chat=chat))) == 200

    return told


def test_two_messages_of_one_person_are_one_conversation_in_their_order(says, clock):
    says(7, "Halo")
    says(8, "Selamat pagi")
    says(7, "terima kasih")
    assert working.work(clock) == 3

    assert Contact.objects.count() == 2
    talk = Conversation.objects.get(hour_count=2)
    assert talk.version == 3
    turns = list(talk.turns.values_list("who", "text"))
    assert [text for who, text in turns if who == Turn.Who.ASKER] == ["Halo", "terima kasih"]
    assert [who for who, _text in turns] == ["asker", "machine"] * 2
    answers = Outgoing.objects.filter(contact=talk.contact).order_by("pk")
    assert [each.text for each in answers] == [t for w, t in turns if w == Turn.Who.MACHINE]
    assert Outgoing.objects.count() == 3


def test_a_conversation_goes_on_where_it_stood(says, clock):
    for _each in range(2):
        says(7, "Halo")
        says(8, "Halo")
        working.work(clock)

    assert set(Conversation.objects.values_list("hour_count", "version")) == {(2, 3)}
    assert Turn.objects.count() == 8


def test_whoever_deletes_their_number_among_others_begins_anew(says, clock, services):
    for text in ("Halo", "hapus", "Halo"):
        says(7, text)
        says(8, "Halo")
    assert working.work(clock) == 6

    gone, kept = Contact.objects.exclude(ended_at=None), Contact.objects.filter(ended_at=None)
    assert (gone.count(), kept.count()) == (1, 2)
    assert gone.get().sealed == ""
    assert not Outgoing.objects.filter(contact=gone.get()).exclude(text="").exists()
    assert not Turn.objects.filter(conversation__contact=gone.get()).exists()
    assert sorted(kept.values_list("conversation__hour_count", flat=True)) == [1, 3]
    assert set(Inbound.objects.values_list("state", flat=True)) == {"done"}


def test_twice_as_many_people_cost_no_more_questions_to_the_database(says, clock):
    counted = []
    for first, number in ((100, 1), (200, 10), (300, 20)):
        for who in range(first, first + number):
            says(who, "Halo")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert working.work(clock) == number
        counted.append(len(asked))

    assert counted[1] == counted[2]
