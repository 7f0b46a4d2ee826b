"""A token's minute holds for all web processes together."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client

from tangkal.desk.api import gate, pace, tokens
from tangkal.desk.api.models import ApiToken, Pace

NOW = 1_800_000_030.0  # the middle of a minute


@pytest.fixture(autouse=True)
def at_half_past(monkeypatch):
    cache.clear()
    monkeypatch.setattr(time, "time", lambda: NOW)
    yield
    cache.clear()


@pytest.fixture
def token(people) -> ApiToken:
    return tokens.make(people["analis"], name="uji", scopes=["cases:read"], days=1)[0]


def in_another_process() -> None:
    """Another process knows the database and nothing that this one counts by itself."""
    cache.clear()


@pytest.mark.django_db
def test_a_minute_holds_over_processes_and_never_more(token):
    let_through = 0
    for _process in range(6):
        in_another_process()
        let_through += sum(pace.allows(token, 25) == 0 for _each in range(10))
    assert let_through == 25
    assert Pace.objects.get().taken == 25


@pytest.mark.django_db
def test_the_refusal_says_how_long_the_minute_lasts(token):
    assert [pace.allows(token, 1) for _each in range(2)] == [0, 30]


@pytest.mark.django_db
def test_the_next_minute_begins_anew_and_the_old_one_is_forgotten(token, monkeypatch):
    pace.allows(token, 1)
    monkeypatch.setattr(time, "time", lambda: NOW + 60)
    assert pace.allows(token, 1) == 0
    assert Pace.objects.get().minute == NOW // 60 + 1


@pytest.mark.django_db
def test_ten_requests_cost_one_write(token, django_assert_num_queries):
    pace.allows(token, 120)
    with django_assert_num_queries(0):
        assert [pace.allows(token, 120) for _each in range(9)] == [0] * 9


@pytest.mark.django_db
def test_each_token_has_its_own_minute(token, people):
    other = tokens.make(people["analis"], name="lain", scopes=["cases:read"], days=1)[0]
    assert (pace.allows(token, 1), pace.allows(other, 1)) == (0, 0)


@pytest.mark.django_db
def test_a_database_that_another_writer_holds_keeps_nobody_out(token, monkeypatch):
    def held(*_arguments):
        raise OperationalError("database is locked")

    monkeypatch.setattr(pace, "take_all", held)
    assert pace.allows(token, 1) == 0


@pytest.mark.django_db
def test_the_api_answers_429_with_the_seconds_to_wait(people, monkeypatch):
    monkeypatch.setattr(gate, "A_MINUTE", 2)
    text = tokens.make(people["analis"], name="uji", scopes=["cases:read"], days=1)[1]

    def ask():
        return Client().get("/api/v1/cases", headers={"Authorization": f"Bearer {text}"})

    assert [ask().status_code for _each in range(2)] == [200, 200]
    in_another_process()
    reply = ask()
    assert (reply.status_code, reply["Retry-After"]) == (429, "30")


@pytest.mark.django_db(transaction=True)
def test_threads_that_take_at_once_never_take_too_much(token):
    start = threading.Barrier(8)

    def ask(_n: int) -> int:
        start.wait()
        try:
            return sum(pace.allows(token, 33) == 0 for _each in range(10))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        let_through = sum(pool.map(ask, range(8)))
    assert let_through <= 33
    assert Pace.objects.get().taken <= 33
