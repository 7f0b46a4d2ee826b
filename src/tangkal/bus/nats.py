"""The bus on NATS JetStream, for several machines. Needs the extra ``tangkal[nats]``."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar
from urllib.parse import urlsplit

import pyarrow as pa

from tangkal.bus.base import Bus, BusError, Delivery, SetAside
from tangkal.bus.envelope import DamagedBatch, checksum, pack, unpack
from tangkal.kernel import InvalidInput, SettingMissing

try:
    import nats
    from nats.errors import Error as NatsError
    from nats.js.api import Header, StreamConfig
    from nats.js.errors import NotFoundError
except ImportError as error:
    raise SettingMissing(
        "TANGKAL_BUS_URL names a NATS server, whose client is not installed: run "
        "pip install 'tangkal[nats]', or leave the setting empty to spool in the home folder"
    ) from error

T = TypeVar("T")
BATCH, CHECKSUM, POSITION, REASON = (
    "Tangkal-Batch",
    "Tangkal-Checksum",
    "Tangkal-Position",
    "Tangkal-Reason",
)
DEFAULT_STREAM = "tangkal"
CONNECT_S = 5.0
ANSWER_S = 30.0  # a server being restarted is waited for that long
WINDOW_S = 24 * 3600.0  # how long the server itself notices a message sent twice
TAKEN = b"taken"


class NatsBus(Bus):
    """One JetStream stream; a message a batch, its sequence number the position.

    The reader asks by sequence number, not through a consumer with acknowledgements: its
    place is saved in one snapshot together with what it has measured, and a second record of
    that place, kept by the server, could only disagree with it after a crash.

    Names are kept in a bucket of their own, as the server's duplicate window forgets what is
    purged; the window covers the moment between keeping a batch and keeping its name.

    The address may end in a stream's name: ``nats://host:4222/name``. On a single server set
    ``jetstream { sync_interval: always }``; else a power cut may take the last two minutes.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.stream = parts.path.strip("/") or DEFAULT_STREAM
        if not self.stream.replace("-", "").replace("_", "").isalnum():
            raise InvalidInput(f"stream name {self.stream!r}: use letters, digits, - and _")
        self._server = f"{parts.scheme}://{parts.netloc}"
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 4222
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="nats", daemon=True)
        self._thread.start()
        try:
            self._wait(self._connect())
        except BaseException:
            self._stop()
            raise

    def close(self) -> None:
        if self._loop.is_closed():
            return
        try:
            self._wait(self._connection.close())
        finally:
            self._stop()

    def _publish(self, batch_id: str, table: pa.Table) -> bool:
        content = pack(batch_id, table)
        largest = self._connection.max_payload - 1024  # its headers need room too
        if len(content) > largest:
            raise BusError(
                f"batch {batch_id} has {len(content):,} bytes and the NATS server at {self._host} "
                f"takes {largest:,}: raise max_payload in its configuration, 8MB say"
            )
        return self._wait(self._keep(batch_id, content))

    def _read(self, after: int, limit: int) -> list[Delivery]:
        deliveries: list[Delivery] = []
        messages = self._wait(self._messages(self.stream, after, limit))
        for message in messages:
            try:
                expected = (message.headers or {}).get(CHECKSUM, "none")
                batch_id, table = unpack(message.data or b"", expected)
            except DamagedBatch as error:
                self.set_aside(message.seq, str(error))
            else:
                deliveries.append(Delivery(message.seq, batch_id, table))
        if messages and not deliveries:  # all were damaged: what comes after them?
            return self._read(messages[-1].seq, limit)
        return deliveries

    def _forget(self, up_to: int) -> None:
        self._wait(self._jetstream.purge_stream(self.stream, seq=up_to + 1))

    def _depth(self, after: int) -> int:
        state = self._wait(self._jetstream.stream_info(self.stream)).state
        start = max(after, state.first_seq - 1)
        gone = sum(start < each.position <= state.last_seq for each in self.aside())
        return max(0, int(state.last_seq) - start - gone)

    def _last(self) -> int:
        return int(self._wait(self._jetstream.stream_info(self.stream)).state.last_seq)

    def set_aside(self, position: int, reason: str) -> None:
        self._wait(self._set_aside(position, reason))

    def aside(self) -> list[SetAside]:
        messages = self._wait(self._messages(self._aside_stream, 0, 10_000))
        found = (message.headers for message in messages)
        return sorted(
            (SetAside(int(each[POSITION]), each[REASON]) for each in found),
            key=lambda each: each.position,
        )

    # What runs on the connection's own thread

    async def _connect(self) -> None:
        # The client itself would try for minutes, silently; a wrong address should say so.
        probe = asyncio.open_connection(self._host, self._port)
        _, writer = await asyncio.wait_for(probe, CONNECT_S)
        writer.close()
        self._connection = await nats.connect(
            self._server, connect_timeout=int(CONNECT_S), max_reconnect_attempts=-1
        )
        self._jetstream = self._connection.jetstream(timeout=ANSWER_S)
        await self._make_stream(self.stream)
        await self._make_stream(self._aside_stream)
        self._names = await self._jetstream.create_key_value(bucket=f"{self.stream}-names")

    @property
    def _aside_stream(self) -> str:
        return f"{self.stream}-aside"

    async def _make_stream(self, name: str) -> None:
        try:
            await self._jetstream.stream_info(name)
        except NotFoundError:
            await self._jetstream.add_stream(
                StreamConfig(
                    name=name, subjects=[name], duplicate_window=WINDOW_S, allow_direct=True
                )
            )

    async def _keep(self, batch_id: str, content: bytes) -> bool:
        name = await self._name(batch_id)
        if name == TAKEN:
            return False
        headers = {
            Header.MSG_ID: f"{batch_id}/{name.decode()}",
            BATCH: batch_id,
            CHECKSUM: checksum(content),
        }
        kept = await self._jetstream.publish(self.stream, content, headers=headers)
        await self._names.put(batch_id, TAKEN)
        return not kept.duplicate

    async def _name(self, batch_id: str) -> bytes:
        """TAKEN, or which use of the name this will be: a name set aside is free again."""
        try:
            return (await self._names.get(batch_id)).value or b""
        except NotFoundError:
            return b""

    async def _messages(self, stream: str, after: int, limit: int) -> list[Any]:
        """Up to ``limit`` messages after a sequence number, asked for all at once."""
        state = (await self._jetstream.stream_info(stream)).state
        found: list[Any] = []
        start = max(after + 1, state.first_seq)
        while start <= state.last_seq and len(found) < limit:
            wanted = range(start, min(start + limit - len(found), state.last_seq + 1))
            answers = await asyncio.gather(*(self._message(stream, place) for place in wanted))
            found += [answer for answer in answers if answer is not None]
            start = wanted.stop
        return found

    async def _message(self, stream: str, position: int) -> Any:
        try:
            return await self._jetstream.get_msg(stream, seq=position, direct=True)
        except NotFoundError:
            return None  # set aside or forgotten

    async def _set_aside(self, position: int, reason: str) -> None:
        message = await self._message(self.stream, position)
        if message is None:
            return
        told = " ".join(reason.split())  # a header is one line
        headers = {Header.MSG_ID: str(position), POSITION: str(position), REASON: told}
        await self._jetstream.publish(self._aside_stream, message.data or b"", headers=headers)
        if batch_id := (message.headers or {}).get(BATCH):
            await self._names.put(batch_id, f"after-{position}".encode())
        await self._jetstream.delete_msg(self.stream, position)

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        try:
            return asyncio.run_coroutine_threadsafe(work, self._loop).result()
        except (NatsError, OSError, TimeoutError) as error:
            raise BusError(
                f"the NATS server at {self._host}:{self._port} cannot be used: "
                f"{error or type(error).__name__}; check TANGKAL_BUS_URL and that it runs with -js"
            ) from error

    def _stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
