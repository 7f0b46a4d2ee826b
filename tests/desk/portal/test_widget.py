"""The newest answers in a frame on somebody else's site; no other page lets itself be framed."""

import http.server
import threading
from functools import partial

import pytest
from axe_playwright_python.sync_playwright import Axe

from tangkal.desk.accounts.models import Region
from tangkal.desk.portal import commands, widget


@pytest.fixture
def answers(publish, organisations):
    Region.objects.filter(code="99").update(name="Provinsi Contoh")
    return [
        publish(reference="2026-0201", region_code="99.01", headline="Kabupaten aman"),
        publish(reference="2026-0202", category="kesehatan", headline="Negara aman"),
    ]


@pytest.fixture
def elsewhere(tmp_path):
    """Another site, by another name and port: ``elsewhere(address)`` frames it on a page."""
    serve = partial(http.server.SimpleHTTPRequestHandler, directory=tmp_path)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), serve)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def framing(address: str) -> str:
        page = f'<title>x</title><iframe src="{address}" title="Klarifikasi" height="400"></iframe>'
        (tmp_path / "index.html").write_text(page)
        return f"http://127.0.0.1:{server.server_port}/"

    yield framing
    server.shutdown()
    server.server_close()


def test_another_site_shows_the_newest_answers_and_a_click_leaves_the_frame(
    page, live_server, answers, elsewhere
):
    page.goto(elsewhere(f"{live_server.url}/sematan/"))
    frame = page.frame_locator("iframe")
    assert frame.locator("h2").all_inner_texts() == ["Negara aman", "Kabupaten aman"]

    frame.get_by_role("link", name="Negara aman").click()
    page.wait_for_url(f"{live_server.url}/klarifikasi/{answers[1].slug}/")


@pytest.mark.parametrize("address", ["/", "/klarifikasi/{slug}/", "/lapor/status/"])
def test_no_other_page_lets_itself_be_framed(page, live_server, answers, elsewhere, address):
    path = address.format(slug=answers[0].slug)
    page.goto(elsewhere(f"{live_server.url}{path}"))

    assert not any(frame.url.startswith(live_server.url) for frame in page.frames)
    assert page.frame_locator("iframe").locator(".masthead").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_frame_is_accessible_and_fits_a_narrow_column(page, live_server, answers, scheme):
    page.set_viewport_size({"width": 280, "height": 480})
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{live_server.url}/sematan/")

    assert [each["id"] for each in Axe().run(page).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"Kabupaten aman", "Negara aman"}),
        ("?wilayah=99", {"Kabupaten aman"}),
        ("?kategori=kesehatan", {"Negara aman"}),
        ("?jumlah=1", {"Negara aman"}),
        ("?jumlah=0", {"Negara aman"}),
        ("?jumlah=²", {"Kabupaten aman", "Negara aman"}),
        ("?wilayah=31", set()),
    ],
)
def test_it_is_narrowed_as_the_search_is(client, answers, query, shown):
    reply = client.get(f"/sematan/{query}")

    assert {each for each in ("Kabupaten aman", "Negara aman") if each in reply.text} == shown
    assert "frame-ancestors *" in reply["Content-Security-Policy"]
    assert not reply.has_header("X-Frame-Options")
    assert not reply.cookies
    assert "<script" not in reply.text


@pytest.mark.django_db
def test_a_withdrawn_answer_leaves_the_frame_and_the_number_has_a_limit(client, publish):
    found = [publish(reference=f"2026-{n:04}", headline=f"Nomor {n}") for n in range(22)]
    commands.withdraw_clarification(found[-1].slug, reason="Keliru.", by=None)
    reply = client.get("/sematan/?jumlah=9999")

    assert reply.text.count("<li>") == widget.MOST
    assert "Nomor 21" not in reply.text


@pytest.mark.django_db
def test_the_page_of_open_data_says_what_to_copy(client):
    assert "/sematan/?wilayah=32" in client.get("/data/").text
