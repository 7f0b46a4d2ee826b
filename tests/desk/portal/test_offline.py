"""Readable without a connection: what a browser keeps is public, and honest about its age."""

import json
import re

import pytest
from django.conf import settings
from django.templatetags.static import static

from tangkal.desk.portal import commands, offline
from tests.desk.portal.conftest import QUESTION
from tests.servers.browser import follow

KEPT = """async () => {
  const found = []
  for (const name of await caches.keys()) {
    for (const request of await (await caches.open(name)).keys()) {
      found.push(new URL(request.url).pathname)
    }
  }
  return found
}"""


@pytest.fixture
def answers(publish):
    """Two answers, both among the newest."""
    return [publish(), publish(reference="2026-0002", headline="Sekolah tetap buka")]


@pytest.fixture
def visit(live_server, chromium, answers):
    """A reader's browser at the front page, once the worker has begun."""
    context = chromium.new_context(base_url=live_server.url, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda m: m.type == "error" and page.complaints.append(m.text))
    page.goto("/")
    until(page, "navigator.serviceWorker.controller !== null")
    yield page
    context.close()


def until(page, expression):
    """Ask again and again; the page's own policy forbids Playwright's way of waiting."""
    for _ask in range(300):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never true: {expression}")


def wait_until_kept(page, *slugs):
    for slug in slugs:
        until(page, f"caches.match('/klarifikasi/{slug}/').then(Boolean)")


def test_without_a_connection_the_newest_answers_are_read_and_say_how_old_they_are(visit, answers):
    visit.goto(f"/klarifikasi/{answers[0].slug}/")
    wait_until_kept(visit, *(each.slug for each in answers))
    assert visit.locator(".notice--warning").count() == 0
    assert visit.complaints == []

    visit.context.set_offline(True)
    visit.goto(f"/klarifikasi/{answers[1].slug}/")  # never opened before
    assert visit.locator("h1").inner_text() == "Sekolah tetap buka"
    assert visit.locator(".notice--warning").is_visible()
    assert re.search(r"\b20\d\d\b", visit.locator(".notice--warning").inner_text())
    visit.goto("/")
    assert visit.locator("#text").is_visible()
    visit.goto("/cari/?q=bbm")
    assert visit.locator(f'main a[href="/klarifikasi/{answers[0].slug}/"]').is_visible()


def test_what_is_the_reader_s_own_is_never_kept(visit, answers):
    visit.fill("#text", "sekolah diliburkan sebulan karena asap")
    follow(visit.locator(".ask button"))
    follow(visit.locator("form.card button.button--primary"))
    assert "/lapor/" in visit.url
    for address in (f"/klarifikasi/{answers[0].slug}/", "/cari/?q=bbm", "/sanggah/status/"):
        visit.goto(address)
    visit.goto(f"/klarifikasi/{answers[0].slug}/sanggah/")
    visit.goto("/desk/sign-in/")
    visit.goto("/")
    wait_until_kept(visit, answers[1].slug)

    kept = {path for path in visit.evaluate(KEPT) if not path.startswith(settings.STATIC_URL)}
    assert kept == {"/", "/luring/", *(f"/klarifikasi/{each.slug}/" for each in answers)}


def test_a_withdrawn_answer_leaves_the_browsers_that_come_by(visit, answers):
    visit.goto("/tentang/")
    wait_until_kept(visit, *(each.slug for each in answers))
    commands.withdraw_clarification(answers[1].slug, reason="Keliru.", by=None)

    visit.evaluate("localStorage.clear()")  # an hour later
    visit.reload()
    until(visit, f"caches.match('/klarifikasi/{answers[1].slug}/').then((kept) => !kept)")


def test_who_saves_data_is_sent_nothing_to_keep(live_server, chromium, answers):
    context = chromium.new_context(base_url=live_server.url)
    context.add_init_script(
        "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"
    )
    page = context.new_page()
    page.goto("/")
    page.goto("/tentang/", wait_until="networkidle")

    assert (
        page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    )
    context.close()


# Without a browser


@pytest.mark.django_db
def test_the_list_of_what_is_kept_holds_the_newest_and_no_more(client, publish):
    for number in range(offline.KEPT + 2):
        publish(reference=f"2026-{number:04}")

    assert client.get("/luring/").text.count('href="/klarifikasi/') == offline.KEPT


@pytest.mark.django_db
def test_the_worker_names_the_files_that_every_page_is_drawn_with(client):
    script = client.get("/pekerja.js")
    told = json.loads(re.search(r"const told = (\{.*\})", script.text)[1])
    page = client.get("/").text

    assert script["Content-Type"].startswith("text/javascript")
    drawn = set(re.findall(rf'(?:href|src)="({settings.STATIC_URL}[^"]+\.(?:css|js|svg))"', page))
    assert drawn == set(told["files"])


@pytest.mark.django_db
def test_the_manifest_installs_the_portal_and_takes_what_is_shared(client, publish):
    found = publish()
    told = json.loads(client.get("/manifest.webmanifest").content)

    assert {icon["sizes"] for icon in told["icons"]} >= {"192x192", "512x512"}
    assert any(icon["purpose"] == "maskable" for icon in told["icons"])
    assert {icon["src"] for icon in told["icons"]} == {static(n) for n, *_rest in offline.ICONS}
    taken = told["share_target"]
    shared = client.get(taken["action"], {taken["params"]["text"]: QUESTION})
    assert found.headline in shared.text
