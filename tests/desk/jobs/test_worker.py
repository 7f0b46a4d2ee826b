"""From the bus to the lake and the queue: once, whatever happens to the worker."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pyarrow as pa
import pytest

from tangkal.bus import open_bus
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases.models import Signal
from tangkal.desk.jobs import worker
from tangkal.desk.recognise import matcher
from tangkal.desk.recognise.commands import store_claims
from tangkal.engines.duckdb import DuckLake
from tangkal.kernel import KnownClaim, TangkalError
from tangkal.kernel.schema import INTAKE
from tangkal.pipeline.home import Home
from tangkal.pipeline.settings import Settings

pytestmark = pytest.mark.django_db

CLAIM = "Harga BBM naik malam ini pukul 00.00 menurut surat edaran"
CHATTER = [
    "Pagi ini masak sayur lodeh dan ikan asin untuk sarapan keluarga",
    "Jadwal posyandu balita besok pukul sembilan di balai desa",
    "Jalan depan pasar sudah diperbaiki, terima kasih petugas",
]


@pytest.fixture
def tangkal(tmp_path, monkeypatch) -> Settings:
    home = Home(tmp_path / "home")
    home.make()
    found = Settings(home=home)
    monkeypatch.setattr(worker, "current", lambda: found)
    # The test's own transaction lives in the connection that the worker would renew.
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    matcher.forget()
    store_claims([KnownClaim(claim_id="c1", title=CLAIM, verdict="SALAH")], by=None)
    yield found
    matcher.forget()


def send(tangkal, name, texts, *, now=None):
    now = now or datetime.now(UTC) - timedelta(minutes=5)
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


def lake_of(tangkal) -> DuckLake:
    return DuckLake(tangkal.home.lake)


def state_of(tangkal):
    signals = Signal.objects.order_by("key").values_list("key", "items_total", "version", "state")
    raised = AuditEvent.objects.filter(action="signal.raised").count()
    return lake_of(tangkal).count(), list(signals), raised


def test_what_waits_is_measured_kept_and_raised(tangkal, chain_holds):
    send(tangkal, "b1", [CLAIM, *CHATTER])
    worker.run(once=True)

    items, signals, raised = state_of(tangkal)
    assert items == 4
    assert [(total, version) for _key, total, version, _state in signals] == [(1, 1)]
    signal = Signal.objects.get()
    assert signal.best_claim_id == "c1"
    assert signal.reasons[0]["kind"] == "known_claim"
    assert raised == 1
    assert chain_holds()
    with open_bus(tangkal.home.spool) as bus:
        assert bus.read(0, 10) == []  # and the bus may forget


def test_running_again_doubles_nothing(tangkal):
    send(tangkal, "b1", [CLAIM, *CHATTER])
    worker.run(once=True)
    before = state_of(tangkal)
    worker.run(once=True)
    send(tangkal, "b1", [CLAIM, *CHATTER])  # the same batch, sent again
    worker.run(once=True)

    assert state_of(tangkal) == before


def test_a_worker_that_died_before_saving_is_taken_over_without_doubling(tangkal):
    send(tangkal, "b1", [CLAIM, *CHATTER])
    send(tangkal, "b2", [f"{CLAIM}, sebarkan ke keluarga", *CHATTER[:1]])
    dead = worker.Worker(tangkal)
    for delivery in dead.bus.read(0, 1):
        dead.take(delivery)  # measured, kept and raised, and then the power went
    assert lake_of(tangkal).count() == 4
    worker.run(once=True)

    items, signals, raised = state_of(tangkal)
    assert items == 6
    assert sum(total for _key, total, *_rest in signals) == 2
    assert raised == len(signals)


def test_work_goes_on_where_the_last_worker_stopped(tangkal):
    send(tangkal, "b1", [CLAIM])
    worker.run(once=True)
    send(tangkal, "b2", [f"{CLAIM}!"])
    worker.run(once=True)

    signal = Signal.objects.get()  # the copy joined the story it copies
    assert signal.items_total == 2


def test_a_claim_stored_meanwhile_is_matched_in_the_next_batch(tangkal):
    running = worker.Worker(tangkal)
    send(tangkal, "b1", [CHATTER[0]])
    running.round()
    assert not Signal.objects.exists()
    title = "Vaksin mengandung cip pelacak buatan luar negeri"
    store_claims([KnownClaim(claim_id="c2", title=title)], by=None)
    send(tangkal, "b2", [f"Awas! {title}"])
    running.round()

    assert Signal.objects.get().best_claim_id == "c2"


def test_a_second_worker_on_one_home_is_refused_by_name(tangkal):
    with (
        worker.only_worker(tangkal.home),
        pytest.raises(TangkalError, match=r"another worker.*TANGKAL_HOME"),
    ):
        worker.run(once=True)
    worker.run(once=True)  # the first one gone, the next may begin


def test_a_batch_that_cannot_be_measured_is_set_aside_and_the_rest_goes_on(tangkal, monkeypatch):
    send(tangkal, "b1", [CHATTER[0]])
    send(tangkal, "b2", [CLAIM])
    real = worker.Stream.process

    def stumble(stream, table, batch_id):
        if batch_id == "b1":
            raise TangkalError("the first batch is beyond reading")
        return real(stream, table, batch_id)

    monkeypatch.setattr(worker.Stream, "process", stumble)
    worker.run(once=True)

    assert lake_of(tangkal).count() == 1
    assert Signal.objects.count() == 1
    with open_bus(tangkal.home.spool) as bus:
        assert ["beyond reading" in each.reason for each in bus.aside()] == [True]


def test_raw_items_are_dropped_after_their_retention(tangkal):
    old = datetime.now(UTC) - timedelta(days=tangkal.raw_retention_days + 2)
    send(tangkal, "b1", [CHATTER[0]], now=old)
    send(tangkal, "b2", [CHATTER[1]])
    running = worker.Worker(tangkal)
    for delivery in running.bus.read(0):
        running.take(delivery)
    assert lake_of(tangkal).count() == 2
    running.round()

    assert lake_of(tangkal).count() == 1
