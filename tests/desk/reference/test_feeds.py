"""Feeds carry the languages of an answer: entries name them, and each has a feed of its own."""

from xml.etree import ElementTree as ET

import feedparser
import pytest

from tests.desk.portal.conftest import publish as publish  # noqa: PLC0414 - a fixture
from tests.desk.reference.conftest import out
from tests.desk.reference.test_translations import begun, original

__all__ = ["original", "publish"]
pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"


@pytest.fixture
def translated(original, people):
    for language in ("jv", "en"):
        out(begun(original, people, language), people)
    return original


def read(citizen, address):
    reply = citizen.get(address)
    assert reply.status_code == 200
    found = feedparser.parse(reply.content)
    assert not found.bozo, found.get("bozo_exception")
    return found, ET.fromstring(reply.content)


def links_of(entry) -> dict[str, str]:
    """Where an entry can be read, by language."""
    found = [each for each in entry.iter(f"{ATOM}link") if each.get("hreflang")]
    assert {each.get("rel") for each in found} <= {"alternate"}
    return {each.get("hreflang"): each.get("href") for each in found}


@pytest.mark.parametrize(("address", "item"), [("/rss.xml", "item"), ("/atom.xml", f"{ATOM}entry")])
def test_an_entry_names_each_language_with_its_address(
    translated, publish, citizen, settings, address, item
):
    publish(headline="Tanpa terjemahan", reference="2026-0009")
    _found, tree = read(citizen, address)
    plain, entry = tree.iter(item)
    page = f"{settings.TANGKAL.site_url}/klarifikasi/{translated.slug}/"
    assert links_of(entry) == {
        "id": page,
        "en": f"{page}bahasa/en/",
        "jv": f"{page}bahasa/jv/",
    }
    assert links_of(plain) == {}


@pytest.mark.parametrize("address", ["/rss.xml", "/atom.xml"])
def test_a_language_s_feed_is_in_its_words_and_says_so(
    translated, publish, citizen, settings, address
):
    publish(headline="Tanpa terjemahan", reference="2026-0009")
    found, tree = read(citizen, f"{address}?bahasa=jv")
    (entry,) = found.entries
    assert entry.title == "Irah-irahan jv"
    assert "Rega BBM mundhak" in entry.summary
    assert entry.link == f"{settings.TANGKAL.site_url}/klarifikasi/{translated.slug}/bahasa/jv/"
    assert found.feed.language == "jv"
    assert "Basa Jawa" in found.feed.title
    itself = next(each for each in tree.iter(f"{ATOM}link") if each.get("rel") == "self")
    assert itself.get("href") == f"{settings.TANGKAL.site_url}{address}?bahasa=jv"


def test_the_national_language_s_feed_holds_originals_once_each(translated, publish, citizen):
    publish(headline="Tanpa terjemahan", reference="2026-0009")
    found, _tree = read(citizen, "/rss.xml?bahasa=id")
    assert [each.title for each in found.entries] == ["Tanpa terjemahan", translated.headline]


def test_an_english_feed_says_the_verdict_in_english(translated, citizen):
    found, _tree = read(citizen, "/rss.xml?bahasa=en")
    assert "This is not true." in found.entries[0].summary


def test_an_atom_entry_in_another_language_than_the_feed_s_says_which(translated, publish, citizen):
    publish(headline="Written in English", language="en", reference="2026-0009")
    _found, tree = read(citizen, "/atom.xml?bahasa=id")
    assert [each.get(f"{XML}lang") for each in tree.iter(f"{ATOM}entry")] == [None]
    settled = citizen.get("/atom.xml", headers={"Accept-Language": "id"}).content
    tree = ET.fromstring(settled)
    languages = [each.get(f"{XML}lang") for each in tree.iter(f"{ATOM}entry")]
    assert "en" in languages or tree.get(f"{XML}lang") == "en"


def test_a_withdrawn_translation_leaves_the_feeds(translated, people, citizen):
    from tangkal.desk.portal import translations

    found = translated.translations.get(language="jv")
    translations.withdraw_translation(found, reason="Keliru.", by=people["penyetuju"])
    assert read(citizen, "/rss.xml?bahasa=jv")[0].entries == []
    _found, tree = read(citizen, "/rss.xml")
    assert set(links_of(next(tree.iter("item")))) == {"id", "en"}


@pytest.mark.parametrize("tag", ["xx", "JV", "", "jv<script>", "../../"])
def test_a_language_that_nobody_knows_narrows_nothing(translated, citizen, tag):
    found, _tree = read(citizen, f"/rss.xml?bahasa={tag}")
    assert [each.title for each in found.entries] == [translated.headline]


def test_more_entries_ask_no_further_question(translated, publish, citizen):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked(address) -> int:
        with CaptureQueriesContext(connection) as found:
            citizen.get(address)
        return len(found)

    for address in ("/rss.xml", "/atom.xml?bahasa=id"):
        before = asked(address)
        for number in range(6):
            publish(headline=f"Kabar {address} {number}", reference=f"2026-1{number:03}")
        assert asked(address) == before
