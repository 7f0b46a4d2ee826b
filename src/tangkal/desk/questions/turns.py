"""One at a time: this process's busy threads write in turn, not all at once.

SQLite has one writer and no line for those who wait: each sleeps, ever longer, and looks again.
Threads that write again and again slept half of their time. In a line of their own they go on
the moment that it is their turn; other processes still wait as SQLite lets them.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


class Line:
    """A lock that is handed on in the order in which it was asked for."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._is_held = False
        self._waiting: deque[threading.Lock] = deque()

    def __enter__(self) -> None:
        with self._guard:
            if not self._is_held:
                self._is_held = True
                return
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        mine.acquire()  # released by whoever goes, who leaves the line held for us

    def __exit__(self, *_error: object) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_held = False


line = Line()


@contextmanager
def write() -> Iterator[None]:
    """A transaction in its turn. Inside another transaction that one's turn is ours."""
    if connection.in_atomic_block or connection.vendor != "sqlite":
        with transaction.atomic():
            yield
        return
    with line, transaction.atomic():
        yield
