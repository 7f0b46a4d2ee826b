"""Small things that a reader meets: where to go on, what is quoted, and what an odd text may do."""

import html
import re
from xml.etree import ElementTree

import pytest

from tangkal.desk.accounts.models import Region
from tangkal.desk.portal import commands, translations
from tangkal.desk.portal.translations import TranslatedText
from tests.desk.portal.conftest import CLAIM

pytestmark = pytest.mark.django_db
HOSTILE = 'Bayar <img src=x onerror="alert(1)"> & dapat 100%'
ATOM = "{http://www.w3.org/2005/Atom}"


def main_of(reply) -> str:
    return reply.text.partition("<main")[2].partition("</main>")[0]


def test_an_answer_leads_on_to_its_topic_its_region_and_what_is_claimed_alike(citizen, publish):
    Region.objects.get_or_create(code="32", defaults={"name": "Jawa Barat", "level": "province"})
    found = publish(region_code="32")
    page = main_of(citizen.get(f"/klarifikasi/{found.slug}/"))
    links = [html.unescape(each) for each in re.findall(r'href="([^"]+)"', page)]
    assert "/cari/?kategori=perdagangan" in links
    assert "/wilayah/32/" in links
    (alike,) = (each for each in links if each.startswith("/cari/?q="))
    other = publish(
        claim_text=f"{CLAIM} kata ketua RT", headline="Kata ketua", reference="2026-0002"
    )
    assert other.headline in citizen.get(alike).text
    # Crawlers would ask the matcher once for each answer.
    assert "Disallow: /cari/?q=" in citizen.get("/robots.txt").text
    assert re.search(r'href="/cari/\?q=[^"]+" rel="nofollow"', page)


def test_leading_on_asks_the_database_nothing(citizen, publish, django_assert_max_num_queries):
    bare, full = publish(category=""), publish(reference="2026-0002")
    asked = []
    for found in (bare, full, bare, full):
        with django_assert_max_num_queries(20) as counted:
            assert citizen.get(f"/klarifikasi/{found.slug}/").status_code == 200
        asked.append(len(counted))
    assert asked[2] == asked[3]


def test_the_front_page_leads_to_every_topic(citizen, publish):
    publish()
    links = re.findall(r'href="(/cari/\?kategori=[^"]+)"', main_of(citizen.get("/")))
    assert len(links) == 13
    assert "Harga BBM tetap" in citizen.get("/cari/?kategori=perdagangan").text
    assert "Harga BBM tetap" not in main_of(citizen.get("/cari/?kategori=mitos"))


@pytest.mark.parametrize("address", ["/rss.xml", "/atom.xml"])
def test_feed_readers_take_no_tag_from_a_quoted_claim(address, citizen, publish):
    publish(claim_text=HOSTILE)
    root = ElementTree.fromstring(citizen.get(address).content)
    place = "channel/item/description" if "rss" in address else f"{ATOM}entry/{ATOM}summary"
    told = root.findtext(place)
    assert "<" not in told  # as HTML, which is how readers read it
    assert HOSTILE in html.unescape(told)


def test_the_feed_of_corrections_takes_no_tag_from_a_reason(citizen, publish):
    found = publish()
    commands.withdraw_clarification(found.slug, reason=HOSTILE, by=None)
    root = ElementTree.fromstring(citizen.get("/koreksi.xml").content)
    told = root.findtext(f"{ATOM}entry/{ATOM}summary")
    assert "<" not in told
    assert HOSTILE in html.unescape(told)


def test_no_hidden_mark_turns_a_number_round(citizen, publish):
    found = publish(claim_text="\u202eHarga naik 100%\u202c malam ini")
    page = citizen.get(f"/klarifikasi/{found.slug}/").text
    assert "Harga naik 100% malam ini" in page
    assert not re.search("[\u202a-\u202e]", page)


def test_text_from_the_right_is_quoted_from_the_right(ask):
    assert re.search(r'<blockquote[^>]* dir="auto">مرحبا', ask("مرحبا بالعالم هل هذا صحيح").text)


def test_one_likely_answer_is_not_called_one_of_these(ask, publish):
    publish()
    page = main_of(ask("kata orang besok harga BBM naik dua kali, benarkah"))
    assert page.count('<article class="answer') == 1
    assert "Mungkin ini yang Anda maksud." in page
    assert "salah satu dari ini" not in page


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/klarifikasi/harga-bbm-tetap-2026-0001/", "harga bbm tetap"),
        ("/klarifikasi/harga-bbm.../", "harga bbm"),
        ("/wilayah/99.99/", ""),
        ("/%3Cscript%3E/", ""),
    ],
)
def test_an_address_that_leads_nowhere_offers_to_search_for_what_it_says(path, words, citizen):
    reply = citizen.get(path)
    assert reply.status_code == 404
    assert re.search(rf'name="q" value="{words}"', reply.text)
    assert "<script>" not in reply.text


def test_an_address_of_the_desk_offers_no_public_search(citizen):
    reply = citizen.get("/desk/harga-bbm/")
    assert 'name="q"' not in reply.text


@pytest.mark.parametrize("path", ["/layanan/", "/dokumen/"])
def test_an_empty_directory_says_that_it_is_empty_and_not_that_nothing_fits(path, citizen):
    assert "yang diterbitkan" in main_of(citizen.get(path))
    searched = main_of(citizen.get(f"{path}?q=apa"))
    assert "Coba kata atau wilayah lain" in searched
    assert "yang diterbitkan" not in searched


def test_an_answer_s_languages_are_told_to_search_engines_once_and_whole(
    citizen, publish, people, settings
):
    found = publish()
    pattern = r'<link rel="alternate" hreflang="(\w+)" href="([^"]+)"'
    page = f"/klarifikasi/{found.slug}/"
    assert {tag for tag, _href in re.findall(pattern, citizen.get(page).text)} == {"id", "en"}
    words = TranslatedText(
        language="jv", edition=1, headline="Rega tetep", claim_text="Mundhak", parts=()
    )
    translations.publish_translation(found, words, by=people["penyetuju"])
    root = settings.TANGKAL.site_url
    told = [("id", f"{root}{page}"), ("jv", f"{root}{page}bahasa/jv/")]
    assert re.findall(pattern, citizen.get(page).text) == told
    assert re.findall(pattern, citizen.get(f"{page}bahasa/jv/").text) == told
