"""Read in a thread of the web process; a lock file tells a live run from an interrupted one."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path

from django.db import connection

from tangkal.desk.intake import commands, uploads
from tangkal.desk.intake.models import IntakeRun

log = logging.getLogger(__name__)


def start(run_id: int) -> threading.Thread:
    """Begin to read; answers once the run holds its lock, so nobody takes it for dead."""
    holds_lock = threading.Event()
    thread = threading.Thread(
        target=work, args=(run_id, holds_lock), name=f"intake-{run_id}", daemon=True
    )
    thread.start()
    holds_lock.wait()
    return thread


def work(run_id: int, holds_lock: threading.Event) -> None:
    """One run with a database connection of its own."""
    try:
        with only_reader(run_id) as is_ours:
            holds_lock.set()
            if is_ours:
                commands.read(run_id)
    except Exception:
        log.exception("intake run %d", run_id)
    finally:
        holds_lock.set()
        connection.close()


def lock_path(run_id: int) -> Path:
    return uploads.folder() / f"run-{run_id}.lock"


@contextmanager
def only_reader(run_id: int) -> Iterator[bool]:
    """Whether this is the one who reads; the system frees the lock when its process dies."""
    with lock_path(run_id).open("w") as lock:
        try:
            flock(lock, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def note_interrupted() -> None:
    """Mark runs whose reader is gone; somebody may then go on where they stopped."""
    for run_id in IntakeRun.objects.filter(state=IntakeRun.State.RUNNING).values_list(
        "pk", flat=True
    ):
        with only_reader(run_id) as is_free:
            if is_free:
                IntakeRun.objects.filter(pk=run_id, state=IntakeRun.State.RUNNING).update(
                    state=IntakeRun.State.INTERRUPTED
                )
