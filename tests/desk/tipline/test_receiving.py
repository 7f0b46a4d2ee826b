"""Calls of the webhooks: believed by their signature, kept before they are answered, kept once."""

import json
import threading

import pytest
from django.db import DatabaseError
from django.test import Client

from tangkal.desk.questions.models import Contact, Outgoing
from tangkal.desk.tipline import receiving
from tangkal.desk.tipline.hooks import Hooks
from tangkal.desk.tipline.models import Inbound
from tests.desk.tipline.conftest import QUESTION, VERIFY, fresh, signed
from tests.sources.tiplines.payloads import (
    FORWARDED,
    GROUP,
    ORIGIN,
    edited,
    wa_image,
    wa_message,
    wa_status,
)
from tests.sources.tiplines.payloads import (
    telegram as update,
)
from tests.sources.tiplines.payloads import (
    whatsapp as api,
)

pytestmark = pytest.mark.django_db
NEW, DONE, ASIDE = Inbound.State.NEW, Inbound.State.DONE, Inbound.State.SET_ASIDE


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
def test_a_signed_call_is_kept_and_a_forged_one_is_not(request, call, channel):
    line = request.getfixturevalue(channel)
    told = update() if channel == "telegram" else api(wa_message())
    header = next(iter(signed(line, b"")))
    assert call(line, told, signature={header: "sha256=" + "0" * 64}) == 403
    assert call(line, told, signature={header: ""}) == 403
    assert Inbound.objects.count() == 0
    assert call(line, told) == 200
    assert Inbound.objects.get().state == NEW


def test_a_signature_over_another_body_opens_nothing(call, whatsapp):
    stolen = signed(whatsapp, json.dumps(api(wa_message("lama"))).encode())
    assert call(whatsapp, api(wa_message("palsu")), signature=stolen) == 403
    assert not Inbound.objects.exists()


def test_an_address_nobody_has_drawn_is_not_there(client):
    assert (
        client.post(
            "/kait/00112233445566778899aabbccddeeff/", b"{}", "application/json"
        ).status_code
        == 404
    )


def test_a_closed_line_takes_nothing_in(call, telegram, people):
    from tangkal.desk.tipline import lines

    lines.set_open(telegram, is_open=False, by=people["admin_sistem"], version=telegram.version)
    lines.here.forget()
    assert call(telegram, update()) == 404


def test_what_is_told_again_is_kept_once(call, telegram, whatsapp, work):
    for _each in range(3):
        assert call(telegram, update("Halo")) == 200
        assert call(whatsapp, api(wa_message("Halo"))) == 200
    assert Inbound.objects.count() == 2
    work()
    assert call(telegram, update("Halo")) == 200  # also after it was answered
    work()
    assert Outgoing.objects.count() == 2


def test_one_call_with_the_same_message_twice_is_one_message(call, whatsapp):
    assert call(whatsapp, api(wa_message(), wa_message(), wa_message(id="wamid.2"))) == 200
    assert Inbound.objects.count() == 2


def test_a_call_that_is_too_large_is_refused_unread(call, whatsapp):
    body = b" " * (receiving.MOST_BYTES + 1)
    assert call(whatsapp, None, body=body) == 413
    assert not Inbound.objects.exists()


def test_what_cannot_be_read_is_set_aside_with_its_reason(call, whatsapp, work):
    assert call(whatsapp, api(wa_message(timestamp="kemarin"), wa_message(id="wamid.2"))) == 200
    bad = Inbound.objects.get(state=ASIDE)
    assert "'kemarin'" in bad.reason
    assert Inbound.objects.get(state=NEW)
    assert call(whatsapp, None, body=b"bukan json") == 200
    assert call(whatsapp, None, body=b"bukan json") == 200
    assert Inbound.objects.filter(state=ASIDE).count() == 2
    work()
    assert Inbound.objects.filter(state=ASIDE).count() == 2


def test_nothing_in_the_tables_names_the_sender_or_what_was_written(call, telegram, whatsapp):
    words = "Pak Lurah bilang bansos dihapus, hubungi 0812-3456-7890"
    assert call(telegram, update(words)) == 200
    assert call(whatsapp, api(wa_image(words))) == 200
    kept = json.dumps(list(Inbound.objects.values()), default=str)
    for told in ("Budi", "budisantoso", "Sri Rahayu", "6281234567890", "1111111", "Lurah", "wamid"):
        assert told not in kept


def test_once_answered_not_even_sealed_words_stay(call, telegram, work):
    assert call(telegram, update("Halo")) == 200
    work()
    found = Inbound.objects.get()
    assert (found.state, found.sealed, found.came_of_it) == (DONE, "", "help")
    contact = Contact.objects.get()
    assert "1111111" not in json.dumps(list(Contact.objects.values()), default=str)
    assert contact.channel == "telegram"


def test_of_a_group_only_what_was_forwarded_or_said_to_us_is_kept(call, telegram):
    assert call(telegram, update("halo semua", chat=GROUP)) == 200
    assert call(telegram, edited(update("halo", chat=GROUP))) == 200
    assert not Inbound.objects.exists()
    assert call(telegram, fresh(update("cek", chat=GROUP, forward_origin=ORIGIN))) == 200
    assert Inbound.objects.count() == 1


def test_the_kinds_of_calls_wait_in_their_own_lines(call, whatsapp):
    told = api(
        wa_message(QUESTION, context=FORWARDED), wa_image(id="wamid.2"), statuses=[wa_status()]
    )
    assert call(whatsapp, told) == 200
    assert list(Inbound.objects.values_list("kind", flat=True)) == ["text", "picture", "status"]


@pytest.mark.parametrize(
    ("changes", "answer"),
    [
        ({}, 200),
        ({"hub.verify_token": "salah"}, 403),
        ({"hub.verify_token": "sälah"}, 403),
        ({"hub.mode": "unsubscribe"}, 403),
        ({"hub.challenge": "<script>"}, 403),
    ],
)
def test_metas_question_at_the_set_up_is_echoed_for_our_word_alone(whatsapp, changes, answer):
    asked = {"hub.mode": "subscribe", "hub.verify_token": VERIFY, "hub.challenge": "1158201444"}
    reply = Client().get(f"/kait/{whatsapp.slug}/", asked | changes)
    assert reply.status_code == answer
    assert (reply.content == b"1158201444") is (answer == 200)


def test_a_telegram_line_echoes_nothing(telegram):
    asked = {"hub.mode": "subscribe", "hub.verify_token": "", "hub.challenge": "1"}
    assert Client().get(f"/kait/{telegram.slug}/", asked).status_code == 403


def test_where_the_database_is_away_the_service_is_asked_to_tell_it_again(
    call, telegram, monkeypatch
):
    def away(*_arguments, **_options):
        raise DatabaseError("disk I/O error")

    with monkeypatch.context() as patch:
        patch.setattr(Inbound.objects, "bulk_create", away)
        assert call(telegram, update()) == 503
    assert call(telegram, update()) == 200
    assert Inbound.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_each_kept_before_they_are_answered(telegram):
    line = receiving.here.get(telegram.slug)
    kept = []

    def bring(number):
        call = receiving.read(line, json.dumps(update() | {"update_id": number % 40}).encode())
        receiving.ledger.put(list(receiving.rows_of(line, call)))
        kept.append(Inbound.objects.filter(name=receiving.named(line, str(number % 40))).count())
        receiving.connection.close()

    threads = [threading.Thread(target=bring, args=(n,)) for n in range(80)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert kept == [1] * 80
    assert Inbound.objects.count() == 40


def test_a_writer_that_breaks_off_lets_nobody_believe_it_was_kept(telegram, monkeypatch):
    def broken(_taken):
        raise MemoryError

    line = receiving.here.get(telegram.slug)
    rows = list(receiving.rows_of(line, receiving.read(line, json.dumps(update()).encode())))
    ledger = receiving.Ledger()
    monkeypatch.setattr(receiving, "write", broken)
    with pytest.raises(MemoryError):
        ledger.put(rows)
    waiting = receiving.Handed(rows)
    waiting.is_done = False
    monkeypatch.setattr(receiving, "Handed", lambda _rows: waiting)
    monkeypatch.setattr(receiving, "write", lambda _taken: None)
    with pytest.raises(DatabaseError):
        ledger.put(rows)


class TestBeforeDjango:
    """The same calls where `hooks` stands before the desk."""

    def ask(self, line, raw, headers, *, method="POST", path=None, length=None):
        import io

        told = []
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path or f"/kait/{line.slug}/",
            "CONTENT_LENGTH": str(len(raw)) if length is None else length,
            "wsgi.input": io.BytesIO(raw),
            **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()},
        }
        hooks = Hooks(lambda _environ, _start: [b"desk"])
        body = b"".join(hooks(environ, lambda status, _headers: told.append(status)))
        return (told or [""])[0], body

    def test_signed_calls_are_kept_and_others_are_not(self, telegram, whatsapp):
        raw = json.dumps(api(wa_message())).encode()
        assert self.ask(whatsapp, raw, signed(whatsapp, raw)) == ("200 OK", b"")
        assert self.ask(whatsapp, raw, {})[0] == "403 Forbidden"
        raw = json.dumps(update()).encode()
        assert self.ask(telegram, raw, signed(telegram, raw))[0] == "200 OK"
        assert Inbound.objects.count() == 2

    def test_a_body_without_a_length_is_read_no_further_than_the_limit(self, whatsapp):
        raw = b" " * (receiving.MOST_BYTES + 2)
        assert self.ask(whatsapp, raw, {}, length="")[0].startswith("413")

    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_everything_else_is_the_desks(self, telegram, method):
        path = "/lapor/" if method == "POST" else None
        assert self.ask(telegram, b"", {}, method=method, path=path) == ("", b"desk")
