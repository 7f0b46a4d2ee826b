"""Whoever asks for a person is told of at once, and called for until somebody takes it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tangkal.desk.deadlines import clocks, commands, escalation
from tangkal.desk.deadlines.models import Escalation
from tangkal.desk.inbox.models import Notice
from tangkal.desk.tipline import takeover
from tangkal.desk.tipline.models import ANSWER_WITHIN, Conversation
from tests.sources.tiplines.payloads import telegram as update

pytestmark = pytest.mark.django_db
TALKING = {
    *("pemantau", "analis", "second_analis", "verifikator", "second_verifikator", "penyusun"),
    *("second_penyusun", "penyetuju", "second_penyetuju", "juru_bicara", "second_pemantau"),
}


@pytest.fixture
def waiting(telegram, tell) -> Conversation:
    tell(telegram, update("petugas"))
    return Conversation.objects.get()


def told() -> set[str]:
    return set(Notice.objects.values_list("user__username", flat=True))


def test_everybody_who_may_answer_is_told_once_with_the_deadline(waiting, telegram, tell, people):
    talking = {each.username for each in people.values() if each.username in TALKING}
    assert told() == talking
    notice = Notice.objects.get(user=people["analis"])
    assert notice.url == f"/desk/tipline/{waiting.pk}/"
    assert "Telegram" in notice.title
    until = timezone.localtime(waiting.waits_since + ANSWER_WITHIN)
    assert f"{until:%H:%M}" in notice.title
    tell(telegram, update("petugas"))  # asked again, and waiting already
    assert Notice.objects.count() == len(talking)
    assert set(Notice.objects.values_list("times", flat=True)) == {1}


def test_who_is_on_duty_is_told_and_nobody_else(telegram, tell, people):
    now = timezone.now()
    commands.override_duty(
        people["analis"].organisation,
        people["analis"],
        starts_at=now - timedelta(minutes=5),
        ends_at=now + timedelta(hours=4),
        why="Piket malam",
        by=people["penyetuju"],
    )
    tell(telegram, update("petugas"))
    assert told() == {people["analis"].username}


def test_a_notice_says_nothing_of_who_wrote_or_what(telegram, tell):
    tell(telegram, update("Benarkah bansos dihapus? Hubungi saya di 0812-3456-7890"))
    tell(telegram, update("petugas"))
    for title in Notice.objects.values_list("title", flat=True):
        assert not any(word in title for word in ("0812", "bansos", "Budi", "1111111"))


def test_until_somebody_takes_it_the_office_is_called_again(waiting, people, chain_holds):
    since = waiting.waits_since
    assert escalation.tick(since + ANSWER_WITHIN * 0.5) == 0
    assert escalation.tick(since + ANSWER_WITHIN * 0.8) > 0  # a reminder
    assert escalation.tick(since + ANSWER_WITHIN * 0.8) == 0  # and not twice
    assert escalation.tick(since + ANSWER_WITHIN * 1.01) > 0
    approvers = set(Escalation.objects.filter(stage=2).values_list("person__username", flat=True))
    assert people["penyetuju"].username in approvers
    assert Notice.objects.filter(user=people["penyetuju"], kind="escalated").exists()


def test_a_taken_conversation_calls_nobody(waiting, people):
    takeover.take(waiting, by=people["analis"], version=waiting.version)
    assert [each for each in clocks.calling() if each.kind == "conversation"] == []
    assert escalation.tick(waiting.waits_since + ANSWER_WITHIN * 3) == 0


def test_whoever_waits_again_calls_again(waiting, telegram, tell, people):
    escalation.tick(waiting.waits_since + ANSWER_WITHIN * 0.8)
    taken = takeover.take(waiting, by=people["analis"], version=waiting.version)
    takeover.hand_back(taken, by=people["analis"])
    Conversation.objects.update(waits_since=None)
    tell(telegram, update("petugas"))
    again = Conversation.objects.get()
    Conversation.objects.update(waits_since=again.waits_since + timedelta(hours=3))
    assert escalation.tick(again.waits_since + timedelta(hours=3) + ANSWER_WITHIN * 0.8) > 0


def test_the_list_shows_until_when(waiting, client, people):
    client.force_login(people["analis"])
    assert "1 hour" in client.get("/desk/tipline/").text
    assert "1 hour" in client.get(f"/desk/tipline/{waiting.pk}/").text
