"""While a burst comes in, the worker leaves the database to what has to be kept."""

import os
import time

import pytest
from django.db import connection

from tangkal.desk.tipline import giving_way, working
from tangkal.desk.tipline.models import Inbound
from tests.desk.tipline.conftest import fresh
from tests.sources.tiplines.payloads import telegram as update

pytestmark = pytest.mark.django_db
MANY = giving_way.FEW * 2 + 1


@pytest.fixture
def burst(telegram, call, monkeypatch):
    """Many messages at once, and a worker that waits without losing the test's time."""
    waited = []
    monkeypatch.setattr(giving_way, "gauge", giving_way.Gauge())
    monkeypatch.setattr(working.time, "sleep", waited.append)
    for _each in range(MANY):
        assert call(telegram, fresh(update("Halo"))) == 200
    giving_way.gauge.kept(giving_way.BURST)
    return waited


def waiting() -> int:
    return Inbound.objects.filter(state=Inbound.State.NEW).count()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="other databases take many writers")
def test_few_are_answered_until_the_burst_is_over(burst, clock):
    assert working.work(clock) == giving_way.FEW
    assert burst == [giving_way.PAUSE_S]
    assert waiting() == MANY - giving_way.FEW
    past = time.time() - giving_way.FOR_S - 1
    os.utime(giving_way.mark(), (past, past))
    assert working.work(clock) == MANY - giving_way.FEW
    assert burst == [giving_way.PAUSE_S]
    assert waiting() == 0


def test_an_ordinary_evening_leaves_no_mark(telegram, call):
    assert call(telegram, fresh(update("Halo"))) == 200
    assert not giving_way.is_burst()


def test_what_comes_slowly_is_no_burst(tangkal, monkeypatch):
    now = [100.0]
    monkeypatch.setattr(giving_way.time, "monotonic", lambda: now[0])
    gauge = giving_way.Gauge()
    for _second in range(3):
        gauge.kept(giving_way.BURST - 1)
        now[0] += 1.5
    assert not giving_way.mark().exists()
    gauge.kept(giving_way.BURST)
    assert giving_way.mark().exists()
