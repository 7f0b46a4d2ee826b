"""The tipline's own process, killed again and again: what tests/desk/tipline/test_killing.py runs.

`python -m tests.desk.tipline.killed BOOK` works in the home and on the database that its
environment names. It plays the services that call: each message is told until it was answered
with 200, and never again after that. Every turn (receive, work, send) is a child of its own that
sends itself SIGKILL at a drawn call of any function; the last one runs to its end. What stands in
the database then is printed as JSON.
"""

import io
import json
import os
import random
import signal
import sys
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

PHASES = ("receiving", "working", "sending")
TOLD = 4  # new messages a turn
REHEARSALS = 2
LANES = 2  # messages to each service at once
KNOWN = "Awas!! harga BBM naik malam ini pukul 00.00, cepat isi penuh"
SECRETS = {
    "telegram": {"token": "123456789:" + "A" * 35, "secret_token": "rahasia_webhook"},
    "whatsapp": {"token": "EAAG", "app_secret": "r" * 32, "verify_token": "v" * 32},
}


def main(book: Path, kills: int, seed: int) -> None:
    from tangkal.desk import entry

    entry.set_up()
    slugs = make_world()
    chance = random.Random(seed)
    ready()
    for number in range(REHEARSALS):  # the first one also reads what is read once a process
        calls = rehearsal(book, slugs, number)
    deaths: Counter[str] = Counter()
    for number in range(kills):
        phase = PHASES[number % len(PHASES)]
        tell_more(book, number)
        at = chance.randrange(1, calls[phase])
        if ended(book, slugs, number, phase, at) == -signal.SIGKILL:
            deaths[phase] += 1
    for last in (kills, kills + 1):  # the second one has nothing left to do
        assert ended(book, slugs, last, "", 0) == 0, "a turn that nobody killed failed"
    print("answer:" + json.dumps({"deaths": deaths, **found(book)}))


# ---- what is told --------------------------------------------------------------------


def tell_more(book: Path, number: int) -> None:
    """New messages, each from somebody else: forwards that are known, questions that are not."""
    with (book / "messages").open("a") as out:
        for place in range(TOLD):
            who = number * TOLD + place
            channel = ("telegram", "whatsapp")[place % 2]
            text = KNOWN if place < 2 else f"Benarkah kucing nomor {who} di pasar menjadi lurah?"
            told = {"who": who, "channel": channel, "text": text, "forwarded": place < 2}
            out.write(json.dumps(told) + "\n")


def untold(book: Path) -> list[dict]:
    """Messages that no service was answered 200 for yet."""
    done = set((book / "acknowledged").read_text().split())
    rows = [json.loads(line) for line in (book / "messages").read_text().splitlines()]
    return [row for row in rows if str(row["who"]) not in done]


def chat_of(row: dict) -> str:
    return str({"telegram": 100_000_000, "whatsapp": 6281_000_000_000}[row["channel"]] + row["who"])


def call_of(row: dict, slug: str) -> dict:
    """The service's call as the web server hands it over."""
    import hashlib
    import hmac

    from tests.sources.tiplines import payloads

    who = chat_of(row)
    if row["channel"] == "telegram":
        made = payloads.telegram(
            row["text"], message_id=row["who"], chat={"id": int(who), "type": "private"}
        ) | {"update_id": row["who"]}
        made["message"]["from"] |= {"id": int(who)}
        if row["forwarded"]:
            made["message"]["forward_origin"] = payloads.ORIGIN
    else:
        context = payloads.FORWARDED if row["forwarded"] else None
        message = payloads.wa_message(
            row["text"], **{"from": who, "id": f"wamid.{who}", "context": context}
        )
        contact = {"profile": {"name": "Warga"}, "wa_id": who}
        made = payloads.whatsapp(message, contacts=[contact])
    body = json.dumps(made).encode()
    digest = hmac.new(SECRETS["whatsapp"]["app_secret"].encode(), body, hashlib.sha256).hexdigest()
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": f"/kait/{slug}/",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "HTTP_X_TELEGRAM_BOT_API_SECRET_TOKEN": SECRETS["telegram"]["secret_token"],
        "HTTP_X_HUB_SIGNATURE_256": f"sha256={digest}",
    }


# ---- one life of the process ---------------------------------------------------------


class Counting:
    """Counts calls of functions, Python's and C's; the last one that is left is the death."""

    def __init__(self, left: int = 0) -> None:
        self.seen, self.left = 0, left

    def __enter__(self) -> "Counting":
        threading.setprofile(self.count)  # the lanes of the sending, which begin later
        sys.setprofile(self.count)
        return self

    def __exit__(self, *_error: object) -> None:
        sys.setprofile(None)
        threading.setprofile(None)

    def count(self, _frame: object, event: str, _argument: object) -> None:
        if event in ("call", "c_call"):
            self.seen += 1
            if self.seen == self.left:
                os.kill(os.getpid(), signal.SIGKILL)


def ended(book: Path, slugs: dict[str, str], number: int, phase: str, at: int) -> int:
    """Live one life and answer how it ended; `phase` names where it is killed, at which call."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            live(book, slugs, number, {phase: at})
            status = 0
        finally:
            sys.stderr.flush()
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def live(book: Path, slugs: dict[str, str], number: int, kill: dict[str, int]) -> dict[str, int]:
    """Receive, work and send until nothing is left; answers how many calls each of them took."""
    from tangkal.desk.jobs import tipline
    from tangkal.desk.tipline import working

    def clock() -> datetime:  # later each time: whatever was being sent is given up for lost
        return datetime.now(UTC) + timedelta(minutes=5 * (number + 1))

    def receive() -> None:
        for row in untold(book):
            if receives(row, slugs):
                note(book, row)

    def work() -> None:
        while working.work(clock):
            pass

    def send() -> None:
        senders = [each for _name, each in tipline.senders()]
        while sum(each() for each in senders):
            pass

    tipline.clock = clock  # its own moves too little for a lease to end
    tipline.LANES = LANES  # few, so that one more than they are in doubt shows
    took = {}
    for phase, act in zip(PHASES, (receive, work, send), strict=True):
        with Counting(kill.get(phase, 0)) as counted:
            act()
        took[phase] = counted.seen
    return took


def receives(row: dict, slugs: dict[str, str]) -> bool:
    """Whether the service was answered 200."""
    from tangkal.desk.tipline.hooks import Hooks

    told: list[str] = []
    desk = Hooks(lambda _environ, _start: [b""])
    desk(call_of(row, slugs[row["channel"]]), lambda status, _headers: told.append(status))
    return told == ["200 OK"]


def note(book: Path, row: dict) -> None:
    """The service has its 200: one write, whole or not at all."""
    with (book / "acknowledged").open("ab", buffering=0) as out:
        out.write(f"{row['who']}\n".encode())


def rehearsal(book: Path, slugs: dict[str, str], number: int) -> dict[str, int]:
    """How many calls each phase takes with as much to do as a turn has."""
    tell_more(book, 10_000 + number)
    return live(book, slugs, -1, {})


# ---- the world, and what is left of it -----------------------------------------------


def make_world() -> dict[str, str]:
    """An office with one answer and both lines; answers the lines' addresses by service."""
    from tangkal.desk.accounts.models import Organisation, RoleAssignment, User
    from tangkal.desk.portal import commands
    from tangkal.desk.recognise.commands import store_claims
    from tangkal.desk.tipline import lines
    from tangkal.kernel import KnownClaim
    from tests.desk.portal.conftest import approved

    office = Organisation.objects.create(name="Kementerian", type="kementerian")
    keeper = User.objects.create(username="penjaga", display_name="Penjaga", organisation=office)
    RoleAssignment.objects.create(user=keeper, role="admin_sistem", scope=office)
    page = commands.publish_clarification(approved(), issuer=office, by=None)
    page.known_claim_id = f"own-{page.pk}"
    page.save(update_fields=["known_claim_id"])
    store_claims(
        [KnownClaim(claim_id=page.known_claim_id, title=page.claim_text, verdict="SALAH")], by=None
    )
    addresses = {"telegram": "CekFaktaBot", "whatsapp": "106540352242922"}
    return {
        channel: lines.make(
            office,
            by=keeper,
            secret=SECRETS[channel],
            channel=channel,
            sender_name="Kementerian",
            address=address,
        ).slug
        for channel, address in addresses.items()
    }


def ready() -> None:
    """What a process has read before its first message is no part of what is killed."""
    from tangkal.desk.recognise import matcher

    matcher.warm_up()


def found(book: Path) -> dict:
    """What the desk holds of it all: messages, and the answer to each with whom it goes to."""
    from tangkal.desk.audit.queries import verify_chain
    from tangkal.desk.portal.models import PublicReport
    from tangkal.desk.questions import contacts
    from tangkal.desk.questions.models import Outgoing
    from tangkal.desk.tipline.models import Inbound, Turn

    answers = Outgoing.objects.select_related("contact").order_by("pk")
    return {
        "told": [chat_of(json.loads(line)) for line in (book / "messages").open()],
        "untold": len(untold(book)),
        "inbound": Counter(Inbound.objects.values_list("state", flat=True)),
        "came_of_it": Counter(Inbound.objects.values_list("came_of_it", flat=True)),
        "answers": [[contacts.address_of(each.contact), each.state] for each in answers],
        "questions": PublicReport.objects.count(),
        "heard": Turn.objects.filter(who=Turn.Who.ASKER).count(),
        "broken_at": verify_chain().broken_at,
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
