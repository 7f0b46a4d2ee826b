"""The worker: takes batches from the bus, measures them, stores them, raises signals.

Killed at any moment it loses nothing and counts nothing twice: the bus keeps a batch until
the snapshot that contains it is on disk, the lake knows batches by name, and signals are
keyed by narrative.
"""

import logging
import math
import signal as signals_of_os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from fcntl import LOCK_EX, LOCK_NB, flock
from types import FrameType

import pyarrow as pa
import pyarrow.compute as pc
from django.db import close_old_connections

from tangkal.bus import Bus, Delivery, open_bus
from tangkal.desk.crisis import ticking as crises
from tangkal.desk.jobs import (
    alerts,
    alignment,
    beside,
    captures,
    channels,
    coordination,
    deadlines,
    evaluations,
    following,
    insight,
    messages,
    questions,
    reports,
    signals,
    spread,
    statistics,
    tipline,
)
from tangkal.desk.jobs.beside import Round
from tangkal.desk.jobs.narratives import Narratives
from tangkal.desk.jobs.retention import drop_expired
from tangkal.desk.jobs.watching import Watching
from tangkal.desk.recognise import matcher
from tangkal.desk.recognise.rejections import Rejections
from tangkal.engines.base import Lake
from tangkal.engines.duckdb import DuckLake
from tangkal.kernel import TangkalError
from tangkal.kernel.schema import LAKE
from tangkal.pipeline.home import Home
from tangkal.pipeline.settings import Settings, current
from tangkal.pipeline.signals import draft_signals
from tangkal.pipeline.stream import Stream

log = logging.getLogger(__name__)

IDLE_S = 0.5  # how long an idle worker waits before it looks again
SNAPSHOT_EVERY_S = 30.0
UPKEEP_EVERY_S = 600.0
BATCHES_A_ROUND = 8
PATIENCE_S = 30.0  # for what is under way beside the stream when the worker is told to stop

SURVEYING = Round(
    act=statistics.gather, every_s=statistics.EVERY_S, must_wait=tipline.are_people_waiting
)
ALERTING = Round(act=alerts.round, every_s=alerts.EVERY_S, is_eager=True)
LOOKING_AGAIN = Round(act=deadlines.look_again, every_s=deadlines.LOOK_EVERY_S)
CALLING = Round(act=deadlines.call, every_s=deadlines.EVERY_S)
CRISES = Round(act=crises.round, every_s=crises.EVERY_S)
COMPARING = Round(act=alignment.round, every_s=alignment.EVERY_S, is_eager=True)
CAPTURING = Round(act=captures.round, every_s=captures.EVERY_S, is_eager=True)
DRAFTING = Round(act=reports.round, every_s=reports.EVERY_S)
DISPATCHING = Round(act=channels.round, every_s=channels.EVERY_S, is_eager=True)
TALKING = Round(act=tipline.answer, every_s=tipline.EVERY_S, is_eager=True)
LOOKING = Round(act=tipline.look, every_s=tipline.EVERY_S, is_eager=True)
ANSWERING = Round(act=questions.round, every_s=questions.EVERY_S, is_eager=True)
PLACING = Round(act=questions.place, every_s=questions.PLACE_EVERY_S, is_eager=True)
FOLLOWING = Round(act=following.round, every_s=following.EVERY_S, is_eager=True)
PUBLISHING = Round(act=messages.round, every_s=messages.EVERY_S)
MEASURING = Round(act=insight.round, every_s=insight.EVERY_S, must_wait=tipline.are_people_waiting)
EVALUATING = Round(
    act=evaluations.round, every_s=evaluations.EVERY_S, must_wait=tipline.are_people_waiting
)


class Worker:
    """One stream of batches through the stages; one worker a home."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.home = settings.home
        self.bus: Bus = open_bus(settings.bus_url or self.home.spool)
        self.lake: Lake = DuckLake(settings.lake_url or self.home.lake)
        self.claims = matcher.live()
        self.claims.refresh(force=True)
        self.rejections = Rejections()
        self.watching = Watching(self.lake)
        self.stream, self.position = Stream.load(
            self.home.state, self.claims.stream, lake=self.lake
        )
        self.narratives = Narratives(self.lake, self.stream, self.position)
        self.saved_position = self.position
        self.saved_at = time.monotonic()
        # A worker that is restarted every day must keep up too: the first round is at once.
        self.kept_up_at = -math.inf

    def round(self) -> int:
        """Work through the batches that wait, a few at a time; answers how many there were."""
        deliveries = self.bus.read(self.position, BATCHES_A_ROUND)
        measured = [rows for each in deliveries if (rows := self.take(each)).num_rows]
        if measured:
            # Once a round: under load every question about a narrative is asked once, not once
            # a batch; a worker that keeps up has rounds of one batch.
            self.raise_signals(self.narratives.where_now(pa.concat_tables(measured)))
        if self.position > self.saved_position and (
            not deliveries or time.monotonic() - self.saved_at > SNAPSHOT_EVERY_S
        ):
            self.save()
        if time.monotonic() - self.kept_up_at > UPKEEP_EVERY_S:
            self.keep_up()
        self.narratives.round(self.position)
        return len(deliveries)

    def take(self, delivery: Delivery) -> pa.Table:
        """Measure one batch and keep it: its rows. One that cannot be measured is set aside."""
        self.claims.refresh(force=True)
        self.rejections.refresh()
        self.narratives.before(self.position)
        try:
            measured = self.stream.process(delivery.table, delivery.batch_id)
            measured = self.rejections.without(measured)
        except Exception as error:
            log.exception("batch %s cannot be measured", delivery.batch_id)
            self.bus.set_aside(delivery.position, f"{type(error).__name__}: {error}")
            self.position = delivery.position
            return LAKE.empty_table()
        if measured.num_rows:
            self.lake.append(delivery.batch_id, measured)
            self.narratives.after(delivery.batch_id)
        self.position = delivery.position
        return measured

    def raise_signals(self, measured: pa.Table) -> None:
        """Signals of an exercise and of the world stay apart, even where both tell one story."""
        watched = self.watching.take(measured, now=datetime.now(UTC))
        drafts = [
            draft
            for is_exercise, own in (
                (True, measured.filter(measured["is_exercise"])),
                (False, measured.filter(pc.invert(measured["is_exercise"]))),
            )
            if (rows := watched.with_carriers(own, is_exercise=is_exercise)).num_rows
            for draft in draft_signals(
                rows,
                lake=self.lake,
                figures=self.stream.figures.of(is_exercise=is_exercise),
                summaries=self.stream.narratives.summaries(set(rows["narrative_id"].to_pylist())),
                now=datetime.now(UTC),
                watched=watched.of(is_exercise=is_exercise),
            )
        ]
        if drafts:
            new = signals.store(drafts, measured, matcher_version=self.claims.version)
            self.narratives.raised(drafts)
            self.watching.after(drafts, now=datetime.now(UTC))
            log.info("%d items, %d signals grew, %d new", measured.num_rows, len(drafts) - new, new)

    def save(self) -> None:
        """Put the live indexes on disk, then let the bus drop what they contain."""
        self.stream.save(self.home.state, self.position)
        self.bus.forget(self.position)
        self.saved_position, self.saved_at = self.position, time.monotonic()

    def keep_up(self) -> None:
        """Join the lake's small files and drop raw material past its retention."""
        for day in self.lake.days():
            self.lake.compact(day)
        drop_expired(self.settings, self.lake, now=datetime.now(UTC))
        self.watching.keep_up(datetime.now(UTC))
        self.kept_up_at = time.monotonic()


def run(*, once: bool = False) -> None:
    """Work until SIGTERM or SIGINT (or, with `once`, until the bus is empty).

    Raises:
        TangkalError: another worker already works on this home.
    """
    settings = current()
    stop = threading.Event()
    if threading.current_thread() is threading.main_thread() and not once:
        listen_for_stop(stop)
    with only_worker(settings.home):
        worker = Worker(settings)
        log.info("worker ready at position %d", worker.position)
        threads = [] if once else start_beside(stop)
        while not stop.is_set():
            close_old_connections()
            if worker.round():
                continue
            if once:
                break
            stop.wait(IDLE_S)
        worker.save()
        for thread in threads:
            thread.join(PATIENCE_S)
        if once:
            for name, each in (
                ("insight", MEASURING),
                ("clocks", LOOKING_AGAIN),
                ("clocks", CALLING),
                ("reports", DRAFTING),
                ("messages", PUBLISHING),
                ("channels", DISPATCHING),
                ("tipline", TALKING),
                ("pictures", LOOKING),
                ("following", FOLLOWING),
                ("families", PLACING),
                ("questions", ANSWERING),
                ("alerts", ALERTING),
            ):
                beside.once(each, name)


def start_beside(stop: threading.Event) -> list[beside.Beside]:
    """What goes on beside the stream until the worker is told to stop."""
    looking = Round(
        act=coordination.Looker().round,
        every_s=coordination.EVERY_S,
        must_wait=tipline.are_people_waiting,
    )
    spreading = Round(
        act=spread.round, every_s=spread.EVERY_S, must_wait=tipline.are_people_waiting
    )
    threads = [
        beside.Beside("alerts", [ALERTING], stop),
        beside.Beside("clocks", [CALLING, CRISES, LOOKING_AGAIN], stop),
        beside.Beside("reports", [DRAFTING], stop),
        # Alone in its thread: a site that answers by the drop holds up nothing else.
        beside.Beside("captures", [CAPTURING], stop),
        beside.Beside("alignment", [COMPARING], stop),
        beside.Beside("messages", [PUBLISHING, FOLLOWING], stop),
        beside.Beside("channels", [DISPATCHING], stop),
        beside.Beside("questions", [PLACING, ANSWERING], stop),
        # Whoever asks in a chat waits for the answer: nothing slow stands before it.
        beside.Beside("tipline", [TALKING], stop),
        beside.Beside("pictures", [LOOKING], stop),
        *(
            beside.Beside(name, [Round(act=send, every_s=tipline.EVERY_S, is_eager=True)], stop)
            for name, send in tipline.senders()
        ),
        # In turn: each reads days of items, and the stream needs the cores. After a burst on the
        # tipline whoever waits for an answer needs them more.
        beside.Beside("measuring", [SURVEYING, looking, spreading, MEASURING, EVALUATING], stop),
    ]
    for thread in threads:
        thread.start()
    return threads


def listen_for_stop(stop: threading.Event) -> None:
    def ask(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signals_of_os.signal(signals_of_os.SIGTERM, ask)
    signals_of_os.signal(signals_of_os.SIGINT, ask)


@contextmanager
def only_worker(home: Home) -> Iterator[None]:
    """Two workers on one home would each hold half of the live indexes."""
    with (home.state / "worker.lock").open("w") as lock:
        try:
            flock(lock, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            raise TangkalError(
                f"another worker already works on {home.root}; stop it, or set TANGKAL_HOME"
            ) from None
        yield
