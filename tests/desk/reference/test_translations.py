"""An answer in another language is bound to what it translates, and says when that has moved on."""

import pytest
from django.core.exceptions import ValidationError

from tangkal.desk.portal import commands as portal
from tangkal.desk.portal.models import Clarification, Translation
from tangkal.desk.reference import commands
from tangkal.desk.reference.forms import TranslationForm
from tangkal.desk.workflow import ActionDenied
from tests.desk.markup import inline_code
from tests.desk.portal.conftest import PARTS, approved
from tests.desk.reference.conftest import out

pytestmark = pytest.mark.django_db


@pytest.fixture
def original(people, organisations) -> Clarification:
    return portal.publish_clarification(
        approved(), issuer=organisations["ministry"], by=people["penyetuju"]
    )


def words_of(original, language="jv"):
    data = {"edition": original.edition, "headline": f"Irah-irahan {language}"}
    data |= {"claim_text": "Rega BBM mundhak bengi iki"}
    data |= {f"part_{key}": f"{key} ing basa liya" for key, _text in PARTS}
    form = TranslationForm(data, original=original)
    assert form.is_valid(), form.errors
    return form.content()


def begun(original, people, language="jv"):
    writer = people["penyusun"]
    content = words_of(original, language)
    return commands.begin_translation(
        original, language, content, office=writer.organisation, by=writer
    )


def corrected(original, people):
    return portal.correct_clarification(
        original.slug,
        approved(headline="Harga tetap sampai akhir bulan"),
        reason="Tanggalnya salah.",
        by=people["penyetuju"],
    )


def test_a_translation_stands_at_an_address_of_its_own_in_its_language(
    original, people, citizen, chain_holds, settings
):
    out(begun(original, people), people)
    address = f"/klarifikasi/{original.slug}/bahasa/jv/"
    page = citizen.get(address)

    assert page.status_code == 200
    assert '<h1 lang="jv">Irah-irahan jv</h1>' in page.text
    assert "fact ing basa liya" in page.text
    assert inline_code(page.text) == []
    for tag, path in (("id", f"/klarifikasi/{original.slug}/"), ("jv", address)):
        # Search engines take whole addresses alone.
        assert f'hreflang="{tag}" href="{settings.TANGKAL.site_url}{path}"' in page.text
    first = citizen.get(f"/klarifikasi/{original.slug}/").text
    assert f'<a href="{address}" lang="jv" hreflang="jv" rel="alternate">Basa Jawa</a>' in first
    assert chain_holds()


def test_an_english_translation_stands_in_an_english_frame(original, people, citizen):
    out(begun(original, people, "en"), people)
    page = citizen.get(f"/klarifikasi/{original.slug}/bahasa/en/")
    assert page["Content-Language"] == "en"
    assert '<html lang="en">' in page.text
    assert "Pass it on by WhatsApp" in page.text


def test_when_the_original_changes_the_translation_says_it_is_out_of_date(
    original, people, citizen
):
    entry = out(begun(original, people), people)
    address = f"/klarifikasi/{original.slug}/bahasa/jv/?lang=en"
    assert "out of date" not in citizen.get(address).text
    changed = corrected(original, people)
    assert "This translation is out of date." in citizen.get(address).text
    (told,) = citizen.get(f"/klarifikasi/{original.slug}.json").json()["translations"]
    assert told["is_out_of_date"] is True

    writer = people["penyusun"]
    commands.write(entry, words_of(changed), by=writer, expected_version=entry.version)
    entry.refresh_from_db()
    out(entry, people)
    assert "out of date" not in citizen.get(address).text


def test_a_translation_of_what_stands_no_more_is_not_published(original, people):
    entry = begun(original, people)
    corrected(original, people)
    with pytest.raises(ValidationError, match="edition 1, and edition 2 stands"):
        out(entry, people)
    assert not Translation.objects.exists()


def test_its_own_writer_does_not_publish_it(original, people):
    entry = begun(original, people)
    with pytest.raises(ActionDenied):
        out(entry, people, approver="penyusun")


@pytest.mark.parametrize(
    ("language", "sentence"), [("xx", "none of the languages"), ("id", "in this language already")]
)
def test_a_language_nobody_can_name_or_the_original_s_own_is_refused(
    original, people, language, sentence
):
    with pytest.raises(ValidationError, match=sentence):
        begun(original, people, language)


def test_a_language_is_begun_once(original, people):
    begun(original, people)
    with pytest.raises(ValidationError, match="Basa Jawa was begun already"):
        begun(original, people)


def test_a_withdrawn_translation_is_gone_and_the_original_stands(original, people, citizen):
    entry = out(begun(original, people), people)
    commands.withdraw(
        entry, by=people["penyetuju"], expected_version=entry.version, reason="Salah istilah."
    )
    assert citizen.get(f"/klarifikasi/{original.slug}/bahasa/jv/").status_code == 404
    assert "Basa Jawa" not in citizen.get(f"/klarifikasi/{original.slug}/").text


def test_programs_are_told_the_languages(original, people, citizen):
    out(begun(original, people), people)
    (row,) = citizen.get("/data/klarifikasi.json").json()["clarifications"]
    assert row["languages"] == "id jv"
    assert "id jv" in b"".join(citizen.get("/data/klarifikasi.csv").streaming_content).decode()
