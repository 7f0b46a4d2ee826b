"""Fifty officers at one desk with thousands of open signals: does it keep up, is nothing lost?

A real `tangkal serve` (two web workers) beside a running `tangkal worker`, on loopback; officers
with sessions of their own, who read, think, act and sometimes act on the same signal at the same
moment. What they were told is compared with what the database and the audit chain hold at the end.
"""

import contextlib
import os
import signal as signals_of_os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.desk_officers import Ledger, Officer
from benchmarks.registry import Options
from benchmarks.served import ask, desk_environment
from tangkal.kernel import TangkalError

SIZE, SMALL = 20_000, 2_000
OFFICERS = 50
WARM_S, MEASURED_S = 10.0, 60.0
PAGES = 150  # of the queue, one after another, for its CPU time
START_S = 300.0
SETTLE_S, AT_REST = 300.0, 0.02  # at rest: less than this share of a core
WORLD = "benchmarks.desk_world"
Figures = dict[str, float]


def run(options: Options) -> Figures:
    """On SQLite; with peers, on a PostgreSQL server of its own as well."""
    size = options.size or SIZE
    figures = at_desk(size, options.seed, "")
    if options.peers:
        from tests.servers.postgres import running_server  # noqa: PLC0415 - in a checkout only

        with running_server() as server:
            url = server.new_database("desk_load")
            beside = at_desk(size, options.seed, url)
        figures |= {f"postgres.{name}": value for name, value in beside.items()}
    return figures


def at_desk(
    size: int,
    seed: int,
    database_url: str,
    *,
    officers: int = OFFICERS,
    warm_s: float = WARM_S,
    measured_s: float = MEASURED_S,
) -> Figures:
    """Make a desk, count its queries when small and when large, serve it and let them work."""
    with tempfile.TemporaryDirectory(prefix="tangkal-bench-") as folder:
        port = free_port()
        environment = desk_environment(folder, port, database_url)
        first = min(SMALL, size // 2)
        ask(environment, WORLD, "make_desk", officers)
        ask(environment, WORLD, "add_signals", 0, first, seed)
        small = ask(environment, WORLD, "count_queries")
        ask(environment, WORLD, "add_signals", first, size, seed)
        large = ask(environment, WORLD, "count_queries")
        with served(environment, port) as desk:
            settle(desk)
            idle = pages_alone(desk)
            ledger, seconds, cpu = shift(desk, officers, seed, warm_s, measured_s)
        there = ask(environment, WORLD, "held")
    counted = [*small.values(), *large.values()]
    return {
        **idle,
        "queue_queries": float(max(counted)),
        "queue_queries_vary": float(max(counted) - min(counted)),
        "queue_queries_grow": float(max(large[name] - small[name] for name in small)),
        **tempo(ledger, seconds, cpu),
        **reckoned(ledger, there),
        "officers": float(officers),
        "signals": float(size),
    }


# ---- the desk -------------------------------------------------------------------


class Desk:
    """A served desk: its port, and the CPU time of its web processes."""

    def __init__(self, port: int, web: "subprocess.Popen[bytes]") -> None:
        self.port, self.web = port, web

    def cpu_s(self) -> float:
        return sum(cpu_seconds(pid) for pid in family_of(self.web.pid))


@contextlib.contextmanager
def served(environment: Mapping[str, str], port: int) -> Iterator[Desk]:
    """`tangkal serve` and `tangkal worker`, as an installation runs them."""
    command = [sys.executable, "-m", "tangkal.cli"]
    log = Path(environment["TANGKAL_HOME"]) / "bench.log"
    with log.open("wb") as stream:
        web = subprocess.Popen(
            [*command, "serve", "--port", str(port), "--workers", "2"],
            env=environment,
            stdout=stream,
            stderr=stream,
        )
        worker = subprocess.Popen(
            [*command, "worker"], env=environment, stdout=stream, stderr=stream
        )
        try:
            wait_until_served(port, web, log)
            yield Desk(port, web)
        finally:
            for process in (web, worker):
                process.send_signal(signals_of_os.SIGTERM)
            for process in (web, worker):
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(60)
                process.kill()


def wait_until_served(port: int, web: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end and web.poll() is None:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/robots.txt", timeout=5).close()
            return
        time.sleep(0.2)
    raise TangkalError(f"the desk did not start: {log.read_text(errors='replace')[-2000:]}")


def settle(desk: Desk) -> None:
    """Wait until the web workers have loaded what they load beside their first pages.

    The matcher's index, above all, and its kernels, which a fresh installation compiles once:
    minutes that belong to an installation and not to an evening.

    Raises:
        TangkalError: they are never at rest.
    """
    end = time.monotonic() + SETTLE_S
    time.sleep(3.0)  # they begin a little after the first answer
    while time.monotonic() < end:
        before = desk.cpu_s()
        time.sleep(2.0)
        if desk.cpu_s() - before < AT_REST * 2.0:
            return
    raise TangkalError(f"the web workers were not at rest within {SETTLE_S:.0f} s")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def family_of(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*"):
        with contextlib.suppress(OSError):
            for child in (task / "children").read_text().split():
                found += family_of(int(child))
    return found


def cpu_seconds(pid: int) -> float:
    with contextlib.suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


# ---- the work --------------------------------------------------------------------


def pages_alone(desk: Desk) -> Figures:
    """CPU and wall time a page of the queue, and of its polled rows, with nobody else there."""
    officer = Officer(desk.port, 1, Ledger(), 0)
    officer.sign_in()
    figures: Figures = {}
    for kind, path, is_htmx in (
        ("queue", "/desk/signals/", False),
        ("rows", "/desk/signals/rows/?page=1&seen=0", True),
    ):
        for _ in range(10):
            officer.ask(kind, path, is_htmx=is_htmx)
        before, began = desk.cpu_s(), time.perf_counter()
        for _ in range(PAGES):
            officer.ask(kind, path, is_htmx=is_htmx)
        figures[f"{kind}_cpu_ms"] = (desk.cpu_s() - before) / PAGES * 1e3
        figures[f"{kind}_alone_ms"] = (time.perf_counter() - began) / PAGES * 1e3
    officer.hang_up()
    return figures


def shift(
    desk: Desk, officers: int, seed: int, warm_s: float, measured_s: float
) -> tuple[Ledger, float, float]:
    """Everybody works; answers what was told, and seconds and CPU of the measured part."""
    ledger = Ledger()
    people = [Officer(desk.port, number, ledger, seed) for number in range(officers)]
    for person in people:
        person.sign_in()
    until = time.monotonic() + warm_s + measured_s
    threads = [threading.Thread(target=person.work, args=(until,)) for person in people]
    for thread in threads:
        thread.start()
    time.sleep(warm_s)
    ledger.measured_from = time.monotonic()
    cpu, began = desk.cpu_s(), time.monotonic()
    time.sleep(max(0.0, until - time.monotonic()))
    cpu, seconds = desk.cpu_s() - cpu, time.monotonic() - began
    ledger.measured_until = time.monotonic()
    for thread in threads:
        thread.join()
    for person in people:
        person.hang_up()
    return ledger, seconds, cpu


def tempo(ledger: Ledger, seconds: float, cpu: float) -> Figures:
    """Requests a second, and the time that 95 of 100 answers keep, in all and by kind."""
    measured = [
        each
        for each in ledger.times
        if ledger.measured_from <= each[0] <= ledger.measured_until and each[1] != "sign_in"
    ]
    if not measured:
        raise TangkalError("nobody asked for anything in the measured time; give it longer")
    figures = {
        "p95_ms": percentile([each[2] for each in measured], 0.95) * 1e3,
        "p50_ms": percentile([each[2] for each in measured], 0.50) * 1e3,
        "requests_per_s": len(measured) / seconds,
        "server_cpu_share": cpu / seconds / (os.cpu_count() or 1),
        "failed": float(sum(each[3] == 0 or each[3] >= 500 for each in ledger.times)),
    }
    for kind in sorted({each[1] for each in measured}):
        took = [each[2] for each in measured if each[1] == kind]
        figures[f"p95.{kind}_ms"] = percentile(took, 0.95) * 1e3
    return figures


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


# ---- the reckoning -----------------------------------------------------------------


def reckoned(ledger: Ledger, there: Mapping[str, Any]) -> Figures:
    """Compare what people were told with what is there; every difference is a lost update."""
    told = Counter(
        (each.who, each.verb, str(each.signal)) for each in ledger.told if each.outcome == "won"
    )
    unknown = Counter(
        (each.who, each.verb, str(each.signal)) for each in ledger.told if each.outcome == "unknown"
    )
    held, bumps, last = read_events(there["events"])
    lost = sum((told - held).values())  # told that it was done, and it is not there
    untold = sum((held - told - unknown).values())  # there, and whoever did it was told otherwise
    twice = sum(
        count - 1
        for count in Counter(
            (each.signal, each.version)
            for each in ledger.told
            # The form that opens a case carries no version: it adds, whoever took the signal since.
            if each.outcome == "won" and each.verb != "case.opened"
        ).values()
    )
    torn = sum(
        version != 1 + bumps[pk] or (pk in last and state != last[pk])
        for pk, (version, state) in there["signals"].items()
    )
    gone = len(set(ledger.cases) - set(there["cases"])) + len(
        set(ledger.notes) - set(there["notes"])
    )
    outcomes = Counter(each.outcome for each in ledger.told)
    return {
        "lost_updates": float(lost + untold + twice + torn + gone + (not there["chain_holds"])),
        "steps": float(outcomes["won"]),
        "steps_late": float(outcomes["late"] + outcomes["denied"]),
        "steps_refused": float(outcomes["refused"]),
        "steps_unknown": float(outcomes["unknown"]),
        "cases_opened": float(len(ledger.cases)),
    }


def read_events(
    events: list[tuple[str, str, str, Mapping[str, Any]]],
) -> tuple[Counter[tuple[str, str, str]], Counter[str], dict[str, str]]:
    """Of the audit trail: who did what to which signal, how often each rose, its last state."""
    held: Counter[tuple[str, str, str]] = Counter()
    bumps: Counter[str] = Counter()
    last: dict[str, str] = {}
    for who, action, subject, detail in events:
        if action.startswith("signal."):
            held[who, action, subject] += 1
            bumps[subject] += 1
            last[subject] = str(detail["state"])
        elif action == "case.opened":
            for pk in map(str, detail["signals"]):
                held[who, action, pk] += 1
                bumps[pk] += 1
                last[pk] = "DITAUTKAN"
    return held, bumps, last
