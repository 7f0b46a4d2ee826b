"""The watch list on the stream: counted once, one signal a narrative, and the life it leads."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pyarrow as pa
import pytest
from django.utils import timezone

from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases.models import Priority, Signal
from tangkal.desk.early_warning.models import Expiry, HitCount, Indicator
from tangkal.desk.early_warning.watching import commands, life
from tangkal.desk.jobs import signals
from tangkal.desk.jobs.watching import Watching
from tangkal.engines import MemoryLake
from tangkal.kernel.schema import LAKE
from tangkal.pipeline.narrative_figures import LiveFigures
from tangkal.pipeline.signals import draft_signals
from tests.desk.early_warning.watching import in_days, indicator_of, plan_of

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 20, 12, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def row(name, *, narrative="N1", at=NOW, text="pendaftaran bantuan dibuka", batch="b1", **fields):
    return {
        "item_id": sha256(name.encode()).hexdigest()[:32],
        "source": "test",
        "source_kind": "crawler",
        "platform": "x",
        "text": f"{text} {name}",
        "observed_at": at,
        "published_at": at,
        "is_exercise": False,
        "family_id": "f",
        "narrative_id": narrative,
        "matches": [],
        "batch_id": batch,
        **fields,
    }


def many(count, prefix="a", **fields):
    return [row(f"{prefix}{n}", **fields) for n in range(count)]


class Stream:
    """What the worker does with measured batches, without bus and process."""

    def __init__(self):
        self.lake = MemoryLake()
        self.figures = LiveFigures()
        self.watching = Watching(self.lake)

    def take(self, rows, now=NOW):
        table = pa.Table.from_pylist(rows, schema=LAKE)
        if self.lake.append(rows[0]["batch_id"], table):
            self.figures.add(table)
        watched = self.watching.take(table, now=now)
        stored = []
        for is_exercise in (True, False):
            own = table.filter(pa.array([each["is_exercise"] == is_exercise for each in rows]))
            own = watched.with_carriers(own, is_exercise=is_exercise)
            if own.num_rows:
                stored += draft_signals(
                    own,
                    lake=self.lake,
                    figures=self.figures.of(is_exercise=is_exercise),
                    summaries=[],
                    now=now,
                    watched=watched.of(is_exercise=is_exercise),
                )
        signals.store(stored)
        self.watching.after(stored, now=timezone.now())
        return stored


@pytest.fixture
def stream():
    return Stream()


def watch_reasons(signal=None):
    found = [signal] if signal else Signal.objects.all()
    return [reason for each in found for reason in each.reasons if reason["kind"] == "watch"]


def test_a_reached_threshold_makes_one_signal_that_says_why(people, stream, chain_holds):
    indicator = indicator_of(people, severity="high")
    stream.take(many(4))
    signal = Signal.objects.get()
    assert watch_reasons(signal) == [
        {
            "kind": "watch",
            "indicator": indicator.pk,
            "plan": "Bansos 2026",
            "name": "Pendaftaran",
            "term": "pendaftaran bantuan",
            "what": "items_hour",
            "observed": 4,
            "threshold": 3,
            "hour": "2026-03-20T12:00:00+00:00",
            "severity": "high",
            "score": 0.6,
        }
    ]
    assert (signal.key, signal.state) == ("narrative:N1", "BARU")
    assert chain_holds()


def test_below_the_threshold_nothing_is_raised_but_hits_are_counted(people, stream):
    indicator_of(people)
    stream.take(many(2))
    assert not Signal.objects.exists()
    assert HitCount.objects.get().items == 2


def test_more_hits_grow_the_same_signal_and_raise_no_other(people, stream):
    indicator_of(people)
    stream.take(many(4))
    stream.take(many(3, "later", batch="b2", at=NOW + 10 * timedelta(minutes=1)), NOW + HOUR)
    signal = Signal.objects.get()
    assert [reason["observed"] for reason in watch_reasons(signal)] == [7]
    assert AuditEvent.objects.filter(action="signal.raised").count() == 1


def test_it_joins_the_signal_that_its_narrative_has_already(people, stream):
    stream.take(many(2, source_kind="aduan"))
    before = Signal.objects.get()
    indicator_of(people)
    stream.take(many(4, "later", batch="b2"))
    signal = Signal.objects.get()
    assert signal.pk == before.pk
    assert {reason["kind"] for reason in signal.reasons} == {"report", "watch"}


def test_two_indicators_on_one_narrative_are_two_reasons_of_one_signal(people, stream):
    plan = plan_of(people)
    indicator_of(people, plan)
    indicator_of(people, plan, name="Dibuka", any_of="dibuka bantuan\n“bantuan dibuka”")
    stream.take(many(4))
    signal = Signal.objects.get()
    assert sorted(reason["name"] for reason in watch_reasons(signal)) == ["Dibuka", "Pendaftaran"]


def test_a_batch_brought_again_counts_nothing_twice(people, stream):
    indicator_of(people)
    stream.take(many(4))
    stream.take(many(4))
    assert HitCount.objects.get().items == 4
    assert [reason["observed"] for reason in watch_reasons()] == [4]


def test_the_signal_is_its_narratives_whose_items_reached_it_not_the_last_ones(people, stream):
    indicator_of(people, items_hour=10)
    stream.take(many(9, "first"))
    stream.take(many(1, "last", narrative="N2", batch="b2"))
    assert [signal.narrative_id for signal in Signal.objects.all()] == ["N1"]
    assert watch_reasons()[0]["observed"] == 10


def test_an_exercise_and_the_world_are_counted_apart(people, stream):
    indicator_of(people, items_hour=4)
    stream.take(many(3) + many(3, "ex", is_exercise=True))
    assert not Signal.objects.exists()


def test_the_plan_of_an_exercise_is_deaf_to_the_world(people, stream):
    indicator_of(people, plan_of(people, is_exercise=True))
    stream.take(many(9))
    assert not Signal.objects.exists()
    stream.take(many(9, "ex", is_exercise=True, batch="b2"))
    assert Signal.objects.get().key == "exercise:N1"


def test_history_is_counted_and_warns_of_nothing(people, stream):
    indicator_of(people)
    stream.take(many(9, at=NOW - timedelta(days=20)))
    assert HitCount.objects.get().items == 9
    assert not Signal.objects.exists()


def test_an_indicator_that_cannot_be_read_any_more_stops_no_other(people, stream):
    indicator_of(people)
    Indicator.objects.filter(pk=indicator_of(people, name="Rusak").pk).update(any_of="@siapa")
    stream.take(many(4))
    assert [reason["name"] for reason in watch_reasons()] == ["Pendaftaran"]


def test_switched_off_or_muted_an_indicator_raises_nothing(people, stream):
    off, muted = indicator_of(people), indicator_of(people, name="Kedua")
    commands.switch(off, on=False, by=people["analis"])
    commands.mute_indicator(muted, reason="gladi", until=in_days(1), by=people["analis"])
    stream.take(many(9), now=timezone.now())
    assert not Signal.objects.exists()
    assert HitCount.objects.get().indicator_id == muted.pk


def old_signal(days, **fields):
    moment = timezone.now() - timedelta(days=days)
    values = {
        "key": "narrative:N1",
        "narrative_id": "N1",
        "title": "Kabar lama",
        "first_seen_at": moment,
        "last_seen_at": moment,
        "created_at": moment,
        "priority": Priority.LOW,
        "urgency": 0.3,
        "items_total": 3,
    }
    return Signal.objects.create(**values | fields)


@pytest.mark.parametrize(
    ("days", "fields", "expires"),
    [
        (15, {}, True),
        (13, {}, False),
        (15, {"priority": Priority.MEDIUM}, False),
        (31, {"priority": Priority.MEDIUM}, True),
        (400, {"priority": Priority.HIGH, "urgency": 0.8}, False),
        (400, {"urgency": 0.75}, False),
        (400, {"state": "DISARING"}, False),
        (400, {"last_seen_at": timezone.now()}, False),
        (400, {"created_at": timezone.now()}, False),
    ],
)
def test_only_what_is_quiet_unclaimed_and_not_urgent_expires(db, days, fields, expires):
    old_signal(days, **fields)
    assert life.expire_quiet(timezone.now()) == expires
    assert life.expire_quiet(timezone.now()) == 0
    assert Signal.objects.count() == 1


def test_new_items_bring_an_expired_signal_back_with_its_history(people, stream, chain_holds):
    old_signal(20)
    life.expire_quiet(timezone.now())
    indicator_of(people)
    stream.take(many(5, at=timezone.now()), now=timezone.now())
    expiry = Expiry.objects.get()
    assert expiry.revived_at is not None
    actions = list(AuditEvent.objects.values_list("action", flat=True))
    assert {"signal.expired", "signal.revived"} <= set(actions)
    assert chain_holds()


def test_a_mute_does_not_hide_what_becomes_urgent_and_the_record_says_so(people, stream):
    stream.take(many(2, source_kind="aduan"))
    mute = commands.mute_signal(
        Signal.objects.get(), reason="sudah dikenal", until=in_days(2), by=people["analis"]
    )
    assert Signal.objects.filter(life.muted(timezone.now())).exists()
    indicator_of(people, severity="critical")
    stream.take(many(5, "later", batch="b2"))
    mute.refresh_from_db()
    assert not Signal.objects.filter(life.muted(timezone.now())).exists()
    assert mute.broken_at is not None
    assert AuditEvent.objects.filter(action="signal.mute_broken").count() == 1
