"""The worker gives way to what comes in: SQLite has one writer at a time and no line for them.

A worker that answers as fast as it can leaves the database no moment, and the services wait for
their 200. In a burst everything is kept first; answers are few until it is over.
"""

import threading
import time
from pathlib import Path

from django.conf import settings
from django.db import connection

BURST = 50  # messages within a second, in one web process
FOR_S = 1.0  # how long a burst is taken to go on after it was last seen
PAUSE_S = 0.25  # the worker's between two rounds meanwhile
LONG_FOR_S = 5.0  # how long people are taken to wait after a round was full
FEW = 4  # messages it answers in such a round


class Gauge:
    """Counts what one web process keeps, and leaves a mark that the worker sees."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._began, self._kept = 0.0, 0

    def kept(self, messages: int) -> None:
        now = time.monotonic()
        with self._lock:
            if now - self._began > 1.0:
                self._began, self._kept = now, 0
            self._kept += messages
            is_burst = self._kept >= BURST
            if is_burst:
                self._began, self._kept = now, 0
        if is_burst:
            mark().touch()


gauge = Gauge()


class Backlog:
    """Whether more waits in this worker than it answers in one go."""

    def __init__(self) -> None:
        self._until = float("-inf")

    def is_long(self) -> bool:
        return time.monotonic() < self._until

    def note(self, *, is_full: bool) -> None:
        """Note a round that had as much to do as it takes at once, or had not."""
        if is_full:
            self._until = time.monotonic() + LONG_FOR_S


backlog = Backlog()


def mark() -> Path:
    return Path(settings.HOME.state) / "tipline.burst"


def is_burst() -> bool:
    """Whether so much comes in that the worker should leave the database alone."""
    if connection.vendor != "sqlite":
        return False
    try:
        return time.time() - mark().stat().st_mtime < FOR_S
    except FileNotFoundError:
        return False
