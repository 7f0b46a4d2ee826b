"""Work beside the stream, in threads of the worker: nothing slow delays an item.

A thread asks its rounds in turn, each at its own pace. A round that fails is logged and tried
again; it stops neither the others nor the stream.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import close_old_connections, connection

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One thing to do again and again."""

    act: Callable[[], int]  # answers how much was done
    every_s: float
    is_eager: bool = False  # whether it is asked again at once while there was something to do


class Beside(threading.Thread):
    """A thread that goes through its rounds until told to stop.

    Args:
        name: what the log calls it.
        rounds: at least one; they never run at the same time.
        stop: set by whoever ends the worker.
    """

    def __init__(self, name: str, rounds: Sequence[Round], stop: threading.Event) -> None:
        super().__init__(name=name, daemon=True)
        self.rounds = rounds
        self.stop = stop

    def run(self) -> None:
        due_at = [0.0] * len(self.rounds)
        while not self.stop.is_set():
            for place, each in enumerate(self.rounds):
                if time.monotonic() >= due_at[place] and not self.stop.is_set():
                    close_old_connections()
                    done = once(each, self.name)
                    wait = 0.0 if done and each.is_eager else each.every_s
                    due_at[place] = time.monotonic() + wait
            self.stop.wait(max(0.0, min(due_at) - time.monotonic()))
        connection.close()


def once(each: Round, name: str) -> int:
    """One round, whatever happens in it; answers how much was done."""
    try:
        return each.act()
    except Exception:
        log.exception("%s: this round failed; the next one tries again", name)
        return 0
