"""Delivery: at least once, one key for all attempts, nothing lost whoever is cut off where."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from tangkal.desk.alerts import commands, delivery, secrets
from tangkal.desk.alerts.models import Attempt, Destination, Message
from tangkal.desk.alerts.sending.base import Outcome, later, never, sent
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.jobs import alerts
from tests.desk.alerts.conftest import NOW
from tests.desk.alerts.servers import smtp_server, web_server

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
STATE = Message.State


class Clock:
    """A clock the test moves."""

    def __init__(self, now=NOW):
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def message(place, tangkal):
    def make(destination=None, **fields) -> Message:
        values = {"subject": "[TINGGI] Kabar", "body": "isi", "created_at": NOW}
        values |= {"next_attempt_at": NOW, "severity": 3, "signal_ids": [1]}
        return Message.objects.create(destination=destination or place(), **(values | fields))

    return make


@pytest.fixture
def answers(monkeypatch):
    """Answers of a receiver, one an attempt; what was asked stands in the list it returns."""

    def give(*outcomes: Outcome | Exception) -> list:
        waiting, seen = list(outcomes), []

        def answer(message, _secret):
            seen.append(str(message.key))
            found = waiting.pop(0)
            if isinstance(found, Exception):
                raise found
            return found

        monkeypatch.setattr(delivery, "by_kind", answer)
        return seen

    return give


def deliver(clock):
    return delivery.deliver(clock, random.Random(1))


def test_a_failed_attempt_is_repeated_later_and_later_with_the_same_key(
    message, answers, chain_holds
):
    made, clock = message(), Clock()
    seen = answers(later("451 busy"), later("timeout"), sent())
    waits = []
    while made.state not in {STATE.SENT, STATE.FAILED}:
        assert deliver(clock) == 1
        assert deliver(clock) == 0  # not before its time
        made.refresh_from_db()
        waits.append((made.next_attempt_at - clock.now).total_seconds())
        clock.now = made.next_attempt_at
    assert 30 <= waits[0] <= 36
    assert 60 <= waits[1] <= 72
    assert seen == [str(made.key)] * 3
    outcomes = list(Attempt.objects.order_by("number").values_list("outcome", flat=True))
    assert outcomes == ["temporary", "temporary", "sent"]
    assert AuditEvent.objects.filter(action="alert.sent").count() == 1
    assert chain_holds()


def test_a_receiver_that_asks_for_patience_gets_it(message, answers):
    made = message()
    answers(later("429", 900.0))
    deliver(Clock())
    made.refresh_from_db()
    assert made.next_attempt_at >= NOW + timedelta(seconds=900)


def test_a_permanent_failure_is_kept_with_its_reason_and_not_repeated(message, answers):
    made, clock = message(), Clock()
    answers(never("403 Forbidden: bot was blocked"))
    deliver(clock)
    clock.now += timedelta(days=1)
    assert deliver(clock) == 0
    made.refresh_from_db()
    assert (made.state, made.reason) == (STATE.FAILED, "403 Forbidden: bot was blocked")
    [event] = AuditEvent.objects.filter(action="alert.failed")
    assert "blocked" in event.detail


def test_after_a_day_of_failures_it_is_given_up_and_said(message, answers):
    made, clock = message(), Clock()
    answers(*[later("timeout")] * 60)
    while made.state != STATE.FAILED:
        assert deliver(clock) == 1
        made.refresh_from_db()
        clock.now = max(clock.now + MINUTE, made.next_attempt_at)
    assert clock.now - NOW <= timedelta(hours=25)
    assert made.attempts < 40


def test_an_unforeseen_error_stops_no_other_message_and_tells_no_secret(message, answers):
    first, second = message(severity=4), message(severity=1)
    answers(RuntimeError("token 123:geheim"), sent())
    assert deliver(Clock()) == 2
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (STATE.TRY_AGAIN, STATE.SENT)
    assert first.reason == "unforeseen: RuntimeError"


def test_a_server_that_is_away_costs_one_attempt_a_round(message, place, answers):
    dead, alive = place(name="mati"), place(name="hidup")
    for _ in range(30):
        message(dead, severity=4)
    last = message(alive, severity=1)
    answers(later("timeout"), sent())
    assert deliver(Clock()) == 2
    last.refresh_from_db()
    assert last.state == STATE.SENT


def test_a_closed_destination_gets_nothing_and_a_lost_secret_is_named(message, place, answers):
    closed = message(place(is_active=False))
    deliver(Clock())
    closed.refresh_from_db()
    assert closed.state == STATE.FAILED
    lost = message(place(secret_name="alert-0123456789abcdef"))
    deliver(Clock())
    lost.refresh_from_db()
    assert "enter it again" in lost.reason


def test_one_attempt_at_a_time_until_its_lease_ends(message, answers):
    made, clock = message(), Clock()
    begun = delivery.begin(made.pk, clock.now)
    assert delivery.begin(made.pk, clock.now) is None
    assert delivery.begin(made.pk, clock.now + MINUTE) is None
    again = delivery.begin(made.pk, clock.now + delivery.LEASE)
    assert (begun.number, again.number) == (1, 2)
    # The first comes back from the dead: its word is kept, the second still has the message.
    delivery.finish(begun, never("late"), now=clock.now, chance=random.Random(1))
    made.refresh_from_db()
    assert made.state == STATE.SENDING


def test_health_tells_the_last_success_and_whether_it_still_works(message, place, answers):
    there, clock = place(), Clock()
    assert there.health == "untried"
    message(there)
    answers(sent(), later("x"), later("x"), later("x"))
    for health in ("well", "shaky"):
        deliver(clock)
        there = Destination.objects.get(pk=there.pk)
        assert there.health == health
        clock.now += MINUTE
        message(there, created_at=clock.now, next_attempt_at=clock.now)
    for _ in range(2):
        clock.now += timedelta(hours=1)
        deliver(clock)
    assert Destination.objects.get(pk=there.pk).health == "broken"


@pytest.mark.parametrize("kind", ["email", "telegram", "webhook", "chat"])
def test_each_kind_of_destination_reaches_its_server(kind, people, tangkal, settings):
    from dataclasses import replace

    with smtp_server() as inbox, web_server() as web:
        settings.TANGKAL = replace(settings.TANGKAL, telegram_url=web.url)
        fields, secret = {
            "email": (
                {
                    "server": f"127.0.0.1:{inbox.port}",
                    "security": "none",
                    "sender": "t@contoh.go.id",
                    "address": "piket@contoh.go.id",
                    "username": "tangkal",
                },
                "benar",
            ),
            "telegram": ({"address": "-1001"}, "123456789:AAErahasiaBotTokenYangTidakBolehBocor"),
            "webhook": ({"address": f"{web.url}/kait"}, "rahasia-bersama-yang-panjang"),
            "chat": ({"shown": "ntfy"}, web.url.replace("http", "ntfy") + "/topik"),
        }[kind]
        admin = people["admin_sistem"]
        there = commands.make_destination(
            admin.organisation, by=admin, kind=kind, name="P", secret=secret, **fields
        )
        made = commands.send_test(there, by=admin)
        assert alerts.round() == 1
        made.refresh_from_db()
        assert (made.state, made.reason) == (STATE.SENT, "")
        assert len(inbox.letters) + len(web.asked) == 1


def test_a_secret_lies_in_the_home_alone(people, tangkal, caplog):
    admin = people["admin_sistem"]
    there = commands.make_destination(
        admin.organisation, by=admin, kind="webhook", name="P", address="https://x", secret="s" * 30
    )
    path = tangkal.HOME.secret_path(there.secret_name)
    assert secrets.read(there.secret_name) == "s" * 30
    assert path.stat().st_mode & 0o077 == 0
    assert "s" * 30 not in str(Destination.objects.values().get()) + caplog.text
    assert "s" * 30 not in " ".join(AuditEvent.objects.values_list("detail", flat=True))


@pytest.mark.django_db(transaction=True)
def test_a_new_secret_replaces_the_old_ones_file(people, tangkal):
    admin = people["admin_sistem"]
    there = commands.make_destination(
        admin.organisation, by=admin, kind="webhook", name="P", address="https://x", secret="a" * 30
    )
    old = there.secret_name
    there = commands.change_destination(there, by=admin, version=1, secret="b" * 30)
    assert secrets.read(there.secret_name) == "b" * 30
    assert not tangkal.HOME.secret_path(old).exists()


def test_the_clock_is_utc():
    assert alerts.clock().tzinfo is UTC


def test_words_of_old_messages_are_forgotten_and_their_fate_is_kept(message):
    from tangkal.desk.alerts.retention import forget_texts

    old = message(state=STATE.SENT, settled_at=NOW - timedelta(days=91))
    waiting, fresh = message(), message(state=STATE.SENT, settled_at=NOW)
    assert forget_texts(NOW - timedelta(days=90)) == 1
    assert forget_texts(NOW - timedelta(days=90)) == 0
    bodies = dict(Message.objects.values_list("pk", "body"))
    assert bodies == {old.pk: "", waiting.pk: "isi", fresh.pk: "isi"}
    assert Message.objects.get(pk=old.pk).state == STATE.SENT
