"""A directive to 546 governments: confirmations at random and at once, calls to the minute, pages.

A served desk beside a running worker; officers confirm over HTTP, each with a session of their own
or with a link, while a process of its own lets the minutes pass for the calls about who is late.
"""

import random
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import urlencode

from benchmarks.desk_load import Desk, free_port, served, settle
from benchmarks.registry import Options
from benchmarks.served import ask, desk_environment
from tangkal.kernel import TangkalError

AT_ONCE = 16
SHARE = 0.8  # of the offices confirm; the others are late
TWICE = 60  # offices whose button is pressed again
PAGES = 100
OK, DONE = 200, 302
WORLD = "benchmarks.directives_world"
Figures = dict[str, float]


def run(options: Options) -> Figures:
    """On SQLite; with peers, on a PostgreSQL server of its own as well."""
    figures = at_desk(options.seed, "")
    if options.peers:
        from tests.servers.postgres import running_server  # noqa: PLC0415 - in a checkout only

        with running_server() as server:
            beside = at_desk(options.seed, server.new_database("directives"))
        figures |= {f"postgres.{name}": value for name, value in beside.items()}
    return figures


def at_desk(seed: int, database_url: str) -> Figures:
    with tempfile.TemporaryDirectory(prefix="tangkal-bench-") as folder:
        port = free_port()
        environment = desk_environment(folder, port, database_url)
        made = ask(environment, WORLD, "make_desk")
        with served(environment, port) as desk:
            settle(desk)
            pages = pages_alone(desk, made)
            drawn = random.Random(seed).sample(made["offices"], int(len(made["offices"]) * SHARE))
            told, seconds = confirm(desk, made, drawn, seed)
        calls = ask(environment, WORLD, "let_minutes_pass")
        held = ask(environment, WORLD, "held")
    there = set(held["acknowledged"])
    return {
        **pages,
        "offices": float(len(made["offices"])),
        "send_ms": made["send_ms"],
        "acks": float(len(told)),
        "acks_per_s": len(told) / seconds,
        "acks_lost": float(len(told - there) + len(there - told)),
        "acks_without_event": float(len(there) - held["events"]),
        "acks_failed": float(len(drawn) - len(told)),
        **calls,
        "chain_broken": float(not held["chain_holds"]),
    }


def pages_alone(desk: Desk, made: Mapping[str, object]) -> Figures:
    """CPU time of the web processes a page, one after another, while nobody else works."""
    figures: Figures = {}
    paths = {"centre": "centre", "office": "officer", "link": ""}
    for name, who in paths.items():
        address = str(made[f"{name}_page"])
        cookie = str(made[f"{who}_cookie"]) if who else ""
        for _warm in range(10):
            get(desk.port, address, cookie)
        before, began = desk.cpu_s(), time.perf_counter()
        for _page in range(PAGES):
            get(desk.port, address, cookie)
        figures[f"{name}_cpu_ms"] = (desk.cpu_s() - before) / PAGES * 1e3
        figures[f"{name}_ms"] = (time.perf_counter() - began) / PAGES * 1e3
        figures[f"{name}_queries"] = float(made[f"{name}_queries"])  # type: ignore[arg-type]
    return figures


def confirm(
    desk: Desk, made: Mapping[str, object], drawn: list[int], seed: int
) -> tuple[set[int], float]:
    """Offices confirm through their links, at random and at once; who was told it worked."""
    links: Mapping[str, Mapping[str, str]] = made["links"]  # type: ignore[assignment]
    work = drawn + drawn[:TWICE]
    random.Random(seed + 1).shuffle(work)
    told: set[int] = set()

    def act(office: int) -> None:
        link = links[str(office)]
        form = {
            "name": "Petugas",
            "office": "Dinas",
            "token": link["form"],
            "action": "acknowledge",
        }
        if post(desk.port, link["address"], form, source=address_of(office)):
            told.add(office)

    began = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(act, work))
    return told, time.monotonic() - began


def get(port: int, path: str, cookie: str) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Cookie": f"sessionid={cookie}"} if cookie else {})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    if answer.status != OK:
        raise TangkalError(f"{path} answered {answer.status}")


def post(port: int, path: str, form: Mapping[str, str], *, source: str) -> bool:
    """Send a form from an address of the office's own; whether it was told that it worked."""
    connection = HTTPConnection("127.0.0.1", port, timeout=120, source_address=(source, 0))
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    try:
        connection.request("POST", path, urlencode(form), kind)
        return connection.getresponse().status == DONE
    except OSError:
        return False
    finally:
        connection.close()


def address_of(office: int) -> str:
    """A loopback address for each office: the desk counts what comes from one."""
    return f"127.1.{office // 250}.{office % 250 + 1}"
