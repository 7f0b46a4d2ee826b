"""One key is one message, sent once, whatever stops the worker in between."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from tangkal.desk.alerts.sending.base import Outcome, later, never, sent
from tangkal.desk.questions import contacts, outgoing
from tangkal.desk.questions.models import Outgoing
from tangkal.desk.workflow import StaleObject

pytestmark = pytest.mark.django_db
State = Outgoing.State


@pytest.fixture
def contact():
    return contacts.reach("email", "siti@warga.example", language="id")


def written(contact, key="satu", text="Halo\n\nIsi") -> Outgoing:
    with transaction.atomic():
        return outgoing.say(contact, text, key=key)


def test_one_key_is_one_message(contact, delivered):
    one, again = written(contact), written(contact, text="Lain")

    assert one.pk == again.pk
    assert delivered() == ["siti@warga.example"]
    assert Outgoing.objects.get().state == State.SENT
    assert delivered() == ["siti@warga.example"]


@pytest.mark.django_db(transaction=True)
def test_a_message_belongs_to_a_transaction(contact):
    with pytest.raises(RuntimeError, match="outside a transaction"):
        outgoing.say(contact, "Halo", key="satu")
    with transaction.atomic():
        outgoing.say(contact, "Halo", key="satu")
        transaction.set_rollback(True)

    assert not Outgoing.objects.exists()


@pytest.mark.parametrize("text", ["", "  ", "x" * 10_001])
def test_what_is_no_message_is_refused(contact, text):
    with pytest.raises(ValueError, match="characters"):
        written(contact, text=text)


def test_a_failure_is_tried_again_later_and_given_up_after_days(contact, service):
    message, now = written(contact), datetime.now(UTC)
    service.answer = lambda: later("450 busy")
    waits = []
    for _each in range(100):
        outgoing.deliver(now)
        message.refresh_from_db()
        if message.state != State.TEMPORARY:
            break
        waits.append((message.next_at - now).total_seconds())
        now = message.next_at

    assert message.state == State.PERMANENT
    assert message.reason == "450 busy"
    assert waits[0] >= 30
    assert waits[3] > 2 * waits[1]
    assert now - message.created_at <= outgoing.GIVE_UP + timedelta(hours=2)


def test_the_services_wish_to_wait_is_kept(contact, service):
    message, now = written(contact), datetime.now(UTC)
    service.answer = lambda: later("429", 5000.0)
    outgoing.deliver(now)
    message.refresh_from_db()

    assert message.next_at >= now + timedelta(seconds=5000)


def test_a_service_that_is_away_costs_one_attempt_a_round(contact, service):
    for number in range(5):
        written(contact, key=f"pesan-{number}")
    service.answer = lambda: later("away")

    assert outgoing.deliver(datetime.now(UTC)) == 1


def test_a_channel_that_nobody_sends_by_waits_and_names_itself(service):
    message = written(contacts.reach("whatsapp", "628", language="id"))
    outgoing.deliver(datetime.now(UTC))
    message.refresh_from_db()

    assert message.state == State.TEMPORARY
    assert message.reason == "nothing sends by whatsapp here yet"


def test_a_sender_that_breaks_stops_nobody_else(contact, service):
    def broken():
        raise KeyError("siti@warga.example")

    message = written(contact)
    service.answer = broken
    outgoing.deliver(datetime.now(UTC))
    message.refresh_from_db()

    assert message.state == State.TEMPORARY
    assert "siti" not in message.reason


@pytest.mark.parametrize("cut", ["send", "finish"])
def test_what_is_in_doubt_is_not_sent_twice(contact, service, monkeypatch, cut, people):
    """Killed before the service was asked, or after it had said yes: nobody can tell which."""
    message = written(contact)

    def killed(*_args, **_named):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(outgoing, cut, killed)
        with pytest.raises(KeyboardInterrupt):
            outgoing.deliver(datetime.now(UTC))
    taken = len(service.told)
    for minutes in (1, 10, 1000):
        outgoing.deliver(datetime.now(UTC) + timedelta(minutes=minutes))
    message.refresh_from_db()

    assert message.state == State.UNKNOWN
    assert len(service.told) == taken
    outgoing.send_again(message, by=people["admin_sistem"])
    outgoing.deliver(datetime.now(UTC) + timedelta(minutes=1))
    assert len(service.told) == taken + 1


def test_only_what_came_to_nothing_is_sent_again(contact, delivered, people):
    message = written(contact)
    delivered()

    with pytest.raises(StaleObject):
        outgoing.send_again(message, by=people["admin_sistem"])


@pytest.mark.parametrize(
    ("first", "told", "after"),
    [
        (sent, "delivered", State.DELIVERED),
        (sent, "failed", State.PERMANENT),
        (sent, "sent", State.SENT),
        (lambda: Outcome("uncertain"), "sent", State.SENT),
        (lambda: Outcome("uncertain"), "delivered", State.DELIVERED),
        (lambda: never("550"), "delivered", State.PERMANENT),
    ],
)
def test_what_a_service_tells_later_is_kept(contact, service, first, told, after):
    message = written(contact)
    service.answer = first
    outgoing.deliver(datetime.now(UTC))

    outgoing.note_receipt(told, key=message.key)
    message.refresh_from_db()
    assert message.state == after
    assert not outgoing.note_receipt("delivered", key="bukan-milik-kami")


def test_an_early_stage_never_undoes_a_later_one(contact, service):
    message = written(contact)
    outgoing.deliver(datetime.now(UTC))
    outgoing.note_receipt("delivered", key=message.key)

    assert not outgoing.note_receipt("failed", key=message.key)
    message.refresh_from_db()
    assert message.state == State.DELIVERED


def test_texts_go_and_states_stay(contact, delivered):
    message = written(contact)
    delivered()

    assert outgoing.forget_texts(datetime.now(UTC) + timedelta(days=1)) == 1
    message.refresh_from_db()
    assert (message.text, message.state) == ("", State.SENT)
