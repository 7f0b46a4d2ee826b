"""What the public looks up is written by one person and published by another, in the open."""

from datetime import timedelta

import feedparser
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tangkal.desk.accounts.models import Region, RoleAssignment
from tangkal.desk.approvals.models import Approval
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.portal import commands as portal
from tangkal.desk.portal import reference, statements
from tangkal.desk.portal.models import ReferencePage
from tangkal.desk.portal.statements import StatementText
from tangkal.desk.reference import commands
from tangkal.desk.reference.files import keep_file
from tangkal.desk.reference.forms import HubForm, ServiceForm
from tangkal.desk.reference.models import Entry
from tangkal.desk.workflow import ActionDenied, StaleObject
from tests.desk.markup import inline_code
from tests.desk.portal.conftest import approved
from tests.desk.reference.conftest import DOCUMENT, HUB, PDF, SERVICE, TODAY, a_pdf, out

pytestmark = pytest.mark.django_db


@pytest.fixture
def answer(people, organisations):
    """``answer(headline=…)``: a published clarification."""

    def made(**changes):
        return portal.publish_clarification(
            approved(**changes), issuer=organisations["ministry"], by=people["penyetuju"]
        )

    return made


def days(count):
    return (TODAY + timedelta(days=count)).isoformat()


@pytest.mark.parametrize(
    ("who", "seen", "answers"),
    [
        ("penyetuju", "", "published"),
        ("penyusun", "", "refused"),  # no approver
        ("both", "", "refused"),  # wrote it
        ("penyetuju", "0" * 64, "refused"),  # read another version
        ("foreign_penyetuju", "", "refused"),
    ],
)
def test_a_second_person_publishes_the_very_words_they_read(
    people, chain_holds, who, seen, answers
):
    writer = people["penyusun"]
    if who == "both":
        RoleAssignment.objects.create(user=writer, role="penyetuju", scope=writer.organisation)
        writer.__dict__.pop("active_assignments", None)
    entry = commands.begin("service", SERVICE, office=writer.organisation, by=writer)
    entry = commands.submit(entry, by=writer, expected_version=entry.version)
    words = commands.latest(entry)
    by = writer if who == "both" else people[who]
    if answers == "refused":
        with pytest.raises(ActionDenied):
            commands.publish(
                entry, by=by, expected_version=entry.version, seen=seen or words.sha256
            )
        assert not ReferencePage.objects.exists()
        return
    commands.publish(entry, by=by, expected_version=entry.version, seen=words.sha256)
    given = Approval.objects.get(object_type="reference.entry")
    assert (given.version_sha256, given.by) == (words.sha256, by)
    assert AuditEvent.objects.filter(action="reference.published").count() == 1
    assert chain_holds()


def test_a_changed_text_waits_while_what_was_published_stands(people, published, citizen):
    entry = published("service", SERVICE)
    changed = SERVICE | {"telephone": "150"}
    commands.write(entry, changed, by=people["penyusun"], expected_version=entry.version)

    page = citizen.get("/layanan/ppid-kementerian-contoh/?lang=en").text
    assert "(021) 345-6789" in page
    assert 'href="tel:0213456789"' in page
    out(Entry.objects.get(), people)
    page = citizen.get("/layanan/ppid-kementerian-contoh/?lang=en").text
    assert "150" in page
    assert "Edition 2" in page
    assert "(021) 345-6789" in page


def test_a_page_drawn_before_a_colleague_s_change_overwrites_nothing(people, published):
    entry = published("service", SERVICE)
    commands.write(entry, SERVICE, by=people["penyusun"], expected_version=entry.version)
    with pytest.raises(StaleObject):
        commands.write(entry, SERVICE, by=people["penyusun"], expected_version=entry.version)


def test_a_withdrawn_page_stays_and_says_why(people, published, citizen):
    entry = published("service", SERVICE)
    commands.withdraw(
        entry, by=people["penyetuju"], expected_version=entry.version, reason="Loket sudah tutup."
    )
    page = citizen.get("/layanan/ppid-kementerian-contoh/")
    assert page.status_code == 200
    assert "Loket sudah tutup." in page.text
    assert "noindex" in page.text
    assert "PPID Kementerian Contoh" not in citizen.get("/layanan/").text


@pytest.mark.parametrize(
    ("starts", "ends", "on_home"),
    [(0, None, True), (-3, 0, True), (-3, -1, False), (1, None, False)],
)
def test_a_hub_stands_on_the_home_page_within_its_days(published, citizen, starts, ends, on_home):
    dates = {"starts_on": days(starts), "ends_on": days(ends) if ends is not None else ""}
    published("hub", HUB | dates)

    assert ("/topik/gempa-contoh/" in citizen.get("/").text) is on_home
    page = citizen.get("/topik/gempa-contoh/")
    assert page.status_code == 200
    assert "Belum diketahui jumlah korban." in page.text
    assert 'href="tel:117"' in page.text
    assert inline_code(page.text) == []


def test_a_hub_gathers_by_topic_region_and_day_and_keeps_what_was_pinned_on_top(
    published, citizen, answer, people, organisations
):
    near = answer(headline="Di kabupaten", category="bencana", region_code="99.01")
    elsewhere = answer(headline="Tempat lain", category="bencana", region_code=None)
    other = answer(headline="Topik lain", category="kesehatan", region_code="99.01")
    pinned = answer(headline="Yang disematkan", category="penipuan")
    first = statements.publish_statement(
        StatementText(
            headline="Pernyataan awal",
            parts=(("confirmed", "Gempa."),),
            language="id",
            reference="2026-9",
        ),
        issuer=organisations["ministry"],
        by=people["penyetuju"],
    )
    published(
        "hub",
        HUB
        | {
            "region": "99",
            "category": "bencana",
            "since": days(0),
            "pinned": [pinned.slug],
            "statements": [first.slug],
        },
    )
    hub = ReferencePage.objects.get()
    found = [each.slug for each in reference.in_hub(hub)]
    assert found == [pinned.slug, near.slug]
    assert elsewhere.slug not in found
    assert other.slug not in found
    feed = feedparser.parse(citizen.get(f"/topik/{hub.slug}/rss.xml").content)
    assert {each.title for each in feed.entries} == {
        "Yang disematkan",
        "Di kabupaten",
        "Pernyataan awal",
    }
    assert "Pernyataan awal" in citizen.get(f"/topik/{hub.slug}/").text


def test_a_pinned_address_that_leads_nowhere_is_named(answer):
    found = answer()
    good = HubForm(filled(pinned=f"https://portal.example/klarifikasi/{found.slug}/"))
    assert good.is_valid(), good.errors
    assert good.content()["pinned"] == [found.slug]
    bad = HubForm(filled(pinned="https://portal.example/klarifikasi/tidak-ada/"))
    assert not bad.is_valid()
    assert "tidak-ada" in str(bad.errors["pinned"])


def filled(**changes):
    return {
        "title": "Gempa",
        "known": "Gempa.",
        "channels": "BPBD | 117",
        "starts_on": days(0),
    } | changes


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"channels": "BPBD 117"}, "channels"),
        ({"ends_on": days(-9)}, "ends_on"),
        ({"known": ""}, "known"),
        ({"channels": "\n".join(["a | b"] * 31)}, "channels"),
    ],
)
def test_a_hub_s_form_names_what_is_wrong(change, field):
    form = HubForm(filled(**change))
    assert not form.is_valid()
    assert field in form.errors


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"telephone": "", "address": "", "url": ""}, "__all__"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"reviewed_on": days(1)}, "reviewed_on"),
    ],
)
def test_a_service_needs_a_way_to_reach_it_and_a_day_it_was_checked(change, field):
    form = ServiceForm(SERVICE | change)
    assert not form.is_valid()
    assert field in form.errors


def test_a_service_nobody_looked_at_for_long_is_marked(published, citizen):
    published("service", SERVICE | {"reviewed_on": days(-181)})
    assert "not reviewed for long" in citizen.get("/layanan/?lang=en").text
    assert "180 days" in citizen.get("/layanan/ppid-kementerian-contoh/?lang=en").text


def test_services_and_documents_are_found_by_words_and_region(published, citizen, organisations):
    published("service", SERVICE | {"region": "99.01"})
    published("service", SERVICE | {"title": "Pos Pengaduan", "purpose": "Aduan jalan rusak."})
    assert Region.objects.filter(pk="99.01").exists()

    def listed(query):
        text = citizen.get(f"/layanan/?{query}").text
        return ["PPID Kementerian" in text, "Pos Pengaduan" in text]

    assert listed("q=pengaduan") == [False, True]
    assert listed("q=mengadukan+jalan") == [False, True]  # by stem
    assert listed("wilayah=99") == [True, False]
    assert listed("q=tidakada") == [False, False]
    assert "PPID Kementerian" in citizen.get("/wilayah/99.01/").text


def test_a_document_s_file_is_the_one_that_was_approved(people, published, citizen):
    kept = keep_file(a_pdf(), by=people["penyusun"])
    content = DOCUMENT | {"file": kept.sha256}
    published("document", content)
    newer = keep_file(a_pdf(PDF + b"%2\n", "juknis-2.pdf"), by=people["penyusun"])
    published(
        "document",
        content
        | {
            "title": "Juknis Baru",
            "file": newer.sha256,
            "supersedes": "juknis-penyaluran-bantuan",
            "starts_on": "2026-02-01",
        },
    )
    page = citizen.get("/dokumen/juknis-penyaluran-bantuan/")
    assert kept.sha256 in page.text
    assert "12/2026" in page.text
    assert "/dokumen/juknis-baru/" in page.text  # what took its place
    address = f"/dokumen/juknis-penyaluran-bantuan/berkas/{kept.sha256}/"
    file = citizen.get(address)
    assert b"".join(file.streaming_content) == PDF
    assert file["Content-Disposition"].startswith("attachment")
    assert citizen.get(address, headers={"If-None-Match": file["ETag"]}).status_code == 304
    # A file of another document, or of a draft, is not to be had here.
    other = f"/dokumen/juknis-penyaluran-bantuan/berkas/{newer.sha256}/"
    assert citizen.get(other).status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("juknis.pdf", b"MZ\x90\x00program"),
        ("juknis.pdf", b"%PDF-1.4\n/JavaScript (app.alert(1))"),
        ("juknis.pdf", b"<html><script>alert(1)</script>"),
        ("juknis.docx", b"PK\x03\x04word/document.xml"),
        ("juknis.svg", b"<svg onload=alert(1)>"),
        ("gambar.png", b"GIF89a<script>"),
        ("kosong.txt", b""),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_by_name(people, name, content):
    with pytest.raises(ValidationError) as refused:
        keep_file(SimpleUploadedFile(name, content), by=people["penyusun"])
    assert name in str(refused.value)


def test_what_an_office_says_of_itself_joins_how_we_check(published, citizen):
    words = {
        name: f"Kata {name}."
        for name in ("independence", "method", "corrections", "contacts", "funding", "licence")
    }
    published("about", {"title": "Kementerian Contoh", "region": ""} | words)
    page = citizen.get("/tentang/").text
    for said in words.values():
        assert said in page


def queries_for(citizen, address):
    with CaptureQueriesContext(connection) as captured:
        citizen.get(address)
    return len(captured)


def test_lists_and_pages_cost_the_same_however_many_there_are(published, citizen):
    published("service", SERVICE)
    published("hub", HUB)
    addresses = ("/layanan/", "/topik/", "/topik/gempa-contoh/", "/")
    before = {address: queries_for(citizen, address) for address in addresses}
    for number in range(4):
        published("service", SERVICE | {"title": f"Layanan {number}"})
        published("hub", HUB | {"title": f"Banjir {number}"})
    assert {address: queries_for(citizen, address) for address in addresses} == before
