# ruff: noqa: E402 - words can be looked up only after set_up
"""What the journeys share: labels by their words, hands on the keyboard, a look at each page."""

import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe
from django.utils import translation

from tangkal.desk import entry
from tangkal.desk.ui.messages import compile_messages

compile_messages()
entry.set_up()

from tests.browser.officers import Officers
from tests.browser.pictures import shrink
from tests.conftest import REPOSITORY
from tests.servers.desk import Desk

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

WINDOWS = {
    "light": {"width": 1280, "height": 900},
    "dark": {"width": 1280, "height": 900},
    "phone": {"width": 390, "height": 780},
}
MOST_TABS = 150
IMAGES = REPOSITORY / "docs" / "images"
LARGEST = 120_000  # bytes; pictures travel with every checkout

SIGNALS = """
from datetime import timedelta
from django.utils import timezone
from tangkal.desk.cases.models import Signal
now = timezone.now()
for number in range({count}):
    Signal.objects.create(
        key="{name}:%d" % number,
        title="{title} nomor %d" % (number + 1),
        excerpt="Tolong sebarkan: {title} nomor %d." % (number + 1),
        reasons=[{{"kind": "report", "count": number + 1}}],
        urgency=0.5 - number / 100, priority="MEDIUM", platforms={{"x": 3}}, language="id",
        items_total=3, first_seen_at=now, last_seen_at=now, due_at=now + timedelta(hours=3),
    )
"""


def said(english: str, context: str = "") -> str:
    """The label as the desk shows it."""
    with translation.override("id"):
        text = translation.pgettext(context, english) if context else translation.gettext(english)
    assert text != english or english.isascii(), f"“{english}” is not translated"
    return text


def named(english: str, context: str = "") -> re.Pattern[str]:
    """A button or link of that name, with the key that may stand behind it."""
    return re.compile(rf"^\s*{re.escape(said(english, context))}(\s+\w)?\s*$")


@dataclass
class Journey:
    """Officers at a running desk, and the pages that were looked at."""

    officers: Officers
    desk: Desk
    seen: list[str] = field(default_factory=list)

    def raise_signals(self, name: str, title: str, count: int) -> None:
        self.desk.python(SIGNALS.format(name=name, title=title, count=count))

    def look(self, page: "Page", name: str) -> None:
        """One heading, no fault that axe finds, no sideways scrolling; light, dark and phone."""
        assert page.locator("h1").count() == 1, name
        before = page.viewport_size
        # Colours that glide from one scheme to the other have no contrast to speak of.
        page.emulate_media(reduced_motion="reduce")
        for window, size in WINDOWS.items():
            page.emulate_media(color_scheme="dark" if window == "dark" else "light")
            page.set_viewport_size(size)
            found = Axe().run(page).response["violations"]
            faults = [(each["id"], [n["target"] for n in each["nodes"]][:3]) for each in found]
            assert not faults, f"{name}, {window}: {faults}"
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        page.emulate_media(color_scheme="light")
        if before:
            page.set_viewport_size(before)
        self.seen.append(name)

    def picture(self, page: "Page", name: str) -> None:
        """A picture for the docs, taken on request alone (TANGKAL_WRITE_SHOTS=1)."""
        if os.environ.get("TANGKAL_WRITE_SHOTS", "") in {"", "0"}:
            return
        page.evaluate("document.activeElement.blur()")
        page.evaluate("scrollTo(0, 0)")
        content = shrink(page.screenshot(animations="disabled"))
        assert len(content) <= LARGEST
        (IMAGES / f"{name}.png").write_bytes(content)


# What the focus is on: is it seen, and is nothing laid over it?
FOCUSED = """() => {
  const e = document.activeElement
  if (!e || e === document.body) return null
  const box = e.getBoundingClientRect(), style = getComputedStyle(e)
  const x = box.x + box.width / 2, y = box.y + Math.min(box.height / 2, innerHeight / 2)
  const top = document.elementFromPoint(x, y)
  const label = e.labels && e.labels[0]
  return {
    what: e.outerHTML.slice(0, 120),
    /* The browser marks the part of a date that has the focus inside the field. */
    ringed: style.outlineStyle !== 'none' || style.boxShadow !== 'none' || /^date/.test(e.type),
    seen: box.width > 0 && x >= 0 && x <= innerWidth && y >= 0 && y <= innerHeight,
    free: !top || e.contains(top) || top.contains(e) || (label && label.contains(top)),
  }
}"""


def press(page: "Page", english: str, context: str = "") -> None:
    """Tab to the button, or else the link, of that name, and press Enter."""
    main, name = page.locator("main"), named(english, context)
    buttons = main.get_by_role("button", name=name)
    found = buttons if buttons.count() else main.get_by_role("link", name=name)
    press_enter(page, found.first)


def press_enter(page: "Page", place: "Locator") -> None:
    """Tab there and press Enter; the next page has nothing to complain of."""
    tab_to(page, place)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    no_errors(page)


def no_errors(page: "Page") -> None:
    wrong = page.locator(".error-summary")
    assert wrong.count() == 0, wrong.inner_text()


def is_focused(place: "Locator") -> bool:
    return bool(place.count() and place.first.evaluate("e => e === document.activeElement"))


def tab_to(page: "Page", place: "Locator") -> None:
    """Press Tab until the place has the focus, as somebody without a mouse would.

    Wherever the focus stops on the way, it is seen and nothing lies over it (WCAG 2.4.7, 2.4.11).
    """
    assert place.count(), f"{place} is not there"
    for _ in range(MOST_TABS):
        if is_focused(place):
            return
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        assert not stop or (stop["ringed"] and stop["seen"] and stop["free"]), f"{page.url}: {stop}"
    raise AssertionError(f"{place} is not reached by the keyboard")


def write(page: "Page", label: str, text: str) -> None:
    """Tab to the field of that label and type."""
    write_into(page, page.locator("main").get_by_label(label, exact=True), text)


def write_into(page: "Page", field: "Locator", text: str) -> None:
    tab_to(page, field)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def fill_by_keys(page: "Page", **values: str) -> None:
    """Tab from field to field in the order given; type, choose with the arrows, tick with Space."""
    for name, value in values.items():
        fields = page.locator(f"main [name={name}]")
        kind = fields.first.evaluate("e => e.tagName === 'SELECT' ? 'select' : e.type")
        if kind == "radio":
            choose(page, fields, value)
        elif kind == "select":
            tab_to(page, fields.first)
            places = fields.first.evaluate("e => [...e.options].map(o => o.value)")
            page.keyboard.press("Home")
            for _ in range(places.index(value)):
                page.keyboard.press("ArrowDown")
            assert fields.first.input_value() == value
        elif kind == "checkbox":
            tab_to(page, fields.first)
            page.keyboard.press("Space")
        else:
            write_into(page, fields.first, value)


def choose(page: "Page", fields: "Locator", value: str) -> None:
    """A group of radio buttons is one stop: Tab reaches what is chosen, arrows choose another."""
    checked = page.locator(f"main [name={fields.first.get_attribute('name')}]:checked")
    tab_to(page, checked if checked.count() else fields.first)
    page.keyboard.press("Space")
    for _ in range(fields.count()):
        if page.evaluate("document.activeElement.value") == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{value} cannot be chosen by the keyboard")


def send_by_keys(page: "Page") -> None:
    """Ctrl+Enter: submit, and next where there is one."""
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    no_errors(page)


def notice(page: "Page") -> "Locator":
    return page.locator("#notices .notice")
