"""Officers at work over HTTP: what each does, what each was told, and how long it took."""

import http.client
import random
import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

from benchmarks.desk_world import PASSWORD, username

THINK_S = 3.0  # the mean pause before the next step
POLL_S = 3.0  # as the page itself asks again while somebody works
DUEL_SHARE = 0.15  # of the steps, taken at the same moment as a colleague's on the same signal
DUEL_PATIENCE_S = 2.0
TIMEOUT_S = 30.0

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
ROW = re.compile(r'data-select name="signals" value="(\d+):(\d+)"')
POLLED = re.compile(r'hx-get="(/desk/signals/rows/[^"]*)"')
UNDO = re.compile(r'action="(/desk/signals/undo/[^"]*)"')
CLAIM = re.compile(r'action="(/desk/signals/\d+/claim/)"')
NEXT = re.compile(r'rel="next" href="([^"]+)"')
FIELD = re.compile(r'name="(username|login)"')
INPUTS = re.compile(r"<input[^>]*>|<option[^>]*selected[^>]*>")


@dataclass(frozen=True, slots=True)
class Told:
    """What one officer was told about one step on one signal."""

    who: str
    verb: str  # as the audit trail names it: "signal.screened"
    signal: int
    version: int  # the one the page showed
    outcome: str  # won, late, denied, refused, unknown
    then: int = 0  # the version afterwards, where it was told


@dataclass
class Ledger:
    """What was told and how long each answer took, by all officers together."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    told: list[Told] = field(default_factory=list)
    cases: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    times: list[tuple[float, str, float, int]] = field(default_factory=list)  # when, kind, s, code
    waiting: "Duel | None" = None
    measured_from: float = 0.0
    measured_until: float = float("inf")

    def meet(self, signal: tuple[int, int]) -> tuple[int, int]:
        """A colleague's signal, to be acted on at the same moment; or one's own."""
        with self.lock:
            duel, self.waiting = self.waiting, None if self.waiting else Duel(signal)
            mine = duel or self.waiting
        assert mine is not None
        try:
            mine.gate.wait(DUEL_PATIENCE_S)
        except threading.BrokenBarrierError:
            with self.lock:
                if self.waiting is mine:
                    self.waiting = None
            return signal
        return mine.signal


class Duel:
    """Two officers about to act on the same signal."""

    def __init__(self, signal: tuple[int, int]) -> None:
        self.signal = signal
        self.gate = threading.Barrier(2)


@dataclass
class Reply:
    code: int
    text: str
    place: str  # where a redirect leads


class Officer:
    """One officer with a session of their own."""

    def __init__(self, port: int, number: int, ledger: Ledger, seed: int) -> None:
        self.port, self.name, self.ledger = port, username(number), ledger
        self.may_open = number % 2 == 1
        self.draws = random.Random(seed * 7919 + number)
        self.connection: http.client.HTTPConnection | None = None
        self.cookies: dict[str, str] = {}
        self.token = ""
        self.own: list[tuple[int, int]] = []  # in hand, with the version told

    # ---- HTTP ----------------------------------------------------------------

    def ask(
        self,
        kind: str,
        path: str,
        form: Mapping[str, object] | None = None,
        *,
        is_htmx: bool = False,
    ) -> Reply:
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Referer": f"http://127.0.0.1:{self.port}/desk/signals/",
        }
        body = None
        if form is not None:
            body = urlencode({"csrfmiddlewaretoken": self.token, **form}, doseq=True)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["X-CSRFToken"] = self.token
        if is_htmx:
            headers["HX-Request"] = "true"
        began = time.perf_counter()
        try:
            reply = self.exchange("GET" if form is None else "POST", path, body, headers)
        except (OSError, http.client.HTTPException):
            self.hang_up()
            reply = Reply(0, "", "")
        took = time.perf_counter() - began
        with self.ledger.lock:
            self.ledger.times.append((time.monotonic(), kind, took, reply.code))
        if found := TOKEN.search(reply.text):
            self.token = found[1]
        return reply

    def exchange(self, verb: str, path: str, body: str | None, headers: dict[str, str]) -> Reply:
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_S)
        self.connection.request(verb, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode(errors="replace")
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _equals, rest = value.partition("=")
                self.cookies[key] = rest.split(";", 1)[0]
        if (answer.getheader("Connection") or "").lower() == "close":
            self.hang_up()
        return Reply(answer.status, text, answer.getheader("Location") or "")

    def hang_up(self) -> None:
        if self.connection is not None:
            self.connection.close()
        self.connection = None

    def follow(self, reply: Reply, kind: str) -> Reply:
        return self.ask(kind, reply.place) if reply.code in {302, 303} else reply

    def sign_in(self) -> None:
        page = self.ask("sign_in", "/desk/sign-in/")
        named = FIELD.search(page.text)
        name = named[1] if named else "username"
        done = self.ask("sign_in", "/desk/sign-in/", {name: self.name, "password": PASSWORD})
        if done.code != 302:
            raise RuntimeError(f"{self.name} could not sign in: {done.code} {done.text[:500]}")

    # ---- a shift ---------------------------------------------------------------

    def work(self, until: float) -> None:
        """Queue, look, act, and again, until the time is over."""
        time.sleep(self.draws.random() * THINK_S)  # nobody starts on the same second
        while time.monotonic() < until:
            page = self.ask("queue", "/desk/signals/")
            rows = [(int(pk), int(version)) for pk, version in ROW.findall(page.text)]
            self.read(page.text, until)
            if rows and time.monotonic() < until:
                self.act(rows, until)

    def read(self, text: str, until: float) -> None:
        """Think over the rows; the page asks for news every few seconds meanwhile."""
        left = min(self.draws.expovariate(1 / THINK_S), 4 * THINK_S, until - time.monotonic())
        polled = POLLED.search(text)
        address = unescape(polled[1]) if polled else ""
        while left > POLL_S and address:
            time.sleep(POLL_S)
            left -= POLL_S
            news = self.ask("poll", address, is_htmx=True)
            if found := POLLED.search(news.text):
                address = unescape(found[1])
        time.sleep(max(0.0, left))

    def think(self, until: float) -> None:
        pause = min(self.draws.expovariate(1 / THINK_S), 4 * THINK_S, until - time.monotonic())
        time.sleep(max(0.0, pause))

    def act(self, rows: list[tuple[int, int]], until: float) -> None:
        pk, version = self.draws.choice(rows[:8])
        if self.draws.random() < DUEL_SHARE:
            pk, version = self.ledger.meet((pk, version))
        step = self.draws.choices(
            (self.screen, self.dismiss, self.dismiss_and_next, self.claim),
            weights=(4, 3, 2, 1),
        )[0]
        step(pk, version)
        if self.own and self.may_open and self.draws.random() < 0.3:
            self.think(until)
            self.open_case(*self.own.pop())

    def screen(self, pk: int, version: int) -> None:
        """Take it in hand from the row (key e); sometimes take that back (key z)."""
        done = self.ask("screen", f"/desk/signals/{pk}/screen/", {"version": version}, is_htmx=True)
        after = self.note_outcome("signal.screened", pk, version, done)
        if after and self.draws.random() < 0.2:
            self.undo(done.text)
        elif after:
            self.own.append((pk, after))

    def dismiss(self, pk: int, version: int) -> None:
        """The short list of reasons in the row (key d), then one of them."""
        self.ask("reasons", f"/desk/signals/{pk}/dismissal/", is_htmx=True)
        form = {"version": version, "why": "chatter"}
        done = self.ask("dismiss", f"/desk/signals/{pk}/dismiss/", form, is_htmx=True)
        if self.note_outcome("signal.dismissed", pk, version, done) and self.draws.random() < 0.3:
            self.undo(done.text)

    def dismiss_and_next(self, pk: int, version: int) -> None:
        """Open the signal, dismiss it there, and go on to the next."""
        self.ask("signal", f"/desk/signals/{pk}/")
        form = {"version": version, "why": "opinion", "words": "satire", "then": "next"}
        done = self.ask("dismiss", f"/desk/signals/{pk}/dismiss/", form)
        page = self.follow(done, "next")
        self.note_outcome("signal.dismissed", pk, version, page)

    def claim(self, pk: int, version: int) -> None:
        """The bulk bar, on one row."""
        form = {"action": "claim", "signals": f"{pk}:{version}"}
        page = self.follow(self.ask("bulk", "/desk/signals/many/", form), "queue")
        if after := self.note_outcome("signal.claimed", pk, version, page):
            self.own.append((pk, after))

    def undo(self, text: str) -> None:
        """Take back what the notice offers to take back."""
        address = unescape(UNDO.findall(text)[-1])
        pk, version = parse_qs(urlsplit(address).query)["signals"][0].split(":")
        done = self.follow(self.ask("undo", address, {}), "queue")
        is_won = "notice--success" in done.text
        outcome = "won" if is_won else "unknown" if done.code == 0 else "late"
        self.tell("signal.undone", int(pk), int(version), outcome)

    def open_case(self, pk: int, version: int) -> None:
        """Open a case on the signal in hand, and leave a note on it."""
        page = self.ask("case_form", f"/desk/cases/open/?signal={pk}")
        form = fields_of(page.text)
        if not form.get("title"):
            return
        done = self.ask("open_case", "/desk/cases/open/", {**form, "signal": pk})
        number = done.place.rstrip("/").rsplit("/", 1)[-1] if done.code == 302 else ""
        outcome = "won" if number else "unknown" if done.code == 0 else "denied"
        self.tell("case.opened", pk, version, outcome)
        if number:
            with self.ledger.lock:
                self.ledger.cases.append(number)
            self.ask("case", done.place)
            words = f"{self.name} melihat {pk} pada versi {version}"
            noted = self.ask("note", f"/desk/cases/{number}/notes/", {"text": words})
            if noted.code == 302:
                with self.ledger.lock:
                    self.ledger.notes.append(words)

    # ---- what was told -----------------------------------------------------------

    def note_outcome(self, verb: str, pk: int, version: int, reply: Reply) -> int:
        """Keep what the answer says; the signal's version where it says that the step was taken."""
        after = moved_to(reply.text, pk) if reply.code == 200 else 0
        outcome = "won" if after else OUTCOMES.get(reply.code, "refused")
        self.tell(verb, pk, version, outcome, after)
        return after

    def tell(self, verb: str, pk: int, version: int, outcome: str, after: int = 0) -> None:
        with self.ledger.lock:
            self.ledger.told.append(Told(self.name, verb, pk, version, outcome, after))


OUTCOMES = {0: "unknown", 409: "late", 403: "denied"}


def moved_to(text: str, pk: int) -> int:
    """The version of a signal in the addresses that take steps back; 0 where it is in none."""
    for address in UNDO.findall(text):
        named = parse_qs(urlsplit(unescape(address)).query).get("signals", [""])[0]
        for pair in named.split(","):
            found, _colon, version = pair.partition(":")
            if found == str(pk):
                return int(version)
    return 0


def fields_of(text: str) -> dict[str, list[str] | str]:
    """What the case form is filled with already, as a browser would send it."""
    found: dict[str, list[str] | str] = {}
    main = text.split("<main", 1)[-1]
    for name, value in re.findall(r'<input[^>]*name="(title)"[^>]*value="([^"]*)"', main):
        found[name] = unescape(value)
    for value in re.findall(r'<input[^>]*name="(title)"', main)[:1]:
        found.setdefault(value, "Kasus dari antrean")
    chosen = re.search(r'name="lead_organisation".*?<option value="(\d+)"', main, re.S)
    if chosen:
        found["lead_organisation"] = chosen[1]
    items = re.findall(r'<input[^>]*name="items"[^>]*value="([^"]+)"', main)
    items += re.findall(r'<input[^>]*value="([^"]+)"[^>]*name="items"', main)
    found["items"] = sorted(set(items))
    return found
