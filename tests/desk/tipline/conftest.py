"""Two lines, a published answer, and the services that call and are called, on loopback."""

import copy
import hashlib
import hmac
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tangkal.desk.questions import outgoing
from tangkal.desk.questions.models import Outgoing
from tangkal.desk.tipline import answering, lines, receiving, working
from tangkal.desk.tipline.giving_way import Gauge
from tangkal.pipeline.home import Home
from tests.desk.portal.conftest import CLAIM, QUESTION, fresh_memory, publish  # noqa: F401
from tests.desk.tipline.services import service_apis
from tests.sources.tiplines import payloads

TOKEN = "123456789:AAErahasiaBotTokenYangTidakBolehBocor"
APP_SECRET = "rahasia-aplikasi-yang-cukup-panjang"
VERIFY = "kata-verifikasi-yang-cukup-panjang"
ACCESS = "EAAGm0-akses-rahasia"
BOT = "CekFaktaBot"


class Clock:
    """Now, and later where the test says so."""

    def __init__(self):
        self.ahead = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def tangkal(settings, tmp_path, monkeypatch):
    """Loopback allowed, secrets, the spool and the count of messages a second of its own."""
    monkeypatch.setattr(receiving, "gauge", Gauge())
    home = Home(tmp_path / "home")
    home.make()
    settings.HOME = home
    settings.TANGKAL = replace(
        settings.TANGKAL, home=home, alert_hosts=("127.0.0.1",), site_url="https://cek.example"
    )
    settings.SECURE_SSL_REDIRECT = False
    lines.here.forget()
    yield settings
    lines.here.forget()


@pytest.fixture
def services(tangkal):
    """Stand-ins of both APIs; what they were asked is kept."""
    with service_apis() as both:
        tangkal.TANGKAL = replace(tangkal.TANGKAL, telegram_url=both.url, whatsapp_url=both.url)
        yield both


@pytest.fixture
def telegram(people, tangkal):
    return line_of(
        people, "telegram", {"token": TOKEN, "secret_token": "rahasia_webhook"}, address=BOT
    )


@pytest.fixture
def whatsapp(people, tangkal):
    secret = {"token": ACCESS, "app_secret": APP_SECRET, "verify_token": VERIFY}
    return line_of(people, "whatsapp", secret, address=payloads.NUMBER_ID)


def line_of(people, channel, secret, **fields):
    made = lines.make(
        people["penyetuju"].organisation,
        by=people["admin_sistem"],
        secret=secret,
        channel=channel,
        sender_name="Humas Contoh",
        **fields,
    )
    lines.here.forget()
    return made


@pytest.fixture
def call():
    """``call(line, payload)``: the service calls our webhook, signed; answers the status."""

    def made(line, told, *, signature=None, body=None) -> int:
        raw = body if body is not None else json.dumps(told).encode()
        return (
            Client()
            .post(
                f"/kait/{line.slug}/",
                raw,
                content_type="application/json",
                headers=signed(line, raw)
                if signature is None
                else {**signed(line, raw), **signature},
            )
            .status_code
        )

    return made


def signed(line, raw: bytes) -> dict[str, str]:
    if line.channel == "telegram":
        return {"X-Telegram-Bot-Api-Secret-Token": "rahasia_webhook"}
    digest = hmac.new(APP_SECRET.encode(), raw, hashlib.sha256).hexdigest()
    return {"X-Hub-Signature-256": f"sha256={digest}"}


@pytest.fixture
def knows(monkeypatch):
    """``knows(finding)``: what the matcher finds from now on, whatever it is asked."""

    def set_to(finding) -> None:
        def find_all(texts):
            return {text: finding() if callable(finding) else finding for text in texts}

        monkeypatch.setattr(answering, "find_all", find_all)

    return set_to


_numbers = iter(range(20_000, 10**9))


def fresh(told: dict) -> dict:
    """The same payload as a message of its own."""
    told, number = copy.deepcopy(told), next(_numbers)
    if "update_id" in told:
        return told | {"update_id": number}
    for entry in told["entry"]:
        for change in entry["changes"]:
            for message in change["value"].get("messages", []):
                message["id"] = f"wamid.{number}"
    return told


@pytest.fixture
def work(clock):
    """``work()``: the worker's turns, until nothing waits; answers what each message came to."""

    def worked(*, send=False) -> None:
        while working.work(clock) + working.work_on_pictures(clock):
            pass
        while send and outgoing.deliver(clock()):
            pass

    return worked


@pytest.fixture
def tell(call, work):
    """``tell(line, payload)``: a new message is told and worked on; answers what was said to it."""

    def told(line, payload) -> str:
        before = set(Outgoing.objects.values_list("pk", flat=True))
        assert call(line, fresh(payload)) == 200
        work()
        said = Outgoing.objects.exclude(pk__in=before).order_by("pk")
        return "\n--\n".join(said.values_list("text", flat=True))

    return told
