"""Every page the public can open: accessible in light, dark and on a phone, without a script error.

The list is the table of addresses, so a new public page is looked at the day it is added; and no
template of the portal may stay unseen.
"""

import re
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template.loader import get_template
from django.test.signals import template_rendered
from django.urls import reverse

from tangkal.desk.cases import items
from tests.conftest import REPOSITORY
from tests.desk.lakes import item, lake_of
from tests.safeguards import addresses as tables
from tests.safeguards import world
from tests.safeguards.answers import STRANGER
from tests.safeguards.test_urls_by_role import TABLE

DESK = REPOSITORY / "src" / "tangkal" / "desk"
WINDOWS = {
    "light": {"width": 1280, "height": 900},
    "dark": {"width": 1280, "height": 900},
    "phone": {"width": 360, "height": 740},
}
SHOWN = {200, 400}  # a page, or a form that says what is missing
LOOKED_AT = {
    name: [way for way, who in zip(("get", "post"), both, strict=True) if is_shown(who)]
    for is_shown in [lambda who: who.expected(STRANGER) in SHOWN]
    for name, both in TABLE.items()
    if any(is_shown(who) for who in both)
}
# What a page looks like with something asked, or with nothing found.
FURTHER = (
    "/cari/?q=bbm",
    "/cari/?q=zebra",
    "/cari/?kategori=kesehatan&wilayah=99",
    "/tanya/?text=Besok+harga+BBM+naik+menjadi+dua+kali+lipat",
    "/tanya/?text=sekolah+diliburkan+sebulan+karena+asap",
    "/lapor/status/?receipt=ZZZZ9999",
    "/sanggah/status/?receipt=ZZZZ9999",
    "/klarifikasi/disanggah/membantu/?terima=no",
    "/ikuti/?wilayah=99.01&kategori=kesehatan",
    "/ikuti/berhenti/tidak:ada/",
    "/arahan/tidak-ada/",
)
POST = """address => {
  const form = document.createElement('form')
  form.method = 'post'
  form.action = address
  document.body.append(form)
  form.submit()
}"""
EXTENDS = re.compile(r'{% extends "(portal/base|ui/public)\.html" %}')
# Drawn where something went wrong that no address brings about.
UNREACHED = {"portal/base.html"}


@pytest.fixture
def addresses(live_server, case, people, parts, tmp_path, monkeypatch) -> dict[str, str]:
    found = lake_of(tmp_path / "lake", item("a"), item("b"))
    monkeypatch.setattr(items, "open_lake", lambda _place: found)
    arguments = world.build(case, people, parts) | tables.all_arguments(case, people)
    return {name: reverse(name, kwargs=arguments.get(name)) for name in LOOKED_AT}


@pytest.fixture
def drawn():
    names = set()

    def note(template, **_more):
        names.add(template.name)

    template_rendered.connect(note)
    yield names
    template_rendered.disconnect(note)


def is_page(address: str) -> bool:
    try:
        with urllib.request.urlopen(address) as answer:
            return answer.headers["Content-Type"].startswith("text/html")
    except urllib.error.HTTPError as error:
        return error.headers["Content-Type"].startswith("text/html")


def public_templates() -> set[str]:
    """Every template that is drawn in the portal's frame."""
    return {
        str(path.relative_to(path.parents[1]))
        for path in DESK.glob("*/templates/*/*.html")
        if EXTENDS.search(path.read_text(encoding="utf-8"))
    }


def faults(page) -> list[object]:
    """What is wrong with the page that is open, in each window."""
    found: list[object] = []
    page.emulate_media(reduced_motion="reduce")
    for window, size in WINDOWS.items():
        page.emulate_media(color_scheme="dark" if window == "dark" else "light")
        page.set_viewport_size(size)
        found += [
            (window, each["id"], [node["target"] for node in each["nodes"]][:3])
            for each in Axe().run(page).response["violations"]
        ]
        if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            found.append((window, "scrolls sideways"))
    if (number := page.locator("h1").count()) != 1:
        found.append(f"{number} headings of the first order")
    return found


def test_every_public_page_is_accessible_and_every_template_is_seen(
    addresses, live_server, context, drawn
):
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda m: m.type == "error" and complaints.append(m.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    wrong: dict[str, object] = {}

    def look(name: str) -> None:
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
        # A status of 400 or 404 is one of ours, which the browser writes down as an error too.
        said = [each for each in complaints if "status of 4" not in each]
        if found := faults(page) + said:
            wrong[name] = found
        complaints.clear()

    for name, ways in LOOKED_AT.items():
        address = live_server.url + addresses[name]
        if "get" in ways and is_page(address):
            page.goto(address)
            look(name)
        if "post" in ways:
            page.goto(live_server.url)
            with page.expect_navigation():
                page.evaluate(POST, address)
            look(f"{name}, sent empty")
    for address in FURTHER:
        page.goto(live_server.url + address)
        look(address)

    assert wrong == {}
    assert public_templates() - drawn - UNREACHED == set()


def test_the_table_has_the_pages_that_the_public_was_promised():
    promised = {
        *("portal", "portal-search", "clarification", "helpful", "corrections", "about"),
        *("portal-regions", "portal-region", "statements", "statement", "open-data", "offline"),
        *("appeal-new", "appeal-status", "appeal-find", "report-status", "report-find"),
        *("follow", "follow-sent", "follow-confirm", "follow-change", "follow-stop", "widget"),
        *("public-transparency", "report"),
    }
    assert promised - set(LOOKED_AT) == set()


def test_a_template_of_the_portal_is_found_by_its_frame():
    found = public_templates()
    assert {"portal/home.html", "following/follow.html"} <= found
    for name in found:
        assert Path(get_template(name).origin.name).exists()
