"""Work beside the stream, in threads of the worker: nothing slow delays an item.

A thread asks its rounds in turn, each at its own pace. A round that fails is logged and tried
again; it stops neither the others nor the stream. A heavy round that nobody waits for lets people
go before it.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import close_old_connections, connection

log = logging.getLogger(__name__)

MOST_PUT_OFF_S = 900.0  # then a round takes its turn, however many people wait
LOOK_AGAIN_S = 1.0  # whether they still do


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One thing to do again and again."""

    act: Callable[[], int]  # answers how much was done
    every_s: float
    is_eager: bool = False  # whether it is asked again at once while there was something to do
    # Whether others, whom people wait for, go before it; for `MOST_PUT_OFF_S` at the most.
    must_wait: Callable[[], bool] | None = None


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
        due_at = [time.monotonic()] * len(self.rounds)
        while not self.stop.is_set():
            look_at = list(due_at)
            for place, each in enumerate(self.rounds):
                if time.monotonic() < due_at[place] or self.stop.is_set():
                    continue
                if is_put_off(each, time.monotonic() - due_at[place]):
                    look_at[place] = time.monotonic() + LOOK_AGAIN_S
                    continue
                close_old_connections()
                done = once(each, self.name)
                wait = 0.0 if done and each.is_eager else each.every_s
                due_at[place] = look_at[place] = time.monotonic() + wait
            self.stop.wait(max(0.0, min(look_at) - time.monotonic()))
        connection.close()


def is_put_off(each: Round, late_s: float) -> bool:
    """Whether a round that has been due for so long lets others go first."""
    return each.must_wait is not None and late_s < MOST_PUT_OFF_S and each.must_wait()


def once(each: Round, name: str) -> int:
    """One round, whatever happens in it; answers how much was done."""
    try:
        return each.act()
    except Exception:
        log.exception("%s: this round failed; the next one tries again", name)
        return 0
