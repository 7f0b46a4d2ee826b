"""Killed wherever it stands, the tipline loses no message and answers none twice."""

import json
import os
import subprocess
import sys
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

from tangkal.pipeline.home import Home
from tests.desk.tipline.killed import LANES, PHASES, REHEARSALS, TOLD
from tests.desk.tipline.services import service_apis
from tests.servers import tables

ROOT = Path(__file__).resolve().parents[3]
KILLS = 15  # five in each phase
MESSAGES = (KILLS + REHEARSALS) * TOLD


def test_a_kill_anywhere_loses_no_message_and_answers_none_twice(tmp_path):
    Home(tmp_path / "home").make()
    tables.put_into(tmp_path / "home")
    promises_hold(tmp_path, {})


def test_a_kill_anywhere_loses_nothing_on_postgresql_either(tmp_path, postgres_server):
    url = postgres_server.new_database("tipline_killing")
    environment = {"TANGKAL_DATABASE_URL": url}
    Home(tmp_path / "home").make()
    python(tmp_path, environment, "-c", tables.MIGRATE)
    promises_hold(tmp_path, environment)


def promises_hold(room: Path, environment: dict[str, str]) -> None:
    with services_and_book(room) as (services, book):
        named = environment | {
            "TANGKAL_ALERT_HOSTS": "127.0.0.1",
            "TANGKAL_TELEGRAM_URL": services.url,
            "TANGKAL_WHATSAPP_URL": services.url,
        }
        told = python(room, named, "-m", "tests.desk.tipline.killed", str(book), str(KILLS), "7")
        sent = Counter(chat_of(path, body) for path, body in services.sent)
    found = json.loads(told.rsplit("answer:", 1)[1])

    chats, answers = set(found["told"]), found["answers"]
    assert len(chats) == MESSAGES
    assert all(found["deaths"].get(phase, 0) >= 3 for phase in PHASES), found["deaths"]
    # None lost: each was taken in once, came to one thing, and has one answer.
    assert found["untold"] == 0
    assert found["inbound"] == {"done": MESSAGES}
    assert found["came_of_it"] == {"same": MESSAGES // 2, "unknown": MESSAGES // 2}
    assert Counter(chat for chat, _state in answers) == dict.fromkeys(chats, 1)
    assert (found["questions"], found["heard"]) == (MESSAGES // 2, MESSAGES)
    # None answered twice; what was cut off in the middle of sending is seen to be in doubt.
    assert set(sent) <= chats
    assert max(sent.values()) == 1
    assert {state for _chat, state in answers} <= {"sent", "unknown"}
    doubted = {chat for chat, state in answers if state == "unknown"}
    assert chats - set(sent) <= doubted
    # One service is written to after the other: more than its lanes hold is never in doubt.
    assert len(doubted) <= found["deaths"]["sending"] * LANES
    assert found["broken_at"] is None


@contextmanager
def services_and_book(room: Path):
    """The stand-ins that are written to, and what those that call remember; both outlive us."""
    book = room / "book"
    book.mkdir()
    (book / "messages").touch()
    (book / "acknowledged").touch()
    with service_apis() as services:
        yield services, book


def chat_of(path: str, body: dict) -> str:
    return str(body["chat_id"] if path.startswith("/bot") else body["to"])


def python(room: Path, environment: dict[str, str], *arguments: str) -> str:
    """Python on a home of its own; answers what it printed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TANGKAL_")}
    done = subprocess.run(
        [sys.executable, *arguments],
        env=kept | {"TANGKAL_HOME": str(room / "home")} | environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return done.stdout
