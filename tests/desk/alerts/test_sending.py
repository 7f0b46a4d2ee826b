"""Each protocol against a real server: what is sent, what is tried again, what never is."""

import hashlib
import hmac
import logging
from base64 import b64encode

import pytest

from tangkal.desk.alerts.sending import chat, email, hosts, telegram, web, webhook
from tangkal.desk.alerts.sending.base import PERMANENT, SENT, TEMPORARY, Letter, Undeliverable
from tangkal.pipeline.settings import Settings
from tests.desk.alerts.servers import Dripping, raw_server, smtp_server, web_server
from tests.servers.ports import free_port

HERE = ("127.0.0.1",)
LETTER = Letter(
    key="5f0c9a52-6f5e-4c3e-9d39-0d5f3ab1f7c1",
    subject="[TINGGI] “Harga\r\nBcc: orang@lain.example naik”",
    body="Tinggi · “Harga BBM naik”\nSejak: 2 Mar 2026 12.00 WIB.",
    severity="high",
    is_exercise=False,
    is_test=False,
    links=("http://127.0.0.1:8000/desk/signals/1/",),
    created_at="2026-03-02T05:00:00+00:00",
)
TOKEN = "123456789:AAErahasiaBotTokenYangTidakBolehBocor"
SECRET = "rahasia-bersama-yang-panjang"


def box(port: int, **changes) -> email.Mailbox:
    values = {
        "server": f"127.0.0.1:{port}",
        "security": "none",
        "sender": "tangkal@contoh.go.id",
        "recipients": ["piket@contoh.go.id", "humas@contoh.go.id"],
    }
    return email.Mailbox(**(values | changes))


def mail(port: int, *, seconds: float = 5.0, **changes):
    return email.send(LETTER, box(port, **changes), inside=HERE, seconds=seconds)


def test_a_letter_arrives_whole_with_its_key_and_no_smuggled_header():
    with smtp_server() as inbox:
        assert mail(inbox.port).kind == SENT
    [envelope] = inbox.letters
    text = envelope.content.decode()
    assert envelope.rcpt_tos == ["piket@contoh.go.id", "humas@contoh.go.id"]
    assert f"Message-ID: <{LETTER.key}@contoh.go.id>" in text
    assert "Auto-Submitted: auto-generated" in text
    assert "\nBcc:" not in text.split("\r\n\r\n")[0]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("451 4.7.1 coba lagi nanti", TEMPORARY),
        ("421 4.3.2 sedang tutup", TEMPORARY),
        ("554 5.7.1 ditolak untuk piket@contoh.go.id", PERMANENT),
        ("552 5.3.4 terlalu besar", PERMANENT),
    ],
)
def test_4xx_is_tried_again_and_5xx_is_not(answer, kind):
    with smtp_server(answer=answer) as inbox:
        outcome = mail(inbox.port)
    assert (outcome.kind, outcome.reason[:3]) == (kind, answer[:3])


@pytest.mark.parametrize(
    ("refuse", "kind"),
    [
        ({"humas@contoh.go.id": "550 tidak ada"}, SENT),  # the others have it: never twice
        ({"humas@contoh.go.id": "550 x", "piket@contoh.go.id": "450 sibuk"}, TEMPORARY),
        ({"humas@contoh.go.id": "550 x", "piket@contoh.go.id": "553 x"}, PERMANENT),
    ],
)
def test_refused_recipients_are_told_without_their_addresses(refuse, kind):
    with smtp_server(refuse=refuse) as inbox:
        outcome = mail(inbox.port)
    assert outcome.kind == kind
    assert "refused" in outcome.reason
    assert "@" not in outcome.reason


def test_a_wrong_password_is_for_a_person_and_stands_in_no_reason():
    with smtp_server() as inbox:
        wrong = mail(inbox.port, username="tangkal", password="sangat-rahasia")
        right = mail(inbox.port, username="tangkal", password="benar")
    assert wrong.kind == PERMANENT
    assert "sangat-rahasia" not in wrong.reason + repr(box(1, password="sangat-rahasia"))
    assert right.kind == SENT


def test_a_server_without_encryption_gets_no_password():
    with smtp_server() as inbox:
        outcome = mail(inbox.port, security="starttls", username="t", password="benar")
    assert outcome.kind == PERMANENT
    assert inbox.logins == []


def test_nobody_there_and_a_slow_server_are_tried_again():
    assert mail(free_port()).kind == TEMPORARY
    with smtp_server(delay_s=3.0) as inbox:
        assert mail(inbox.port, seconds=0.5).kind == TEMPORARY


def half_open(connection):
    """Takes the letter to its last line, and then is gone without a word."""
    connection.sendall(b"220 uji\r\n")
    for answer in (b"250 uji\r\n", b"250 ok\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 tulis\r\n"):
        connection.recv(4096)
        connection.sendall(answer)
    connection.recv(65536)
    connection.close()


@pytest.mark.parametrize("talk", [half_open, Dripping(), Dripping(beat_s=60.0)])
def test_a_trickling_half_open_or_silent_server_holds_nothing_up(talk):
    with raw_server(talk) as port:
        assert mail(port, seconds=0.8).kind == TEMPORARY
    assert not getattr(talk, "is_done", False)


def hook(server, **changes):
    return webhook.send(LETTER, f"{server.url}/kait", SECRET, inside=HERE, **changes)


def test_a_webhook_is_signed_so_that_its_receiver_can_check_it():
    with web_server(status=204, body=b"") as server:
        assert hook(server).kind == SENT
    [asked] = server.asked
    head = asked.headers
    content = f"{head['webhook-id']}.{head['webhook-timestamp']}.".encode() + asked.body
    expected = b64encode(hmac.new(SECRET.encode(), content, hashlib.sha256).digest()).decode()
    assert head["webhook-signature"] == f"v1,{expected}"
    assert head["webhook-id"] == asked.json["id"] == LETTER.key
    assert asked.json["data"]["is_exercise"] is False
    assert SECRET not in str(head) + asked.body.decode()


def test_the_signature_is_the_one_others_compute():
    """The example that Svix, where the standard comes from, publishes for its receivers."""
    secret, key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek"
    body = b'{"test": 2432232314}'
    found = webhook.signature(key, 1614265330, body, secret)
    assert found == "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize(
    ("status", "headers", "kind", "wait"),
    [
        (500, {}, TEMPORARY, None),
        (503, {"Retry-After": "120"}, TEMPORARY, 120.0),
        (429, {"Retry-After": "7"}, TEMPORARY, 7.0),
        (400, {}, PERMANENT, None),
        (410, {}, PERMANENT, None),
        (302, {"Location": "http://127.0.0.1:1/"}, PERMANENT, None),
        (307, {"Location": "http://169.254.169.254/"}, PERMANENT, None),
    ],
)
def test_what_a_webhook_answers_decides_what_comes_next(status, headers, kind, wait):
    with web_server(status=status, headers=headers) as server:
        outcome = hook(server)
        assert len(server.asked) == 1  # a redirect is not followed
    assert (outcome.kind, outcome.retry_after_s) == (kind, wait)


def test_a_silent_or_trickling_webhook_is_given_up_in_time():
    with web_server(delay_s=3.0) as server:
        assert hook(server, seconds=0.4).kind == TEMPORARY

    drip = Dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n")
    with raw_server(drip) as port:
        outcome = webhook.send(
            LETTER, f"http://127.0.0.1:{port}/", SECRET, inside=HERE, seconds=0.8
        )
        assert outcome.kind == TEMPORARY
    assert not drip.is_done


def bot(server, token=TOKEN):
    return telegram.send(LETTER, "-100123", token, server=server.url, inside=HERE)


def test_a_telegram_message_carries_subject_and_text_and_no_preview():
    with web_server() as server:
        assert bot(server).kind == SENT
    [asked] = server.asked
    assert asked.path == f"/bot{TOKEN}/sendMessage"
    assert asked.json["chat_id"] == "-100123"
    assert LETTER.body in asked.json["text"]
    assert asked.json["link_preview_options"] == {"is_disabled": True}


@pytest.mark.parametrize(
    ("status", "body", "kind", "wait"),
    [
        (
            429,
            b'{"ok":false,"description":"Too Many","parameters":{"retry_after":35}}',
            TEMPORARY,
            35.0,
        ),
        (403, b'{"ok":false,"description":"Forbidden: bot was blocked"}', PERMANENT, None),
        (400, b'{"ok":false,"description":"Bad Request: chat not found"}', PERMANENT, None),
        (401, b'{"ok":false,"description":"Unauthorized"}', PERMANENT, None),
        (502, b"<html>bad gateway</html>", TEMPORARY, None),
        (200, b"<html>a portal of the hotel</html>", TEMPORARY, None),
        (429, b'{"ok":false,"parameters":[]}', TEMPORARY, None),
    ],
)
def test_what_the_bot_api_answers_decides_what_comes_next(status, body, kind, wait):
    with web_server(status=status, body=body) as server:
        outcome = bot(server)
    assert (outcome.kind, outcome.retry_after_s) == (kind, wait)


def test_a_bots_token_stands_in_no_log_and_no_reason(caplog):
    with caplog.at_level(logging.DEBUG, logger="tangkal"), web_server(status=403) as server:
        caplog.set_level(logging.INFO)
        outcome = bot(server)
    assert TOKEN not in caplog.text + outcome.reason
    assert bot(server, token="../../x").kind == PERMANENT


@pytest.mark.parametrize("inside", [(), ("mail.contoh.go.id",), ("10.0.0.0/8",)])
def test_a_private_host_is_reached_only_where_the_operator_says_so(inside):
    with web_server() as server, smtp_server() as inbox:
        told = [
            webhook.send(LETTER, server.url, SECRET, inside=inside),
            telegram.send(LETTER, "1", TOKEN, server=server.url, inside=inside),
            email.send(LETTER, box(inbox.port), inside=inside),
            chat.send(LETTER, server.url.replace("http", "ntfy") + "/topik", inside=inside),
        ]
        assert [outcome.kind for outcome in told] == [PERMANENT] * 4
        assert server.asked == inbox.letters == []


@pytest.mark.parametrize(
    ("addresses", "inside", "is_allowed"),
    [
        (["93.184.216.34"], (), True),
        (["93.184.216.34", "10.0.0.1"], (), False),  # one inside is enough to refuse
        (["::ffff:127.0.0.1"], (), False),
        (["169.254.169.254"], (), False),
        (["10.1.2.3"], ("10.1.0.0/16",), True),
        (["10.2.2.3"], ("10.1.0.0/16",), False),
        (["10.2.2.3"], ("SUREL.contoh.go.id",), True),
    ],
)
def test_every_address_of_a_name_must_be_allowed(addresses, inside, is_allowed):
    def ask():
        return hosts.checked_address("surel.contoh.go.id", 25, inside, lambda _h, _p: addresses)

    if is_allowed:
        assert ask() == addresses[0]
    else:
        with pytest.raises(Undeliverable, match="TANGKAL_ALERT_HOSTS"):
            ask()


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch):
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])
    monkeypatch.setattr(
        web,
        "checked_address",
        lambda h, p, i: hosts.checked_address(h, p, i, lambda *_: next(answers)),
    )
    target, host, netloc = web.aim("https://contoh.go.id/kait?x=1", ())
    assert target == "https://93.184.216.34:443/kait?x=1"
    assert (host, netloc) == ("contoh.go.id", "contoh.go.id")


@pytest.mark.parametrize(
    "url",
    ["ftp://x", "https://", "https://u:p@contoh.go.id/", "https://contoh.go.id:abc/", "file:///x"],
)
def test_nonsense_is_no_address(url):
    assert webhook.send(LETTER, url, SECRET, inside=HERE).kind == PERMANENT


def chatted(server, key="topik"):
    return chat.send(LETTER, server.url.replace("http", "ntfy") + f"/{key}", inside=HERE)


@pytest.mark.parametrize(
    ("status", "kind"),
    [(200, SENT), (500, TEMPORARY), (429, TEMPORARY), (403, PERMANENT), (302, TEMPORARY)],
)
def test_office_chat_goes_through_apprise_and_tells_what_came_of_it(status, kind, caplog):
    with web_server(status=status, headers={"Location": "http://127.0.0.1:1/"}) as server:
        outcome = chatted(server, "topik-rahasia")
        assert len(server.asked) == 1
    assert outcome.kind == kind
    assert "topik-rahasia" not in caplog.text + outcome.reason


@pytest.mark.parametrize("url", ["mailtos://a:b@x", "file:///etc", "json://127.0.0.1", "ntfys://"])
def test_office_chat_is_no_way_to_other_services(url):
    assert chat.send(LETTER, url, inside=HERE).kind == PERMANENT


def test_the_operator_names_hosts_and_a_bot_api_server_by_settings():
    told = {"TANGKAL_ALERT_HOSTS": " surel.contoh.go.id, 10.1.0.0/16,", "TANGKAL_TELEGRAM_URL": "x"}
    found = Settings.from_environment(told)
    assert found.alert_hosts == ("surel.contoh.go.id", "10.1.0.0/16")
    assert found.telegram_url == "x"
    assert Settings.from_environment({}).alert_hosts == ()
