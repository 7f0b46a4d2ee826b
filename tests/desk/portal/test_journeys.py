"""What citizens come for, by the keyboard alone: with scripts, and with scripts switched off."""

import pytest

from tangkal.desk.portal.models import Appeal, HelpfulCount, PublicReport
from tests.browser.journeys import press_enter, tab_to, write_into
from tests.desk.portal.conftest import QUESTION


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def reader(request, live_server, chromium, publish):
    """A browser at the front page of a portal with one answer; whose mouse is broken."""
    publish()
    context = chromium.new_context(
        base_url=live_server.url,
        viewport={"width": 390, "height": 780},
        java_script_enabled=request.param,
    )
    page = context.new_page()
    page.goto("/")
    yield page
    assert page.context.cookies() == []
    context.close()


def test_search_read_and_say_that_it_helped(reader):
    write_into(reader, reader.locator("#q"), "harga bbm")
    with reader.expect_navigation():
        reader.keyboard.press("Enter")
    press_enter(reader, reader.locator(".clarifications a").first)
    assert reader.locator("h1").inner_text() == "Harga BBM tetap, stok cukup"
    press_enter(reader, reader.locator(".helpful button[value=yes]"))

    assert "/membantu/" in reader.url
    assert list(HelpfulCount.objects.values_list("yes", "no")) == [(1, 0)]


def test_ask_get_a_receipt_and_look_it_up(reader):
    write_into(reader, reader.locator("#text"), "sekolah diliburkan sebulan karena asap")
    press_enter(reader, reader.locator(".ask button"))
    press_enter(reader, reader.locator("form.card button.button--primary"))
    receipt = reader.locator("h1 .hash").inner_text()
    reader.goto("/lapor/status/")
    write_into(reader, reader.locator("#receipt"), receipt.lower())
    press_enter(reader, reader.locator("form.filters button"))

    assert reader.url.endswith(f"/lapor/{receipt}/")
    assert PublicReport.objects.get().receipt == receipt


def test_ask_what_was_answered_already(reader):
    write_into(reader, reader.locator("#text"), QUESTION)
    press_enter(reader, reader.locator(".ask button"))
    press_enter(reader, reader.locator(".answer .button").first)

    assert reader.locator("h1").inner_text() == "Harga BBM tetap, stok cukup"


def test_contest_an_answer_and_see_that_it_is_contested(reader):
    press_enter(reader, reader.locator(".clarifications a").first)
    address = reader.url
    press_enter(reader, reader.locator("a[href$='/sanggah/']"))
    tab_to(reader, reader.locator("[name=part]").first)
    write_into(reader, reader.locator("[name=why]"), "Keputusan itu sudah diganti kemarin.")
    press_enter(reader, reader.locator("form.card button.button--primary"))

    assert Appeal.objects.get().receipt in reader.url
    reader.goto(address)
    reader.reload()  # a browser may keep the page for a minute
    assert reader.locator("#disanggah").is_visible()
