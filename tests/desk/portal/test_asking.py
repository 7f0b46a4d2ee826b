"""A pasted text gets the nearest answer, or an honest "nobody has checked this"."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from tangkal.desk.portal import fulltext, search
from tangkal.desk.portal.models import Clarification
from tangkal.desk.portal.related import related_pages
from tangkal.desk.recognise.commands import store_claims, withdraw_claim
from tangkal.desk.recognise.models import KnownClaim as KnownClaimRow
from tangkal.kernel import KnownClaim
from tangkal.text.stem import stem_text
from tests.desk.portal.conftest import CLAIM, QUESTION

pytestmark = pytest.mark.django_db

SURE, UNSURE, HONEST = "Ini sudah diperiksa.", "Mungkin ini yang Anda maksud.", "belum ada yang"


@pytest.fixture
def archive(db):
    """Enough other claims that rare words can be told from common ones."""
    store_claims(
        [
            KnownClaim(claim_id=f"arsip-{n}", title=title, verdict="SALAH", publisher="Arsip")
            for n, title in enumerate(
                [
                    "Vaksin mengandung cip pelacak buatan luar negeri",
                    "Bantuan sosial dibagikan lewat tautan pesan berantai",
                    "Video banjir besar menyeret mobil di jembatan kota",
                    "Air garam menyembuhkan penyakit jantung dalam sehari",
                    "Sekolah diliburkan sebulan karena asap kebakaran hutan",
                    "Gempa besar diramalkan terjadi minggu depan",
                ]
                * 3
            )
        ],
        by=None,
    )


def test_the_same_text_is_answered_with_the_page(ask, publish, archive):
    found = publish()
    reply = ask(CLAIM)

    assert reply.status_code == 200
    assert SURE in reply.text
    assert f"/klarifikasi/{found.slug}/" in reply.text
    assert "Ini tidak benar." in reply.text
    assert "Arsip" not in reply.text  # one answer, not a list to choose from


def test_a_reworded_text_is_answered_with_perhaps(ask, publish, archive):
    found = publish()
    reply = ask("dengar-dengar BBM naik lagi, isi penuh tangki ya")

    assert UNSURE in reply.text
    assert f"/klarifikasi/{found.slug}/" in reply.text


def test_a_young_portal_still_finds_what_it_published_itself(ask, publish):
    found = publish()  # one claim: no word is rarer than another

    assert f"/klarifikasi/{found.slug}/" in ask("apa betul BBM mau naik malam ini").text


def test_an_unknown_text_is_not_guessed_at(ask, publish, archive):
    found = publish()
    reply = ask("kucing tetangga saya pandai bermain biola sejak kemarin sore")

    assert HONEST in reply.text
    assert found.slug not in reply.text
    assert 'name="token"' in reply.text  # and a person may be asked


def test_common_words_alone_relate_nothing(publish):
    publish()

    assert related_pages("ini itu yang akan ada di sana malam") == []


def test_a_claim_checked_elsewhere_is_answered_with_its_publisher(ask, archive):
    reply = ask("Vaksin mengandung cip pelacak buatan luar negeri")

    assert "Diperiksa oleh Arsip" in reply.text


def test_a_withdrawn_claim_answers_nobody(ask, publish, archive):
    claim = KnownClaimRow.objects.get(pk="arsip-0")
    withdraw_claim(claim, by=None, why="keliru")

    assert "Diperiksa oleh" not in ask("gula pasir membuat awet muda selamanya").text
    reply = ask(claim.title)
    assert "arsip-0" not in reply.text


def test_reasons_are_shown_in_words(ask, publish, archive):
    publish()
    reply = ask(QUESTION)

    assert "Mengapa jawaban ini" in reply.text
    assert "phrase|" not in reply.text
    assert "words|" not in reply.text


@pytest.mark.parametrize(
    "words",
    [
        "harga bbm",
        "kenaikan harga",  # affixes
        "hargaa BBM naik malam ini pukul 00.00",  # a typing error
        "bahan bakar tetap",  # only in the text of the answer
        "keputusan tahun la",  # still being typed
        "Harga BBM naik malam ini pukul 00.00 sebarkan ke keluarga!!",
    ],
)
def test_search_forgives(citizen, publish, archive, words):
    found = publish()

    assert found.slug in citizen.get("/cari/", {"q": words}).text


def test_a_text_that_changed_is_found_by_its_new_words_alone(citizen, publish, people):
    found = publish()
    found.search_text = "kapal selam"
    found.save(update_fields=["search_text"])

    assert search.load(search.holding_words("kapal selam")) == [found]
    assert search.load(search.holding_words("nomor keputusan")) == []
    found.delete()
    assert search.load(search.holding_words("kapal selam")) == []


def test_words_are_sought_among_what_stands_newest_first(publish):
    pages = [publish(reference=f"2026-{n:04}") for n in range(1, 6)]
    dated, gone, drilled, newest, last = pages
    rows = Clarification.objects
    rows.filter(pk=gone.pk).update(state="withdrawn")
    rows.filter(pk=drilled.pk).update(is_exercise=True)
    rows.filter(pk=newest.pk).update(published_at=timezone.now() + timedelta(hours=1))

    def found(**how) -> list[int]:
        return fulltext.holding_all(stem_text("nomor keputusan").split(), 10, **how)

    assert found() == [newest.pk, last.pk, dated.pk]
    assert found(exercises=True) == [newest.pk, last.pk, drilled.pk, dated.pk]


def test_a_word_may_be_one_still_being_typed_but_a_number_is_whole(publish):
    found = publish()
    Clarification.objects.filter(pk=found.pk).update(search_text="bantuan tahap 120")
    assert fulltext.holding_all(["tahap", "120"], 10) == [found.pk]
    assert fulltext.holding_all(["tahap", "12"], 10) == []
    assert fulltext.holding_all(["120", "tah"], 10) == [found.pk]


def test_the_index_fills_itself_where_it_is_missing(publish):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL builds an index with what is there")
    found = publish()
    with connection.cursor() as cursor:
        for name in ("add", "remove", "change"):
            cursor.execute(f"DROP TRIGGER portal_fulltext_{name}")
        cursor.execute("DROP TABLE portal_fulltext")
    fulltext.install(connection)

    assert search.load(search.holding_words("nomor keputusan")) == [found]


def test_what_is_not_there_is_not_found_and_may_be_asked(citizen, publish):
    publish()
    reply = citizen.get("/cari/", {"q": "zebra ungu"})

    assert "Tidak ditemukan" in reply.text
    assert 'action="/tanya/"' in reply.text
    assert "zebra ungu</textarea>" in reply.text


def test_pages_of_a_list_hold_everything_once(citizen, publish):
    import re

    slugs = {publish(reference=f"2026-{n:04}").slug for n in range(1, 26)}
    pages = [citizen.get("/cari/", {"page": number}).text for number in (1, 2)]
    found = [set(re.findall(r"/klarifikasi/([\w-]+)/", page)) for page in pages]

    assert [len(each) for each in found] == [20, 5]
    assert found[0] | found[1] == slugs
    assert citizen.get("/cari/", {"q": "harga bbm", "page": 2}).text.count("<li><h2>") == 5


@pytest.mark.parametrize("page", ["0", "-1", "999999999999999999999", "x", "\x00", ""])
def test_a_strange_page_number_is_a_page(citizen, publish, page):
    publish()

    assert citizen.get("/cari/", {"page": page}).status_code == 200
    assert citizen.get("/koreksi/", {"page": page}).status_code == 200


@pytest.mark.parametrize(
    "words",
    ["%", "_", "'", '"', "\\", "\x00", "…", "🤔" * 50, "a " * 5000, "<script>alert(1)</script>"],
)
def test_no_search_fails(citizen, publish, words):
    publish()

    assert citizen.get("/cari/", {"q": words}).status_code == 200
    assert isinstance(search.find(words), list)


def test_asking_for_nothing_leads_home(ask):
    reply = ask("  \x00 ")

    assert (reply.status_code, reply["Location"]) == (302, "/")
