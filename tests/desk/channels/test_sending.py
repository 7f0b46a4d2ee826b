"""Telegram and WhatsApp against HTTP stand-ins: what is sent, what each documented answer means."""

import hashlib
import hmac
import json

import pytest

from tangkal.desk.channels.sending import telegram, whatsapp
from tangkal.desk.channels.sending.base import PERMANENT, SENT, TEMPORARY, UNCERTAIN
from tangkal.sources.whatsapp.webhook import is_signed
from tests.desk.alerts.servers import raw_server, web_server
from tests.desk.channels.conftest import ACCESS, APP_SECRET, TAKEN, TOKEN
from tests.servers.ports import free_port

HERE = ("127.0.0.1",)
KEY = "5f0c9a52-6f5e-4c3e-9d39-0d5f3ab1f7c1"
ACCOUNT = whatsapp.Account(number_id="104", token=ACCESS, template="resmi", language="id")
WA_TAKEN = b'{"messaging_product":"whatsapp","messages":[{"id":"wamid.HBgM"}]}'


def publish(url, **changes):
    return telegram.publish(
        "Harga tetap", "@humas", changes.pop("token", TOKEN), server=url, inside=HERE, **changes
    )


def message(url, **changes):
    return whatsapp.publish(
        "Humas", "Harga tetap", "+62811", KEY, ACCOUNT, server=url, inside=HERE, **changes
    )


def test_a_channels_message_is_sent_whole_and_its_number_kept():
    with web_server(body=TAKEN) as server:
        result = publish(server.url)
    assert (result.kind, result.receipt) == (SENT, "77")
    [asked] = server.asked
    assert asked.path == f"/bot{TOKEN}/sendMessage"
    assert asked.json["text"] == "Harga tetap"
    assert asked.json["chat_id"] == "@humas"


@pytest.mark.parametrize(
    ("status", "body", "kind", "wait"),
    [
        (429, b'{"ok":false,"parameters":{"retry_after":35}}', TEMPORARY, 35.0),
        (403, b'{"ok":false,"description":"Forbidden: bot was kicked"}', PERMANENT, None),
        (400, b'{"ok":false,"description":"Bad Request: chat not found"}', PERMANENT, None),
        (401, b'{"ok":false,"description":"Unauthorized"}', PERMANENT, None),
        (502, b"<html>bad gateway</html>", TEMPORARY, None),
        (200, b"<html>a portal of the hotel</html>", TEMPORARY, None),
        (200, b'{"ok":true,"result":{"message_id":"x"}}', SENT, None),  # no number to delete by
    ],
)
def test_what_the_bot_api_answers_decides_what_comes_next(status, body, kind, wait):
    with web_server(status=status, body=body) as server:
        result = publish(server.url)
    assert (result.kind, result.retry_after_s, result.receipt) == (kind, wait, "")


@pytest.mark.parametrize(("send", "name"), [(publish, "telegram"), (message, "whatsapp")])
def test_silence_after_the_question_is_no_failure_but_a_doubt(send, name):
    """The message may be out: to send it again could publish twice."""
    with web_server(delay_s=300.0) as server:
        assert send(server.url, seconds=3.0).kind == UNCERTAIN, name

    def half_open(connection):
        connection.recv(65536)
        connection.close()

    with raw_server(half_open) as port:
        assert send(f"http://127.0.0.1:{port}", seconds=60.0).kind == UNCERTAIN


@pytest.mark.parametrize("send", [publish, message])
def test_nobody_there_is_tried_again(send):
    assert send(f"http://127.0.0.1:{free_port()}", seconds=60.0).kind == TEMPORARY


def test_a_private_host_is_reached_only_where_the_operator_says_so():
    with web_server(body=TAKEN) as server:
        result = telegram.publish("x", "1", TOKEN, server=server.url, inside=())
        assert result.kind == PERMANENT
        assert server.asked == []


def test_no_token_stands_in_a_reason():
    with web_server(status=403, body=b"{}") as server:
        assert TOKEN not in publish(server.url).reason
        assert ACCESS not in message(server.url).reason
    assert publish("http://127.0.0.1:1", token="../../x").kind == PERMANENT


def test_deleting_asks_for_the_number_and_says_why_it_cannot_be():
    with web_server(body=b'{"ok":true,"result":true}') as server:
        done = telegram.erase("77", "@humas", TOKEN, server=server.url, inside=HERE)
        assert done.kind == SENT
        assert server.asked[0].path.endswith("/deleteMessage")
        assert server.asked[0].json == {"chat_id": "@humas", "message_id": 77}
        server.status = 400
        server.body = b'{"ok":false,"description":"Bad Request: message can\'t be deleted"}'
        late = telegram.erase("77", "@humas", TOKEN, server=server.url, inside=HERE)
    assert late.kind == PERMANENT
    assert "can't be deleted" in late.reason


def test_a_whatsapp_template_carries_sender_and_text_and_our_key():
    with web_server(body=WA_TAKEN) as server:
        result = message(server.url)
    assert (result.kind, result.receipt) == (SENT, "wamid.HBgM")
    [asked] = server.asked
    assert asked.path == f"/{whatsapp.VERSION}/104/messages"
    assert asked.headers["authorization"] == f"Bearer {ACCESS}"
    told = asked.json
    assert told["to"] == "62811"
    assert told["biz_opaque_callback_data"] == KEY
    assert told["template"]["name"] == "resmi"
    words = [each["text"] for each in told["template"]["components"][0]["parameters"]]
    assert words == ["Humas", "Harga tetap"]


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (429, 130429, TEMPORARY),  # rate limit
        (400, 131048, TEMPORARY),  # spam rate limit, which comes as a 400
        (400, 131056, TEMPORARY),  # too many to one number
        (503, 2, TEMPORARY),
        (500, 131000, TEMPORARY),
        (400, 131026, PERMANENT),  # undeliverable
        (400, 132000, PERMANENT),  # number of variables
        (404, 132001, PERMANENT),  # no such template
        (401, 190, PERMANENT),  # token expired
        (403, 368, PERMANENT),  # blocked for policy
        (500, None, TEMPORARY),
        (400, None, PERMANENT),
    ],
)
def test_what_the_cloud_api_answers_decides_what_comes_next(status, code, kind):
    error = {"error": {"message": f"(#{code})", "code": code}} if code else {}
    with web_server(status=status, body=json.dumps(error).encode()) as server:
        assert message(server.url).kind == kind


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'{"messages": {}}', b'{"messages": [1]}'])
def test_a_yes_without_an_id_is_not_the_cloud_apis(body):
    with web_server(body=body) as server:
        assert message(server.url).kind == TEMPORARY


def test_a_receipt_is_believed_by_its_signature_alone():
    body = b'{"entry": []}'
    right = hmac.new(APP_SECRET.encode(), body, hashlib.sha256).hexdigest()
    assert is_signed(body, f"sha256={right}", APP_SECRET)
    assert not is_signed(body + b" ", f"sha256={right}", APP_SECRET)
    assert not is_signed(body, right, APP_SECRET)
    assert not is_signed(body, "", APP_SECRET)
    nothing = hmac.new(b"", body, hashlib.sha256).hexdigest()
    assert not is_signed(body, f"sha256={nothing}", "")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"x",
        b"[]",
        b'{"entry": 3}',
        b'{"entry":[{"changes":[{"value":[]}]}]}',
        b'{"entry":[1]}',
    ],
)
def test_nonsense_holds_no_receipts(body):
    assert list(whatsapp.receipts_of(body)) == []
