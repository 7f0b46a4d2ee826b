"""An approved message, outlets of each kind on loopback servers, and a clock the test moves."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from tangkal.desk.channels import delivery, outlets
from tangkal.desk.channels.models import Dispatch, Outlet
from tangkal.desk.strategic_communication import commands, house_commands
from tangkal.desk.strategic_communication.models import Message
from tangkal.pipeline.home import Home
from tests.desk.alerts.servers import smtp_server, web_server
from tests.desk.strategic_communication.conftest import (  # noqa: F401
    case,
    fresh_matcher,
    parts,
)

TOKEN = "123456789:AAErahasiaBotTokenYangTidakBolehBocor"
APP_SECRET = "rahasia-aplikasi-yang-cukup-panjang"
ACCESS = "EAAGm0-akses-rahasia"
TAKEN = b'{"ok": true, "result": {"message_id": 77}}'


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
def tangkal(settings, tmp_path):
    """Loopback allowed, secrets in a home of its own."""
    home = Home(tmp_path / "home")
    home.make()
    settings.HOME = home
    settings.TANGKAL = replace(settings.TANGKAL, home=home, alert_hosts=("127.0.0.1",))
    return settings


@pytest.fixture
def service(tangkal):
    """An HTTP stand-in of Telegram and WhatsApp, which answers as Telegram does."""
    with web_server(body=TAKEN) as web:
        tangkal.TANGKAL = replace(tangkal.TANGKAL, telegram_url=web.url, whatsapp_url=web.url)
        yield web


@pytest.fixture
def mail(tangkal):
    with smtp_server() as inbox:
        yield inbox


def approve(case, people, parts, template="clarification", **fields) -> Message:  # noqa: F811
    """A message through its whole machine: written, checked and approved by three people."""
    found = commands.draft_message(case, template, parts, by=people["penyusun"], **fields)
    for action, who in (
        ("submit", "penyusun"),
        ("confirm_facts", "second_verifikator"),
        ("approve", "penyetuju"),
    ):
        found = commands.take_step(found, action, by=people[who], expected_version=found.version)
    return Message.objects.get(pk=found.pk)


@pytest.fixture
def message(case, people, parts) -> Message:  # noqa: F811
    return approve(case, people, parts)


@pytest.fixture
def outlet(people, tangkal):
    """``outlet("telegram")``: an outlet of the ministry, with its secret put away."""

    def make(kind="telegram", **fields) -> Outlet:
        admin = people["admin_sistem"]
        values, secret = {
            "telegram": ({"address": "@humascontoh"}, {"token": TOKEN}),
            "whatsapp": (
                {
                    "address": "104000000000001",
                    "template": "keterangan_resmi",
                    "recipients": "+6281100000001\n+6281100000002",
                },
                {"token": ACCESS, "app_secret": APP_SECRET, "verify_token": "kata"},
            ),
            "email": (
                {
                    "server": "127.0.0.1:1",
                    "security": "none",
                    "sender": "humas@contoh.go.id",
                    "recipients": "redaksi@koran.example\nkabar@radio.example",
                },
                None,
            ),
            "website": ({}, None),
        }[kind]
        values |= {"name": f"Kanal {kind}", "sender_name": "Humas Kementerian Contoh"} | fields
        return outlets.make_outlet(admin.organisation, by=admin, kind=kind, secret=secret, **values)

    return make


@pytest.fixture
def sent(message, people, outlet):
    """``sent("telegram")``: the approved message handed to an outlet of that kind."""
    from tangkal.desk.channels import commands as channels

    def send(kind="telegram", publish_at=None, **fields) -> Dispatch:
        return channels.dispatch(
            commands.latest(message),
            outlet(kind, **fields),
            by=people["juru_bicara"],
            publish_at=publish_at,
        )

    return send


def work(clock) -> int:
    """A round of the worker."""
    return delivery.go_due(clock()) + delivery.deliver(clock) + delivery.erase(clock)


def again(found):
    return type(found).objects.get(pk=found.pk)


HOUSE = {
    "umbrella": "Harga bahan bakar tetap sampai akhir bulan.",
    "pillars": [
        {
            "id": "a",
            "text": "Harga Pertalite tetap Rp10.000 per liter.",
            "importance": 3,
            "proof": ["Keputusan 12"],
            "source": "Kementerian Contoh",
        },
        {
            "id": "b",
            "text": "Stok cukup untuk 30 hari.",
            "importance": 2,
            "proof": ["Laporan stok"],
            "source": "Kementerian Contoh",
        },
    ],
    "locked": [{"text": "Rp10.000", "kind": "figure"}],
}


def house_in_force(case, people, content=HOUSE):  # noqa: F811
    house = house_commands.draft_house(case, title="BBM", content=content, by=people["penyusun"])
    return bring_into_force(house, people)


def bring_into_force(house, people):
    for action, who in (
        ("submit", "penyusun"),
        ("confirm_facts", "second_verifikator"),
        ("approve", "penyetuju"),
    ):
        house = house_commands.take_house_step(
            house, action, by=people[who], expected_version=house.version
        )
    return house


def soon(hours=1.0):
    return timezone.now() + timedelta(hours=hours)
