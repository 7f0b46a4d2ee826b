"""Follow by e-mail in a real browser, by the keyboard, with and without scripts."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tangkal.desk.following.models import Follower
from tests.browser.journeys import choose, press_enter, tab_to, write_into
from tests.desk.following.conftest import SITI, links_in

PRIMARY = "main form .button--primary"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_follow_confirm_be_told_and_stop(office, live_server, chromium, publish, scripts):
    context = chromium.new_context(
        base_url=live_server.url,
        viewport={"width": 390, "height": 780},
        java_script_enabled=scripts,
    )
    page = context.new_page()
    page.goto("/ikuti/?wilayah=99.01")
    write_into(page, page.locator("[name=email]"), SITI)
    tab_to(page, page.locator("[name=topics][value=kesehatan]"))
    page.keyboard.press("Space")
    choose(page, page.locator("[name=rhythm]"), "at_once")
    press_enter(page, page.locator(PRIMARY))
    assert page.url.endswith("/ikuti/terkirim/")

    [letter] = office.turn()
    page.goto(links_in(letter)["konfirmasi"])
    assert not Follower.objects.exists()
    press_enter(page, page.locator(PRIMARY))
    choices = Follower.objects.get().choices.values_list("topic", "region")
    assert list(choices) == [("kesehatan", "99.01")]

    publish(category="kesehatan", region_code="99.01")
    [letter] = office.turn()
    page.goto(links_in(letter)["pilihan"])
    tab_to(page, page.locator("[name=topics][value=politik]"))
    page.keyboard.press("Space")
    press_enter(page, page.locator(PRIMARY))
    assert Follower.objects.get().choices.count() == 2

    page.goto(links_in(letter)["berhenti"])
    press_enter(page, page.locator(PRIMARY))
    assert not Follower.objects.exists()
    assert context.cookies() == []
    context.close()


def test_the_desk_s_figures_are_accessible_and_fit(
    office, live_server, context, signed_in, follows
):
    for number in range(6):
        follows(f"a{number}@warga.example", ("politik", "99"))
    session = signed_in("penyusun").cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/desk/followers/")
    for size in ((1280, 900), (360, 740)):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        assert [each["id"] for each in Axe().run(page).response["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
