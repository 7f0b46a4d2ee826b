"""A program reads narratives as its token's owner would, and is told in words what it may not."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tangkal.desk.api import tokens
from tangkal.desk.cases import commands as cases
from tangkal.desk.cases import items
from tangkal.desk.cases.models import Signal
from tangkal.desk.situational_insight import commands
from tangkal.desk.situational_insight.models import Narrative
from tests.desk.lakes import item, lake_of

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/narratives"


@pytest.fixture(autouse=True)
def lake(tmp_path, monkeypatch):
    cache.clear()
    found = lake_of(
        tmp_path / "lake",
        *(item(f"a{n}", narrative="N1", author="secret-hash", hours_ago=n) for n in range(1, 5)),
        item("b", narrative="N2", family_id="b", text="Banjir di jalan desa", platform="facebook"),
    )
    monkeypatch.setattr(items, "open_lake", lambda _place: found)
    yield found
    cache.clear()


@pytest.fixture
def ask(people):
    text = tokens.make(people["analis"], name="papan", scopes=["narratives:read"], days=30)[1]

    def ask(address: str, **query):
        return Client().get(address, query, headers={"Authorization": f"Bearer {text}"})

    return ask


def test_the_list_is_that_of_the_screen(ask, people):
    now = timezone.now()
    signal = Signal.objects.create(
        key="narrative:N1", narrative_id="N1", title="Isu", first_seen_at=now, last_seen_at=now
    )
    cases.open_case([signal], title="Rahasia", by=people["foreign_analis"])
    told = ask(ADDRESS).json()
    assert [each["id"] for each in told["narratives"]] == ["N1", "N2"]
    first = told["narratives"][0]
    assert (first["items"], first["platforms"], first["signals"]) == (4, {"x": 4}, [signal.pk])
    assert first["cases"] == 0  # another ministry's
    assert first["state"] == "MUNCUL"
    assert [each["id"] for each in ask(ADDRESS, q="banjir").json()["narratives"]] == ["N2"]
    assert ask(ADDRESS, state="ARSIP").json()["total"] == 0


def test_one_narrative_tells_its_history_and_no_account(ask, people):
    commands.merge("N1", "N2", by=people["analis"], why="satu cerita")
    reply = ask(f"{ADDRESS}/N2")
    told = reply.json()
    assert (told["id"], told["became_from"], told["items"]) == ("N1", "N2", 5)
    assert (told["events"][0]["kind"], told["events"][0]["why"]) == ("merged", "satu cerita")
    assert "hash" not in reply.text
    assert told["accounts"] == 2


def test_what_retention_left_is_told_and_what_never_was_is_not(ask):
    Narrative.objects.create(pk="N9", title="Lama", items=7)
    assert ask(f"{ADDRESS}/N9").json()["items"] == 7
    reply = ask(f"{ADDRESS}/Nope")
    assert reply.status_code == 404
    assert reply["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("query", [{"sort": "loudest"}, {"page": 0}, {"state": "X"}, {"who": "a"}])
def test_a_question_that_cannot_be_is_refused_by_its_field(ask, query):
    reply = ask(ADDRESS, **query)
    assert reply.status_code == 422
    told = reply.json()
    assert next(iter(query)) in str([*told.get("errors", []), told["detail"]])


def test_a_token_for_something_else_reads_no_narrative(people):
    text = tokens.make(people["analis"], name="cocok", scopes=["match:read"], days=30)[1]
    for address in (ADDRESS, f"{ADDRESS}/N1"):
        reply = Client().get(address, headers={"Authorization": f"Bearer {text}"})
        assert reply.status_code == 403
        assert "narratives:read" in reply.json()["detail"]
    assert Client().get(ADDRESS).status_code == 401
    assert Client().post(ADDRESS).status_code == 405
