"""The spread page in a real browser: accessible, readable on a phone, no text under 12 px."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from tangkal.desk.cases import items
from tangkal.desk.situational_insight.models import Narrative
from tangkal.desk.situational_insight.spread import commands
from tangkal.desk.situational_insight.spread.grouping import remeasure
from tests.desk.lakes import item, lake_of

WINDOWS = {
    "light": {"viewport": {"width": 1280, "height": 900}},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 800}},
}


@pytest.fixture
def open_spread(live_server, signed_in, people, chromium, tmp_path, monkeypatch):
    """``open_spread("phone")``: the page with every part of it filled."""
    rows = [
        item(
            f"{platform}{n}",
            platform=platform,
            hours_ago=40 - 3 * n,
            author=f"{platform}-{n}",
            family_id=platform.ljust(32),
            region_code=("32", "35", "73")[n % 3],
            views=100 * n or None,
        )
        for platform in ("x", "facebook", "tiktok")
        for n in range(9)
    ]
    rows.append(item("media", platform="web", source_kind="media", source="rss:contoh"))
    lake = lake_of(tmp_path / "lake", *rows)
    monkeypatch.setattr(items, "open_lake", lambda _place: lake)
    narrative = Narrative.objects.create(pk="N1", machine_title="BBM naik")
    remeasure(narrative, [])
    commands.set_flag(
        "N1",
        kind="public_figure",
        evidence="https://contoh.id/pidato",
        happened_at=timezone.now() - timedelta(hours=2),
        by=people["analis"],
    )
    contexts = []

    def opened(window, path="/desk/narratives/N1/spread/"):
        context = chromium.new_context(**WINDOWS[window])
        contexts.append(context)
        session = signed_in("analis").cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda m: m.type == "error" and page.complaints.append(m.text))
        page.goto(live_server.url + path)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("window", WINDOWS)
def test_the_spread_page_is_accessible_and_readable(open_spread, window):
    page = open_spread(window)

    found = Axe().run(page).response["violations"]
    sizes = page.evaluate(
        """[...document.querySelectorAll('.chart svg')]
          .filter((svg) => svg.clientWidth && svg.querySelector('text'))
          .map((svg) => parseFloat(getComputedStyle(svg.querySelector('text')).fontSize)
            * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width)"""
    )

    assert [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found] == []
    assert page.complaints == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # Ladder, lanes, map and groups; on a phone a sorted list stands where the map would.
    assert len(sizes) == (3 if window == "phone" else 4)
    assert min(sizes) >= 12
    assert page.locator(".instead").is_visible() == (window == "phone")
