"""The stream tells who may read that something changed, and tells nobody else anything."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from types import SimpleNamespace

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connections
from django.test import Client

from tangkal.desk.crisis import live
from tangkal.desk.crisis.models import Crisis

pytestmark = pytest.mark.django_db
ORIGIN = "http://127.0.0.1:8000"


def in_a_loop(coroutine):
    """What it answers, in its own thread: a browser's test may have left a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


@pytest.fixture
def rooms(monkeypatch):
    """The rooms, their one thread on the test's own connection and so in its transaction."""
    found, ours = live.Rooms(), connections["default"]
    ours.inc_thread_sharing()

    def share() -> None:
        connections["default"] = ours

    found.looks = found.asks = ThreadPoolExecutor(1, initializer=share)
    monkeypatch.setattr(live, "ROOMS", found)
    monkeypatch.setattr(live, "TICK_S", 0.01)
    monkeypatch.setattr(live, "connection", SimpleNamespace(close=lambda: None))
    monkeypatch.setattr(live, "close_old_connections", lambda: None)
    yield found
    found.looks.shutdown()
    ours.dec_thread_sharing()


def cookie_of(user) -> str:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert {SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY} <= set(client.session.keys())
    return client.cookies["sessionid"].value


async def listen(path, cookie="", origin=ORIGIN, act=None, until=None, method="GET", said=None):
    """What the stream says until that is enough, or it ends; `act` is called after its first words.

    It waits for words and never for moments, so it asks the same of a machine of any speed.
    """
    said = [] if said is None else said
    leave = asyncio.Event()

    def text():
        return b"".join(each.get("body", b"") for each in said[1:]).decode()

    async def receive():
        await leave.wait()
        return {"type": "http.disconnect"}

    async def send(message):
        said.append(message)

    async def wait_for(is_enough):
        while not task.done() and not is_enough(text()):
            await asyncio.sleep(0.005)

    headers = [(b"origin", origin.encode())] if origin else []
    if cookie:
        headers.append((b"cookie", f"sessionid={cookie}".encode()))
    scope = {"type": "http", "method": method, "path": path, "headers": headers}
    task = asyncio.create_task(live.application(scope, receive, send))
    await wait_for(changes)
    if act:
        await asyncio.get_running_loop().run_in_executor(live.ROOMS.asks, act)
    await wait_for(until or changes)
    leave.set()
    await task
    return said[0], text()


def changes(text):
    lines = text.split("\n")
    return [json.loads(b[6:]) for a, b in pairwise(lines)
            if a == "event: changed"]  # fmt: skip


def test_a_reader_hears_of_a_change_by_its_number_alone(rooms, crisis, people):
    from tangkal.desk.crisis import commands

    def act():
        commands.write_entry(crisis, "fact", "Rahasia tim", by=people["analis"])

    path = f"/live/crisis/{crisis.pk}"
    reader = cookie_of(people["penyusun"])
    head, text = in_a_loop(listen(path, reader, act=act, until=lambda text: changes(text)[1:]))
    assert head["status"] == 200
    assert (b"access-control-allow-origin", ORIGIN.encode()) in head["headers"]
    first, *_more, last = changes(text)
    assert last["log"] == first["log"] + 1
    assert "Rahasia" not in text
    assert rooms.listeners == set()


@pytest.mark.parametrize(
    ("who", "origin", "status"),
    [
        ("", ORIGIN, 403),
        ("foreign_analis", ORIGIN, 403),
        ("admin_sistem", ORIGIN, 403),
        ("nobody", ORIGIN, 403),
        ("analis", "http://127.0.0.1:9999", 403),
        ("analis", "https://elsewhere.example", 403),
        ("analis", "http://localhost:8000", 200),
        ("analis", "", 200),
        ("auditor", ORIGIN, 200),
    ],
)
def test_only_readers_on_our_own_pages_are_let_in(rooms, crisis, people, who, origin, status):
    cookie = cookie_of(people[who]) if who else ""
    path = f"/live/crisis/{crisis.pk}"
    head, text = in_a_loop(listen(path, cookie, origin))
    assert head["status"] == status
    assert ("event:" in text) is (status == 200)


def test_another_address_or_method_is_nothing(rooms, crisis, people):
    cookie = cookie_of(people["analis"])
    for path, method in (("/live/crisis/x", "GET"), ("/", "GET"), ("/live/crisis/1", "POST")):
        head, _text = in_a_loop(listen(path, cookie, method=method))
        assert head["status"] == 404


def test_a_revoked_session_ends_the_stream(rooms, crisis, people, monkeypatch):
    monkeypatch.setattr(live, "ASK_AGAIN_S", 0.05)
    monkeypatch.setattr(live, "HEARTBEAT_S", 0.05)
    client = Client()
    client.force_login(people["analis"], backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies["sessionid"].value
    path = f"/live/crisis/{crisis.pk}"
    _head, text = in_a_loop(
        listen(path, cookie, act=client.session.flush, until=lambda text: "event: ended" in text)
    )
    assert "event: ended" in text


def test_one_person_opens_no_more_rooms_than_a_person_needs(rooms, crisis, people, monkeypatch):
    monkeypatch.setattr(live, "MOST_OF_ONE", 1)
    cookie = cookie_of(people["analis"])
    path = f"/live/crisis/{crisis.pk}"

    async def two():
        one, other = [], []

        def both(_text):
            return one and other

        return await asyncio.gather(
            *(listen(path, cookie, until=both, said=said) for said in (one, other))
        )

    statuses = sorted(head["status"] for head, _text in in_a_loop(two()))
    assert statuses == [200, 429]


def test_one_question_a_look_serves_every_room(rooms, crisis, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = live.pulses([crisis.pk, crisis.pk + 1])
    assert set(found) == {crisis.pk}
    assert Crisis.objects.count() == 1
