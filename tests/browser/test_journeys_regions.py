"""A fuel-price week: the message reaches a district, and a district puts the centre right."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.journeys import (
    Journey,
    fill_by_keys,
    named,
    press,
    press_enter,
    said,
    tab_to,
    write_into,
)
from tests.browser.officers import Officers
from tests.browser.prepared import (
    case_at,
    directive_answered,
    district_officer,
    house_to_check,
    link_of,
    message_to_approve,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 780}
OFFICER = "petugas_sukamaju"
STATE = "main p.cluster >> nth=0"
LOCAL = "Harga Pertalite tetep Rp10.000 per liter nepi ka 31 Maret 2026. Aduan: 112."
TRUE_HERE = "Mulai pekan ini Pertalite dijual Rp12.000 per liter di SPBU Kabupaten Sukamaju Raya."
REASON = "SK Bupati tanggal 2 Maret menetapkan Rp12.000 per liter, terlampir di situs kami."
NOW_TRUE = "Harga Pertalite Rp12.000 per liter sampai 31 Maret 2026."


@pytest.fixture
def journey(desk_server, chromium) -> Iterator[Journey]:
    officers = Officers(chromium, desk_server.url, desk_server.password)
    yield Journey(officers, desk_server)
    officers.close()


def unfold(page: "Page", english: str) -> None:
    place = page.locator("main summary", has_text=named(english)).first
    tab_to(page, place)
    page.keyboard.press("Enter")


def test_a_district_publishes_the_centres_message_in_its_own_words(journey):
    desk, officers = journey.desk, journey.officers
    district = district_officer(desk, OFFICER)
    number = case_at(desk, "RESPONS", "Pekan harga BBM")
    house = house_to_check(desk, number)

    checker = officers("verifikator2")
    checker.goto(desk.url + house)
    press(checker, "Confirm the facts")
    approver = officers("penyetuju1")
    approver.goto(desk.url + house)
    journey.look(approver, "a message house")
    press(approver, "Approve and put in force")
    journey.picture(approver, "message-house")
    approver.goto(desk.url + message_to_approve(desk, number))
    press(approver, "Approve this version")

    writer = officers("penyusun")
    writer.goto(f"{desk.url}/desk/directives/new/")
    chosen = writer.locator("[name=house_version] option", has_text="Harga Pertalite").last
    writer.locator("[name=house_version]").select_option(chosen.get_attribute("value"))
    fill_by_keys(
        writer,
        title="Harga Pertalite tetap, samakan keterangan",
        instruction="Muat di situs dan akun resmi.",
        publication="Pesan utama, dalam bahasa setempat.",
    )
    writer.locator("[name=trees]").select_option("32")
    press(writer, "Save and look at whom it reaches")
    expect(writer.locator("#preview")).to_contain_text("Sukamaju Raya")
    press(writer, "Hand in for approval")
    directive = writer.url.rstrip("/").rpartition("/")[2]
    assert writer.locator("main button", has_text=named("Approve and send out")).count() == 0
    approver.goto(writer.url)
    press(approver, "Approve and send out")
    expect(approver.locator("#coverage")).to_be_visible()

    confirm_by_link(journey, directive, district)
    phone = officers(OFFICER)
    phone.set_viewport_size(PHONE)
    phone.goto(f"{desk.url}/desk/directives/{directive}/offices/{district}/")
    unfold(phone, "Propose local words")
    write_into(phone, phone.locator("#propose"), LOCAL)
    press(phone, "Propose")
    expect(phone.locator("#wordings")).to_contain_text(said("waits for the centre", "local words"))
    journey.look(phone, "an office's page with words proposed")

    writer.goto(f"{desk.url}/desk/directives/{directive}/?show=asking")
    press_enter(writer, writer.locator("#offices th a", has_text="Sukamaju"))
    press(writer, "Accept")
    phone.reload()
    expect(phone.locator("#wordings")).to_contain_text(said("accepted", "local words"))
    write_into(phone, phone.locator("#publish [name=url]"), "https://sukamaju.example/harga-bbm")
    press(phone, "We have published it")
    expect(phone.locator(STATE)).to_contain_text(said("Published locally", "directive"))
    journey.picture(phone, "directive-on-a-phone")

    approver.goto(f"{desk.url}/desk/directives/{directive}/?show=published")
    expect(approver.locator("#offices tbody tr")).to_have_count(1)
    expect(approver.locator("#offices tbody")).to_contain_text("Sukamaju")
    journey.look(approver, "coverage of a directive")
    approver.goto(f"{desk.url}/desk/directives/{directive}/")
    journey.picture(approver, "directive")
    assert journey.officers.complaints == []


def confirm_by_link(journey: Journey, directive: str, district: str) -> None:
    """Somebody of the district without an account: a name is typed, receipt is confirmed."""
    desk, writer = journey.desk, journey.officers("penyusun")
    writer.goto(f"{desk.url}/desk/directives/{directive}/links/")
    with writer.expect_navigation():
        writer.locator("main form button").first.click()
    visitor = journey.officers.visitor()
    visitor.set_viewport_size(PHONE)
    visitor.goto(desk.url + link_of(desk, directive, district))
    fill_by_keys(visitor, name="Siti Contoh", office="Diskominfo Sukamaju Raya")
    press(visitor, "Confirm receipt")
    expect(visitor.locator(".facts")).to_contain_text("Siti Contoh")
    journey.look(visitor, "a directive behind a link")


def test_a_contradiction_is_settled_in_favour_of_the_district(journey):
    desk, officers = journey.desk, journey.officers
    district = district_officer(desk, OFFICER)
    number = case_at(desk, "RESPONS", "Harga BBM di daerah")
    house = house_to_check(desk, number)
    directive, text = directive_answered(desk, number, OFFICER, TRUE_HERE)
    office = f"{desk.url}/desk/directives/{directive}/offices/{district}/"

    analyst = officers("analis")
    analyst.goto(f"{desk.url}/desk/alignment/")
    journey.look(analyst, "alignment")
    press_enter(analyst, analyst.locator("article h2 a", has_text="Harga Pertalite").first)
    journey.look(analyst, "alignment of a house")
    analyst.goto(f"{desk.url}/desk/alignment/texts/{text}/")
    clash = analyst.locator("article", has_text="Rp12.000 per liter").first
    expect(clash.locator("mark").first).to_contain_text("Rp10.000 per liter")
    journey.look(analyst, "a local text beside the message")
    journey.picture(analyst, "alignment")
    tab_to(analyst, clash.locator("[name=value]:checked"))
    press_enter(analyst, clash.get_by_role("button", name=named("Keep my finding")))

    phone = officers(OFFICER)
    phone.set_viewport_size(PHONE)
    phone.goto(office)
    expect(phone.locator(STATE)).to_contain_text(said("Contradiction", "directive"))
    journey.look(phone, "an office's page with a contradiction")
    phone.locator("main summary", has_text=named("This is wrong here")).click()
    phone.locator("#dissent").fill(REASON)
    with phone.expect_navigation():
        phone.locator("form[action$='/dissent/'] button").click()
    analyst.goto(office)
    press_enter(analyst, analyst.locator(".notice a[href^='/desk/cases/']"))
    expect(analyst.locator("h1")).to_contain_text("Sukamaju Raya")

    judge = officers("verifikator1")
    judge.goto(f"{desk.url}/desk/alignment/texts/{text}/")
    settled = judge.locator("article", has_text="Rp12.000 per liter").first
    settled.locator("[name=favour][value=region]").check()
    write_into(judge, settled.locator("form[action$='/resolve/'] [name=reason]"), REASON)
    press_enter(judge, settled.get_by_role("button", name=named("Settle it")))
    expect(judge.locator("main")).to_contain_text(said("the local text is right", "contradiction"))
    journey.look(judge, "a contradiction that is settled")

    change_the_fact(journey, house)
    province = officers("admin_daerah")
    province.goto(f"{desk.url}/desk/directives/")
    province.goto(f"{desk.url}/desk/directives/{directive}/offices/{province_of(journey)}/")
    expect(province.locator(".notice--error")).to_contain_text(
        said("Update or take down what you published.")
    )
    expect(province.locator("main")).to_contain_text(NOW_TRUE)
    province.goto(f"{desk.url}/desk/inbox/")
    expect(province.locator("main")).to_contain_text("Harga Pertalite tetap")
    assert journey.officers.complaints == []


def change_the_fact(journey: Journey, house: str) -> None:
    """The writer is told, writes what is true as the next version, and two people approve it."""
    desk, writer = journey.desk, journey.officers("penyusun")
    writer.goto(f"{desk.url}/desk/inbox/?kind=alignment")
    expect(writer.locator("main")).to_contain_text("Sukamaju Raya")
    writer.goto(f"{desk.url}{house}edit/")
    for name, words in {
        "umbrella": NOW_TRUE,
        "p1_text": NOW_TRUE,
        "lock_0_text": "Rp12.000 per liter",
    }.items():
        write_into(writer, writer.locator(f"main [name={name}]"), words)
    press(writer, "Save as a new version")
    press(writer, "Submit for the fact check")
    for who, step in (
        ("verifikator2", "Confirm the facts"),
        ("penyetuju1", "Approve and put in force"),
    ):
        page = journey.officers(who)
        page.goto(desk.url + house)
        press(page, step)


def province_of(journey: Journey) -> str:
    return journey.desk.python(
        "from tangkal.desk.accounts.models import User\n"
        "print(User.objects.get(username='admin_daerah').active_assignments[0].scope_id)"
    )
