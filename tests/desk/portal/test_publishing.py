"""What is published stands in the open, and so does every change of it."""

import json
import re
from xml.etree import ElementTree

import feedparser
import pytest
from django.utils import timezone, translation

from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.portal import commands, statements
from tangkal.desk.portal.changes import changes_of
from tangkal.desk.portal.models import Clarification, Correction
from tangkal.kernel import InvalidRecord
from tests.desk.portal.conftest import CLAIM, PARTS, approved

pytestmark = pytest.mark.django_db


def page_of(citizen, clarification, query=""):
    return citizen.get(f"/klarifikasi/{clarification.slug}/{query}")


def markup_in(reply):
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', reply.text, re.S)
    return [json.loads(each) for each in found]


def test_a_published_text_is_found_read_listed_and_subscribed_to(citizen, publish, chain_holds):
    found = publish()
    page = page_of(citizen, found)

    assert page.status_code == 200
    for _key, text in PARTS:
        assert text.split("“")[0] in page.text
    assert "https://energi.example/harga" in page.text
    assert found.slug == "harga-bbm-tetap-stok-cukup-2026-0001"
    for address in ("/", "/cari/", "/rss.xml", "/atom.xml", "/sitemap.xml", "/klarifikasi.jsonld"):
        assert found.slug in citizen.get(address).text, address
    assert AuditEvent.objects.filter(action="clarification.published").count() == 1
    assert chain_holds()


def test_the_markup_says_what_fact_check_readers_need(citizen, publish, settings):
    found = publish(first_appeared_on=timezone.localdate())
    (review,) = markup_in(page_of(citizen, found))

    assert review["@context"] == "https://schema.org"
    assert review["@type"] == "ClaimReview"
    assert review["url"] == f"{settings.TANGKAL.site_url}/klarifikasi/{found.slug}/"
    assert review["claimReviewed"] == CLAIM
    assert review["inLanguage"] == "id"
    assert review["author"]["@type"] == "Organization"
    assert review["author"]["name"] == "Kementerian Contoh"
    assert {"url", "image"} <= set(review["author"])
    assert review["reviewRating"] == {
        "@type": "Rating",
        "ratingValue": 1,
        "bestRating": 5,
        "worstRating": 1,
        "alternateName": "Salah",
        "ratingExplanation": PARTS[2][1],
    }
    assert review["itemReviewed"]["@type"] == "Claim"
    assert review["itemReviewed"]["datePublished"] == timezone.localdate().isoformat()


def test_the_markup_dates_by_the_office_s_calendar(citizen, publish):
    found = publish()
    night = timezone.datetime(2026, 3, 1, 18, 30, tzinfo=timezone.get_fixed_timezone(0))
    Clarification.objects.filter(pk=found.pk).update(published_at=night)

    assert markup_in(page_of(citizen, found))[0]["datePublished"] == "2026-03-02"


@pytest.mark.parametrize("verdict", ["BELUM_TERBUKTI", "SATIRE"])
def test_a_verdict_off_the_scale_carries_a_name_and_no_number(citizen, publish, verdict):
    rating = markup_in(page_of(citizen, publish(verdict=verdict)))[0]["reviewRating"]

    assert "ratingValue" not in rating
    assert rating["alternateName"]


def test_a_long_claim_is_cut_for_readers_at_a_word(citizen, publish):
    found = publish(claim_text="kata " * 40)
    review = markup_in(page_of(citizen, found))[0]

    assert len(review["claimReviewed"]) <= 75
    assert review["claimReviewed"].endswith("kata…")
    assert len(review["itemReviewed"]["name"]) > 75


def test_the_data_feed_holds_the_same_reviews(citizen, publish):
    found = publish()
    reply = citizen.get("/klarifikasi.jsonld")
    feed = json.loads(reply.text)

    assert reply["Content-Type"].startswith("application/ld+json")
    assert feed["@type"] == "DataFeed"
    assert feed["dataFeedElement"][0]["item"] == markup_in(page_of(citizen, found))


@pytest.mark.parametrize("address", ["/rss.xml", "/atom.xml"])
def test_feeds_are_well_formed_and_carry_whole_addresses(citizen, publish, settings, address):
    found = publish(headline="Harga <b>tetap</b> & aman", claim_text="“Naik” <script>")
    feed = feedparser.parse(citizen.get(address).content)
    (entry,) = feed.entries

    assert not feed.bozo
    assert entry.title == "Harga <b>tetap</b> & aman"
    assert entry.link == f"{settings.TANGKAL.site_url}/klarifikasi/{found.slug}/"
    assert feed.feed.link.startswith(settings.TANGKAL.site_url)


@pytest.mark.parametrize("address", ["/rss.xml", "/atom.xml"])
def test_feeds_carry_first_statements_until_they_are_withdrawn(
    citizen, publish, organisations, settings, address
):
    publish()
    said = {"language": "id", "parts": (("known", "Air naik di dua desa."),)}
    made = [
        statements.publish_statement(
            statements.StatementText(headline=f"Banjir {n}", reference=f"2026-{n}", **said, **more),
            issuer=organisations["ministry"],
            by=None,
        )
        for n, more in enumerate(({}, {}, {"is_exercise": True}))
    ]
    statements.withdraw_statement(made[1].slug, reason="Keliru.", by=None)
    entries = feedparser.parse(citizen.get(address).content).entries

    assert [entry.title for entry in entries][:1] == ["Banjir 0"]  # the newest first
    assert len(entries) == 2
    assert entries[0].link == f"{settings.TANGKAL.site_url}/pernyataan/{made[0].slug}/"
    assert "Air naik di dua desa." in entries[0].summary
    assert citizen.get(f"/pernyataan/{made[0].slug}/").status_code == 200


def test_control_characters_break_neither_feed_nor_page(citizen, publish):
    found = publish(headline="Harga\x0b tetap\x00", claim_text="BBM\x08 naik")

    assert found.headline == "Harga tetap"
    assert not feedparser.parse(citizen.get("/rss.xml").content).bozo
    assert page_of(citizen, found).status_code == 200


def test_the_site_map_and_the_robots_file_agree(citizen, publish, settings):
    found = publish()
    root = ElementTree.fromstring(citizen.get("/sitemap.xml").content)
    places = [each.text for each in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    robots = citizen.get("/robots.txt").text

    assert f"{settings.TANGKAL.site_url}/klarifikasi/{found.slug}/" in places
    assert f"Sitemap: {settings.TANGKAL.site_url}/sitemap.xml" in robots
    assert "Disallow: /desk/" in robots
    assert not any("/desk/" in place for place in places)


def correct(clarification, **changes):
    return commands.correct_clarification(
        clarification.slug, approved(**changes), reason="Angka diperbaiki.", by=None
    )


def test_a_correction_keeps_the_address_and_shows_old_words_beside_new(
    citizen, publish, chain_holds
):
    found = publish()
    parts = (("fact", "Harga bahan bakar tetap sampai akhir tahun."), *PARTS[1:])
    correct(found, parts=parts, verdict="MENYESATKAN", headline="Harga BBM tetap")
    page = page_of(citizen, found)

    assert page.status_code == 200
    assert "<del>" in page.text
    assert "bulan</del>" in strip_hidden(page.text)
    assert "tahun</ins>" in strip_hidden(page.text)
    assert "Angka diperbaiki." in page.text
    assert "Angka diperbaiki." in citizen.get("/koreksi/").text
    with translation.override("id"):
        changed = {str(label): runs for label, runs in changes_of(Correction.objects.get())}
    assert list(changed) == ["Judul", "Putusan", "Faktanya"]
    assert ("removed", "Salah") in changed["Putusan"]
    assert chain_holds()


def strip_hidden(html):
    return re.sub(r'<span class="visually-hidden">.*?</span>', "", html)


def test_a_correction_can_be_read_back_to_the_letter(publish):
    found = publish()
    parts = (*PARTS[:2], ("explanation", "Nomor suratnya palsu."), *PARTS[3:])
    correct(found, parts=parts)

    ((_label, runs),) = changes_of(Correction.objects.get())
    assert "".join(text for kind, text in runs if kind != "added") == PARTS[2][1]
    assert "".join(text for kind, text in runs if kind != "removed") == "Nomor suratnya palsu."


def test_a_withdrawn_page_stays_says_so_and_is_offered_nowhere(citizen, publish):
    found = publish()
    commands.withdraw_clarification(found.slug, reason="Sumbernya keliru.", by=None)
    page = page_of(citizen, found)

    assert page.status_code == 200
    assert "Jawaban ini sudah ditarik." in page.text
    assert "Sumbernya keliru." in page.text
    assert markup_in(page) == []
    assert '<meta name="robots" content="noindex">' in page.text
    assert page.text.index("sudah ditarik") < page.text.index("<h1")
    for address in ("/", "/cari/", "/cari/?q=harga+bbm", "/rss.xml", "/sitemap.xml"):
        assert found.slug not in citizen.get(address).text, address
    assert found.slug not in citizen.get("/klarifikasi.jsonld").text
    assert "Sumbernya keliru." in citizen.get("/koreksi/").text


def test_an_exercise_never_reaches_the_public(citizen, publish, signed_in):
    found = publish(is_exercise=True)
    correct(found, is_exercise=True)

    assert page_of(citizen, found).status_code == 404
    for address in ("/", "/cari/", "/cari/?q=harga", "/rss.xml", "/sitemap.xml", "/koreksi/"):
        assert found.slug not in citizen.get(address).text, address
    inside = page_of(signed_in("analis"), found)
    assert inside.status_code == 200
    assert "LATIHAN" in inside.text
    assert "private" in inside["Cache-Control"]


@pytest.mark.parametrize("field", ["claim_text", "verdict", "headline", "reference"])
def test_an_incomplete_text_is_refused_by_name(field):
    with pytest.raises(InvalidRecord, match=field):
        approved(**{field: " "})


def test_a_text_without_words_is_refused():
    with pytest.raises(InvalidRecord, match="part"):
        approved(parts=(("fact", " "),))


def test_two_texts_with_one_headline_get_two_addresses(publish):
    assert publish().slug != publish().slug


def test_a_headline_without_latin_letters_still_gets_an_address(citizen, publish):
    found = publish(headline="燃料価格", reference="2026-0009")

    assert found.slug == "klarifikasi-2026-0009"
    assert page_of(citizen, found).status_code == 200
