"""The public pages: light, without cookies or scripts, cacheable, in both languages, hardened."""

import ast
import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.test import Client

from tangkal.desk import portal
from tangkal.desk.portal.models import Clarification
from tangkal.desk.portal.records import Source
from tests.desk.markup import inline_code
from tests.desk.portal.conftest import PARTS

pytestmark = pytest.mark.django_db

PAGES = ("/", "/cari/", "/cari/?q=harga", "/koreksi/", "/tentang/", "/lapor/status/")
FILES = ("/rss.xml", "/atom.xml", "/klarifikasi.jsonld", "/sitemap.xml", "/robots.txt")
BUDGET = 30_000  # bytes over the wire at the first load
EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(2)></script>&#x6a;"


@pytest.fixture
def full(publish):
    """A front page with as much on it as it ever shows."""
    long = "Klaim yang panjang sekali tentang harga bahan bakar minyak di seluruh negeri " * 2
    return [publish(reference=f"2026-{n:04}", claim_text=long) for n in range(1, 10)]


@pytest.mark.parametrize("address", [*PAGES, *FILES])
def test_a_page_that_is_read_leaves_no_cookie(citizen, full, address):
    reply = citizen.get(address)

    assert reply.status_code == 200
    assert not reply.cookies
    assert not citizen.cookies


@pytest.mark.parametrize("address", [*PAGES[:5], *FILES])
def test_caches_may_keep_what_everybody_reads(citizen, full, address):
    reply = citizen.get(address)

    assert reply["Cache-Control"] == "public, max-age=60"
    assert "Cookie" in reply["Vary"]  # the language may come from one
    again = citizen.get(address, headers={"If-None-Match": reply["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert citizen.head(address).status_code == 200


def test_what_one_reader_chose_is_kept_for_nobody_else(citizen, full, signed_in):
    assert "private" in citizen.get("/?lang=en")["Cache-Control"]
    assert "private" in signed_in("analis").get("/")["Cache-Control"]


def test_an_officer_s_notices_never_show_in_public(signed_in, people, full):
    browser = signed_in("admin_sistem")
    browser.post(f"/desk/people/{people['analis'].pk}/access/", {"action": "reset"})

    assert "analis" not in browser.get("/").text
    assert "shown only now" in browser.get(f"/desk/people/{people['analis'].pk}/").text


def test_the_first_load_is_light(citizen, full):
    page = citizen.get("/")
    styles = [f"ui/{name}.css" for name in ("tokens", "base", "portal")]
    for name in styles:
        assert name.removesuffix(".css") in page.text
    scripts = ["portal/portal.js"]  # keeps pages for later; nothing on a page waits for it
    sent = [Path(finders.find(name)).read_bytes() for name in (*styles, *scripts, "ui/icon.svg")]

    assert re.findall(r"<script[^>]*>", page.text) == [
        f'<script src="{static(name)}" defer>' for name in scripts
    ]
    assert len(page.content) + sum(len(gzip.compress(each)) for each in sent) < BUDGET
    assert page.text.count('<link rel="stylesheet"') == len(styles)


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["id", "en"])
def test_pages_obey_the_policy_and_say_their_language(citizen, full, address, language):
    mark = "&" if "?" in address else "?"
    reply = citizen.get(f"{address}{mark}lang={language}")

    assert inline_code(reply.text) == []
    assert f'<html lang="{language}">' in reply.text
    assert reply["Content-Language"] == language
    assert "default-src 'none'" in reply["Content-Security-Policy"]


def test_an_answer_keeps_its_own_language_on_an_english_page(citizen, publish):
    found = publish()
    page = citizen.get(f"/klarifikasi/{found.slug}/?lang=en").text

    assert '<html lang="en">' in page
    assert f'<h1 lang="id">{found.headline}</h1>' in page
    assert "This is not true." in page
    assert ">The fact</h2>" in page


@pytest.mark.parametrize("language", ["xx", "../../etc/passwd", "<script>", "en\r\nX-Evil: 1", ""])
def test_a_strange_language_is_indonesian(citizen, full, language):
    reply = citizen.get("/", {"lang": language})

    assert reply["Content-Language"] == "id"
    assert "X-Evil" not in reply.headers
    assert not reply.cookies
    assert "<script>" not in reply.text


def test_script_in_every_field_stays_text(citizen, publish):
    found = publish(
        headline=f"H {EVIL}",
        claim_text=f"K {EVIL}",
        parts=tuple((key, f"{text} {EVIL}") for key, text in PARTS),
        sources=(Source(title=EVIL, url="javascript:alert(3)", publisher=EVIL),),
    )
    for address in (f"/klarifikasi/{found.slug}/", "/", "/cari/?q=harga", "/rss.xml"):
        page = citizen.get(address).text
        assert "<script>alert" not in page, address
        assert "<img src=x" not in page, address
    page = citizen.get(f"/klarifikasi/{found.slug}/").text
    assert inline_code(page) == []
    assert page.count("</script>") == 2  # the markup's own end, and that of portal.js
    assert 'href="javascript:' not in page


def test_script_in_what_a_citizen_sends_stays_text(citizen, ask, send):
    for reply in (
        ask(EVIL + " apa benar begitu"),
        citizen.get("/cari/", {"q": EVIL}),
        citizen.post("/lapor/", {"text": EVIL, "url": EVIL, "token": EVIL, "website": ""}),
        citizen.get(send(EVIL + " apa benar begitu")["Location"]),
    ):
        assert "<script>alert" not in reply.text
        assert inline_code(reply.text) == []


@pytest.mark.parametrize(
    "address",
    [
        "/klarifikasi/tidak-ada/",
        "/klarifikasi/../../etc/passwd",
        "/klarifikasi/%2e%2e%2fetc%2fpasswd/",
        "/klarifikasi/%00/",
        "/lapor/%00/",
        "/lapor/TIDAKADA/",
        "/lapor/..%2f..%2fetc/",
        "/static/../desk.sqlite3",
        "/desk/berkas/../secrets/secret_key",
    ],
)
def test_strange_addresses_lead_nowhere(citizen, full, address):
    assert citizen.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/tanya/?next=https://evil.example", "/tanya/?text="])
def test_no_redirect_leaves_the_site(citizen, address):
    assert citizen.get(address)["Location"] == "/"


def test_a_huge_body_is_refused_without_a_fault(citizen):
    reply = citizen.post("/tanya/", {"text": "x" * 6_000_000})

    assert reply.status_code in {200, 400, 413}
    many = citizen.post("/tanya/", {f"f{n}": "x" for n in range(1100)})
    assert many.status_code == 400


def test_a_long_question_is_cut_not_refused(ask):
    assert ask("kabar " * 20_000).status_code == 200


def test_a_flood_of_headers_changes_nothing(citizen, full):
    headers = {f"X-Padding-{n}": "x" * 500 for n in range(200)}
    reply = citizen.get("/", headers=headers | {"X-Forwarded-Host": "evil.example"})

    assert reply.status_code == 200
    assert "evil.example" not in reply.text
    assert citizen.get("/", headers={"Host": "evil.example"}).status_code == 400


def test_asking_and_reporting_need_no_cookie(ask, send):
    assert ask("sekolah libur sebulan karena asap").status_code == 200
    assert send("sekolah libur sebulan karena asap").status_code == 302


@pytest.mark.parametrize("address", ["/lapor/", "/desk/questions/X/answer/"])
def test_what_changes_something_is_never_a_link(signed_in, address):
    assert signed_in("analis").get(address).status_code == 405


def test_pages_ask_the_database_little(citizen, full, django_assert_max_num_queries):
    slug = Clarification.objects.first().slug
    for address, most in (("/", 3), ("/cari/", 3), (f"/klarifikasi/{slug}/", 3)):
        with django_assert_max_num_queries(most):
            citizen.get(address)


def test_the_portal_knows_nothing_of_cases():
    forbidden = ("cases", "approvals", "jobs", "strategic_communication", "early_warning")
    for path in Path(portal.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                assert not name.startswith(tuple(f"tangkal.desk.{f}" for f in forbidden)), path


def test_works_for_a_browser_that_sends_nothing_but_a_request():
    bare = Client(enforce_csrf_checks=True, headers={"user-agent": ""})

    assert bare.get("/").status_code == 200
