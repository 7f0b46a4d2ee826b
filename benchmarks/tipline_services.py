"""Stand-ins of the Bot API and the Cloud API: they take every message and write down to whom.

`python -m benchmarks.tipline_services PORT FILE`: a process of its own, so that neither the
senders of the burst nor the desk share its interpreter.
"""

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import TextIO

ANSWER_S = 0.005  # a quick service's own time


def main() -> None:
    port, path = int(sys.argv[1]), Path(sys.argv[2])
    with path.open("w", buffering=1 << 16) as log:
        asyncio.run(serve(port, log))


async def serve(port: int, log: TextIO) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await answer(reader, writer, log):
                pass
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", port, backlog=512)
    async with server:
        while True:
            await asyncio.sleep(0.5)
            log.flush()


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, log: TextIO) -> bool:
    """Take one message; False where the connection has ended."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1])
        for line in head.split(b"\r\n")
        if line.lower().startswith(b"content-length:")
    )
    told = json.loads(await reader.readexactly(length))
    arrived = time.time()
    is_telegram = head.startswith(b"POST /bot")
    chat = f"t{told['chat_id']}" if is_telegram else f"w{told['to']}"
    log.write(f"{arrived:.4f} {chat}\n")
    body = (
        b'{"ok":true,"result":{"message_id":1}}'
        if is_telegram
        else json.dumps({"messages": [{"id": f"wamid.{chat}.{arrived}"}]}).encode()
    )
    await asyncio.sleep(ANSWER_S)
    writer.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
        + str(len(body)).encode()
        + b"\r\n\r\n"
        + body
    )
    await writer.drain()
    return True


if __name__ == "__main__":
    main()
