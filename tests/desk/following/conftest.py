"""A mail server on loopback that takes what the desk sends, and followers by mail and by chat."""

import email
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from tangkal.desk.following import commands, noticing, sending
from tangkal.desk.portal import commands as portal
from tangkal.desk.questions import contacts, outgoing
from tangkal.desk.questions.models import Mailbox
from tangkal.pipeline.home import Home
from tests.desk.alerts.servers import smtp_server
from tests.desk.portal.conftest import PARTS, approved, citizen, fresh_memory  # noqa: F401

SITI, BUDI = "ibu.siti@warga.example", "pak.budi@warga.example"
SITE = "https://cek.example"
LINK = re.compile(rf"{SITE}(/ikuti/(?:konfirmasi|pilihan|berhenti)/\S+)")


class Office:
    """The worker's turns, and what the mail server got of them."""

    def __init__(self, server) -> None:
        self.server = server
        self.ahead = timedelta(seconds=1)

    @property
    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def turn(self) -> list[email.message.EmailMessage]:
        """Notice, write and send until nothing is due; the letters that came of it."""
        before = len(self.server.letters)
        while noticing.notice(self.now) + sending.send(self.now) + outgoing.deliver(self.now):
            pass
        return [read(each.content) for each in self.server.letters[before:]]

    def morning(self) -> list[email.message.EmailMessage]:
        """The turn of the next 07.00 WIB, after one of now."""
        assert self.turn() == []
        self.ahead += noticing.next_hour(self.now) - self.now + timedelta(seconds=1)
        return self.turn()


def read(content: bytes) -> email.message.EmailMessage:
    return email.message_from_bytes(content, policy=email.policy.default)


def links_in(letter) -> dict[str, str]:
    """The paths of our own links, by their kind."""
    paths = [path.rstrip(">") for path in LINK.findall(letter.get_content())]
    return {path.split("/")[2]: path for path in paths}


@pytest.fixture
def office(settings, tmp_path, db):
    home = Home(tmp_path / "home")
    home.make()
    settings.HOME = home
    settings.TANGKAL = replace(
        settings.TANGKAL, home=home, alert_hosts=("127.0.0.1",), site_url=SITE
    )
    settings.SECURE_SSL_REDIRECT = False
    with smtp_server() as server:
        Mailbox.objects.create(
            server=f"127.0.0.1:{server.port}",
            security="none",
            sender="cek@humas.example",
            sender_name="Cek Fakta",
            is_active=True,
        )
        yield Office(server)


@pytest.fixture
def follows(office):
    """``follows(SITI, ("kesehatan", "32"), rhythm="at_once")``: somebody who confirmed long ago."""

    def following(address, *choices, rhythm="daily", channel="email"):
        with transaction.atomic():
            contact = contacts.reach(channel, address, language="id")
            for topic, region in choices or [("", "")]:
                found = commands.follow(contact, topic, region, rhythm=rhythm)
        return found

    return following


@pytest.fixture
def publish(people, organisations, office):
    """``publish(category="kesehatan", region_code="99")``: an answer on the portal."""

    def published(**changes):
        return portal.publish_clarification(
            approved(**changes), issuer=organisations["ministry"], by=people["penyetuju"]
        )

    return published


def correct(found, **changes):
    parts = (("fact", "Harga tetap sampai akhir tahun."), *PARTS[1:])
    return portal.correct_clarification(
        found.slug, approved(parts=parts, **changes), reason="Tanggalnya keliru.", by=None
    )
