"""Cut off anywhere, everybody is told what became of their question, and nobody twice."""

import random
import threading
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from tangkal.desk.audit import commands as audit
from tangkal.desk.audit.queries import verify_chain
from tangkal.desk.portal.models import PublicReport
from tangkal.desk.questions import families, outgoing
from tangkal.desk.questions.models import Asked, Family, Outgoing
from tangkal.desk.workflow import StaleObject
from tests.desk.questions.conftest import TEXT

State = PublicReport.State


class Killed(BaseException):
    """The process ends here: nothing after it runs, and an open transaction is lost."""


class Kills:
    """Ends the process at the n-th step that writes."""

    def __init__(self, monkeypatch) -> None:
        self.left = 0
        record, send = audit.record, outgoing.send

        def recording(*args, **named):
            self.step()
            return record(*args, **named)

        def sending(message):
            self.step()
            outcome = send(message)
            self.step()
            return outcome

        for module in ("tangkal.desk.portal.reports", "tangkal.desk.questions.families"):
            monkeypatch.setattr(f"{module}.record", recording)
        monkeypatch.setattr(outgoing, "send", sending)

    def step(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise Killed


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(12))
def test_everybody_is_told_once_wherever_the_process_is_killed(
    asks, publish, people, service, monkeypatch, seed
):
    chance = random.Random(seed)
    monkeypatch.setattr(families, "PORTION", 2)
    addresses = [f"warga{each}@warga.example" for each in range(5)]
    reports = [asks(TEXT, address) for address in addresses]
    family, found, now = Asked.objects.get(report=reports[0]).family, publish(), datetime.now(UTC)
    dying = Kills(monkeypatch)
    kills = [chance.randint(1, 14) for _each in range(chance.randint(1, 5))] if seed else []
    for left in [*kills, 0]:
        dying.left = left
        with suppress(Killed):
            decide_and_deliver(family, found, people["analis"], now)
        now += timedelta(minutes=5)  # whatever was being sent is given up for lost
    told, doubted = Counter(service.told), Outgoing.objects.filter(state="unknown").count()

    assert PublicReport.objects.filter(state=State.ANSWERED, answer=found).count() == 5
    assert Outgoing.objects.count() == 5  # a message each
    assert max(told.values(), default=0) <= 1  # nobody twice
    assert set(Outgoing.objects.values_list("state", flat=True)) <= {"sent", "unknown"}
    assert len(told) + doubted >= 5  # whoever was not told is seen to be in doubt
    assert seed or (len(told), doubted) == (5, 0)
    assert verify_chain().broken_at is None


def decide_and_deliver(family: Family, found, by, now: datetime) -> None:
    """An officer's press, then the worker's turns until nothing is left to do."""
    with suppress(StaleObject):  # decided before the kill
        families.answer_family(family, found, by=by)
    while families.spread():
        pass
    while outgoing.deliver(now + timedelta(minutes=3)):
        pass


@pytest.mark.django_db(transaction=True)
def test_of_two_bulk_answers_at_once_each_family_gets_one(asks, publish, people):
    texts = [
        f"Apakah benar {w} dilarang dijual di pasar mulai besok pagi?"
        for w in ("durian", "mangga", "pepaya", "salak", "rambutan", "manggis")
    ]
    chosen = [
        Asked.objects.get(report=asks(text, f"{n}@warga.example")).family
        for n, text in enumerate(texts)
    ]
    one, other = publish(), publish(headline="Jawaban lain", reference="2026-0002")
    start, done = threading.Barrier(2), []

    def answer(found, by) -> None:
        start.wait()
        try:
            done.append(families.answer_many([(f, f.version) for f in chosen], found, by=by))
        finally:
            connection.close()

    threads = [
        threading.Thread(target=answer, args=(one, people["analis"])),
        threading.Thread(target=answer, args=(other, people["second_analis"])),
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert sum(each.families for each in done) == len(chosen)
    assert sum(each.stale for each in done) == len(chosen)
    for report in PublicReport.objects.select_related("asked__family"):
        assert report.answer_id == report.asked.family.answer_id
    assert Outgoing.objects.count() == len(chosen)


@pytest.mark.django_db(transaction=True)
def test_the_same_question_at_once_founds_one_family(asks):
    start, failed = threading.Barrier(4), []

    def ask() -> None:
        start.wait()
        try:
            asks(TEXT)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _each in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert failed == []
    assert [each.askers for each in Family.objects.all()] == [4]
