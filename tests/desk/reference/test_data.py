"""Services and documents taken out by programs: the rows of the pages, and 304 when unchanged."""

import csv
import hashlib
import io

import pytest

from tangkal.desk.portal.models import ReferencePage
from tangkal.desk.reference import commands
from tangkal.desk.reference.files import keep_file
from tests.desk.reference.conftest import DOCUMENT, HUB, PDF, SERVICE, a_pdf, out

pytestmark = pytest.mark.django_db
EVERYTHING = (
    *("/data/layanan.json", "/data/layanan.csv", "/data/dokumen.json", "/data/dokumen.csv"),
)


def rows_of(reply) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(reply.text)))


@pytest.fixture
def document(published, people):
    kept = keep_file(a_pdf(), by=people["penyusun"])
    return published("document", DOCUMENT | {"file": kept.sha256})


def test_services_have_every_field_in_both_forms(published, citizen, settings):
    published("service", SERVICE)
    told = citizen.get("/data/layanan.json").json()
    (service,), (line,) = told["services"], rows_of(citizen.get("/data/layanan.csv"))
    assert (told["count"], told["next"]) == (1, None)
    assert "creativecommons" in told["licence"]
    expected = {
        "address": f"{settings.TANGKAL.site_url}/layanan/ppid-kementerian-contoh/",
        "title": SERVICE["title"],
        "telephone": SERVICE["telephone"],
        "place": SERVICE["address"],
        "url": SERVICE["url"],
        "reviewed_on": SERVICE["reviewed_on"],
        "issuer": "Kementerian Contoh",
    }
    assert {name: service[name] for name in expected} == expected
    assert service["is_review_overdue"] is False
    assert line["title"] == service["title"]
    assert line["telephone"].lstrip("'") == service["telephone"]
    assert set(line) == set(service)
    alone = citizen.get("/layanan/ppid-kementerian-contoh.json").json()
    assert {name: alone[name] for name in service} == service
    assert alone["is_withdrawn"] is False


def test_a_document_s_file_is_at_its_address_with_its_hash(document, citizen, settings):
    (row,) = citizen.get("/data/dokumen.json").json()["documents"]
    path = row["file"].removeprefix(settings.TANGKAL.site_url)
    got = b"".join(citizen.get(path).streaming_content)
    assert (got, hashlib.sha256(got).hexdigest()) == (PDF, row["sha256"])
    assert (row["file_bytes"], row["dated_on"]) == (len(PDF), DOCUMENT["starts_on"])
    (line,) = rows_of(citizen.get("/data/dokumen.csv"))
    assert (line["sha256"], line["file"]) == (row["sha256"], row["file"])


@pytest.mark.parametrize("address", EVERYTHING)
def test_whoever_has_it_already_is_told_so_until_something_changes(
    address, published, document, people, citizen
):
    service = published("service", SERVICE)
    first = citizen.get(address)
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    again = citizen.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    entry = service if "layanan" in address else document
    content = commands.latest(entry).content | {"title": "Judul baru"}
    commands.write(entry, content, by=people["penyusun"], expected_version=entry.version)
    entry.refresh_from_db()
    out(entry, people)
    changed = citizen.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert "Judul baru" in changed.text


def test_they_are_narrowed_as_their_pages_are(published, citizen, organisations):
    published("service", SERVICE | {"region": "99.01"})
    published("service", SERVICE | {"title": "Pos Pengaduan", "purpose": "Aduan jalan rusak."})

    def titles(query):
        found = citizen.get(f"/data/layanan.json?{query}").json()["services"]
        assert [each["title"] for each in rows_of(citizen.get(f"/data/layanan.csv?{query}"))] == [
            each["title"] for each in found
        ]
        return {each["title"] for each in found}

    assert titles("") == {SERVICE["title"], "Pos Pengaduan"}
    assert titles("wilayah=99") == {SERVICE["title"]}
    assert titles("q=pengaduan") == {"Pos Pengaduan"}


def test_a_withdrawn_one_leaves_the_lists_and_says_so_at_its_own_address(
    published, people, citizen
):
    entry = published("service", SERVICE)
    commands.withdraw(
        entry, by=people["penyetuju"], expected_version=entry.version, reason="Sudah tutup."
    )
    assert citizen.get("/data/layanan.json").json()["services"] == []
    alone = citizen.get(f"/layanan/{entry.page.slug}.json").json()
    assert alone["is_withdrawn"] is True
    assert "telephone" not in alone
    assert SERVICE["purpose"] not in str(alone)


def test_exercises_and_other_kinds_stand_in_none_of_it(published, citizen):
    service, hub = published("service", SERVICE), published("hub", HUB)
    ReferencePage.objects.filter(pk=service.page.pk).update(is_exercise=True)
    for address in EVERYTHING:
        assert SERVICE["title"] not in citizen.get(address).text
        assert HUB["title"] not in citizen.get(address).text
    assert citizen.get(f"/layanan/{service.page.slug}.json").status_code == 404
    assert citizen.get(f"/layanan/{hub.page.slug}.json").status_code == 404


def test_a_cell_that_a_sheet_would_compute_is_words(published, citizen):
    published("service", SERVICE | {"title": "=HYPERLINK(1)", "hours": "+62 mulai pukul 8"})
    (line,) = rows_of(citizen.get("/data/layanan.csv"))
    assert line["title"].startswith("'=")
    assert line["hours"].startswith("'+")


def test_a_hundred_more_cost_no_further_question(published, citizen, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    first = published("service", SERVICE).page
    with CaptureQueriesContext(connection) as few:
        citizen.get("/data/layanan.json")
    for number in range(120):
        first.pk, first.slug = None, f"layanan-{number}"
        first.save()
    with django_assert_num_queries(len(few)):
        page = citizen.get("/data/layanan.json").json()
    assert (len(page["services"]), page["count"]) == (100, 121)
    following = citizen.get(page["next"].partition("testserver")[2] or page["next"])
    assert len(following.json()["services"]) == 21
