"""Telegram's updates as the Bot API documents them: each is read, or kept with a reason."""

import json

import pytest

from tangkal.sources.messages import Incoming, Kind
from tangkal.sources.telegram.webhook import is_authentic, read
from tests.sources.tiplines.payloads import GROUP, ORIGIN, PHOTO, edited, telegram


def one(update, **options) -> Incoming:
    call = read(json.dumps(update).encode(), **options)
    assert not call.unreadable
    (found,) = call.messages
    return found


def test_a_text_is_read_with_its_sender_and_without_names():
    found = one(telegram("Benarkah?"))
    assert (found.message_id, found.sender, found.chat) == ("10000", "1111111", "1111111")
    assert (found.kind, found.text, found.sent_at) == (Kind.TEXT, "Benarkah?", 1441645532)
    assert (found.language, found.is_group, found.is_forward, found.is_edit) == ("id",) + (
        False,
    ) * 3
    assert "Budi" not in repr(found)
    assert "budisantoso" not in repr(found)


def test_of_a_photograph_the_largest_size_is_taken_with_its_caption():
    found = one(telegram(None, photo=PHOTO, caption="Banjir di Jakarta", media_group_id="77"))
    assert (found.kind, found.picture, found.picture_bytes) == (Kind.PICTURE, "AgADbesar", 91101)
    assert (found.text, found.album) == ("Banjir di Jakarta", "77")


def test_a_picture_sent_as_a_file_is_a_picture_and_another_file_is_not():
    picture = {"file_id": "D1", "mime_type": "image/png", "file_size": 9}
    assert one(telegram(None, document=picture)).picture == "D1"
    letter = {"file_id": "D2", "mime_type": "application/pdf"}
    assert one(telegram(None, document=letter)).kind == Kind.OTHER


@pytest.mark.parametrize("mark", [{"forward_origin": ORIGIN}, {"forward_date": 1441640000}])
def test_a_forward_is_known_by_either_generation_of_fields(mark):
    assert one(telegram(**mark)).is_forward


def test_an_edited_message_is_an_edit_under_a_number_of_its_own():
    first, second = one(telegram()), one(edited(telegram()))
    assert (second.is_edit, second.message_id) == (True, "10001")
    assert second.message_id != first.message_id


@pytest.mark.parametrize(
    ("fields", "is_mention"),
    [
        ({"text": "halo semua"}, False),
        ({"text": "@CekFaktaBot benar?", "entities": [{"type": "mention"}]}, True),
        ({"text": "/cek@cekfaktabot", "entities": [{"type": "bot_command"}]}, True),
        ({"text": "@orang_lain benar?", "entities": [{"type": "mention"}]}, False),
        ({"text": "surel a@cekfaktabot"}, False),
        ({"text": "ya", "reply_to_message": {"from": {"username": "CekFaktaBot"}}}, True),
    ],
)
def test_in_a_group_it_counts_whether_the_bot_was_spoken_to(fields, is_mention):
    found = one(telegram(chat=GROUP, **fields), bot="CekFaktaBot")
    assert found.is_group
    assert (found.chat, found.sender) == ("-1001234567890", "1111111")
    assert found.is_mention is is_mention


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 7, "channel_post": {"message_id": 1}},
        {"update_id": 7, "my_chat_member": {"chat": {"id": 1}}},
        {"update_id": 7, "something_of_2029": {"a": [1]}},
        telegram(**{"from": {"id": 9, "is_bot": True}}),
        telegram(None, chat=GROUP, new_chat_members=[{"id": 3}]),
    ],
)
def test_what_asks_nothing_is_passed_over(update):
    call = read(json.dumps(update).encode())
    assert (call.messages, call.unreadable) == ((), ())


def test_a_kind_nobody_has_heard_of_is_still_a_message():
    found = one(telegram(None, hologram={"file_id": "x"}))
    assert (found.kind, found.text) == (Kind.OTHER, "")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"\xff\xfe", "not JSON"),
        (b"[]", "no object"),
        (b"[" * 100_000, "not JSON"),
        (b'{"message": {}}', "update_id"),
        (json.dumps(telegram(chat=None)).encode(), "id is missing"),
        (json.dumps(telegram(date="kemarin")).encode(), "'kemarin'"),
        (json.dumps(telegram(text=["a"])).encode(), "text is list"),
        (json.dumps(telegram(None, photo=["a"])).encode(), "file_id"),
    ],
)
def test_what_cannot_be_read_is_kept_with_its_reason(body, reason):
    call = read(body)
    assert not call.messages
    assert reason in call.unreadable[0].reason


def test_half_characters_never_reach_the_database():
    body = json.dumps(telegram("a\x00b")).replace("a\\u0000b", "a\\u0000\\ud83db")
    assert read(body.encode()).messages[0].text == "ab"


@pytest.mark.parametrize(
    ("header", "secret", "answer"),
    [
        ("rahasia", "rahasia", True),
        ("rahasiA", "rahasia", False),
        ("", "rahasia", False),
        ("", "", False),
        ("rahasi\xe4", "rahasia", False),
    ],
)
def test_only_telegrams_own_secret_opens(header, secret, answer):
    assert is_authentic(header, secret) is answer


def test_a_record_survives_being_written_down():
    found = one(telegram(None, photo=PHOTO, caption="x"))
    assert Incoming.from_json(json.loads(json.dumps(found.as_json()))) == found
