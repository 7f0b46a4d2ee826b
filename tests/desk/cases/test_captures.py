"""A page is kept as it was, by a fetcher that goes nowhere it should not."""

import gzip
import threading
import time
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases import commands as cases
from tangkal.desk.cases import evidence as evidence_store
from tangkal.desk.cases.captures import commands, robots
from tangkal.desk.cases.captures.fetching import NotKept, fetch_page
from tangkal.desk.cases.models import Capture, Evidence
from tangkal.desk.jobs import captures as job
from tangkal.desk.workflow import ActionDenied
from tangkal.sources.fetch import FetchLimits
from tests.desk.cases import walk

ARTICLE = (
    "<html><head><title>Harga BBM tetap</title><script>alert(1)</script></head><body><article>"
    + "<p>Menteri menyatakan harga BBM tidak berubah bulan ini, hubungi 0812-3456-7890.</p>" * 5
    + "</article></body></html>"
).encode()
LIMITS = FetchLimits(bytes=200_000, seconds=60.0, redirects=3)


class Site(BaseHTTPRequestHandler):
    """One trick an address."""

    rules = (404, b"")

    def do_GET(self):
        name = self.path.strip("/").partition("?")[0]
        answer = getattr(self, f"say_{name.replace('.', '_').replace('-', '_')}", None)
        if answer is None:
            return self.reply(404, b"")
        return answer()

    def say_robots_txt(self):
        self.reply(*Site.rules, content_type="text/plain")

    def say_page(self):
        self.reply(200, ARTICLE, content_type="text/html; charset=utf-8", set_cookie="a=b")

    def say_packed(self):
        body = gzip.compress(ARTICLE)
        self.reply(200, body, content_type="text/html", content_encoding="gzip")

    def say_loop(self):
        self.reply(302, b"", location="/loop")

    def say_moved(self):
        self.reply(301, b"", location="/page")

    def say_to_metadata(self):
        self.reply(302, b"", location="http://169.254.169.254/latest/")

    def say_to_neighbour(self):
        self.reply(302, b"", location="http://10.0.0.7/")

    def say_to_file(self):
        self.reply(302, b"", location="file:///etc/passwd")

    def say_to_self_6(self):
        self.reply(302, b"", location="http://[::1]:8080/")

    def say_huge(self):
        self.reply(200, b"x" * 300_000, content_type="text/html")

    def say_bomb(self):
        body = gzip.compress(b"0" * 50_000_000)
        self.reply(200, body, content_type="text/html", content_encoding="gzip")

    def say_slow(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        try:
            for _each in range(100):  # and then it would be a page like any other
                self.wfile.write(b"<p>")
                time.sleep(0.2)
        except OSError:
            pass

    def say_program(self):
        self.reply(200, b"MZ", content_type="application/x-msdownload")

    def say_untyped(self):
        self.reply(200, b"x")

    def say_empty(self):
        self.reply(200, b"", content_type="text/html")

    def say_members(self):
        self.reply(403, b"", content_type="text/html")

    def say_broken(self):
        self.reply(500, b"", content_type="text/html")

    def reply(self, status, body, **headers):
        self.send_response(status)
        for key, value in {"content_length": len(body), **headers}.items():
            self.send_header(key.replace("_", "-"), str(value))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *ignored):
        pass


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def no_rules():
    Site.rules = (404, b"")


def get(url, **more):
    return fetch_page(url, inside=["127.0.0.1"], limits=LIMITS, **more)


def test_a_page_is_read_as_text_with_its_way_and_headers(site):
    page = get(f"{site}/moved")
    assert page.found.hops == (f"{site}/moved", f"{site}/page")
    assert (page.title, page.found.body) == ("Harga BBM tetap", ARTICLE)
    assert "harga BBM tidak berubah" in page.text
    assert "alert" not in page.text
    assert "0812" not in page.text


def test_a_packed_page_is_unpacked(site):
    assert get(f"{site}/packed").found.body == ARTICLE


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("loop", "redirects more than"),
        ("to-metadata", "not on the public internet"),
        ("to-neighbour", "not on the public internet"),
        ("to-self-6", "not on the public internet"),
        ("to-file", "no address of the web"),
        ("huge", "bigger than"),
        ("bomb", "bigger than"),
        ("slow", "took longer"),
        ("program", "no page we keep"),
        ("untyped", "without a type"),
        ("empty", "empty"),
        ("members", "does not show this page to a program"),
        ("nowhere", "status 404"),
        ("broken", "status 500"),
    ],
)
def test_what_cannot_be_kept_says_why(site, path, why):
    limits = replace(LIMITS, seconds=1.0) if path == "slow" else LIMITS
    with pytest.raises(NotKept, match=why):
        fetch_page(f"{site}/{path}", inside=["127.0.0.1"], limits=limits)


def test_this_machine_is_out_of_reach_unless_the_operator_named_it(site):
    with pytest.raises(NotKept, match="not one of a public web site"):
        fetch_page(f"{site}/page", inside=[], limits=LIMITS)


@pytest.mark.parametrize(
    "inside_address", ["127.0.0.2", "10.1.2.3", "169.254.169.254", "::1", "fd00::1"]
)
def test_a_name_that_resolves_inside_is_refused(inside_address):
    def resolve(_host, _port):
        return ["93.184.216.34", inside_address]

    with pytest.raises(NotKept, match="not on the public internet"):
        fetch_page("http://tampak.example/", inside=["127.0.0.1"], resolve=resolve)


@pytest.mark.parametrize(
    ("status", "rules", "path", "answer"),
    [
        (404, b"", "/a", True),
        (403, b"", "/a", True),
        (503, b"", "/a", None),
        (200, b"User-agent: *\nDisallow: /", "/a", False),
        (200, b"User-agent: *\nDisallow: /b", "/a", True),
        (200, b"User-agent: Tangkal\nDisallow: /a\n\nUser-agent: *\nAllow: /", "/a", False),
        (200, b"\xff\xfe rubbish", "/a", True),
    ],
)
def test_what_a_site_asks_of_programs_is_kept(status, rules, path, answer):
    assert robots.allows(f"https://kabar.example{path}", lambda _url: (status, rules)) is answer


def test_a_page_that_robots_txt_closes_is_left_to_a_person(site):
    Site.rules = (200, b"User-agent: *\nDisallow: /page")
    with pytest.raises(NotKept, match="Open it yourself"):
        get(f"{site}/page")
    with pytest.raises(NotKept, match="Open it yourself"):
        get(f"{site}/moved")  # the way there is open, the page is not


@pytest.fixture
def reachable(settings):
    from dataclasses import replace

    settings.TANGKAL = replace(settings.TANGKAL, capture_hosts=("127.0.0.1",))


@pytest.mark.django_db
def test_the_worker_keeps_what_was_asked_for_as_sealed_evidence(
    people, site, reachable, chain_holds
):
    case = walk.open_case(people)
    capture = commands.ask(case, url=f"{site}/page", source="Kabar Contoh", by=people["analis"])
    assert job.round() == 1
    capture.refresh_from_db()
    kept = capture.evidence
    assert (capture.state, kept.kind, kept.title) == ("kept", "page", "Harga BBM tetap")
    assert evidence_store.is_intact(kept)
    with kept.file.open("rb") as file:
        record = gzip.decompress(file.read())
    assert record.startswith(b"WARC/1.1\r\n")
    assert ARTICLE in record
    assert b"a=b" not in record  # no cookie
    assert kept.added_by == people["analis"]
    assert job.round() == 0
    chain_holds()


@pytest.mark.django_db
def test_the_kept_page_is_shown_as_text_and_sent_only_as_a_download(
    people, site, reachable, signed_in
):
    case = walk.open_case(people)
    commands.ask(case, url=f"{site}/page", source="Kabar", by=people["analis"])
    job.round()
    client = signed_in("analis")
    page = client.get(reverse("case", args=[case.number])).content.decode()
    assert "harga BBM tidak berubah" in page
    assert "alert(1)" not in page
    kept = case.evidence.get(kind="page")
    reply = client.get(reverse("evidence-file", args=[case.number, kept.pk]))
    assert reply["Content-Disposition"].startswith("attachment")
    assert reply["Content-Type"] == "application/octet-stream"


@pytest.mark.django_db
def test_a_failure_says_why_and_a_person_may_try_again(people, site, reachable, signed_in):
    case = walk.open_case(people)
    capture = commands.ask(case, url=f"{site}/broken", source="Kabar", by=people["analis"])
    job.round()
    client = signed_in("analis")
    page = client.get(reverse("case-captures", args=[case.number])).content.decode()
    assert "status 500" in page
    client.post(reverse("capture-retry", args=[case.number, capture.pk]))
    capture.refresh_from_db()
    assert (capture.state, capture.reason) == ("asked", "")
    with pytest.raises(ValidationError, match="failed"):
        commands.retry(capture, by=people["analis"])


@pytest.mark.django_db
def test_the_same_page_is_asked_for_once_at_a_time_and_only_by_who_adds_evidence(people):
    case = walk.open_case(people)
    ask = {"url": "https://kabar.example/a", "source": "Kabar"}
    commands.ask(case, **ask, by=people["analis"])
    with pytest.raises(ValidationError, match="on its way"):
        commands.ask(case, **ask, by=people["verifikator"])
    with pytest.raises(ActionDenied):
        commands.ask(case, **ask, by=people["auditor"])
    for bad in ("ftp://a.example/", "https://u:p@a.example/", "kata", ""):
        with pytest.raises(ValidationError):
            commands.ask(case, url=bad, source="x", by=people["analis"])


@pytest.mark.django_db
def test_a_killed_workers_page_waits_again_and_three_times_is_enough(people):
    case = walk.open_case(people)
    capture = commands.ask(case, url="https://a.example/", source="x", by=people["analis"])
    now = timezone.now()
    for _each in range(3):
        assert commands.begin(now).pk == capture.pk
        assert commands.begin(now) is None  # another worker finds nothing
        now += timedelta(minutes=6)
    assert commands.begin(now) is None
    capture.refresh_from_db()
    assert (capture.state, capture.attempts) == ("failed", 3)


@pytest.mark.django_db
def test_a_person_who_lost_the_right_meanwhile_gets_no_evidence(people, site, reachable):
    case = walk.open_case(people)
    capture = commands.ask(case, url=f"{site}/page", source="x", by=people["analis"])
    people["analis"].assignments.all().delete()
    job.round()
    capture.refresh_from_db()
    assert capture.state == "failed"
    assert not Evidence.objects.filter(kind="page").exists()


@pytest.mark.django_db
def test_a_private_posters_name_is_in_no_record_of_the_desk(people):
    case = walk.open_case(people)
    url = "https://x.com/warga_biasa/status/17"
    capture = commands.ask(case, url=url, source="x", by=people["analis"])
    assert "warga_biasa" not in "".join(AuditEvent.objects.values_list("detail", flat=True))
    commands.fail(capture, "tidak terbuka")
    assert "warga_biasa" not in "".join(AuditEvent.objects.values_list("detail", flat=True))
    assert Capture.objects.get().url == url  # to try again; kept pages lose it


BAD_FILES = [
    ("laporan.pdf", b"MZ\x90\x00\x03\x00", "a Windows program"),
    ("foto.jpg", b"\x7fELF\x02\x01\x00\x00", "a Linux program"),
    ("catatan.txt", b"#!/bin/sh\nrm -rf /", "a script"),
    ("gambar.png", b"<svg xmlns='x'><script>alert(1)</script></svg>", "may run scripts"),
    ("gambar.svg", b"<?xml version='1.0'?><svg/>", "may run scripts"),
    ("halaman.txt", b"<!DOCTYPE html><html>", "may run scripts"),
    ("catatan.csv", b"a,b\n<script>x</script>,2", "may run scripts"),
    ("surat.docx", b"PK\x03\x04..[Content_Types].xml..word/vbaProject.bin", "macros"),
    ("surat.docx", b"PK\x03\x04..[Content_Types].xml..word/document.xml", "an office file"),
    ("surat.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old office file"),
    ("semua.zip", b"PK\x03\x04abc", "an archive"),
    ("semua.pdf", b"Rar!\x1a\x07\x00", "an archive"),
    ("semua.gz", b"\x1f\x8b\x08", "an archive"),
    ("formulir.pdf", b"%PDF-1.7 /OpenAction << /JavaScript (x) >>", "PDF with a script"),
    ("foto.png", b"\xff\xd8\xff\xe0", "is not image/png"),
    ("foto.webp", b"RIFF\x00\x00\x00\x00WAVEfmt ", "is not image/webp"),
    ("app.exe", b"apa saja", "not of a type we keep"),
]


@pytest.mark.parametrize(("name", "content", "why"), BAD_FILES)
def test_a_file_is_judged_by_its_content_and_told_what_to_do_instead(name, content, why):
    from django.core.files.uploadedfile import SimpleUploadedFile

    with pytest.raises(ValidationError, match=why):
        evidence_store.from_file(SimpleUploadedFile(name, content), title="x", source="x")


@pytest.mark.django_db
def test_graphic_evidence_is_covered_and_carries_where_an_archive_keeps_it(people, signed_in):
    case = walk.open_case(people)
    proof = cases.add_evidence(
        case,
        walk.statement(text="uraian yang berat"),
        by=people["analis"],
        is_graphic=True,
        archive_reference="https://web.archive.org/web/2026/https://kabar.example/a",
    )
    page = signed_in("analis").get(reverse("case", args=[case.number])).content.decode()
    assert "Covered because it hurts to look at" in page
    assert "web.archive.org" in page
    cases.grade_evidence(
        proof, reliability="B", credibility="2", is_public=False, by=people["analis"]
    )
    proof.refresh_from_db()
    assert (proof.is_graphic, proof.archive_reference != "") == (True, True)
