"""A dispatch that was stopped half-way goes on, and nobody gets it twice."""

import random
from datetime import timedelta

import pytest

from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases import commands as cases
from tangkal.desk.channels import bounces, commands, delivery, outlets, queries
from tangkal.desk.channels.delivery_reports import Report
from tangkal.desk.channels.models import Delivery
from tangkal.desk.channels.sending.base import Result
from tangkal.desk.channels.states import DeliveryState, DispatchState
from tangkal.desk.inbox.models import Notice
from tangkal.desk.strategic_communication import freezing
from tangkal.desk.workflow import ActionDenied, StaleObject
from tests.desk.channels.conftest import again, soon, work

pytestmark = pytest.mark.django_db
S, D = DeliveryState, DispatchState
SIX = "\n".join(f"redaksi{n}@koran.example" for n in range(6))


def states(found):
    return [each.state for each in found.deliveries.order_by("pk")]


def keys(mail):
    """The ids of all letters, as mail servers tell copies."""
    return [
        line
        for letter in mail.letters
        for line in letter.content.decode().splitlines()
        if line.startswith("Message-ID")
    ]


def resume(found, who):
    found = again(found)
    return commands.resume(found, by=who, expected_version=found.version)


@pytest.fixture
def six(sent, mail, monkeypatch):
    """``six()``: to six newsrooms, of which each round of the worker takes two."""
    monkeypatch.setattr(delivery, "AT_ONCE", 2)

    def send(**more):
        return sent("email", server=f"127.0.0.1:{mail.port}", recipients=SIX, **more)

    return send


@pytest.fixture
def half(six, mail, clock, people):
    """Scheduled, begun, and then publishing was frozen."""
    found = six(publish_at=soon(1))
    clock.ahead = timedelta(hours=2)
    work(clock)
    assert len(mail.letters) == 2
    freezing.freeze(people["analis"], "Krisis", found.case.lead_organisation)
    work(clock)
    return found


def test_a_freeze_in_the_middle_holds_the_rest_and_says_so_once(half, mail, clock, people):
    assert states(half) == [S.SENT] * 2 + [S.STOPPED] * 4
    assert again(half).state == D.SETTLED
    assert "Krisis" in half.deliveries.last().reason
    assert work(clock) == 0
    told = Notice.objects.filter(user=people["juru_bicara"], title__contains="stopped half-way")
    assert told.count() == 1
    assert AuditEvent.objects.filter(action="dispatch.held_back").count() == 1


def test_the_rest_goes_to_whoever_has_not_had_it_once_with_the_keys_it_had(
    half, mail, clock, people, chain_holds
):
    before = {each.pk: each.key for each in half.deliveries.all()}
    assert resume(half, people["penyetuju"]) == 4
    for _round in range(4):
        work(clock)
    assert states(half) == [S.SENT] * 6
    assert again(half).state == D.SETTLED
    assert len(keys(mail)) == len(set(keys(mail))) == 6
    assert {each.pk: each.key for each in half.deliveries.all()} == before
    assert chain_holds()


def test_whoever_presses_second_sends_nothing_more(half, mail, clock, people):
    seen = again(half).version
    resume(half, people["penyetuju"])
    with pytest.raises(StaleObject):
        commands.resume(half, by=people["juru_bicara"], expected_version=seen)
    with pytest.raises(ActionDenied, match="left to send"):
        resume(half, people["juru_bicara"])


def test_what_a_person_sends_on_is_by_hand_so_the_freeze_does_not_stop_it_again(
    half, mail, clock, people
):
    resume(half, people["penyetuju"])
    for _round in range(3):
        work(clock)
    assert S.STOPPED not in states(half)


def test_what_is_sent_by_hand_goes_on_in_a_freeze(six, mail, clock, people):
    found = six()
    work(clock)
    freezing.freeze(people["analis"], "Krisis", found.case.lead_organisation)
    for _round in range(3):
        work(clock)
    assert states(found) == [S.SENT] * 6


@pytest.mark.parametrize("who", ["penyusun", "analis", "foreign_penyetuju"])
def test_only_those_who_send_send_the_rest(half, people, who):
    with pytest.raises(ActionDenied):
        resume(half, people[who])


def doubt(found, people):
    cases.reopen(found.case, by=people["analis"], why="another look")


def close(found, people):
    outlets.set_open(found.outlet, is_open=False, by=people["admin_sistem"], version=1)


def recall(found, people):
    found = again(found)
    commands.recall(found, by=people["penyetuju"], why="x", expected_version=found.version)


@pytest.mark.parametrize("spoil", [doubt, close, recall])
def test_everything_is_checked_again_before_the_rest_goes(half, mail, clock, people, spoil):
    spoil(half, people)
    letters = len(mail.letters)
    with pytest.raises(ActionDenied):
        resume(half, people["penyetuju"])
    work(clock)
    assert not any("Harga BBM" in str(each.content) for each in mail.letters[letters:]) or (
        spoil is recall  # whose notice goes to those who had it
    )
    assert states(half)[2:] == [S.STOPPED] * 4


def test_what_the_service_refused_goes_again_once_it_takes_it(sent, service, clock, people):
    service.status, service.body = 403, b'{"ok":false,"description":"Forbidden: bot was kicked"}'
    found = sent()
    work(clock)
    assert states(found) == [S.FAILED]
    service.status, service.body = 200, b'{"ok":true,"result":{"message_id":9}}'
    assert resume(found, people["juru_bicara"]) == 1
    work(clock)
    assert states(found) == [S.SENT]


def test_it_has_a_day_from_when_it_was_sent_on(sent, service, clock, people):
    service.status, service.body = 403, b'{"ok":false,"description":"Forbidden"}'
    found = sent()
    work(clock)
    found.went_at -= timedelta(days=3)
    found.save()
    resume(found, people["juru_bicara"])
    service.status = 502
    work(clock)
    assert states(found) == [S.TRY_AGAIN]


def test_a_letter_that_bounced_and_a_post_nobody_knows_of_are_not_sent_on(
    six, sent, mail, service, clock, people, monkeypatch
):
    letters = six()
    for _round in range(3):
        work(clock)
    key = letters.deliveries.first().key
    report = Report(key=key, action="failed", status="5.1.1", words="no such user")
    bounces.note(report, clock())
    assert states(letters)[0] == S.FAILED
    with pytest.raises(ActionDenied, match="left to send"):
        resume(letters, people["penyetuju"])

    post = sent("telegram", name="Lain")
    with monkeypatch.context() as cut:
        cut.setattr(delivery, "by_kind", lambda *_: Result(kind="uncertain", reason="x"))
        work(clock)
    assert states(post) == [S.UNCERTAIN]
    with pytest.raises(ActionDenied, match="left to send"):
        resume(post, people["penyetuju"])


def test_the_page_says_what_is_left_and_sends_it(half, clock, mail, people, signed_in):
    place = f"/desk/channels/{half.pk}/"
    page = signed_in("penyetuju").get(place, {"lang": "en"}).content.decode()
    assert "Still to be sent: 4 of 6" in page
    assert "Send it to 4 receivers who have not had it" in page
    assert "Krisis" in page
    left = signed_in("penyetuju").get(f"{place}?tab=left").content.decode()
    assert left.count('<th scope="row">') == 4
    reply = signed_in("penyetuju").post(f"{place}resume/", {"version": again(half).version})
    assert reply.status_code == 302
    for _round in range(3):
        work(clock)
    assert "Still to be sent" not in signed_in("penyetuju").get(place).content.decode()
    assert len(mail.letters) == 6


def test_a_reader_sees_what_is_left_and_no_button(half, signed_in):
    page = signed_in("analis").get(f"/desk/channels/{half.pk}/").content.decode()
    assert "4" in page
    assert "/resume/" not in page


def test_a_worker_that_stands_still_is_named_on_the_page(six, clock, signed_in):
    found = six()
    assert queries.stalled_since(again(found), clock()) is None
    Delivery.objects.update(next_attempt_at=clock() - timedelta(minutes=9))
    assert queries.stalled_since(again(found), clock()) is not None
    page = signed_in("penyetuju").get(f"/desk/channels/{found.pk}/").content.decode()
    assert "whether the worker runs" in page


def test_a_late_answer_of_a_cut_off_attempt_changes_nothing_that_was_sent_on(
    half, mail, clock, people
):
    resume(half, people["penyetuju"])
    third = half.deliveries.order_by("pk")[2]
    begun = delivery.begin(third.pk, clock())
    clock.ahead += timedelta(minutes=3)
    for _round in range(4):
        work(clock)
    delivery.finish(
        begun, Result(kind="permanent", reason="late"), now=clock(), chance=random.Random(1)
    )
    assert states(half) == [S.SENT] * 6
