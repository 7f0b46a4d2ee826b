"""What every bus promises: batches in order, each once by name, kept until forgotten."""

import logging
from abc import ABC, abstractmethod
from dataclasses import dataclass
from types import TracebackType
from typing import Self, final

import pyarrow as pa

from tangkal.kernel import InvalidInput, TangkalError
from tangkal.kernel.batches import check_batch_id

log = logging.getLogger(__name__)


class BusError(TangkalError):
    """The bus cannot be reached or cannot take this; the message says which and what to do."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One batch as the bus holds it."""

    position: int  # above 0, rising, may skip; the reader's place in the stream
    batch_id: str
    table: pa.Table


@dataclass(frozen=True, slots=True)
class SetAside:
    """A batch the stream went past because it could not be read, kept for a person to see."""

    position: int
    reason: str


class Bus(ABC):
    """Carries batches from whoever reads sources to the one worker that measures them.

    The reader owns its position (it is saved with the reader's state); the bus keeps every
    batch until :meth:`forget`, so a killed reader finds again all it had not finished.
    Several processes may publish at the same time; one reader forgets.
    """

    @final
    def publish(self, batch_id: str, table: pa.Table) -> bool:
        """Keep a batch durably; when this returns, a power cut cannot lose it.

        Returns:
            True, or False where a batch of this name was published before, even if it has
            been read and forgotten since.

        Raises:
            InvalidInput: the name cannot be used, or the table has no rows.
            BusError: the bus cannot take it.
        """
        check_batch_id(batch_id)
        if table.num_rows == 0:
            raise InvalidInput(f"batch {batch_id} has no rows; publish nothing instead")
        return self._publish(batch_id, table)

    @final
    def read(self, after: int, limit: int = 16) -> list[Delivery]:
        """The next batches after a position, oldest first; empty when there are none yet.

        Reading changes nothing: the same call gives the same batches until they are
        forgotten. A batch that cannot be read is set aside and does not stop the others.
        """
        if after < 0 or limit < 1:
            raise InvalidInput(f"{after=} must not be negative and {limit=} must be above 0")
        return self._read(self._known(after), limit)

    @final
    def forget(self, up_to: int) -> None:
        """Drop batches up to and including a position; their names stay remembered."""
        if up_to > 0:
            self._forget(min(up_to, self._last()))

    @final
    def depth(self, after: int) -> int:
        """How many batches wait after a position."""
        return self._depth(self._known(max(0, after)))

    def _known(self, after: int) -> int:
        """A position beyond the end means the bus was replaced: then start at its beginning.

        That is safe, as everything downstream knows batches by name, while waiting for
        positions to catch up would lose every batch until then.
        """
        last = self._last()
        if after <= last:
            return after
        log.warning("position %d asked for, but this bus ends at %d: reading all", after, last)
        return 0

    def close(self) -> None:  # noqa: B027  # a folder has nothing to let go of
        """Let go of connections; what was published stays."""

    @final
    def __enter__(self) -> Self:
        return self

    @final
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @abstractmethod
    def set_aside(self, position: int, reason: str) -> None:
        """Take a batch out of the stream, keeping it and why; its name may come again."""

    @abstractmethod
    def aside(self) -> list[SetAside]:
        """What was set aside, by position."""

    @abstractmethod
    def _publish(self, batch_id: str, table: pa.Table) -> bool: ...

    @abstractmethod
    def _read(self, after: int, limit: int) -> list[Delivery]: ...

    @abstractmethod
    def _forget(self, up_to: int) -> None: ...

    @abstractmethod
    def _depth(self, after: int) -> int: ...

    @abstractmethod
    def _last(self) -> int:
        """The highest position ever given; 0 on a new bus."""
