"""The command line: where services call, what they say of a line, what was set aside."""

import json
from dataclasses import replace

import pytest

from tangkal.desk.tipline import calls, lines, receiving
from tangkal.desk.tipline.models import Inbound
from tangkal.kernel import InvalidInput
from tests.desk.alerts.servers import web_server
from tests.desk.tipline.conftest import BOT, TOKEN
from tests.sources.tiplines.payloads import telegram as update
from tests.sources.tiplines.payloads import wa_message
from tests.sources.tiplines.payloads import whatsapp as api

pytestmark = pytest.mark.django_db


@pytest.fixture
def says(tangkal):
    """A Bot API that answers every method with this result."""
    with web_server() as web:
        tangkal.TANGKAL = replace(tangkal.TANGKAL, telegram_url=web.url)

        def answer(result=None, status=200, **told):
            told = {"ok": status == 200, "result": {} if result is None else result} | told
            web.status, web.body = status, json.dumps(told).encode()
            return web

        yield answer


def test_telegram_is_told_where_to_call_and_with_which_secret(telegram, says):
    web = says()
    address = calls.set_webhook()
    assert address == f"https://cek.example/kait/{telegram.slug}/"
    [asked] = web.asked
    assert asked.path == f"/bot{TOKEN}/setWebhook"
    assert asked.json["url"] == address
    assert asked.json["secret_token"] == lines.opened(telegram)["secret_token"]
    assert asked.json["allowed_updates"] == ["message", "edited_message"]


def test_a_site_that_telegram_cannot_call_is_refused_by_name(telegram, says, tangkal):
    tangkal.TANGKAL = replace(tangkal.TANGKAL, site_url="http://127.0.0.1:8000")
    with pytest.raises(InvalidInput, match="TANGKAL_SITE_URL"):
        calls.set_webhook()


def test_what_telegram_refuses_is_told_without_the_token(telegram, says):
    says(status=401, description=f"Unauthorized {TOKEN}")
    with pytest.raises(InvalidInput, match="401") as refused:
        calls.set_webhook()
    assert TOKEN not in str(refused.value)


def test_without_a_line_the_remedy_is_named(db):
    with pytest.raises(InvalidInput, match="enter one at the desk"):
        calls.set_webhook()


@pytest.mark.parametrize(
    ("result", "well"),
    [
        ({"username": BOT, "url": "HERE"}, True),
        ({"username": "Lain", "url": "HERE"}, False),
        ({"username": BOT, "url": ""}, False),
        ({"username": BOT, "url": "HERE", "last_error_message": "403 Forbidden"}, False),
        (
            {
                "username": BOT,
                "url": "HERE",
                "can_join_groups": True,
                "can_read_all_group_messages": True,
            },
            False,
        ),
    ],
)
def test_a_check_says_what_telegram_itself_says(telegram, says, result, well):
    here = calls.address_of(telegram)
    says({name: here if value == "HERE" else value for name, value in result.items()})
    assert all(is_well for is_well, _words in calls.check("telegram")) is well


def test_a_check_of_whatsapp_asks_for_the_number(whatsapp, services):
    services.files[whatsapp.address + "?fields=display_phone_number,quality_rating"] = b""
    found = calls.check("whatsapp")
    assert [is_well for is_well, _words in found] == [True, True, False, True]  # no template yet
    services.status, services.error = 401, {"error": {"code": 190}}
    assert calls.check("whatsapp")[0][0] is False


def test_what_waits_is_counted_by_line(telegram, whatsapp, call, work):
    assert call(telegram, update("Halo")) == 200
    work()
    assert call(whatsapp, api(wa_message())) == 200
    by = {each["channel"]: each for each in calls.listed()}
    assert (by["telegram"]["done"], by["telegram"]["new"]) == (1, 0)
    assert (by["whatsapp"]["new"], by["whatsapp"]["aside"]) == (1, 0)
    assert by["telegram"]["webhook"].endswith(f"/kait/{telegram.slug}/")


def test_what_was_set_aside_is_listed_without_its_words_and_can_be_read_again(
    telegram, whatsapp, call, work, monkeypatch
):
    assert call(whatsapp, api(wa_message("Harga BBM naik malam ini?", timestamp="kemarin"))) == 200
    assert call(telegram, None, body=b"rusak") == 200
    assert "BBM" not in json.dumps(calls.quarantine())
    assert calls.replay() == (0, 2)

    real = receiving.read

    def newer(line, body):
        """An edition that has learned to read this."""
        return real(line, body.replace(b"kemarin", b"1749416383"))

    monkeypatch.setattr(receiving, "read", newer)
    assert calls.replay() == (1, 1)
    work()
    assert Inbound.objects.filter(came_of_it="unknown").count() == 1
    assert [each["reason"] for each in calls.quarantine()] == ["the body is not JSON"]


def test_what_failed_to_be_worked_on_is_worked_on_again(telegram, call, work):
    assert call(telegram, update("Halo")) == 200
    Inbound.objects.update(state="aside", attempts=4, reason="RuntimeError: x")
    assert calls.replay() == (1, 0)
    work()
    assert Inbound.objects.get().came_of_it == "help"
