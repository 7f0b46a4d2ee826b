"""Questions of the public: found in sentences, and the same question counted once."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from tangkal.kernel import InvalidInput, InvalidRecord
from tangkal.situational_insight.questions import (
    Asking,
    content_terms,
    group_questions,
    kind_of,
    likeness,
    questions_in,
)
from tests.situational_insight.sentences_asked import AFTERWARDS, KNOWN, UNSEEN, told

START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)

# One question a list, as different people and languages put it.
PLANTED = {
    "fuel": [
        "Apa benar harga BBM naik besok?",
        "emang bener ya harga bensin naik besok",
        "opo bener rega bensin mundhak sesuk?",
        "Harga BBM besok naik, iya kah?",
        "is it true fuel price naik tomorrow?",
    ],
    "aid_when": [
        "Kapan bansos tahap dua cair?",
        "bansos tahap dua cair kapan ya min",
        "iraha bansos tahap dua cair teh?",
        "pencairan bansos tahap dua tanggal berapa?",
    ],
    "aid_how_much": [
        "Berapa besar bansos tahap dua?",
        "bansos tahap dua besarnya brp ya",
    ],
    "school": [
        "Apakah sekolah libur dua minggu?",
        "sekolah libur dua minggu beneran gak min",
        "leres teu sakola libur dua minggu?",
    ],
    "quake_cianjur": ["Apakah ada gempa susulan di Cianjur?", "gempa susulan Cianjur beneran gak?"],
    "quake_padang": ["Apakah ada gempa susulan di Padang?", "gempa susulan Padang bener gak sih?"],
    "fuel_down": ["Apa benar harga BBM turun besok?"],
}


def precision_recall(table):
    rows = told(table)
    found = [bool(each) for each in questions_in([text for _asked, text in rows])]
    right = sum(asked and seen for (asked, _text), seen in zip(rows, found, strict=True))
    return right / sum(found), right / sum(asked for asked, _text in rows)


@pytest.mark.parametrize(
    ("table", "precision", "recall"),
    [(KNOWN, 0.97, 0.97), (UNSEEN, 0.9, 0.95), (AFTERWARDS, 0.75, 0.75)],
)
def test_most_questions_are_found_and_few_other_sentences_are_taken_for_one(
    table, precision, recall
):
    measured = precision_recall(table)
    assert measured[0] >= precision
    assert measured[1] >= recall


def asked(text, minute=0, asker="a", **more):
    question = questions_in([text])[0][0]
    return Asking(
        item_id=f"{text}-{asker}-{minute}",
        question=question,
        asked_at=START + timedelta(minutes=minute),
        asker=asker,
        **more,
    )


def planted(people=4):
    """Each wording asked by *people* accounts of its own."""
    rows, truth = [], {}
    for name, texts in PLANTED.items():
        for place, text in enumerate(texts):
            for person in range(people):
                row = asked(text, minute=place * 10 + person, asker=f"{name}-{place}-{person}")
                rows.append(row)
                truth[row.item_id] = name
    return rows, truth


def test_planted_questions_come_back_as_one_group_each():
    rows, truth = planted()
    groups = group_questions(rows)
    for group in groups:
        assert len({truth[item_id] for item_id in group.item_ids}) == 1, group.samples
    largest = {}
    for group in groups:
        name = truth[group.item_ids[0]]
        largest[name] = max(largest.get(name, 0), group.asks)
    found = sum(largest.values()) / len(rows)
    assert found >= 0.85


def test_the_order_of_what_comes_in_changes_nothing():
    rows, _truth = planted(2)
    mixed = rows[:]
    random.Random(5).shuffle(mixed)
    assert group_questions(mixed) == group_questions(rows)


def test_askers_are_counted_once_and_never_named():
    text = "Apa benar harga BBM naik besok?"
    rows = [asked(text, minute=m, asker=a) for m, a in enumerate(["x", "x", "y", None, None])]
    (group,) = group_questions(rows)
    assert (group.asks, group.askers, group.unnamed, group.wordings) == (5, 2, 2, 1)
    assert "x" not in repr({name: getattr(group, name) for name in ("samples", "platforms")})
    assert not hasattr(group, "accounts")


def test_a_group_says_where_and_when_it_was_asked():
    rows = [
        asked("Apa benar harga BBM naik besok?", 5, "a", platform="x", region="32"),
        asked("bener gak harga bbm naik besok", 1, "b", platform="facebook", region="32"),
        asked("Apa benar harga BBM naik besok?", 9, "c", platform="x"),
    ]
    (group,) = group_questions(rows)
    assert group.platforms == {"x": 2, "facebook": 1}
    assert group.regions == {"32": 2}
    assert (group.first, group.last) == (rows[1].asked_at, rows[2].asked_at)
    assert list(group.moments) == sorted(group.moments)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Apa benar BBM naik?", "whether"),
        ("Apa syarat daftar bansos?", "what"),
        ("bansos cair kapan ya", "when"),
        ("Jam berapa loket buka?", "when"),
        ("Berapa harga pertalite?", "how_many"),
        ("daftarnya di mana min?", "where"),
        ("Ada yang tahu soal edaran libur?", "open"),
        ("Vaksinnya gratis apa bayar kak", "whether"),
        ("Kami sudah cek ke lapangan.", None),
    ],
)
def test_what_a_question_asks_for_is_told(text, kind):
    assert kind_of(text) == kind


def test_is_this_true_asks_about_the_statement_beside_it():
    (found,) = questions_in(["Sekolah di Garut diliburkan dua minggu. Bener gak sih min?"])[0]
    assert found.about == "Sekolah di Garut diliburkan dua minggu."
    assert {"garut", "libur"} <= set(content_terms(found.wording))


@pytest.mark.parametrize(
    "text",
    [
        "https://contoh.id/?q=kapan",
        "Baca di www.contoh.id/cari?apa=benar ya",
        "SAMPAI KAPAN BEGINI TERUS?!",
        "???",
        "",
        "Apa?",
    ],
)
def test_addresses_shouting_and_empty_marks_ask_nothing(text):
    assert questions_in([text]) == [()]


def test_opposites_are_two_questions():
    assert likeness(("bbm", "besok", "naik"), ("bbm", "besok", "turun")) == 0.0


def test_bad_input_is_refused_with_the_value():
    with pytest.raises(InvalidInput, match=r"same=1\.5"):
        group_questions([], same=1.5)
    with pytest.raises(InvalidRecord, match="no time zone"):
        Asking(
            item_id="i",
            question=questions_in(["Kapan cair bansos?"])[0][0],
            asked_at=datetime(2026, 1, 1),
        )
    assert group_questions([]) == []
