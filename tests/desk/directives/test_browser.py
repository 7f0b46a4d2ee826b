"""An office's page, the page behind a link and the centre's in a real browser: phone first."""

import os
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tangkal.desk.directives import briefings, commands
from tangkal.desk.directives.commands.linking import token_of
from tangkal.desk.directives.commands.publishing import Published
from tangkal.desk.directives.models import LocalPublication
from tangkal.desk.directives.states import AnswerState
from tests.desk.cases.test_browser import WINDOWS
from tests.servers.browser import follow

PAGES = {
    "list": ("penyusun", "/desk/directives/", "Arahan"),
    "mine": ("petugas_district", "/desk/directives/", "Arahan"),
    "new": ("penyusun", "/desk/directives/new/", "Tulis arahan"),
    "draft": ("penyusun", "/desk/directives/{draft}/", "Rancangan kedua"),
    "sent": ("penyetuju", "/desk/directives/{sent}/", "Harga Pertalite tetap"),
    "links": ("penyusun", "/desk/directives/{sent}/links/", "Tautan"),
    "office": ("petugas_district", "/desk/directives/{sent}/offices/{district}/", "Harga"),
    "office-centre": ("analis", "/desk/directives/{sent}/offices/{province}/", "Harga"),
    "link": (None, "/arahan/{token}/", "Harga Pertalite tetap"),
    "link-gone": (None, "/arahan/tidak-ada/", "Tautan ini"),
    "sheets": ("penyusun", "/desk/directives/briefings/", "Lembar"),
    "sheet": ("penyusun", "/desk/directives/briefings/{sheet}/", "Harga BBM"),
    "partners": ("penyusun", "/desk/directives/contacts/", "Mitra"),
    "partner": ("penyusun", "/desk/directives/contacts/new/", "Catat mitra"),
}


@pytest.fixture
def told(transactional_db, people, organisations, officers, draft, sent) -> dict[str, object]:
    province, district = (
        sent.recipients.get(organisation=organisations[each]) for each in ("province", "district")
    )
    words = {"title": "Rancangan kedua", "instruction": "Muat.", "publication": "Pesan utama."}
    second = commands.draft_directive(
        sent.house_version, audience=sent.audience, by=people["penyusun"], **words
    )
    commands.make_links(sent, by=people["penyusun"])
    commands.ask(province, "Berlaku untuk Pertamax?", by=officers["province"])
    commands.propose(province, "Rega Pertalite tetep.", by=officers["province"])
    commands.publish(province, Published(url="https://prov.example/1"), by=officers["province"])
    version, by = sent.house_version, people["penyusun"]
    sheet = briefings.write_briefing(
        version, organisations["ministry"], title="Harga BBM", request="Sampaikan kepada warga.",
        contact="Diskominfo, 112", by=by,
    )  # fmt: skip
    briefings.approve_briefing(sheet, by=people["penyetuju"])
    for name in ("KIM Melati", "Ibu Contoh"):
        contact = briefings.record_contact(
            organisations["ministry"], kind="kim", name=name, address="0800", by=by,
            purpose="lembar tentang BBM", how="lisan, dicatat", consented_on=date(2026, 3, 1),
        )  # fmt: skip
    briefings.withdraw_consent(contact, by=by)
    return {
        "draft": second.pk, "sent": sent.pk, "sheet": sheet.pk,
        "district": district.organisation_id, "province": province.organisation_id,
        "token": token_of(sent.links.get(organisation=organisations["district"])),
        "row": district,
    }  # fmt: skip


@pytest.fixture
def opened(live_server, told, signed_in, people, officers, chromium):
    contexts = []
    people |= {person.username: person for person in officers.values()}

    def open_page(window: str, name: str, **more):
        who, address, _heading = PAGES[name]
        context = chromium.new_context(**WINDOWS[window], **more)
        contexts.append(context)
        if who:
            people[who].language = "id"
            people[who].save()
            session = signed_in(who).cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda m: m.type == "error" and page.complaints.append(m.text))
        page.goto(live_server.url + address.format(**told))
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_indonesian_accessible_and_fits_every_window(opened, name):
    for window in WINDOWS:
        page = opened(window, name)
        page.evaluate("document.querySelectorAll('main details').forEach((e) => { e.open = true })")
        found = Axe().run(page).response["violations"]
        if folder := os.environ.get("SHOTS_TO_LOOK_AT"):
            page.screenshot(path=Path(folder) / f"{name}-{window}.png", full_page=True)

        assert [(each["id"], each["nodes"][0]["target"]) for each in found] == [], window
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), window
        answers_404 = [each for each in page.complaints if "404" not in each]
        assert answers_404 == [], window
        assert PAGES[name][2] in page.locator("h1").inner_text(), window


def test_an_officer_confirms_and_publishes_with_a_thumb_and_no_script(opened, told):
    page = opened("phone", "office", java_script_enabled=False)
    confirm = page.locator("form[action$='/acknowledge/'] button")
    box = confirm.bounding_box()
    assert box["height"] >= 48  # a thumb's width
    assert box["width"] >= 300
    confirm.click()
    page.fill("#id_url", "https://kab.example/berita/1")
    follow(page.locator("#publish button"))

    told["row"].refresh_from_db()
    assert told["row"].state == AnswerState.LIVE
    assert LocalPublication.objects.filter(url="https://kab.example/berita/1").exists()
    assert "https://kab.example/berita/1" in page.locator("#publications").inner_text()


def test_who_was_sent_a_link_confirms_without_an_account_or_a_cookie(opened, told):
    page = opened("phone", "link", java_script_enabled=False)
    page.fill("#id_name", "Siti Contoh")
    page.fill("#id_office", "Diskominfo")
    follow(page.locator("button[value=acknowledge]"))

    assert "Siti Contoh" in page.locator(".facts").inner_text()
    told["row"].refresh_from_db()
    assert told["row"].acknowledged_name == "Siti Contoh"
    assert page.context.cookies() == []


def test_an_officer_of_the_district_reads_nothing_of_the_centre(opened, told):
    page = opened("phone", "mine")
    answer = page.goto(page.url.split("/desk/")[0] + f"/desk/directives/{told['sent']}/")
    assert answer.status == 404
