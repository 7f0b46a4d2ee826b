"""Pages of pictures in a real browser: accessible in light, dark and on a phone, in Indonesian."""

import os
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tangkal.desk.cases import commands as cases
from tangkal.desk.cases import evidence
from tangkal.desk.recognise import matcher
from tangkal.desk.recognise.media import commands, index, reading
from tangkal.desk.recognise.models import KnownClaim
from tests.desk.cases import walk
from tests.desk.cases.test_browser import WINDOWS
from tests.desk.recognise.test_media import picture, upload
from tests.servers.browser import follow


@pytest.fixture
def addresses(transactional_db, people) -> dict[str, str]:
    """A claim with a picture, and a case with a copy of it and a cut."""
    matcher.forget()
    index.forget()
    claim = KnownClaim.objects.create(
        claim_id="kc-1", title="Banjir di kota lain", verdict="SALAH", revision=1
    )
    media = commands.keep(
        claim,
        reading.take(upload(picture())),
        by=people["verifikator"],
        first_seen_on=date(2019, 5, 1),
    )
    case = walk.open_case(people)
    walk.to_triage(case, people)
    shown = picture(edit="overlay")
    for name, copy in (("Foto", shown), ("Potongan", picture().crop((0, 0, 300, 200)))):
        made = evidence.from_file(upload(copy, f"{name}.png"), title=name, source="Warga")
        cases.add_evidence(case, made, by=people["analis"])
    yield {
        "claim": "/desk/known-claims/kc-1/",
        "add": "/desk/known-claims/kc-1/media/add/",
        "banks": "/desk/known-claims/media/",
        "bank": f"/desk/known-claims/media/{media.bank_id}/",
        "match": "/desk/known-claims/match/",
        "case": f"/desk/cases/{case.number}/",
    }
    matcher.forget()
    index.forget()


@pytest.mark.parametrize("window", WINDOWS)
def test_the_pages_of_pictures_are_accessible_and_never_scroll_sideways(
    live_server, addresses, signed_in, people, chromium, tmp_path, window
):
    person = people["verifikator"]
    person.language = "id"
    person.save()
    context = chromium.new_context(**WINDOWS[window])
    session = signed_in("verifikator").cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    complaints = []
    page.on("console", lambda m: m.type == "error" and complaints.append(m.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    picture(edit="overlay").save(tmp_path / "kiriman.png")
    wrong = {}
    for name, address in addresses.items():
        page.goto(live_server.url + address)
        if name == "match":
            page.set_input_files("#media", tmp_path / "kiriman.png")
            follow(page.locator("[data-submit-next]"))
            assert "pernah terlihat sebelumnya" in page.inner_text("main")
        if name == "case":
            assert "Gambar sama" in page.inner_text("#seen")
        if folder := os.environ.get("TANGKAL_WRITE_SHOTS"):
            shot = Path(folder) / f"media-{name}-{window}.png"
            page.screenshot(path=str(shot), full_page=True)
        found = Axe().run(page).response["violations"]
        said = [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found]
        fits = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        if said or not fits:
            wrong[name] = (said, fits)
    context.close()
    assert (wrong, complaints) == ({}, [])
