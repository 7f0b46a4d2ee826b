"""``tipline.burst``: a thousand messages a second for a minute; is each answered, and once?

A real `tangkal serve` (two web workers) beside a running `tangkal worker`, on loopback, with a
few thousand answers and both services' lines; stand-ins of both services take what the desk
sends. First people ask one by one: how long does each wait? Then the burst: every message from
somebody else, one call each, signed, one in a hundred told twice as services do. At last the
stand-ins' books are compared with what was told. Figures: benchmarks/README.md.
"""

import hashlib
import hmac
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.desk_load import free_port, percentile, served, settle
from benchmarks.portal_load import Line
from benchmarks.portal_world import drawn_titles
from benchmarks.registry import Options
from benchmarks.served import CHECKOUT, ask, environment_of
from tangkal.kernel import TangkalError

SIZE, RATE = 60_000, 1000.0  # messages, and how many a second
ANSWERS = 5_000
QUIET, QUIET_RATE = 60, 2.0  # people who ask one by one
CALLERS = 24  # connections of the services
AGAIN = 0.01  # share of messages that a service tells twice
KNOWN, GREETING = 0.85, 0.10  # the rest nobody has heard of
STILL_S, LONGEST_S = 60.0, 1800.0  # without a new reply, and in all, until the end is the end


@dataclass(frozen=True, slots=True)
class Message:
    """One message ready to go out, and how its sender is called in the stand-ins' books."""

    chat: str
    request: bytes


@dataclass(slots=True)
class Told:
    """What became of the calls."""

    sent_at: dict[str, float] = field(default_factory=dict)  # by chat, of those answered with 200
    times: list[float] = field(default_factory=list)
    codes: Counter[int] = field(default_factory=Counter)
    slips: list[float] = field(default_factory=list)  # seconds behind the plan


def run(options: Options) -> dict[str, float]:
    size = options.size or SIZE
    draws = random.Random(options.seed)
    titles = drawn_titles(ANSWERS, options.seed)
    with tempfile.TemporaryDirectory(prefix="tangkal-bench-") as home:
        port, services = free_port(), free_port()
        environment = environment_of(
            home,
            TANGKAL_SITE_URL=f"http://127.0.0.1:{port}",
            TANGKAL_ALERT_HOSTS="127.0.0.1",
            TANGKAL_TELEGRAM_URL=f"http://127.0.0.1:{services}",
            TANGKAL_WHATSAPP_URL=f"http://127.0.0.1:{services}",
        )
        ask(environment, "benchmarks.portal_world", "make_portal", titles)
        lines = ask(environment, "benchmarks.tipline_world", "make_lines")
        book = Path(home) / "replies"
        with stand_ins(services, book), served(environment, port) as desk:
            settle(desk)
            quiet = [message(n, titles, lines, draws) for n in range(QUIET)]
            told_quiet = tell(port, quiet, QUIET_RATE, 2)
            if not wait_for(book, told_quiet):
                raise TangkalError("nobody was answered: see bench.log of the desk")
            burst = [message(QUIET + n, titles, lines, draws) for n in range(size)]
            began, cpu = time.time(), desk.cpu_s()
            told = tell(port, with_repeats(burst, draws), RATE, CALLERS)
            seconds, cpu = time.time() - began, desk.cpu_s() - cpu
            replies = wait_for(book, told)
        held = ask(environment, "benchmarks.tipline_world", "held")
    return figures(told_quiet, told, replies, seconds, cpu) | {
        f"held.{name}": float(value) for name, value in held.items()
    }


def figures(
    quiet: Told, told: Told, replies: dict[str, list[float]], seconds: float, cpu: float
) -> dict[str, float]:
    everybody = quiet.sent_at | told.sent_at
    slow = [replies[chat][0] - at for chat, at in told.sent_at.items() if chat in replies]
    usual = [replies[chat][0] - at for chat, at in quiet.sent_at.items() if chat in replies]
    last = max((replies[chat][0] for chat in told.sent_at if chat in replies), default=0.0)
    first = min(told.sent_at.values())
    return {
        "messages": float(len(told.sent_at)),
        "messages_per_s": sum(told.codes.values()) / seconds,
        "lost": float(sum(chat not in replies for chat in everybody)),
        "answered_twice": float(sum(len(replies.get(chat, ())) > 1 for chat in everybody)),
        "refused": float(sum(n for code, n in told.codes.items() if code != 200)),
        "webhook_p50_ms": percentile(told.times, 0.5) * 1e3,
        "webhook_p95_ms": percentile(told.times, 0.95) * 1e3,
        "webhook_p99_ms": percentile(told.times, 0.99) * 1e3,
        "behind_plan_p95_s": percentile(told.slips, 0.95),
        "web_cpu_ms_a_message": cpu / max(1, sum(told.codes.values())) * 1e3,
        "reply_p50_s": percentile(usual, 0.5) if usual else float("inf"),
        "reply_p95_s": percentile(usual, 0.95) if usual else float("inf"),
        "burst_reply_p50_s": percentile(slow, 0.5) if slow else float("inf"),
        "burst_reply_p95_s": percentile(slow, 0.95) if slow else float("inf"),
        "replies_per_s": len(slow) / max(1e-9, last - first),
        "drained_s": last - first,
    }


# ---- the messages -------------------------------------------------------------------


def message(
    number: int, titles: list[str], lines: Mapping[str, Mapping[str, str]], draws: random.Random
) -> Message:
    """A forward of something known, a greeting, or what nobody has heard of; from a new person."""
    kind = draws.random()
    if kind < KNOWN:
        text, forwarded = draws.choice(titles), True
    elif kind < KNOWN + GREETING:
        text, forwarded = draws.choice(("Halo", "Selamat pagi", "/start")), False
    else:
        text, forwarded = f"Benarkah kucing nomor {number} di pasar menjadi lurah?", False
    if draws.random() < 0.5:
        return by_telegram(number, text, lines["telegram"], forwarded=forwarded)
    return by_whatsapp(number, text, lines["whatsapp"], forwarded=forwarded)


def by_telegram(number: int, text: str, line: Mapping[str, str], *, forwarded: bool) -> Message:
    who = 100_000_000 + number
    told = {
        "message_id": number,
        "from": {"id": who, "is_bot": False, "first_name": "Warga", "language_code": "id"},
        "chat": {"id": who, "first_name": "Warga", "type": "private"},
        "date": 1_780_000_000 + number,
        "text": text,
    }
    if forwarded:
        told["forward_origin"] = {"type": "hidden_user", "sender_user_name": "Grup", "date": 1}
    body = json.dumps({"update_id": number, "message": told}).encode()
    head = f"X-Telegram-Bot-Api-Secret-Token: {line['secret_token']}"
    return Message(f"t{who}", request(line["path"], head, body))


def by_whatsapp(number: int, text: str, line: Mapping[str, str], *, forwarded: bool) -> Message:
    who = str(6281_000_000_000 + number)
    told: dict[str, object] = {
        "from": who,
        "id": f"wamid.{number}",
        "timestamp": str(1_780_000_000 + number),
        "type": "text",
        "text": {"body": text},
    }
    if forwarded:
        told["context"] = {"forwarded": True}
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "62211", "phone_number_id": line["address"]},
        "contacts": [{"profile": {"name": "Warga"}, "wa_id": who}],
        "messages": [told],
    }
    change = {"field": "messages", "value": value}
    body = json.dumps({"object": "x", "entry": [{"id": "1", "changes": [change]}]}).encode()
    digest = hmac.new(line["app_secret"].encode(), body, hashlib.sha256).hexdigest()
    return Message(f"w{who}", request(line["path"], f"X-Hub-Signature-256: sha256={digest}", body))


def request(path: str, head: str, body: bytes) -> bytes:
    start = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{head}\r\n"
    return (
        f"{start}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        + body
    )


def with_repeats(messages: list[Message], draws: random.Random) -> list[Message]:
    """As services tell them: now and then one again, at once or a little later."""
    found: list[Message] = []
    for place, each in enumerate(messages):
        found.append(each)
        if draws.random() < AGAIN:
            found.append(messages[max(0, place - draws.choice((0, 0, 50, 500)))])
    return found


# ---- the calls ----------------------------------------------------------------------


def tell(port: int, messages: list[Message], rate: float, callers: int) -> Told:
    """Call the webhooks at a rate, whatever they answer."""
    told, lock = Told(), threading.Lock()
    numbers = iter(range(len(messages)))
    start = time.time() + 0.5

    def call() -> None:
        line, mine = Line(port), Told()
        for n in numbers:
            each, due = messages[n], start + n / rate
            time.sleep(max(0.0, due - time.time()))
            began = time.time()
            code = line.exchange(each.request).code
            mine.times.append(time.time() - began)
            mine.slips.append(max(0.0, began - due))
            mine.codes[code] += 1
            if code == 200:
                mine.sent_at.setdefault(each.chat, began)
        line.close()
        with lock:
            told.times += mine.times
            told.slips += mine.slips
            told.codes += mine.codes
            for chat, at in mine.sent_at.items():
                told.sent_at[chat] = min(at, told.sent_at.get(chat, at))

    threads = [threading.Thread(target=call) for _each in range(callers)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return told


def wait_for(book: Path, told: Told) -> dict[str, list[float]]:
    """The replies by chat, once everybody has one, or none has come for a while."""
    began = changed = time.monotonic()
    seen = -1
    while True:
        replies = read(book)
        if len(replies) != seen:
            seen, changed = len(replies), time.monotonic()
        now = time.monotonic()
        if told.sent_at.keys() <= replies.keys():
            time.sleep(5.0)  # a second answer would come about now
            return read(book)
        if now - changed > STILL_S or now - began > LONGEST_S:
            return replies
        time.sleep(2.0)


def read(book: Path) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for line in book.read_text().splitlines():
        at, _gap, chat = line.partition(" ")
        if chat:
            found.setdefault(chat, []).append(float(at))
    return found


@contextmanager
def stand_ins(port: int, book: Path) -> Iterator[None]:
    book.touch()
    command = [sys.executable, "-m", "benchmarks.tipline_services", str(port), str(book)]
    process = subprocess.Popen(command, cwd=CHECKOUT)
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)
