"""Several messages on their way at once: in order, kept through what breaks, and never twice."""

import threading
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError

from tangkal.desk.alerts.sending.base import later, never, sent
from tangkal.desk.questions import contacts, lanes, outgoing
from tangkal.desk.questions.lanes import Lanes
from tangkal.desk.questions.models import Outgoing
from tests.desk.questions.test_outgoing import written

pytestmark = pytest.mark.django_db
State = Outgoing.State
PATIENCE_S = 300  # before lanes that hang fail their test; a loaded machine is only slow
COUNT = 4


@pytest.fixture
def ways(service):
    return Lanes(outgoing.send, COUNT, "proof")


@pytest.fixture
def waiting():
    """``waiting(12)``: so many messages, each to somebody else; whom they go to, in order."""

    def made(number: int) -> list[str]:
        addresses = [f"warga{each:02}@warga.example" for each in range(number)]
        for each in addresses:
            written(contacts.reach("email", each, language="id"), key=each)
        return addresses

    return made


def states() -> Counter[str]:
    return Counter(Outgoing.objects.values_list("state", flat=True))


def send(ways, after: timedelta = timedelta(seconds=1)) -> int:
    return outgoing.deliver(datetime.now(UTC) + after, channel="email", lanes=ways)


def test_everybody_is_told_once_and_whoever_waited_longest_first(waiting, service, ways):
    addresses = waiting(30)
    now = datetime.now(UTC)
    for place, each in enumerate(reversed(addresses)):
        Outgoing.objects.filter(key=each).update(next_at=now + timedelta(milliseconds=place))

    assert send(ways) == 30
    assert sorted(service.told) == addresses
    assert service.told[0] == addresses[-1]
    told = {each: place for place, each in enumerate(service.told)}
    late = [abs(told[each] - place) for place, each in enumerate(reversed(addresses))]
    assert max(late) <= COUNT  # as many as are under way together may overtake one another
    assert states() == {"sent": 30}


def test_while_one_waits_for_its_answer_others_are_sent(waiting, service, ways):
    waiting(3)
    together, taken = threading.Barrier(2), []

    def answer():
        taken.append(1)
        if len(taken) > 1:  # the first goes alone; the next two meet, or nobody goes on
            together.wait(PATIENCE_S)
        return sent()

    service.answer = answer

    assert send(ways) == 3
    assert states() == {"sent": 3}


def test_killed_in_the_middle_only_what_was_on_its_way_is_in_doubt(
    waiting, service, ways, monkeypatch
):
    addresses, finish, done = waiting(20), outgoing.finish, []

    def killed(back, **named):
        done.extend(back)
        if len(done) > COUNT + 1:
            raise KeyboardInterrupt
        return finish(back, **named)

    with monkeypatch.context() as patched:
        patched.setattr(outgoing, "finish", killed)
        with pytest.raises(KeyboardInterrupt):
            send(ways)
    ways.back()  # what was on its way arrives, though nobody is left to note it
    begun = set(Outgoing.objects.filter(state=State.SENDING).values_list("key", flat=True))
    assert 1 <= len(begun) <= COUNT
    assert begun <= set(service.told)
    other = Lanes(outgoing.send, COUNT, "next life")
    for minutes in (1, 5, 10):
        while send(other, timedelta(minutes=minutes)):
            pass

    assert Counter(service.told) == dict.fromkeys(addresses, 1)
    unknown = Outgoing.objects.filter(state=State.UNKNOWN).values_list("key", flat=True)
    assert set(unknown) == begun
    assert states()["sent"] == 20 - len(begun)


def test_outcomes_wait_for_a_database_that_is_away(waiting, service, ways, monkeypatch):
    addresses = waiting(5)

    def away(*_args, **_named):
        raise OperationalError("database is locked")

    with monkeypatch.context() as patched:
        patched.setattr(outgoing, "finish", away)
        with pytest.raises(OperationalError):
            send(ways)
    while send(ways):
        pass

    assert sorted(service.told) == addresses
    assert states() == {"sent": 5}


def test_an_outcome_that_cannot_be_kept_puts_no_other_in_doubt(waiting, service, ways, monkeypatch):
    waiting(6)
    answers = iter([sent(), sent(), never("rusak")])
    service.answer = lambda: next(answers, sent())

    def broken(*_args, **_named):
        raise ValueError("rusak")

    monkeypatch.setattr(outgoing, "keep", broken)
    while send(ways):
        pass

    assert states() == {"sent": 5, "sending": 1}


@pytest.mark.parametrize(("wish", "rest"), [(None, lanes.SHORT_REST_S), (2.5, 2.5), (900, 5.0)])
def test_a_service_that_asks_for_less_gets_one_attempt_and_then_a_rest(
    waiting, service, ways, monkeypatch, wish, rest
):
    waiting(9)
    clock = [1000.0]
    monkeypatch.setattr(lanes.time, "monotonic", lambda: clock[0])
    service.answer = lambda: later("429", wish)
    assert send(ways) == 1
    clock[0] += rest * 0.9
    assert send(ways) == 0
    service.answer = sent
    clock[0] += rest * 0.2
    assert send(ways) == 8
    assert states() == {"sent": 8, "temporary": 1}
