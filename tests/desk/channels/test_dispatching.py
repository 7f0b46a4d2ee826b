"""From an approved text to its readers: who may, what is refused, what goes out, and how far."""

import hashlib
import hmac
import json
import random
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases import commands as cases
from tangkal.desk.channels import commands, delivery, outlets
from tangkal.desk.channels.models import Delivery, DeliveryAttempt, Dispatch, Outlet
from tangkal.desk.channels.sending.base import Result
from tangkal.desk.channels.states import DeliveryState, DispatchState
from tangkal.desk.inbox.models import Notice
from tangkal.desk.strategic_communication import commands as messages
from tangkal.desk.strategic_communication import freezing
from tangkal.desk.strategic_communication.models import MessageVersion
from tangkal.desk.workflow import ActionDenied, StaleObject
from tests.desk.alerts.servers import smtp_server
from tests.desk.channels.conftest import (
    APP_SECRET,
    HOUSE,
    again,
    approve,
    house_in_force,
    soon,
    work,
)

pytestmark = pytest.mark.django_db
S, D = DeliveryState, DispatchState
HOUR = timedelta(hours=1)


def states(found) -> list[str]:
    return list(found.deliveries.order_by("pk").values_list("state", flat=True))


def test_an_approved_text_reaches_the_channel_word_by_word_and_with_its_sender(
    sent, service, clock, parts, chain_holds
):
    found = sent()
    assert work(clock) == 1
    found = again(found)
    assert (found.state, states(found)) == (D.SETTLED, [S.SENT])
    text = service.asked[0].json["text"]
    assert text == found.body
    assert text.startswith(parts["headline"])
    assert parts["fact"] in text
    assert text.endswith("— Humas Kementerian Contoh")
    assert found.deliveries.get().receipt == "77"
    assert AuditEvent.objects.filter(action="delivery.terkirim").count() == 1
    assert chain_holds()


def test_every_reader_of_a_list_gets_a_letter_of_their_own(sent, mail, clock):
    found = sent("email", server=f"127.0.0.1:{mail.port}")
    assert work(clock) == 2
    assert states(found) == [S.SENT, S.SENT]
    assert [letter.rcpt_tos for letter in mail.letters] == [
        ["redaksi@koran.example"],
        ["kabar@radio.example"],
    ]
    text = mail.letters[0].content.decode()
    assert "From: Humas Kementerian Contoh <humas@contoh.go.id>" in text
    assert "List-Unsubscribe: <mailto:humas@contoh.go.id?subject=berhenti>" in text
    assert "kabar@radio.example" not in text


def test_a_template_goes_to_each_number_in_one_line(sent, service, clock, parts):
    service.body = b'{"messages":[{"id":"wamid.1"}]}'
    found = sent("whatsapp")
    assert work(clock) == 2
    assert states(found) == [S.SENT, S.SENT]
    words = service.asked[0].json["template"]["components"][0]["parameters"][1]["text"]
    assert words.startswith(parts["headline"])
    assert "\n" not in words
    assert {asked.json["to"] for asked in service.asked} == {"6281100000001", "6281100000002"}


@pytest.mark.parametrize("kind", ["email", "telegram", "whatsapp"])
def test_whatever_an_exercise_sends_says_so_in_its_first_words(people, message, outlet, kind, case):
    type(case).objects.filter(pk=case.pk).update(is_exercise=True)
    version = messages.latest(type(message).objects.get(pk=message.pk))
    place = outlet(kind, is_exercise=True)
    made = commands.dispatch(version, place, by=people["juru_bicara"])
    assert made.body.startswith("LATIHAN · EXERCISE")


def test_a_message_house_in_force_goes_out_too(case, people, outlet, service, clock):
    house = house_in_force(case, people)
    version = house.versions.get()
    found = commands.dispatch(version, outlet(), by=people["juru_bicara"])
    work(clock)
    assert states(found) == [S.SENT]
    assert HOUSE["pillars"][0]["text"] in service.asked[0].json["text"]


@pytest.mark.parametrize(
    ("who", "is_allowed"),
    [
        ("penyetuju", True),
        ("juru_bicara", True),
        ("penyusun", False),
        ("analis", False),
        ("admin_sistem", False),
        ("foreign_penyetuju", False),
    ],
)
def test_approvers_and_spokespeople_of_the_office_dispatch(
    message, people, outlet, who, is_allowed
):
    version = messages.latest(message)
    if is_allowed:
        assert commands.dispatch(version, outlet(), by=people[who]).pk
    else:
        with pytest.raises(ActionDenied, match="roles"):
            commands.dispatch(version, outlet(), by=people[who])
        assert not Dispatch.objects.exists()


def test_what_nobody_approved_goes_nowhere(case, people, parts, outlet):
    draft = messages.draft_message(case, "chat_text", parts, by=people["penyusun"])
    with pytest.raises(ActionDenied, match="not been approved"):
        commands.dispatch(messages.latest(draft), outlet(), by=people["penyetuju"])


def test_an_older_version_than_the_newest_goes_nowhere(message, people, outlet):
    version = messages.latest(message)
    MessageVersion.objects.create(
        message=message, number=2, parts=version.parts, author=people["penyusun"], sha256="0" * 64
    )
    with pytest.raises(ActionDenied, match="newer version"):
        commands.dispatch(version, outlet(), by=people["penyetuju"])


def test_a_case_opened_again_holds_back_an_approved_text(message, people, outlet, case):
    cases.reopen(case, by=people["analis"], why="another look")
    with pytest.raises(ActionDenied):
        commands.dispatch(messages.latest(message), outlet(), by=people["penyetuju"])


def test_somebody_with_a_conflict_of_interest_sends_nothing(message, people, outlet, case):
    from tangkal.desk.approvals import conflicts

    conflicts.declare(case, people["penyetuju"], by=people["penyetuju"], reason="Saudara.")
    with pytest.raises(ActionDenied, match="conflict"):
        commands.dispatch(messages.latest(message), outlet(), by=people["penyetuju"])


def test_exercises_and_the_world_never_share_an_outlet(message, people, outlet):
    with pytest.raises(ActionDenied, match="exercise"):
        commands.dispatch(
            messages.latest(message), outlet(is_exercise=True), by=people["penyetuju"]
        )


def test_another_offices_outlet_is_refused(message, people, outlet, organisations):
    other = outlet()
    Outlet.objects.filter(pk=other.pk).update(organisation=organisations["foreign"])
    with pytest.raises(ActionDenied, match="another office"):
        commands.dispatch(messages.latest(message), again(other), by=people["penyetuju"])


@pytest.mark.parametrize(("kind", "size"), [("telegram", 4200), ("whatsapp", 1100)])
def test_a_text_too_long_for_its_service_is_refused_whole_not_cut(
    case, people, parts, outlet, kind, size
):
    long = approve(case, people, parts | {"fact": "x" * size})
    with pytest.raises(ValidationError, match="Shorten it"):
        commands.dispatch(messages.latest(long), outlet(kind), by=people["penyetuju"])
    assert not Dispatch.objects.exists()


def test_the_same_text_goes_through_one_outlet_once(sent, message, people):
    found = sent()
    with pytest.raises(ActionDenied, match="already"):
        commands.dispatch(messages.latest(message), found.outlet, by=people["penyetuju"])
    with pytest.raises(IntegrityError), transaction.atomic():  # whoever raced past the question
        Dispatch.objects.create(
            outlet=found.outlet,
            case=found.case,
            message_version=found.message_version,
            subject="x",
            body="x",
            sha256="x",
            created_by=people["penyetuju"],
        )


def test_too_many_requests_waits_as_long_as_the_service_asks(sent, service, clock):
    service.status = 429
    service.body = b'{"ok":false,"parameters":{"retry_after":90}}'
    found = sent()
    work(clock)
    held = found.deliveries.get()
    assert held.state == S.TRY_AGAIN
    assert held.next_attempt_at >= clock() + timedelta(seconds=85)
    assert work(clock) == 0
    service.status, service.body = 200, b'{"ok":true,"result":{"message_id":8}}'
    clock.ahead = timedelta(minutes=5)
    assert work(clock) == 1
    assert states(found) == [S.SENT]
    assert again(found).state == D.SETTLED


def test_a_blocked_bot_is_a_permanent_failure_and_its_sender_is_told(sent, service, clock, people):
    service.status, service.body = 403, b'{"ok":false,"description":"Forbidden: bot was kicked"}'
    found = sent()
    work(clock)
    assert states(found) == [S.FAILED]
    assert "kicked" in found.deliveries.get().reason
    assert again(found.outlet).health == "broken"
    assert Notice.objects.filter(user=people["juru_bicara"]).count() == 1


def test_after_a_day_of_failures_it_is_given_up(sent, service, clock):
    service.status = 502
    found = sent()
    for hours in range(30):
        clock.ahead = timedelta(hours=hours)
        work(clock)
    held = found.deliveries.get()
    assert held.state == S.FAILED
    assert held.attempts < 30


def test_a_server_that_is_away_costs_one_attempt_a_round(sent, tangkal, clock):
    found = sent("email", recipients="\n".join(f"r{n}@x.example" for n in range(9)))
    assert work(clock) == 1
    assert sorted(set(states(found))) == [S.CREATED, S.TRY_AGAIN]


def test_an_answer_that_never_came_is_left_for_a_person(sent, service, clock, people, monkeypatch):
    found = sent()
    monkeypatch.setattr(
        delivery, "by_kind", lambda *_: Result(kind="uncertain", reason="ReadTimeout")
    )
    work(clock)
    clock.ahead = HOUR
    assert work(clock) == 0  # the machine does not send it again by itself
    held = found.deliveries.get()
    assert held.state == S.UNCERTAIN
    found = again(found)
    with pytest.raises(ActionDenied):
        commands.resolve(held, arrived=True, by=people["penyusun"], expected_version=found.version)
    commands.resolve(held, arrived=True, by=people["penyetuju"], expected_version=found.version)
    assert states(found) == [S.SENT]


def test_what_a_person_did_not_find_goes_again(sent, service, clock, people, monkeypatch):
    found = sent()
    with monkeypatch.context() as cut:
        cut.setattr(delivery, "by_kind", lambda *_: Result(kind="uncertain", reason="x"))
        work(clock)
    found = again(found)
    with pytest.raises(StaleObject):
        commands.resolve(
            found.deliveries.get(), arrived=False, by=people["penyetuju"], expected_version=99
        )
    commands.resolve(
        found.deliveries.get(),
        arrived=False,
        by=people["penyetuju"],
        expected_version=found.version,
    )
    assert again(found).state == D.GOING
    assert work(clock) == 1
    assert states(found) == [S.SENT]
    assert again(found).state == D.SETTLED


@pytest.mark.parametrize(("kind", "after"), [("telegram", S.UNCERTAIN), ("email", S.SENT)])
def test_a_worker_cut_off_in_the_middle_repeats_only_what_knows_a_key(
    sent, service, clock, kind, after
):
    with smtp_server() as inbox:
        found = sent(kind, **({"server": f"127.0.0.1:{inbox.port}"} if kind == "email" else {}))
        first = found.deliveries.order_by("pk").first()
        begun = delivery.begin(first.pk, clock())
        assert delivery.begin(first.pk, clock()) is None  # one at a time
        clock.ahead = timedelta(minutes=3)  # its lease is over, and nobody wrote an end
        work(clock)
        assert again(first).state == after
        assert service.asked == []  # no second post in public
        # The first comes back from the dead: its word is kept, and changes nothing.
        delivery.finish(
            begun, Result(kind="permanent", reason="late"), now=clock(), chance=random.Random(1)
        )
        assert again(first).state == after
        if kind == "email":
            key = str(first.key)
            assert any(key in letter.content.decode() for letter in inbox.letters)


def test_a_closed_outlet_and_a_lost_secret_are_named(sent, service, clock, people, tangkal):
    found = sent()
    tangkal.HOME.secret_path(found.outlet.secret_name).unlink()
    work(clock)
    assert "enter it again" in found.deliveries.get().reason
    other = sent(name="Lain")
    outlets.set_open(other.outlet, is_open=False, by=people["admin_sistem"], version=1)
    work(clock)
    assert other.deliveries.get().reason == "the outlet is closed"
    assert service.asked == []


def test_an_unforeseen_error_stops_no_other_and_tells_no_secret(sent, service, clock, monkeypatch):
    first, second = sent(), sent("website")
    real = delivery.by_kind

    def trip(held, secret):
        if held.dispatch_id == first.pk:
            raise RuntimeError(secret["token"])
        return real(held, secret)

    monkeypatch.setattr(delivery, "by_kind", trip)
    work(clock)
    assert first.deliveries.get().reason == "unforeseen: RuntimeError"
    assert states(second) == [S.SENT]


def test_a_scheduled_dispatch_goes_at_its_hour_and_not_before(sent, service, clock, chain_holds):
    found = sent(publish_at=soon())
    assert work(clock) == 0
    assert not found.deliveries.exists()
    clock.ahead = HOUR * 2
    assert work(clock) == 2  # its start, and its one delivery
    assert again(found).state == D.SETTLED
    assert len(service.asked) == 1
    assert delivery.go(found.pk, clock()) is False  # another worker comes too late
    assert chain_holds()


def freeze(found, people):
    freezing.freeze(people["analis"], "Krisis", found.case.lead_organisation)


def leave(found, people):
    type(people["juru_bicara"]).objects.filter(pk=people["juru_bicara"].pk).update(is_active=False)


def end_role(found, people):
    people["juru_bicara"].assignments.update(expires_at=timezone.now())


def close(found, people):
    outlets.set_open(found.outlet, is_open=False, by=people["admin_sistem"], version=1)


def doubt(found, people):
    cases.reopen(found.case, by=people["analis"], why="another look")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [(freeze, "Krisis"), (leave, ""), (end_role, "roles"), (close, "closed"), (doubt, "anew")],
)
def test_everything_is_checked_again_at_its_hour(sent, service, clock, people, spoil, words):
    found = sent(publish_at=soon())
    spoil(found, people)
    clock.ahead = HOUR * 2
    work(clock)
    found = again(found)
    assert found.state == D.STOPPED
    assert found.refusal
    assert words in found.refusal
    assert service.asked == []


def test_while_frozen_nothing_new_is_scheduled_but_a_hand_still_sends(sent, service, people, case):
    freezing.freeze(people["analis"], "Krisis", case.lead_organisation)
    with pytest.raises(ActionDenied, match="Krisis"):
        sent(publish_at=soon())
    assert sent(name="Kedua").state == D.GOING


def test_a_scheduled_one_can_be_stopped_and_sent_anew(sent, message, people, service):
    found = sent(publish_at=soon())
    with pytest.raises(ActionDenied):
        commands.stop(found, by=people["analis"], expected_version=1)
    commands.stop(found, by=people["penyetuju"], expected_version=1)
    assert again(found).state == D.STOPPED
    fresh = commands.dispatch(messages.latest(message), found.outlet, by=people["penyetuju"])
    assert fresh.state == D.GOING


def test_an_hour_that_has_passed_is_refused(sent):
    with pytest.raises(ValidationError, match="ahead"):
        sent(publish_at=soon(-1))


def receipt(found, status, *, wamid="wamid.1", key="", secret=APP_SECRET, errors=()):
    told = {"id": wamid, "status": status, "errors": list(errors)}
    if key:
        told["biz_opaque_callback_data"] = key
    body = json.dumps({"entry": [{"changes": [{"value": {"statuses": [told]}}]}]}).encode()
    mark = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return Client().post(
        f"/kanal/whatsapp/{found.outlet.slug}/",
        body,
        content_type="application/json",
        headers={"X-Hub-Signature-256": f"sha256={mark}"},
    )


@pytest.fixture
def told(sent, service, clock):
    """A template that WhatsApp took for one number."""
    service.body = b'{"messages":[{"id":"wamid.1"}]}'
    found = sent("whatsapp", recipients="+6281100000001")
    work(clock)
    return found


def test_signed_receipts_tell_what_arrived_once_and_in_any_order(told, chain_holds):
    assert receipt(told, "delivered").status_code == 200
    assert states(told) == [S.DELIVERED]
    assert told.deliveries.get().delivered_at is not None
    for status in ("delivered", "sent", "failed"):
        assert receipt(told, status).status_code == 200
        assert states(told) == [S.DELIVERED]
    assert AuditEvent.objects.filter(action="delivery.tiba").count() == 1
    assert chain_holds()


def test_a_failed_receipt_is_a_permanent_failure_with_its_reason(told):
    receipt(told, "failed", errors=[{"code": 131026, "title": "Message undeliverable"}])
    held = told.deliveries.get()
    assert (held.state, held.reason) == (S.FAILED, "131026 Message undeliverable")


def test_a_receipt_with_another_secret_changes_nothing(told):
    assert receipt(told, "delivered", secret="x" * 30).status_code == 403
    assert states(told) == [S.SENT]


def test_another_messages_receipt_is_none_of_ours(told):
    assert receipt(told, "delivered", wamid="wamid.other").status_code == 200
    assert states(told) == [S.SENT]


def test_a_lost_answer_is_found_again_by_the_key_in_its_receipt(sent, service, clock, monkeypatch):
    found = sent("whatsapp", recipients="+6281100000001")
    monkeypatch.setattr(delivery, "by_kind", lambda *_: Result(kind="uncertain", reason="x"))
    work(clock)
    key = str(found.deliveries.get().key)
    receipt(found, "sent", wamid="wamid.9", key=key)
    assert states(found) == [S.SENT]
    receipt(found, "delivered", wamid="wamid.9")
    assert states(found) == [S.DELIVERED]


def test_meta_verifies_the_webhook_with_our_word(outlet):
    place = f"/kanal/whatsapp/{outlet('whatsapp').slug}/"
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": "kata"}
    assert Client().get(place, asked).content == b"1158201444"
    assert Client().get(place, asked | {"hub.verify_token": "lain"}).status_code == 403
    assert Client().get(place, asked | {"hub.challenge": "<b>"}).status_code == 403
    assert Client().get("/kanal/whatsapp/tidak-ada/", asked).status_code == 404


def test_secrets_lie_in_the_home_alone_and_lead_nowhere_else(outlet, people, tangkal, caplog):
    from tests.desk.channels.conftest import TOKEN

    place = outlet()
    assert outlets.opened(place) == {"token": TOKEN}
    assert tangkal.HOME.secret_path(place.secret_name).stat().st_mode & 0o077 == 0
    kept = str(Outlet.objects.values().get()) + caplog.text
    assert TOKEN not in kept + " ".join(AuditEvent.objects.values_list("detail", flat=True))
    with pytest.raises(ValidationError, match="secret again"):
        outlets.change_outlet(place, by=people["admin_sistem"], version=1, address="@lain")
    with pytest.raises(ActionDenied):
        outlets.change_outlet(place, by=people["penyetuju"], version=1, name="x")


def test_attempts_are_written_down_before_they_are_made(sent, service, clock):
    found = sent()
    seen = []
    real = delivery.send

    def look(held):
        seen.append(DeliveryAttempt.objects.filter(delivery=held, ended_at=None).count())
        return real(held)

    delivery.send, kept = look, delivery.send
    try:
        work(clock)
    finally:
        delivery.send = kept
    assert seen == [1]
    assert Delivery.objects.get(dispatch=found).tries.get().outcome == "sent"
