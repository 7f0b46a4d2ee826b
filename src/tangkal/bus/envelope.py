"""One batch as bytes: an Arrow IPC file that carries its own name, and a checksum beside it."""

import zlib

import pyarrow as pa

from tangkal.kernel import TangkalError

NAME = b"tangkal.batch_id"


class DamagedBatch(TangkalError):
    """These bytes are not a whole batch; the message says in what way."""


def pack(batch_id: str, table: pa.Table) -> bytes:
    """A batch as bytes, compressed: text shrinks to a third."""
    named = table.replace_schema_metadata(
        {**(table.schema.metadata or {}), NAME: batch_id.encode()}
    )
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_file(sink, named.schema, options=options) as writer:
        writer.write_table(named)
    return bytes(sink.getvalue())


def checksum(content: bytes) -> str:
    """CRC-32 as 8 hex digits. Arrow itself does not notice a flipped bit in its buffers."""
    return f"{zlib.crc32(content):08x}"


def unpack(content: bytes, expected: str) -> tuple[str, pa.Table]:
    """The batch's name and table.

    Raises:
        DamagedBatch: torn, altered, or never a batch.
    """
    if checksum(content) != expected:
        raise DamagedBatch(
            f"{len(content)} bytes with checksum {checksum(content)}, written with {expected}"
        )
    try:
        table = pa.ipc.open_file(pa.BufferReader(content)).read_all()
        metadata = dict(table.schema.metadata or {})
        batch_id = metadata.pop(NAME).decode()
    except (pa.ArrowException, OSError, KeyError, UnicodeDecodeError) as error:
        raise DamagedBatch(f"not an Arrow batch of ours: {error}") from error
    return batch_id, table.replace_schema_metadata(metadata or None)
