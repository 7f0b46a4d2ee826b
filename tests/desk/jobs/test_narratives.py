"""The stream and people change narratives together: once each, in order, whoever is killed."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pyarrow as pa
import pytest

from tangkal.bus import open_bus
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases import items
from tangkal.desk.cases.models import Signal
from tangkal.desk.jobs import narratives, worker
from tangkal.desk.recognise import matcher
from tangkal.desk.situational_insight import commands, membership
from tangkal.desk.situational_insight.models import (
    MovedFamily,
    MovedNarrative,
    Narrative,
    NarrativeEvent,
    NarrativeOrder,
)
from tangkal.engines import DuckLake, MemoryLake
from tangkal.kernel import NarrativeChange
from tangkal.kernel.schema import INTAKE, LAKE
from tangkal.pipeline.home import Home
from tangkal.pipeline.settings import Settings
from tests.desk.conftest import make_person
from tests.desk.lakes import item

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 5, tzinfo=UTC)
FUEL = "Harga BBM naik malam ini menurut surat edaran pertamina pusat"
FLOOD = "Banjir merendam jembatan desa sehingga warga mengungsi ke balai"


@pytest.fixture
def tangkal(tmp_path, monkeypatch, settings) -> Settings:
    home = Home(tmp_path / "home")
    home.make()
    found = Settings(home=home)
    settings.TANGKAL = found
    monkeypatch.setattr(worker, "current", lambda: found)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    matcher.forget()
    yield found
    matcher.forget()


@pytest.fixture
def analyst(organisations):
    return make_person("analis", organisations["ministry"], "analis")


def send(tangkal, name, texts):
    now = datetime.now(UTC) - timedelta(minutes=5)
    rows = [
        {
            "item_id": sha256(f"{name} {n}".encode()).hexdigest()[:32],
            "source": "test",
            "source_kind": "crawler",
            "platform": "x",
            "text": text,
            "author": f"penulis {n}",
            "observed_at": now,
            "published_at": now,
            "is_exercise": False,
        }
        for n, text in enumerate(texts)
    ]
    with open_bus(tangkal.home.spool) as bus:
        bus.publish(name, pa.Table.from_pylist(rows, schema=INTAKE))


def written(tangkal) -> dict[str, int]:
    """Items by the narrative id that the stream wrote down."""
    found = DuckLake(tangkal.home.lake).search(limit=100)["narrative_id"].to_pylist()
    return {each: found.count(each) for each in found}


def standing(tangkal) -> dict[str, int]:
    """Items by narrative as everybody sees them."""
    lake = items.lake()
    found = lake.search(limit=100)["narrative_id"].to_pylist()
    return {each: found.count(each) for each in found}


def two_stories(tangkal) -> tuple[str, str]:
    send(tangkal, "b1", [FUEL, FLOOD])
    worker.run(once=True)
    by_text = dict(
        zip(
            *(DuckLake(tangkal.home.lake).search(limit=9)[name].to_pylist() for name in (
                "text", "narrative_id")),
            strict=True,
        )
    )  # fmt: skip
    assert by_text[FUEL] != by_text[FLOOD]
    return by_text[FUEL], by_text[FLOOD]


# -- orders --------------------------------------------------------------------------------


def test_an_analysts_merge_reaches_the_stream_and_is_respected_after_a_restart(tangkal, analyst):
    fuel, flood = two_stories(tangkal)
    commands.merge(fuel, flood, by=analyst, why="satu cerita")
    assert standing(tangkal) == {fuel: 2}  # at once, before any worker looks

    send(tangkal, "b2", [f"{FLOOD}!"])
    worker.run(once=True)
    assert written(tangkal) == {fuel: 2, flood: 1}
    assert NarrativeOrder.objects.get().position is not None

    send(tangkal, "b3", [f"{FLOOD} sejak pagi"])
    worker.run(once=True)  # from the snapshot
    assert standing(tangkal) == {fuel: 4}
    assert NarrativeEvent.objects.filter(kind="merged").count() == 1  # the desk's own line


def test_a_split_text_stays_apart_from_then_on_and_comes_back_when_undone(tangkal, analyst):
    fuel, _flood = two_stories(tangkal)
    send(tangkal, "b2", ["Warga antre panjang, katanya pertamina menaikkan harga BBM malam ini"])
    worker.run(once=True)
    found = DuckLake(tangkal.home.lake).narrative_items(fuel)
    assert found.num_rows == 2
    first, second = sorted(set(found["family_id"].to_pylist()))
    new = commands.split(fuel, [second], by=analyst, why="lain")
    text = dict(zip(found["family_id"].to_pylist(), found["text"].to_pylist(), strict=True))[second]
    send(tangkal, "b3", [f"{text}."])
    worker.run(once=True)
    assert written(tangkal)[new.pk] == 1
    assert standing(tangkal)[new.pk] == 2

    commands.undo(NarrativeEvent.objects.get(kind="split").pk, by=analyst)
    send(tangkal, "b4", [f"{text}!"])
    worker.run(once=True)
    assert standing(tangkal)[fuel] == 4
    assert first


def test_a_merge_taken_back_is_taken_back_in_the_stream_too(tangkal, analyst):
    fuel, flood = two_stories(tangkal)
    event = commands.merge(fuel, flood, by=analyst, why="satu cerita")
    send(tangkal, "b2", [f"{FLOOD}!"])
    worker.run(once=True)
    commands.undo(event.pk, by=analyst)
    send(tangkal, "b3", [f"{FLOOD}!!"])
    worker.run(once=True)
    assert standing(tangkal) == {fuel: 1, flood: 3}
    assert written(tangkal) == {fuel: 2, flood: 2}  # what was written is never rewritten


def test_an_order_is_replayed_where_it_was_taken_and_not_before(tangkal, analyst):
    """Killed after the order and a batch, before a snapshot: the next worker does the same."""
    fuel, flood = two_stories(tangkal)
    dead = worker.Worker(tangkal)
    send(tangkal, "b2", [f"{FLOOD}!"])
    for delivery in dead.bus.read(dead.position):
        dead.take(delivery)  # before the order
    commands.merge(fuel, flood, by=analyst, why="satu cerita")
    send(tangkal, "b3", [f"{FLOOD}!!"])
    for delivery in dead.bus.read(dead.position):
        dead.take(delivery)  # after it, and then the power went
    before = written(tangkal)
    assert before == {fuel: 2, flood: 2}
    taken_at = NarrativeOrder.objects.get().position

    again = worker.Worker(tangkal)
    while again.round():
        pass
    send(tangkal, "b4", [f"{FLOOD}!!!"])
    again.round()
    assert written(tangkal) == {fuel: 3, flood: 2}
    assert NarrativeOrder.objects.get().position == taken_at


# -- changes of the stream -----------------------------------------------------------------


def change(kind: str, narrative: str, other: str | None = None, **fields) -> NarrativeChange:
    evidence = {"cosine": 0.61, "words": ["bbm", "naik"], "texts": ["BBM naik", "harga BBM naik"]}
    return NarrativeChange(
        kind=kind, narrative_id=narrative, other_id=other, at=NOW, evidence=evidence, **fields
    )


def signal_on(narrative: str, **fields) -> Signal:
    return Signal.objects.create(
        key=f"narrative:{narrative}", narrative_id=narrative, title=narrative,
        first_seen_at=NOW, last_seen_at=NOW, **fields,
    )  # fmt: skip


def test_a_batch_that_comes_again_tells_nothing_twice(db):
    kept, fresh = signal_on("N1"), signal_on("N2")
    Narrative.objects.create(pk="N2", machine_title="BBM")
    told = [
        change("born", "N7"),
        change("merged", "N1", "N2"),
        change("split", "N1", "N3", families=("f",)),
        change("merged", "N4", "N5", by="analyst"),
    ]
    assert narratives.store("b1", told) == 2
    assert narratives.store("b1", told) == 0

    assert list(NarrativeEvent.objects.order_by("pk").values_list("kind", "other_id")) == [
        ("merged", "N2"),
        ("split", "N3"),
    ]
    assert membership.current().narratives == {"N2": "N1"}
    assert membership.current().families == {"f": "N3"}
    fresh.refresh_from_db()
    assert (fresh.state, fresh.duplicate_of) == ("DUPLIKAT", kept)
    assert AuditEvent.objects.filter(action="signal.marked_duplicate").count() == 1
    rows = Narrative.objects.in_bulk()
    assert rows["N2"].merged_into_id == "N1"  # and the survivor has a row now
    assert str(rows["N1"]) == "BBM"
    assert rows["N3"].parent_id == "N1"


def test_small_narratives_nobody_has_to_do_with_leave_no_rows(db):
    narratives.store("b1", [change("born", f"N{n}") for n in range(50)])
    narratives.store("b2", [change("slept", "N1"), change("woke", "N1")])
    assert not Narrative.objects.exists()
    assert not NarrativeEvent.objects.exists()


def test_sleep_and_waking_move_the_state_of_those_that_have_a_row(db):
    Narrative.objects.create(pk="N1", state="AKTIF")
    Narrative.objects.create(pk="N2", state="ARSIP")
    told = [change("slept", "N1"), change("slept", "N2"), change("woke", "N2")]
    narratives.store("b1", told)
    narratives.store("b1", told)
    assert list(Narrative.objects.order_by("pk").values_list("state", flat=True)) == [
        "DORMAN", "ARSIP",
    ]  # fmt: skip
    assert NarrativeEvent.objects.get().kind == "slept"


def test_a_signal_stored_while_its_narrative_was_taken_in_follows_it(db):
    narratives.store("b1", [change("merged", "N1", "N2")])
    late = signal_on("N2")
    narratives.settle_signals()
    late.refresh_from_db()
    assert (late.narrative_id, late.key) == ("N1", "narrative:N1")


def test_a_rebuilt_stream_does_not_join_what_an_analyst_parted(tangkal, analyst):
    fuel, flood = two_stories(tangkal)
    narratives.store("x", [change("merged", fuel, flood)])
    commands.undo(NarrativeEvent.objects.get().pk, by=analyst)
    worker.run(once=True)  # the orders reach the stream
    for path in tangkal.home.state.glob("stream*"):
        if path.is_file():
            path.unlink()
    worker.run(once=True)  # rebuilt from the lake
    assert standing(tangkal) == {fuel: 1, flood: 1}
    send(tangkal, "b2", [f"{FLOOD}!"])
    worker.run(once=True)
    assert standing(tangkal) == {fuel: 1, flood: 2}


# -- states --------------------------------------------------------------------------------


def lake_with(*spans: tuple[str, float, int]) -> MemoryLake:
    """Narratives with so many items, one every two minutes, so many hours before NOW."""
    lake = MemoryLake()
    rows = [
        item(
            f"{narrative}{n}", narrative=narrative, observed_at=NOW,
            published_at=NOW - timedelta(hours=hours, minutes=-2 * n),
        )
        for narrative, hours, many in spans
        for n in range(many)
    ]  # fmt: skip
    lake.append("b1", pa.Table.from_pylist(rows, schema=LAKE))
    return lake


def test_states_follow_the_counts_and_say_when(db):
    for key in ("N1", "N2", "N3"):
        Narrative.objects.create(pk=key, first_seen_at=NOW)
    Narrative.objects.create(pk="N4", state="ARSIP")
    lake = lake_with(("N1", 100, 40), ("N2", 50, 60), ("N2", 3, 8), ("N3", 3, 60), ("N4", 3, 60))
    assert narratives.measure(lake, None, until=NOW) == 3
    assert dict(Narrative.objects.values_list("pk", "state")) == {
        "N1": "DORMAN", "N2": "MEREDA", "N3": "AKTIF", "N4": "ARSIP",
    }  # fmt: skip
    assert narratives.measure(lake, None, until=NOW) == 0  # and nothing is told twice
    assert set(NarrativeEvent.objects.values_list("narrative_id", "kind", "is_machine")) == {
        ("N1", "slept", True), ("N2", "faded", True), ("N3", "grew", True),
    }  # fmt: skip
    assert Narrative.objects.get(pk="N2").items == 68


def test_the_machine_takes_no_race_from_a_person(db):
    row = Narrative.objects.create(pk="N1", version=7)
    narratives.measure(lake_with(("N1", 3, 60)), None, until=NOW)
    row.refresh_from_db()
    assert (row.state, row.version) == ("AKTIF", 7)


# -- retention -----------------------------------------------------------------------------


def test_texts_go_with_the_items_and_who_did_what_stays(db):
    Narrative.objects.create(pk="N1")
    narratives.store("b1", [change("merged", "N1", "N2"), change("merged", "N8", "N9")])
    narratives.store("b2", [change("split", "N8", "N7", families=("f",))])
    later = datetime.now(UTC) + timedelta(days=1)
    assert narratives.forget_before(datetime.now(UTC) - timedelta(days=1)) == 0
    assert NarrativeEvent.objects.count() == 3

    assert narratives.forget_before(later) == 1
    event = NarrativeEvent.objects.get()
    assert event.narrative_id == "N1"
    assert not {"texts", "words"} & set(event.evidence)
    assert event.evidence["cosine"] == 0.61
    assert set(MovedNarrative.objects.values_list("pk", flat=True)) == {"N2"}
    assert not MovedFamily.objects.exists()
    assert narratives.forget_before(later) == 0
