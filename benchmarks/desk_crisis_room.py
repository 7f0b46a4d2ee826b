"""A crisis room with two hundred listeners: how soon each hears of a change, and what it costs."""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.registry import Options
from benchmarks.served import ask, environment_of
from tangkal.kernel import TangkalError

LISTENERS = 200
CHANGES = 60
CHANGES_FETCHED = 10  # of a second round, in which every listener fetches the piece anew
EVERY_S = 0.9  # not a multiple of the stream's own tick
PATIENCE_S = 90.0
QUIET_S = 10.0
WORLD = "benchmarks.crisis_room_world"


@dataclass
class Listener:
    """One open room: what it heard and when, and how long fetching the piece took."""

    key: str
    heard: dict[int, float] = field(default_factory=dict)  # number of the log → moment
    fetched: dict[int, float] = field(default_factory=dict)
    fetches: bool = False
    refused: str = ""


def run(options: Options) -> dict[str, float]:
    """Prepare a desk, serve it, listen, write, and compare the moments."""
    count = options.size or LISTENERS
    with tempfile.TemporaryDirectory(prefix="tangkal-bench-") as name:
        environment = environment_of(name)
        made = ask(environment, WORLD, "make_room", count)
        with served(environment) as (server, port):
            return asyncio.run(measured(environment, made, server.pid, port))


@contextmanager
def served(environment: dict[str, str]) -> Iterator[tuple["subprocess.Popen[bytes]", int]]:
    port = free_pair()
    command = [sys.executable, "-m", "tangkal.cli", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        wait_for(port)
        wait_for(port + 1)
        yield server, port
    finally:
        server.terminate()
        server.wait(30)


def free_pair() -> int:
    """A port that is free, and the next one too."""
    from tangkal.cli.web import live_port_beside  # noqa: PLC0415 - only a run needs it

    for port in range(18_500, 19_500, 2):
        if live_port_beside("127.0.0.1", port - 1, None) and live_port_beside(
            "127.0.0.1", port, None
        ):
            return port
    raise TangkalError("no two free ports between 18500 and 19500")


def wait_for(port: int) -> None:
    import socket  # noqa: PLC0415

    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TangkalError(f"nothing answers on port {port}")


async def measured(
    environment: dict[str, str], made: dict[str, object], server: int, port: int
) -> dict[str, float]:
    listeners = [Listener(key=str(key)) for key in made["keys"]]  # type: ignore[attr-defined]
    cookie, crisis = str(made["cookie"]), int(str(made["crisis"]))
    began = time.monotonic()
    tasks = [asyncio.create_task(listen(each, cookie, crisis, port)) for each in listeners]
    while sum(bool(each.heard) for each in listeners) < len(listeners):
        await asyncio.sleep(0.05)
        if time.monotonic() - began > PATIENCE_S:
            refused = next((each.refused for each in listeners if each.refused), "no answer")
            raise TangkalError(f"not every listener was let in: {refused}")
    opened_s = time.monotonic() - began
    live = live_process(server, port + 1)
    quiet = await cpu_share(live, QUIET_S)
    cpu, clock = cpu_seconds(live), time.monotonic()
    plain = await write(environment, crisis, CHANGES)
    busy = (cpu_seconds(live) - cpu) / (time.monotonic() - clock)
    for each in listeners:
        each.fetches = True
    fetched = await write(environment, crisis, CHANGES_FETCHED)
    await asyncio.sleep(3)
    for task in tasks:
        task.cancel()
    told = [each.heard[n] - at for each in listeners for n, at in plain if n in each.heard]
    shown = [each.fetched[n] - at for each in listeners for n, at in fetched if n in each.fetched]
    return {
        "listeners": len(listeners),
        "changes": len(plain),
        "opened_s": opened_s,
        **percentiles("event", told),
        **percentiles("piece", shown),
        "events_lost": lost(listeners, plain),
        "rss_mb": sum(map(rss_bytes, live)) / 1e6,
        "cpu_share_quiet": quiet,
        "cpu_share_busy": busy,
    }


def lost(listeners: list[Listener], written: list[tuple[int, float]]) -> float:
    """Changes that a listener neither heard of nor was told past by a later one."""
    last = written[-1][0]
    return sum(max(each.heard, default=0) < last for each in listeners)


def percentiles(name: str, seconds: list[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    if not ordered:
        return {}
    return {
        f"{name}_p50_ms": ordered[len(ordered) // 2] * 1000,
        f"{name}_p95_ms": ordered[int(len(ordered) * 0.95)] * 1000,
        f"{name}_max_ms": ordered[-1] * 1000,
    }


async def listen(listener: Listener, cookie: str, crisis: int, port: int) -> None:
    """Read the stream as a browser does; fetch the piece where this is measured."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port + 1)
    writer.write(
        f"GET /live/crisis/{crisis} HTTP/1.1\r\nHost: 127.0.0.1:{port + 1}\r\n"
        f"Origin: http://127.0.0.1:{port}\r\nCookie: {cookie}={listener.key}\r\n\r\n".encode()
    )
    name = ""
    while line := (await reader.readline()).decode().strip("\r\n") or not reader.at_eof():
        text = line if isinstance(line, str) else ""
        if text.startswith("HTTP/1.1") and " 200 " not in f"{text} ":
            listener.refused = text
            return
        if text.startswith("event: "):
            name = text[7:]
        elif text.startswith("data: ") and name == "changed":
            number, now = json.loads(text[6:]).get("log", 0), time.time()
            listener.heard.setdefault(number, now)
            if listener.fetches:
                await fetch(listener, cookie, crisis, port)
                listener.fetched.setdefault(number, time.time())


async def fetch(listener: Listener, cookie: str, crisis: int, port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(
        f"GET /desk/crisis/{crisis}/room/log/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Connection: close\r\nCookie: {cookie}={listener.key}\r\n\r\n".encode()
    )
    answer = await reader.read()
    writer.close()
    if b" 200 " not in answer[:20]:
        raise TangkalError(f"the piece was not given: {answer[:60]!r}")


async def write(environment: dict[str, str], crisis: int, changes: int) -> list[tuple[int, float]]:
    """Write entries in a process of its own; (number, moment of the commit) of each."""
    writer = await asyncio.create_subprocess_exec(
        sys.executable, "-m", WORLD, str(crisis), str(changes), str(EVERY_S),
        env=environment, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, _err = await writer.communicate()
    await asyncio.sleep(2)
    rows = [line.split() for line in out.decode().splitlines()]
    return [(int(number), float(at)) for number, at in rows]


# -- processes -------------------------------------------------------------------------------


def live_process(server: int, port: int) -> list[int]:
    """The stream's processes, found among the server's by the port in their command line."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal() and descends(int(folder.name), server):
            words = (folder / "cmdline").read_bytes().split(b"\0")
            if str(port).encode() in words and b"asgi" in words:
                found.append(int(folder.name))
    mine = set(found)
    return found + [p for p in children_of(mine) if p not in mine]


def children_of(parents: set[int]) -> list[int]:
    return [
        int(folder.name)
        for folder in Path("/proc").iterdir()
        if folder.name.isdecimal() and parent_of(int(folder.name)) in parents
    ]


def parent_of(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[1])
    except OSError:
        return 0


def descends(process: int, ancestor: int) -> bool:
    while process > 1 and process != ancestor:
        process = parent_of(process)
    return process == ancestor


def cpu_seconds(processes: list[int]) -> float:
    ticks = 0
    for process in processes:
        fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


async def cpu_share(processes: list[int], seconds: float) -> float:
    before = cpu_seconds(processes)
    await asyncio.sleep(seconds)
    return (cpu_seconds(processes) - before) / seconds


def rss_bytes(process: int) -> int:
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
