"""In a real browser: keys, menus and charts work under our policy, in light, dark and phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.servers.browser import follow

WINDOWS = {
    "light": {"viewport": {"width": 1280, "height": 900}},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 360, "height": 740}},
    "smallest": {"viewport": {"width": 320, "height": 640}},
}


@pytest.fixture
def open_guide(live_server, signed_in, settings, chromium):
    """``open_guide("phone")``: the style guide as the analyst sees it in such a window."""
    settings.DEBUG = True
    contexts = []

    def opened(window="light", path="/desk/gaya/"):
        context = chromium.new_context(**WINDOWS[window])
        contexts.append(context)
        session = signed_in("analis").cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda m: m.type == "error" and page.complaints.append(m.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(live_server.url + path)
        page.evaluate("document.activeElement.blur()")
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("window", WINDOWS)
def test_every_component_is_accessible_and_breaks_no_rule_of_the_policy(open_guide, window):
    page = open_guide(window)

    found = Axe().run(page).response["violations"]

    assert [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found] == []
    assert page.complaints == []


@pytest.mark.parametrize("window", ["phone", "smallest"])
def test_a_phone_never_scrolls_sideways(open_guide, window):
    page = open_guide(window)

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("window", WINDOWS)
def test_chart_text_is_never_under_twelve_pixels(open_guide, window):
    sizes = open_guide(window).evaluate(
        """[...document.querySelectorAll('.chart svg')]
          .filter((svg) => svg.clientWidth && svg.querySelector('text'))
          .map((svg) => parseFloat(getComputedStyle(svg.querySelector('text')).fontSize)
            * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width)"""
    )

    # Of each chart one drawing, wide or narrow, never both; of the map none on a phone.
    assert len(sizes) == (5 if window in {"phone", "smallest"} else 6)
    assert min(sizes) >= 12


def test_keys_walk_the_rows_select_open_and_stop_at_the_ends(open_guide):
    page = open_guide()
    current = "document.querySelector('[data-row].is-current')?.id"

    page.keyboard.press("j")
    assert page.evaluate(current) == "row-1"
    page.keyboard.press("k")
    assert page.evaluate(current) == "row-1"
    for _press in range(5):
        page.keyboard.press("j")
    assert page.evaluate(current) == "row-3"
    page.keyboard.press("x")
    assert page.locator("[data-bulk]").is_visible()
    assert page.locator("[data-bulk-count]").inner_text() == "1"
    page.keyboard.press("x")
    assert page.locator("[data-bulk]").is_hidden()
    page.keyboard.press("o")
    assert page.url.endswith("#row-3")


def test_keys_are_letters_again_while_somebody_types(open_guide):
    page = open_guide()

    page.keyboard.press("Control+k")
    page.keyboard.type("jxd?")

    assert page.locator("#jump").input_value() == "jxd?"
    assert page.locator("dialog[open]").count() == 0
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#keys").is_hidden()


def test_a_key_acts_only_within_the_current_row(open_guide):
    page = open_guide()
    page.evaluate(
        """document.addEventListener('click', (event) => {
          if (event.target.closest('[data-act]')) document.body.dataset.acted = 'yes';
        })"""
    )

    page.keyboard.press("j")
    page.keyboard.press("e")  # this row has no main step; the one elsewhere is not meant

    assert page.evaluate("document.body.dataset.acted") is None


def test_the_tab_s_title_counts_what_is_overdue(open_guide):
    page = open_guide()
    page.wait_for_load_state("networkidle")  # the page asks for the number by itself first
    page.evaluate(
        """document.body.dataset.overdue = '3';
        document.dispatchEvent(new Event('htmx:afterSettle'))"""
    )

    assert page.title().startswith("(3) ")


def test_the_phone_s_menu_opens_with_script_and_without(open_guide, live_server, chromium):
    page = open_guide("phone")
    assert page.locator("#rail").is_hidden()
    page.locator("[data-toggle-rail]").click()
    assert page.locator("#rail").is_visible()

    context = chromium.new_context(**WINDOWS["phone"], java_script_enabled=False)
    context.add_cookies(page.context.cookies())
    plain = context.new_page()
    plain.goto(f"{live_server.url}/desk/gaya/")
    plain.locator("[data-toggle-rail]").click()
    assert plain.locator("#rail").is_visible()
    context.close()


def test_the_appearance_chosen_in_the_menu_holds(open_guide):
    page = open_guide()
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)

    page.locator("summary.button").click()
    follow(page.locator("button[name=theme][value=dark]"))

    assert page.evaluate(ground) != light
    assert page.locator("html").get_attribute("data-theme") == "dark"


@pytest.mark.parametrize("window", ["light", "dark", "phone"])
def test_signing_in_is_accessible(open_guide, window, live_server):
    page = open_guide(window)
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/desk/sign-in/")

    assert [v["id"] for v in Axe().run(page).response["violations"]] == []
    assert page.complaints == []
