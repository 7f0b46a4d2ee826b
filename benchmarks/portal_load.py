"""``portal.load``: does the public portal keep up on the worst evening, and is nothing lost?

A real `tangkal serve` (two web workers) beside a running `tangkal worker`, on loopback, with a
hundred thousand answers. First one page again and again, then distinct pages, then fifty people
who search; at last a surge of readers, while citizens go on sending reports. What they were told
is compared with what the database holds. Figures: benchmarks/README.md.
"""

import random
import re
import socket
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote_plus, urlencode

from benchmarks.desk_load import free_port, percentile, served, settle
from benchmarks.portal_world import drawn_titles
from benchmarks.registry import Options
from benchmarks.served import ask, desk_environment

SIZE = 100_000
HOT_S, COLD_S, SEARCH_S = 10.0, 15.0, 30.0
USUAL_RPS, SURGE = 25.0, 20  # readers' requests a second on an ordinary evening, and how many times
SURGE_S = 120.0
REPORTS_RPS = 4.0
SEARCHERS, THINK_S = 50, 2.0
CLIENTS = 8
TIMEOUT_S = 30.0
TOKEN = re.compile(rb'name="token" value="([^"]+)"')
RECEIPT = re.compile(rb"/lapor/([^/]+)/")


@dataclass(slots=True)
class Reply:
    code: int = 0  # 0: no answer
    headers: bytes = b""
    body: bytes = b""


class Line:
    """One kept connection, as cheap as can be: the callers share the machine with the portal."""

    def __init__(self, port: int, address: str = "127.0.0.1") -> None:
        self.port, self.address = port, address
        self.socket: socket.socket | None = None

    def get(self, path: str) -> Reply:
        return self.exchange(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())

    def post(self, path: str, fields: dict[str, str]) -> Reply:
        body = urlencode(fields).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return self.exchange(head.encode() + body)

    def exchange(self, request: bytes) -> Reply:
        for attempt in (1, 2):
            try:
                if self.socket is None:
                    self.socket = socket.create_connection(
                        ("127.0.0.1", self.port), TIMEOUT_S, source_address=(self.address, 0)
                    )
                    self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self.socket.sendall(request)
                return self.reply()
            except TimeoutError:
                self.close()
                return Reply()
            except OSError:  # a kept connection that was closed meanwhile is opened once more
                self.close()
                if attempt == 2:
                    return Reply()
        return Reply()

    def reply(self) -> Reply:
        assert self.socket is not None
        got = b""
        while b"\r\n\r\n" not in got:
            part = self.socket.recv(65536)
            if not part:
                raise ConnectionResetError
            got += part
        head, _gap, body = got.partition(b"\r\n\r\n")
        length = int(re.search(rb"content-length: (\d+)", head.lower())[1])  # type: ignore[index]
        while len(body) < length:
            part = self.socket.recv(65536)
            if not part:
                raise ConnectionResetError
            body += part
        return Reply(int(head[9:12]), head, body)

    def close(self) -> None:
        if self.socket is not None:
            self.socket.close()
        self.socket = None


@dataclass
class Tally:
    """What all callers of a phase were told."""

    codes: Counter[int] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)
    receipts: list[str] = field(default_factory=list)
    refused: int = 0  # reports that were answered with something other than a receipt
    rude: int = 0  # 503 without Retry-After
    late: int = 0  # requests of the surge that no caller was free to send in time


def run(options: Options) -> dict[str, float]:
    size = options.size or SIZE
    surge_s = SURGE_S if size >= SIZE else 20.0
    titles = drawn_titles(size, options.seed)
    draws = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="tangkal-bench-") as home:
        port = free_port()
        environment = desk_environment(home, port)
        ask(environment, "benchmarks.portal_world", "make_portal", titles)
        with served(environment, port) as desk:
            settle(desk)
            hot = closed(port, HOT_S, lambda _n: "/klarifikasi/jawaban-7/")
            order = draws.sample(range(size), size)
            cold = closed(port, COLD_S, lambda n: f"/klarifikasi/jawaban-{order[n % size]}/")
            search = searching(port, titles, options.seed)
            surge, citizens = surging(port, titles, size, surge_s, options.seed)
        kept = set(ask(environment, "benchmarks.portal_world", "receipts"))
    lost = sum(receipt not in kept for receipt in citizens.receipts) + citizens.refused
    asked = sum(surge.codes.values())
    return {
        "search_p95_ms": percentile(search.times, 0.95) * 1e3,
        "search_p50_ms": percentile(search.times, 0.5) * 1e3,
        "hot_rps": hot.codes[200] / HOT_S,
        "cold_rps": cold.codes[200] / COLD_S,
        "surge_lost_reports": float(lost),
        "surge_reports": float(len(citizens.receipts) + citizens.refused),
        "surge_report_p95_ms": percentile(citizens.times, 0.95) * 1e3,
        "surge_requests": float(asked),
        "surge_served_share": surge.codes[200] / asked,
        "surge_shed_share": surge.codes[503] / asked,
        "surge_failed": float(asked - surge.codes[200] - surge.codes[503] + surge.rude),
        "surge_late": float(surge.late),
        "surge_p95_ms": percentile(surge.times, 0.95) * 1e3,
        "other_answers": float(
            sum(n for part in (hot, cold, search) for code, n in part.codes.items() if code != 200)
        ),
        "clarifications": float(size),
    }


def closed(port: int, seconds: float, path_of: Callable[[int], str]) -> Tally:
    """A few callers without a pause, as fast as they are answered."""
    tally, lock = Tally(), threading.Lock()
    until = time.monotonic() + seconds
    numbers = iter(range(10**9))

    def call() -> None:
        line = Line(port)
        codes: Counter[int] = Counter()
        while time.monotonic() < until:
            codes[line.get(path_of(next(numbers))).code] += 1
        line.close()
        with lock:
            tally.codes += codes

    together([threading.Thread(target=call) for _each in range(CLIENTS)])
    return tally


def searching(port: int, titles: list[str], seed: int) -> Tally:
    """Fifty people who type some words, read what comes, and search again."""
    tally, lock = Tally(), threading.Lock()
    until = time.monotonic() + SEARCH_S

    def search(number: int) -> None:
        draws, line = random.Random(seed * 1000 + number), Line(port)
        time.sleep(draws.random() * THINK_S)
        while time.monotonic() < until:
            words = draws.choice(titles).split()
            first = draws.randrange(max(1, len(words) - 4))
            path = f"/cari/?q={quote_plus(' '.join(words[first : first + draws.randint(2, 8)]))}"
            began = time.monotonic()
            reply = line.get(path)
            with lock:
                tally.times.append(time.monotonic() - began)
                tally.codes[reply.code] += 1
            time.sleep(min(draws.expovariate(1 / THINK_S), 4 * THINK_S))
        line.close()

    together([threading.Thread(target=search, args=(n,)) for n in range(SEARCHERS)])
    return tally


def surging(
    port: int, titles: list[str], size: int, seconds: float, seed: int
) -> tuple[Tally, Tally]:
    """Twenty times the usual readers, who do not wait for one another; and citizens' reports."""
    readers, citizens, lock = Tally(), Tally(), threading.Lock()
    start = time.monotonic() + 0.5
    total = int(USUAL_RPS * SURGE * seconds)
    numbers = iter(range(total))

    def path_of(draws: random.Random) -> str:
        """The front page and what everybody shares, other pages, and searches."""
        kind = draws.random()
        if kind < 0.4:
            return "/" if kind < 0.15 else "/klarifikasi/jawaban-7/"
        if kind < 0.8:
            return f"/klarifikasi/jawaban-{draws.randrange(size)}/"
        return f"/cari/?q={quote_plus(' '.join(draws.choice(titles).split()[1:4]))}"

    def read(number: int) -> None:
        draws, line = random.Random(seed * 7919 + number), Line(port)
        told: list[tuple[float, int, bool]] = []
        late = 0
        for n in numbers:
            due = start + n / (USUAL_RPS * SURGE)
            pause = due - time.monotonic()
            late += pause < -1.0
            time.sleep(max(0.0, pause))
            began = time.monotonic()
            reply = line.get(path_of(draws))
            is_rude = reply.code == 503 and b"retry-after" not in reply.headers.lower()
            told.append((time.monotonic() - began, reply.code, is_rude))
        line.close()
        with lock:
            readers.late += late
            readers.times += [each[0] for each in told]
            readers.codes.update(each[1] for each in told)
            readers.rude += sum(each[2] for each in told)

    def send(number: int) -> None:
        draws = random.Random(seed * 104729 + number)
        due = start + number
        while due < start + seconds:
            time.sleep(max(0.0, due - time.monotonic()))
            # A house of their own each: what one address may send in an hour is limited.
            line = Line(port, f"127.{draws.randint(1, 250)}.{draws.randint(0, 250)}.1")
            began = time.monotonic()
            receipt = report(
                line, f"{draws.choice(titles)} {uuid.UUID(int=draws.getrandbits(128))}"
            )
            line.close()
            with lock:
                citizens.times.append(time.monotonic() - began)
                if receipt:
                    citizens.receipts.append(receipt)
                else:
                    citizens.refused += 1
            due += draws.expovariate(REPORTS_RPS / CLIENTS)

    together(
        [threading.Thread(target=read, args=(n,)) for n in range(CLIENTS * 8)]
        + [threading.Thread(target=send, args=(n,)) for n in range(CLIENTS)]
    )
    return readers, citizens


def report(line: Line, text: str) -> str:
    """Ask, get "not checked yet" and its form, send it; the receipt, "" where there is none."""
    page = line.post("/tanya/", {"text": text})
    found = TOKEN.search(page.body)
    if page.code != 200 or found is None:
        return ""
    sent = line.post(
        "/lapor/", {"text": text, "token": found[1].decode(), "url": "", "website": ""}
    )
    receipt = RECEIPT.search(sent.headers) if sent.code == 302 else None
    return receipt[1].decode() if receipt else ""


def together(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
