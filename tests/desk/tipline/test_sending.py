"""Both services against stand-ins on loopback: what goes out, and what each answer means."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from tangkal.desk.questions import outgoing
from tangkal.desk.questions.models import Outgoing
from tangkal.desk.tipline import lines, sending
from tangkal.desk.tipline.models import Conversation, Line
from tests.desk.alerts.servers import raw_server
from tests.desk.tipline.conftest import ACCESS, TOKEN
from tests.servers.ports import free_port
from tests.sources.tiplines.payloads import NUMBER_ID, wa_message, wa_status
from tests.sources.tiplines.payloads import telegram as update
from tests.sources.tiplines.payloads import whatsapp as api

pytestmark = pytest.mark.django_db
TOO_FAST = {"ok": False, "parameters": {"retry_after": 90}, "error": {"code": 130429}}
PATH = {"telegram": f"/bot{TOKEN}/sendMessage", "whatsapp": f"/v21.0/{NUMBER_ID}/messages"}


@pytest.fixture(params=["telegram", "whatsapp"])
def asked(request, tell, services):
    """Somebody has greeted by one service, and the answer waits to be sent."""
    line = request.getfixturevalue(request.param)
    assert tell(line, update("Halo") if request.param == "telegram" else api(wa_message("Halo")))
    return request.param


def only() -> Outgoing:
    return Outgoing.objects.get()


def test_an_answer_goes_to_whoever_asked_with_the_senders_name(asked, services, clock):
    assert outgoing.deliver(clock()) == 1
    [(path, body)] = services.sent
    assert path == PATH[asked]
    assert services.texts()[0].endswith("\n— Humas Contoh")
    if asked == "telegram":
        assert body["chat_id"] == "1111111"
    else:
        assert (body["to"], body["type"]) == ("6281234567890", "text")
        assert body["biz_opaque_callback_data"] == only().key
    assert only().state == "sent"
    assert outgoing.deliver(clock()) == 0


def test_whoever_is_known_by_an_id_alone_is_written_to_by_it(whatsapp, tell, services, clock):
    message = wa_message("Halo", **{"from": None, "from_user_id": "ID.77"})
    tell(whatsapp, api(message, contacts=[{"user_id": "ID.77"}]))
    outgoing.deliver(clock())
    body = services.sent[0][1]
    assert body["recipient"] == "ID.77"
    assert "to" not in body


@pytest.mark.parametrize(
    ("status", "error", "state"),
    [
        (
            429,
            {"ok": False, "parameters": {"retry_after": 90}, "error": {"code": 130429}},
            "temporary",
        ),
        (500, {}, "temporary"),
        (503, {"error": {"code": 2}}, "temporary"),
        (403, {"ok": False, "description": "blocked", "error": {"code": 131026}}, "permanent"),
        (0, {}, "unknown"),  # hung up in the middle of the answer
    ],
)
def test_what_each_answer_of_the_services_means(asked, services, clock, status, error, state):
    services.status, services.error = status, error
    services.headers = {"Retry-After": "90"} if status == 429 else {}
    outgoing.deliver(clock())
    found = only()
    assert found.state == state
    if status == 429:
        assert found.next_at >= clock() + timedelta(seconds=85)
    services.status, services.headers = 200, {}
    clock.ahead = timedelta(minutes=5)
    outgoing.deliver(clock())
    # What is in doubt is not said twice.
    assert len(services.sent) == (2 if state == "temporary" else 1)
    assert only().state == ("sent" if state == "temporary" else state)
    for secret in (TOKEN, ACCESS, "6281234567890", "1111111"):
        assert secret not in only().reason


def test_a_server_that_is_not_there_is_tried_again(asked, services, clock, tangkal):
    from dataclasses import replace

    nowhere = f"http://127.0.0.1:{free_port()}"
    tangkal.TANGKAL = replace(tangkal.TANGKAL, telegram_url=nowhere, whatsapp_url=nowhere)
    outgoing.deliver(clock())
    assert only().state == "temporary"


def test_a_half_open_server_is_not_waited_for_for_ever(tangkal, telegram, whatsapp):
    from dataclasses import replace

    with raw_server(lambda connection: time.sleep(300)) as port:
        url = f"http://127.0.0.1:{port}"
        tangkal.TANGKAL = replace(tangkal.TANGKAL, telegram_url=url, whatsapp_url=url)
        for channel in (sending.Channel.TELEGRAM, sending.Channel.WHATSAPP):
            result = sending.by(channel, "1111111", "x", "", seconds=3.0)
            assert result.kind == "uncertain"


def test_after_a_day_whatsapp_gets_the_approved_template(whatsapp, tell, services, clock):
    tell(whatsapp, api(wa_message("Halo")))
    Conversation.objects.update(last_in_at=timezone.now() - timedelta(hours=25))
    outgoing.deliver(clock())
    found = only()
    assert (found.state, services.sent) == ("permanent", [])
    assert "no template" in found.reason
    Line.objects.update(template="jawaban_resmi")
    lines.here.forget()
    Outgoing.objects.update(state="created", next_at=clock())
    outgoing.deliver(clock())
    body = services.sent[0][1]
    assert (body["type"], body["template"]["name"]) == ("template", "jawaban_resmi")
    sender, text = (each["text"] for each in body["template"]["components"][0]["parameters"])
    assert sender == "Humas Contoh"
    assert "\n" not in text


def test_telegram_knows_no_such_rule(telegram, tell, services, clock):
    tell(telegram, update("Halo"))
    Conversation.objects.update(last_in_at=timezone.now() - timedelta(days=9))
    outgoing.deliver(clock())
    assert only().state == "sent"


def test_without_an_open_line_nothing_is_sent(asked, services, clock):
    Line.objects.update(is_active=False)
    lines.here.forget()
    outgoing.deliver(clock())
    assert (only().state, services.sent) == ("permanent", [])


@pytest.mark.parametrize(
    ("statuses", "state"),
    [
        (["sent"], "sent"),
        (["delivered", "sent"], "delivered"),
        (["sent", "delivered", "read"], "delivered"),
        (["failed"], "permanent"),
        (["deleted"], "sent"),
    ],
)
def test_statuses_say_what_became_of_an_answer(
    whatsapp, tell, call, work, services, clock, statuses, state
):
    tell(whatsapp, api(wa_message("Halo")))
    outgoing.deliver(clock())
    receipt = only().receipt
    assert receipt == "wamid.out1"
    errors = [{"code": 131026, "title": "Message undeliverable"}]
    for status in statuses:
        told = wa_status(status, id=receipt, errors=errors if status == "failed" else [])
        assert call(whatsapp, api(statuses=[told])) == 200
    work()
    assert only().state == state
    if state == "permanent":
        assert "131026" in only().reason


def test_a_lost_answer_is_found_again_by_our_key(whatsapp, tell, call, work, services, clock):
    tell(whatsapp, api(wa_message("Halo")))
    services.status = 0
    outgoing.deliver(clock())
    assert only().state == "unknown"
    told = wa_status("sent", id="wamid.baru", biz_opaque_callback_data=only().key)
    assert call(whatsapp, api(statuses=[told])) == 200
    work()
    assert (only().state, only().receipt) == ("sent", "wamid.baru")


def test_a_status_of_somebody_elses_message_changes_nothing(whatsapp, tell, call, work, clock):
    tell(whatsapp, api(wa_message("Halo")))
    assert call(whatsapp, api(statuses=[wa_status("failed")])) == 200
    work()
    assert only().state == "created"


def test_a_slow_service_holds_up_no_other(telegram, whatsapp, tell, services, clock):
    tell(telegram, update("Halo"))
    tell(whatsapp, api(wa_message("Halo")))
    outgoing.deliver(clock(), channel="whatsapp")
    assert [path for path, _body in services.sent] == [PATH["whatsapp"]]
