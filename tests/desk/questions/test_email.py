"""Replies by e-mail against a real SMTP server on loopback."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from tangkal.desk.alerts.apps import AlertsConfig
from tangkal.desk.questions import families, mailbox, outgoing
from tangkal.desk.questions.models import Asked, Outgoing
from tests.desk.alerts.servers import smtp_server
from tests.desk.questions.conftest import TEXT
from tests.servers.ports import free_port

pytestmark = pytest.mark.django_db
State = Outgoing.State


@pytest.fixture
def account(people, settings):
    """``account(port)``: the mail account that answers citizens, on loopback."""
    settings.TANGKAL = replace(settings.TANGKAL, alert_hosts=("127.0.0.1",))

    def entered(port: int, **changes):
        present = mailbox.current()
        fields = {
            "sender_name": "Humas Kantor",
            "sender": "tanya@kantor.example",
            "server": f"127.0.0.1:{port}",
            "security": "none",
            "username": "tanya",
            "password": "benar",
            "is_active": True,
        }
        version = present.version if present else 0
        return mailbox.keep(by=people["admin_sistem"], version=version, **(fields | changes))

    return entered


@pytest.fixture
def message(asks, publish, people) -> Outgoing:
    """An answer on its way to somebody."""
    first = asks(TEXT, "siti@warga.example")
    family = Asked.objects.get(report=first).family
    families.answer_family(family, publish(), by=people["analis"])
    return Outgoing.objects.get()


def turn(message: Outgoing, after: timedelta = timedelta(seconds=1)) -> Outgoing:
    outgoing.deliver(datetime.now(UTC) + after)
    message.refresh_from_db()
    return message


def test_the_desk_sends_e_mail_by_itself():
    assert outgoing._senders["email"].__module__.startswith(AlertsConfig.name)


def test_an_answer_arrives_once_with_its_sender_and_no_words_of_the_asker(account, message):
    with smtp_server() as inbox:
        account(inbox.port)
        assert turn(message).state == State.SENT
        turn(message, timedelta(days=1))
    letter = message_from_bytes(inbox.letters[0].content, policy=default)

    assert len(inbox.letters) == 1
    assert inbox.letters[0].rcpt_tos == ["siti@warga.example"]
    assert letter["From"].addresses[0].display_name == "Humas Kantor"
    assert message.report.receipt in letter["Subject"]
    assert letter["Auto-Submitted"] == "auto-generated"
    body = letter.get_content()
    assert f"/lapor/{message.report.receipt}/" in body
    assert "/klarifikasi/" in body
    assert "cepat isi penuh" not in body
    assert inbox.logins == [("tanya", "benar")]


def test_a_busy_server_is_asked_again_later(account, message):
    with smtp_server(answer="451 busy") as inbox:
        account(inbox.port)
        assert turn(message).state == State.TEMPORARY
        inbox.answer = "250 OK"
        assert turn(message).state == State.TEMPORARY  # its moment has not come
        assert turn(message, timedelta(minutes=2)).state == State.SENT

    assert len(inbox.letters) == 1
    assert message.attempts == 2


def test_an_address_that_is_unknown_there_is_a_failure_without_the_address(account, message):
    with smtp_server(refuse={"siti@warga.example": "550 no siti@warga.example here"}) as inbox:
        account(inbox.port)
        failed = turn(message)

    assert failed.state == State.PERMANENT
    assert "siti" not in failed.reason
    assert inbox.letters == []


@pytest.mark.parametrize("fault", ["closed", "away", "password"])
def test_what_is_wrong_is_named_and_loses_no_message(account, message, fault):
    with smtp_server() as inbox:
        account(
            free_port() if fault == "away" else inbox.port,
            is_active=fault != "closed",
            password="salah" if fault == "password" else "benar",
        )
        failed = turn(message)

    assert failed.state == (State.PERMANENT if fault == "password" else State.TEMPORARY)
    assert failed.reason
    assert "salah" not in failed.reason
    assert inbox.letters == []


def test_no_server_inside_is_reached_unless_the_operator_names_it(account, message, settings):
    with smtp_server() as inbox:
        account(inbox.port)
        settings.TANGKAL = replace(settings.TANGKAL, alert_hosts=())
        failed = turn(message)

    assert failed.state == State.PERMANENT
    assert "TANGKAL_ALERT_HOSTS" in failed.reason
    assert inbox.letters == []
