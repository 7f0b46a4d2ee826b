"""A take-down request that legal refuses, and an objection that the office grants."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.journeys import (
    Journey,
    choose,
    fill_by_keys,
    named,
    press,
    press_enter,
    said,
    send_by_keys,
    tab_to,
    write_into,
)
from tests.browser.officers import Officers
from tests.browser.prepared import case_with_spread, legal_officer, request_acted_on

pytestmark = pytest.mark.browser

REASON = "Formulir palsu meminta PIN; warga kehilangan uang selama unggahan ini tayang."
STATE = "main p.cluster >> nth=0"


@pytest.fixture
def journey(desk_server, chromium) -> Iterator[Journey]:
    officers = Officers(chromium, desk_server.url, desk_server.password)
    yield Journey(officers, desk_server)
    officers.close()


def open_details(page, english):
    """Unfold a card by the keyboard."""
    place = page.locator("main summary", has_text=named(english)).first
    tab_to(page, place)
    page.keyboard.press("Enter")


def test_a_take_down_request_is_refused_by_legal(journey):
    legal_officer(journey.desk, "hukum_menolak", "Bagas Hukum")
    number = case_with_spread(journey.desk, "Formulir bantuan palsu")
    page = journey.officers("analis")
    page.goto(f"{journey.desk.url}/desk/cases/{number}/")
    press(page, "Begin a request")
    journey.look(page, "a new request")
    choose(page, page.locator("main [name=kind]"), "takedown")
    fill_by_keys(page, ground="illegal_finance")
    fill_by_keys(page, spreads="on")
    fill_by_keys(page, what="Turunkan formulir palsu yang meminta PIN.")
    send_by_keys(page)
    expect(page.locator(STATE)).to_contain_text(said("Draft", "platform request"))
    press(page, "On to the proportionality test")
    journey.look(page, "a request in its test")
    press(page, "Change the words")
    journey.look(page, "words of a request")
    tab_to(page, page.locator("main [name=statement]"))
    send_by_keys(page)
    press(page, "Weigh this item")
    journey.look(page, "the form of one item")
    for test in ("legality", "aim", "necessity", "proportionality"):
        choose(page, page.locator(f"main [name=met_{test}]"), "yes")
        write_into(page, page.locator(f"main [name=reason_{test}]"), f"{REASON} ({test})")
    write_into(page, page.locator("main [name=why_clarify]"), "Klarifikasi tidak dibaca korban.")
    send_by_keys(page)
    press(page, "Bring it to legal review")
    expect(page.locator(STATE)).to_contain_text(said("Legal review", "platform request"))
    address = page.url

    lawyer = journey.officers("hukum_menolak")
    lawyer.goto(address)
    journey.look(lawyer, "a request before the legal officer")
    journey.picture(lawyer, "platform-request")
    open_details(lawyer, "Refuse it: your veto")
    write_into(lawyer, lawyer.locator("#why-refuse"), "Unsur penipuan belum terbukti di unggahan.")
    press(lawyer, "Refuse the request")
    expect(lawyer.locator("#refused")).to_contain_text("Unsur penipuan belum terbukti")
    page.goto(address)
    expect(page.locator(STATE)).to_contain_text(said("Refused by us", "platform request"))
    assert page.locator("main button", has_text=named("Sign first")).count() == 0
    assert journey.officers.complaints == []


def test_an_objection_is_upheld_and_the_request_withdrawn_in_public(journey):
    legal_officer(journey.desk, "hukum_menyetujui")
    number = case_with_spread(journey.desk, "Formulir bantuan ditiru")
    public = request_acted_on(journey.desk, number, "hukum_menyetujui")
    visitor = journey.officers.visitor()
    visitor.goto(f"{journey.desk.url}/permintaan/{public}/")
    journey.look(visitor, "a statement of reasons")
    press(visitor, "Object to this request")
    journey.look(visitor, "an objection")
    fill_by_keys(
        visitor,
        part="protected",
        why="Unggahan saya laporan warga tentang layanan, bukan penipuan.",
    )
    press(visitor, "Send the objection")
    journey.look(visitor, "an objection received")
    receipt = visitor.url.rstrip("/").rpartition("/")[2]

    officer = journey.officers("auditor")
    officer.goto(f"{journey.desk.url}/desk/appeals/{receipt}/")
    journey.look(officer, "an objection at the desk")
    mine = officer.locator("main [name=officer] option", has_text="Intan").count()
    assert not mine  # the legal officer who cleared it does not review the objection
    choice = officer.locator("main [name=officer]")
    key = journey.desk.python(
        "from tangkal.desk.accounts.models import User\n"
        "print(User.objects.get(username='auditor').pk)"
    )
    choice.select_option(key)
    with officer.expect_navigation():
        officer.locator("form[action$='/assign/'] button").first.click()
    officer.locator("main [name=outcome][value=withdraw]").check()
    write_into(
        officer, officer.locator("main [name=reason]"), "Unggahan itu laporan warga yang sah."
    )
    with officer.expect_navigation():
        officer.locator("form[action$='/decide/'] button").first.click()

    visitor.goto(f"{journey.desk.url}/permintaan/{public}/")
    expect(visitor.locator("main")).to_contain_text(
        said("Correction: this request is withdrawn. We were wrong.")
    )
    expect(visitor.locator("main")).to_contain_text("Unggahan itu laporan warga yang sah.")
    journey.look(visitor, "a request withdrawn in public")
    keeper = journey.officers("penyetuju1")
    keeper.goto(f"{journey.desk.url}/desk/platform-requests/?tab=contested")
    journey.look(keeper, "the register of requests")
    press_enter(keeper, keeper.locator("main th a").first)
    write_into(keeper, keeper.locator("#restore-reference"), "PULIH-1")
    press(keeper, "Record that restoration was asked for")
    expect(keeper.locator(STATE)).to_contain_text(said("Restoration asked for", "platform request"))
    journey.look(keeper, "a request after restoration was asked for")
    assert journey.officers.complaints == []


def test_the_transparency_pages_are_in_order(journey):
    page = journey.officers("penyetuju1")
    page.goto(f"{journey.desk.url}/desk/transparency/")
    journey.look(page, "the transparency report at the desk")
    page.goto(f"{journey.desk.url}/desk/platform-requests/grounds/")
    journey.look(page, "legal grounds")
    visitor = journey.officers.visitor()
    visitor.goto(f"{journey.desk.url}/transparansi/")
    journey.look(visitor, "transparency in public")
    visitor.goto(f"{journey.desk.url}/permintaan/")
    journey.look(visitor, "looking a request up")
    assert journey.officers.complaints == []
