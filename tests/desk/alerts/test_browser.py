"""The pages of alerts in a real browser: Indonesian, accessible, light, dark and on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from tangkal.desk.alerts import bundling
from tangkal.desk.alerts.models import Attempt, Destination, Message, Rule, Step
from tangkal.desk.alerts.noticing import notice
from tests.desk.alerts.conftest import signal
from tests.desk.cases.test_browser import WINDOWS

PAGES = {
    "history": ("analis", "/desk/alerts/", "Riwayat peringatan"),
    "rules": ("analis", "/desk/alerts/rules/", "Aturan peringatan saya"),
    "rule": ("analis", "/desk/alerts/rules/{rule}/", "BBM di Jawa"),
    "destinations": ("admin_sistem", "/desk/alerts/destinations/", "Tujuan peringatan"),
    "destination": ("admin_sistem", "/desk/alerts/destinations/{place}/", "Piket malam"),
    "new": ("admin_sistem", "/desk/alerts/destinations/new/?kind=email", "Tujuan baru"),
    "exercise": ("pengendali_latihan", "/desk/alerts/exercise/", "Latihan dan peringatan"),
}


@pytest.fixture
def told(transactional_db, people) -> dict[str, int]:
    office = people["analis"].organisation
    place = Destination.objects.create(
        organisation=office, name="Piket malam", kind="webhook", address="https://x.contoh.go.id/"
    )
    rule = Rule.objects.create(
        owner=people["analis"],
        name="BBM di Jawa",
        destination=place,
        severity=1,
        quiet_from="22:00",
        quiet_until="05:00",
    )
    Step.objects.create(rule=rule, number=1, after_minutes=15, destination=place)
    now = timezone.now()
    notice([signal(f"narrative:N{n}", at=now, urgency=0.9) for n in range(3)], now=now)
    bundling.bundle(now)
    message = Message.objects.get()
    for number, outcome in enumerate(("temporary", "permanent", "sent"), start=1):
        Attempt.objects.create(
            message=message, number=number, began_at=now, outcome=outcome, reason="451 sibuk"
        )
    return {"rule": rule.pk, "place": place.pk}


@pytest.fixture
def open_page(live_server, told, signed_in, people, chromium):
    contexts = []

    def opened(window: str, name: str):
        who, address, _heading = PAGES[name]
        people[who].language = "id"
        people[who].save()
        context = chromium.new_context(**WINDOWS[window])
        contexts.append(context)
        session = signed_in(who).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda m: m.type == "error" and page.complaints.append(m.text))
        page.goto(live_server.url + address.format(**told))
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_indonesian_accessible_and_fits_every_window(open_page, name):
    for window in WINDOWS:
        page = open_page(window, name)
        assert page.inner_text("h1") == PAGES[name][2]
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
        assert found.response["violations"] == [], f"{window}: {found.generate_report()}"
        width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert width <= 0, f"{window}: the page is {width} px too wide"
        assert page.complaints == []
