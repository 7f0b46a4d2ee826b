"""Messages on their way at once: how many, and where their outcomes are kept until written down.

A service answers after a fifth of a second, in which others can be asked. Whoever hands messages
over begins as many as there is room for, and writes down what came back; what is on its way when
the process is killed is in doubt, and nothing else is.
"""

import logging
import queue
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, Protocol, TypeVar

from django.db import close_old_connections

log = logging.getLogger(__name__)

REST_S = 5.0  # longest time without an attempt after a service said that it is too fast
SHORT_REST_S = 1.0  # after it gave no answer, or could not be had
GATHER_S = 0.01  # for which outcomes wait for others: one transaction writes all of them down
A_LANE = 50  # messages a round, a lane: then what is due is looked up again

M = TypeVar("M")


class Outcome(Protocol):
    """What a sender answers: the outcomes of the desk's other senders fit."""

    @property
    def kind(self) -> str: ...  # sent, temporary, permanent, uncertain

    @property
    def reason(self) -> str: ...  # carries neither a secret nor the address

    @property
    def retry_after_s(self) -> float | None: ...


def is_away(outcome: Outcome) -> bool:
    """Whether the next attempt would probably end the same way."""
    return outcome.kind in {"temporary", "uncertain"}


class Alone(Generic[M]):
    """One message after the other, sent by whoever hands it over."""

    most = A_LANE

    def __init__(self, send: Callable[[M], Outcome]) -> None:
        self._send = send
        self._back: list[tuple[M, Outcome]] = []

    def free(self) -> int:
        return 1

    def give(self, message: M) -> None:
        self._back.append((message, self._send(message)))

    def back(self) -> list[tuple[M, Outcome]]:
        return self._back

    def settled(self) -> None:
        self._back = []


class Lanes(Generic[M]):
    """A few messages at once, each in a thread of its own.

    It begins with one, so that a service that is away costs one attempt, and doubles with every
    success. Where the service asks for less, it rests as long as the service says, at most
    `REST_S`, and begins with one again.

    Args:
        count: lanes, at least 1.
        name: what the threads are called.
        begin: called in each thread before its first message, such as to keep its connection.
    """

    def __init__(
        self,
        send: Callable[[M], Outcome],
        count: int,
        name: str,
        *,
        begin: Callable[[], None] | None = None,
    ) -> None:
        self._send, self.count = send, count
        self.most = A_LANE * count
        self._pool = ThreadPoolExecutor(count, name, initializer=begin)
        self._came: queue.SimpleQueue[tuple[M, Outcome]] = queue.SimpleQueue()
        self._back: list[tuple[M, Outcome]] = []
        self._under_way = 0
        self._width = 1
        self._rests_until = 0.0

    def free(self) -> int:
        """How many messages may begin now."""
        if time.monotonic() < self._rests_until:
            return 0
        return max(0, self._width - self._under_way)

    def give(self, message: M) -> None:
        """Send one that was begun; its outcome comes back."""
        self._under_way += 1
        self._pool.submit(self._go, message)

    def back(self) -> list[tuple[M, Outcome]]:
        """What came back and is not settled; waits for the next where something is under way."""
        if self._under_way > 1 and not self._back:
            time.sleep(GATHER_S)
        while self._under_way and (not self._back or not self._came.empty()):
            message, outcome = self._came.get()
            self._under_way -= 1
            self._back.append((message, outcome))
            self._learn(outcome)
        return self._back

    def settled(self) -> None:
        """All that came back is written down."""
        self._back = []

    def _go(self, message: M) -> None:
        close_old_connections()
        self._came.put((message, self._send(message)))

    def _learn(self, outcome: Outcome) -> None:
        if is_away(outcome):
            self._width = 1
            wish = outcome.retry_after_s or SHORT_REST_S
            self._rests_until = time.monotonic() + min(wish, REST_S)
        else:
            self._width = min(self.count, self._width * 2)
