"""Activate a crisis and publish its first statement, by keys alone: three people, minutes."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.journeys import (
    Journey,
    fill_by_keys,
    press,
    press_enter,
    said,
    send_by_keys,
)
from tests.browser.officers import Officers
from tests.browser.prepared import case_at, holding_template

pytestmark = pytest.mark.browser

HOUSE = {
    "umbrella": "Air bersih sampai ke setiap rumah hari ini.",
    "event": "gangguan pompa air di Kota Contoh pada 2 Maret",
    "affected": "warga di tiga kelurahan",
    "confirmed": "Satu pompa berhenti pukul 06.00.",
    "unknown": "Sebab berhentinya pompa.",
    "process": "teknisi memeriksa pompa di tempat",
    "commitment": "memberi kabar setiap tiga jam",
    "protective_action": "rebus air sebelum diminum",
    "source": "portal ini",
    "contact": "nomor layanan 112",
}


@pytest.fixture
def journey(desk_server, chromium) -> Iterator[Journey]:
    officers = Officers(chromium, desk_server.url, desk_server.password)
    yield Journey(officers, desk_server)
    officers.close()


def test_a_crisis_is_confirmed_by_a_second_approver_and_speaks_within_minutes(journey):
    desk, people = journey.desk, journey.officers
    holding_template(desk)
    number = case_at(desk, "DINILAI", "Gangguan air bersih")

    first = people("penyetuju1")
    first.goto(f"{desk.url}/desk/crisis/propose/?case={number}")
    journey.look(first, "propose a level")
    fill_by_keys(
        first, level="2", trigger="Layanan air terganggu", reason="Tiga kelurahan tanpa air."
    )
    press_enter(first, first.locator("main [data-submit-next]"))
    address = first.url.split("?")[0]
    assert not first.get_by_role("button", name=said("Confirm the level")).count()

    second = people("penyetuju2")
    second.goto(address)
    journey.look(second, "a proposed level")
    journey.picture(second, "crisis-proposed")
    press(second, "Confirm the level")
    expect(second.locator("main")).to_contain_text(said("Activated"))
    second.goto(f"{address}room/")
    journey.look(second, "the room")
    journey.picture(second, "crisis-room")

    writer = people("penyusun")
    writer.goto(f"{address}house/")
    fill_by_keys(writer, **HOUSE)
    send_by_keys(writer)
    journey.look(writer, "message house")
    press_enter(writer, writer.locator(f"main button[name=case][value='{number}']"))
    statement = writer.url

    first.goto(statement)
    journey.look(first, "first statement")
    journey.picture(first, "first-statement")
    press(first, "Publish at once")
    press(first, "See it on the portal")
    expect(first.locator("main")).to_contain_text("rebus air sebelum diminum")
    journey.look(first, "the statement on the portal")
    assert people.complaints == []
