"""The answers for programs and by region: what is given, narrowed, and refused."""

import csv
import io
import json

import pytest
from django.conf import settings

from tangkal.desk.accounts.models import Region
from tangkal.desk.portal import commands
from tangkal.desk.portal.choices import Wanted

pytestmark = pytest.mark.django_db
ROOT = settings.TANGKAL.site_url


@pytest.fixture
def places(db):
    west, _new = Region.objects.get_or_create(
        code="32", defaults={"name": "Jawa Barat", "level": "provinsi"}
    )
    Region.objects.get_or_create(
        code="32.04", defaults={"name": "Kabupaten Bandung", "level": "kabupaten", "parent": west}
    )
    Region.objects.get_or_create(code="33", defaults={"name": "Jawa Tengah", "level": "provinsi"})


@pytest.fixture
def answers(places, publish):
    """One for a district, one for its province, one for the country."""
    return [
        publish(reference="2026-0101", region_code="32.04", headline="Kabupaten aman"),
        publish(reference="2026-0102", region_code="32", headline="Provinsi aman"),
        publish(
            reference="2026-0103", headline="=Negara aman", category="kesehatan", verdict="BENAR"
        ),
    ]


def numbers(answer) -> set[str]:
    return {each["number"] for each in json.loads(answer.content)["clarifications"]}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, {"2026-0101", "2026-0102", "2026-0103"}),
        ({"wilayah": "32"}, {"2026-0101", "2026-0102"}),
        ({"wilayah": "32.04"}, {"2026-0101"}),
        ({"wilayah": "3"}, set()),
        ({"kategori": "kesehatan"}, {"2026-0103"}),
        ({"verdict": "SALAH"}, {"2026-0101", "2026-0102"}),
        ({"verdict": "SALAH", "wilayah": "32.04"}, {"2026-0101"}),
        ({"sejak": "2199-01-01"}, set()),
        ({"sampai": "2199-01-01"}, {"2026-0101", "2026-0102", "2026-0103"}),
        ({"sejak": "x", "kategori": "'", "wilayah": "%"}, {"2026-0101", "2026-0102", "2026-0103"}),
    ],
)
def test_answers_are_narrowed(citizen, answers, query, expected):
    assert numbers(citizen.get("/data/klarifikasi.json", query)) == expected
    page = citizen.get("/cari/", query).text
    assert {n for n, each in zip(("2026-0101", "2026-0102", "2026-0103"), answers, strict=True)
            if each.slug in page} == expected  # fmt: skip


def test_a_search_is_narrowed_too(citizen, answers):
    page = citizen.get("/cari/", {"q": "bahan bakar tetap", "wilayah": "32.04"}).text
    assert [each.slug in page for each in answers] == [True, False, False]
    assert '<option value="32.04" selected>' in page


def test_pages_name_the_next_one(citizen, answers, monkeypatch):
    monkeypatch.setattr("tangkal.desk.portal.open_data.PAGE", 2)
    first = json.loads(citizen.get("/data/klarifikasi.json", {"verdict": "SALAH"}).content)
    assert (first["count"], first["next"]) == (2, None)
    first = json.loads(citizen.get("/data/klarifikasi.json").content)
    second = json.loads(citizen.get(first["next"].removeprefix(ROOT)).content)
    assert len(first["clarifications"] + second["clarifications"]) == 3
    assert second["next"] is None


def test_an_unchanged_page_is_not_sent_again(citizen, answers):
    first = citizen.get("/data/klarifikasi.json")
    again = citizen.get("/data/klarifikasi.json", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first["Access-Control-Allow-Origin"] == "*"


def test_one_answer_whole_and_withdrawn(citizen, answers, people):
    address = f"/klarifikasi/{answers[0].slug}.json"
    whole = json.loads(citizen.get(address).content)
    assert whole["parts"][0]["text"] == "Harga bahan bakar tetap sampai akhir bulan."
    assert whole["region"] == "32.04"
    commands.withdraw_clarification(answers[0].slug, reason="Keliru.", by=people["penyetuju"])
    gone = json.loads(citizen.get(address).content)
    assert gone["is_withdrawn"]
    assert "parts" not in gone
    assert numbers(citizen.get("/data/klarifikasi.json")) == {"2026-0102", "2026-0103"}


def test_the_file_has_every_answer_and_no_formula(citizen, answers):
    reply = citizen.get("/data/klarifikasi.csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(reply.streaming_content).decode())))
    assert [row["number"] for row in rows] == ["2026-0101", "2026-0102", "2026-0103"]
    assert rows[2]["headline"] == "'=Negara aman"
    assert 'rel="license"' in reply["Link"]


def test_an_answer_can_be_quoted_on_another_site(citizen, publish):
    found = publish(headline="Harga <b>tetap</b>")
    address = f"{ROOT}/klarifikasi/{found.slug}/"
    reply = citizen.get("/oembed/", {"url": address, "maxwidth": "300"})
    told = json.loads(reply.content)
    assert (told["version"], told["type"], told["width"]) == ("1.0", "rich", 300)
    assert "Harga &lt;b&gt;tetap&lt;/b&gt;" in told["html"]
    assert "<script" not in told["html"]
    assert f"/oembed/?url={address}" in citizen.get(f"/klarifikasi/{found.slug}/").text.replace(
        "%3A", ":"
    ).replace("%2F", "/")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://lain.example/klarifikasi/a/",
        f"{ROOT}/tentang/",
        f"{ROOT}/klarifikasi/tak-ada/",
        f"{ROOT}/\x00",
        f"{ROOT}.lain.example/klarifikasi/a/",
    ],
)
def test_what_is_no_answer_of_ours_is_not_quoted(citizen, publish, url):
    publish()
    assert citizen.get("/oembed/", {"url": url}).status_code == 404


def test_only_json_is_spoken(citizen):
    assert citizen.get("/oembed/", {"format": "xml"}).status_code == 501


def test_browsers_learn_how_to_search(citizen):
    import xml.etree.ElementTree as ET

    reply = citizen.get("/opensearch.xml")
    urls = ET.fromstring(reply.content).findall("{http://a9.com/-/spec/opensearch/1.1/}Url")
    assert urls[0].get("template") == f"{ROOT}/cari/?q={{searchTerms}}"
    assert 'rel="search"' in citizen.get("/").text


def test_a_region_shows_its_own_its_provinces_and_the_countrys(citizen, answers):
    district = citizen.get("/wilayah/32.04/").text
    assert all(each.slug in district for each in answers)
    province = citizen.get("/wilayah/32/").text
    assert all(each.slug in province for each in answers)
    assert "/wilayah/32.04/" in province
    other = citizen.get("/wilayah/33/").text
    assert [each.slug in other for each in answers] == [False, False, True]
    assert citizen.get("/wilayah/00/").status_code == 404
    assert (
        '/wilayah/32/">Jawa Barat</a> <span class="small muted">2<' in citizen.get("/wilayah/").text
    )


def test_a_feed_of_a_region_and_a_topic(citizen, answers):
    own = citizen.get("/rss.xml", {"wilayah": "32.04"}).text
    assert [each.slug in own for each in answers] == [True, False, False]
    assert "Kabupaten Bandung" in own
    assert "/rss.xml?wilayah=32.04" in own
    assert answers[2].slug in citizen.get("/atom.xml", {"kategori": "kesehatan"}).text
    assert answers[0].slug not in citizen.get("/atom.xml", {"kategori": "kesehatan"}).text


def test_a_choice_is_its_own_address():
    from django.http import QueryDict

    wanted = Wanted.of(QueryDict("kategori=kesehatan&wilayah=32.04&x=1&sejak=2026-01-31"))
    assert wanted.address == "kategori=kesehatan&wilayah=32.04&sejak=2026-01-31"
    assert not Wanted.of(QueryDict("kategori=tidakada"))
