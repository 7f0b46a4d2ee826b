"""The Cloud API's calls as Meta documents them: each message is read, or kept with a reason."""

import hashlib
import hmac
import json

import pytest

from tangkal.sources.messages import Incoming, Kind
from tangkal.sources.whatsapp.webhook import is_signed, read
from tests.sources.tiplines.payloads import (
    FORWARDED,
    NUMBER_ID,
    wa_image,
    wa_message,
    wa_status,
    whatsapp,
)

SECRET = "rahasia-aplikasi"


def call(told, **options):
    return read(json.dumps(told).encode(), **options)


def one(*messages, **options) -> Incoming:
    found = call(whatsapp(*messages, **options))
    assert not found.unreadable
    return found.messages[0]


def test_a_text_is_read_with_its_sender_and_without_names():
    found = one(wa_message("Benarkah?"))
    assert (found.sender, found.chat, found.sent_at) == ("6281234567890",) * 2 + (1749416383,)
    assert (found.kind, found.text, found.is_group) == (Kind.TEXT, "Benarkah?", False)
    assert "Sri" not in repr(found)


def test_an_image_has_its_file_and_its_caption():
    found = one(wa_image("Banjir?"))
    assert (found.kind, found.picture, found.text) == (Kind.PICTURE, "1003383421387256", "Banjir?")


@pytest.mark.parametrize("mark", [FORWARDED, {"frequently_forwarded": True}])
def test_forwards_are_known(mark):
    assert one(wa_message(context=mark)).is_forward


@pytest.mark.parametrize(
    ("message", "contact", "sender"),
    [
        ({"from": None, "from_user_id": "ID.77"}, {"user_id": "ID.77"}, "user:ID.77"),
        ({"from": None, "user_id": "ID.77"}, {"user_id": "ID.77"}, "user:ID.77"),
        ({"from": None}, {"user_id": "ID.77"}, "user:ID.77"),
        ({"from": None}, {"wa_id": "6281"}, "6281"),
        ({"from": None, "from_user_id": "ID.7"}, {"user_id": "ID.7", "wa_id": "62"}, "62"),
        (
            {"from_user_id": "ID.77"},
            {"user_id": "ID.77", "wa_id": "6281234567890"},
            "6281234567890",
        ),
    ],
)
def test_since_2026_the_number_may_be_missing_and_the_user_id_stands_for_it(
    message, contact, sender
):
    assert one(wa_message(**message), contacts=[contact]).sender == sender


def test_of_two_people_in_one_call_nobody_is_taken_for_the_other():
    people = [{"user_id": "ID.1"}, {"user_id": "ID.2"}]
    found = call(whatsapp(wa_message(**{"from": None}), contacts=people))
    assert not found.messages
    assert "no sender" in found.unreadable[0].reason


def test_in_a_group_the_answer_goes_to_the_group():
    found = one(wa_message("@15550783881 benar?", group_id="G1"))
    assert (found.is_group, found.chat, found.sender) == (True, "group:G1", "6281234567890")
    assert found.is_mention
    assert not one(wa_message("halo", group_id="G1")).is_mention
    answered = one(
        wa_message("ya", group_id="G1", context={"from": "15550783881", "id": "wamid.1"})
    )
    assert answered.is_mention


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"type": "button", "button": {"text": "Ya", "payload": "1"}}, "Ya"),
        (
            {
                "type": "interactive",
                "interactive": {"type": "list_reply", "list_reply": {"id": "2", "title": "Dua"}},
            },
            "Dua",
        ),
    ],
)
def test_what_was_chosen_reads_like_what_is_written(fields, text):
    assert one(wa_message(None, text=None, **fields)).text == text


@pytest.mark.parametrize(
    "kind", ["audio", "sticker", "location", "unsupported", "edit", "masa_depan"]
)
def test_a_kind_we_cannot_read_is_still_a_message(kind):
    found = one(wa_message(text=None, type=kind, errors=[{"code": 131051}]))
    assert (found.kind, found.text, found.is_edit) == (Kind.OTHER, "", kind == "edit")


@pytest.mark.parametrize("kind", ["reaction", "system"])
def test_what_asks_nothing_is_passed_over(kind):
    assert call(whatsapp(wa_message(type=kind))).messages == ()


def test_what_another_number_of_the_account_got_is_not_ours():
    told = whatsapp(wa_message(), number_id="999")
    assert call(told, number_id=NUMBER_ID).messages == ()
    assert len(call(whatsapp(wa_message()), number_id=NUMBER_ID).messages) == 1


def test_statuses_are_told_with_our_key_and_the_reason_of_a_failure():
    errors = [{"code": 131026, "title": "Message undeliverable"}]
    told = whatsapp(
        statuses=[wa_status(biz_opaque_callback_data="k1"), wa_status("failed", errors=errors)]
    )
    first, second = call(told).statuses
    assert (first.status, first.key, first.reason) == ("delivered", "k1", "")
    assert (second.status, second.reason) == ("failed", "131026 Message undeliverable")


def test_one_message_that_cannot_be_read_takes_no_other_with_it():
    found = call(whatsapp(wa_message(timestamp="kemarin", id="wamid.X"), wa_message(), "bukan"))
    assert len(found.messages) == 1
    assert [each.message_id for each in found.unreadable] == ["wamid.X", ""]
    assert "'kemarin'" in found.unreadable[0].reason


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"not json", "not JSON"),
        (b"3", "no object"),
        (b'{"entry": {}}', "entry is dict"),
        (b'{"entry": [1]}', "an entry is no object"),
        (b'{"entry": [{"changes": [2]}]}', "a change is no object"),
        (json.dumps(whatsapp(wa_message(id=None))).encode(), "no id"),
        (
            json.dumps(whatsapp(wa_image(), contacts="x")).replace("6281234567890", "").encode(),
            "list",
        ),
    ],
)
def test_what_cannot_be_read_is_kept_with_its_reason(body, reason):
    found = read(body)
    assert not found.messages
    assert reason in found.unreadable[0].reason


def test_only_metas_own_signature_over_these_very_bytes_opens():
    body = b'{"a": 1}'
    signature = "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    assert is_signed(body, signature, SECRET)
    assert not is_signed(body + b" ", signature, SECRET)
    assert not is_signed(body, signature, "lain")
    assert not is_signed(body, signature.removeprefix("sha256="), SECRET)
    assert not is_signed(body, "sha256=\xe4", SECRET)
    unset = "sha256=" + hmac.new(b"", body, hashlib.sha256).hexdigest()
    assert not is_signed(body, unset, "")
