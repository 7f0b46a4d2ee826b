"""The demonstration sent an answer through every kind of outlet, and nothing left the machine."""

import socket
from collections import Counter
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tangkal.desk.accounts.regions import load_regions
from tangkal.desk.channels import commands, delivery
from tangkal.desk.channels.models import Dispatch, Kind
from tangkal.desk.channels.states import DeliveryState, DispatchState, Recall
from tangkal.desk.exercises import demo, houses, ways
from tangkal.desk.strategic_communication import commands as messages
from tangkal.pipeline.settings import Settings
from tests.desk.channels.conftest import Clock
from tests.desk.exercises.conftest import responding
from tests.desk.strategic_communication.conftest import PARTS

pytestmark = pytest.mark.django_db
S = DeliveryState


@pytest.fixture
def hired(db, monkeypatch):
    monkeypatch.setattr(Settings, "is_demo", True)
    load_regions()
    return demo.hire()


@pytest.fixture
def built(hired, monkeypatch):
    """A published answer that went out, with every way off the machine cut."""
    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, lambda *_: pytest.fail("something left"))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: pytest.fail("a name was asked"))
    case = responding(hired)
    found = messages.draft_message(case, "clarification", PARTS, by=hired["penyusun"])
    for action, who in (
        ("submit", "penyusun"),
        ("confirm_facts", "verifikator2"),
        ("approve", "penyetuju1"),
    ):
        found = messages.take_step(found, action, by=hired[who], expected_version=found.version)
    messages.publish(found, by=hired["penyetuju2"], expected_version=found.version)
    houses.build(case, hired)
    ways.build(case, hired)
    return case


def states(kind) -> Counter:
    found = Dispatch.objects.get(outlet__kind=kind)
    return Counter(found.deliveries.values_list("state", flat=True))


def test_one_dispatch_has_readers_in_every_state_of_delivery(built):
    assert states(Kind.WHATSAPP) == {S.DELIVERED: 3, S.SENT: 4, S.TRY_AGAIN: 1, S.FAILED: 1}
    assert states(Kind.EMAIL) == {S.SENT: 3, S.TRY_AGAIN: 1, S.FAILED: 1}
    assert states(Kind.TELEGRAM) == states(Kind.WEBSITE) == {S.SENT: 1}


@pytest.mark.parametrize("kind", list(Kind))
def test_every_line_of_deliveries_names_its_receiver(built, hired, kind):
    found = Dispatch.objects.get(outlet__kind=kind)
    client = Client()
    client.force_login(hired["penyetuju1"])
    text = client.get(reverse("dispatch", args=[found.pk])).text
    assert text.count('<th scope="row">') == found.deliveries.count()
    assert '<th scope="row"></th>' not in text


def test_built_twice_it_is_sent_once(built, hired):
    ways.build(built, hired)
    assert Dispatch.objects.count() == len(ways.OUTLETS)


def test_what_was_put_off_is_taken_later(built):
    clock = Clock()
    assert delivery.deliver(clock) == 0
    clock.ahead = timedelta(hours=8)
    assert delivery.deliver(clock) == 2
    assert states(Kind.EMAIL) == {S.SENT: 4, S.FAILED: 1}
    assert not Dispatch.objects.filter(state=DispatchState.GOING).exists()


def test_a_recall_in_the_demonstration_asks_no_service_either(built, hired):
    found = Dispatch.objects.get(outlet__kind=Kind.TELEGRAM)
    commands.recall(found, by=hired["penyetuju1"], why="Latihan", expected_version=found.version)
    clock = Clock()
    delivery.erase(clock)
    delivery.deliver(clock)
    assert found.deliveries.get().recall == Recall.DELETED


def test_its_page_says_that_nothing_left(built, hired):
    client = Client()
    client.force_login(hired["penyetuju1"])
    found = Dispatch.objects.get(outlet__kind=Kind.WHATSAPP)
    page = client.get(reverse("dispatch", args=[found.pk])).content.decode()
    assert "tidak ada yang keluar dari mesin ini" in page
    assert "131026" in page
