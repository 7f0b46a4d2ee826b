"""What is read from a sentence: amounts, times, places, whom it is about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tangkal.strategic_communication.alignment.facts import read_facts
from tangkal.strategic_communication.alignment.numerals import read_numeral
from tangkal.strategic_communication.alignment.places import read_place
from tangkal.strategic_communication.alignment.statements import read_statements
from tangkal.strategic_communication.alignment.tokens import sentences_of, tokens_of

ONES = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]


def in_words(number: int) -> str:
    """An Indonesian numeral, written as schools teach it."""
    for size, name, one in ((10**6, "juta", "satu juta"), (1000, "ribu", "seribu")):
        if number >= size:
            head = one if number // size == 1 else f"{in_words(number // size)} {name}"
            return f"{head} {in_words(number % size)}" if number % size else head
    if number >= 100:
        head = "seratus" if number < 200 else f"{ONES[number // 100]} ratus"
        return f"{head} {in_words(number % 100)}" if number % 100 else head
    if number >= 20:
        rest = f" {ONES[number % 10]}" if number % 10 else ""
        return f"{ONES[number // 10]} puluh{rest}"
    if number >= 10:
        return {10: "sepuluh", 11: "sebelas"}.get(number, f"{ONES[number % 10]} belas")
    return ONES[number]


@given(st.integers(1, 999_999_999))
def test_a_numeral_is_read_as_its_digits_are(number):
    spoken = read_numeral(tokens_of(in_words(number)), 0)
    written = read_numeral(tokens_of(f"{number:,}".replace(",", ".")), 0)
    assert spoken.value == written.value == number


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("selama dua minggu", "selama 14 hari"),
        ("Rp1,5 juta", "Rp1.500.000"),
        ("sepuluh ribu rupiah per liter", "Rp10.000/liter"),
        ("beras 10 kilogram", "beras 10.000 gram"),
        ("separuh warga", "50 persen"),
        ("1 September 2026", "1/9/2026"),
        ("2026-09-01", "tanggal satu September 2026"),
        ("pukul 20.00", "jam 8 malam"),
        ("pukul 00.30", "pukul 24.30"),
        ("hubungi 0812-3456-7890", "hubungi +6281234567890"),
        ("bagi lansia", "bagi warga lanjut usia"),
    ],
)
def test_two_ways_to_write_one_fact_are_one(one, other):
    first, second = (read_facts(tokens_of(text))[0] for text in (one, other))
    assert (first.kind, first.value, first.unit) == (second.kind, second.value, second.unit)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("dibuka mulai 1 September 2026", "from"),
        ("paling lambat 1 September 2026", "until"),
        ("berlaku sampai 1 September 2026", "until"),
        ("pada 1 September 2026", ""),
        ("minimal 3 orang", "at_least"),
        ("tidak lebih dari 3 orang", "at_most"),
        ("usia 12 tahun ke atas", "at_least"),
        ("sekitar 300 orang", "about"),
    ],
)
def test_a_fact_knows_what_it_bounds(text, bound):
    assert read_facts(tokens_of(text))[0].bound == bound


def test_both_ends_of_a_span_are_read():
    facts = read_facts(tokens_of("Pendaftaran 1 s.d. 14 September 2026"))
    assert [(fact.value, fact.bound) for fact in facts] == [
        ((2026, 9, 1), "from"),
        ((2026, 9, 14), "until"),
    ]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Kota Malang", {"35.73"}),
        ("Kab. Malang", {"35.07"}),
        ("Malang", {"35.07", "35.73"}),
        ("Papua Barat Daya", {"96"}),
        ("seluruh Indonesia", {""}),
        ("batu bata", None),
        ("Kota Batu", {"35.79"}),
    ],
)
def test_a_place_is_all_that_its_name_may_mean(text, codes):
    read = read_place(tokens_of(text), 0)
    assert (set(read[0]) if read else None) == codes


@pytest.mark.parametrize(
    ("text", "concept", "sign"),
    [
        ("Vaksinasi gratis", "cost", 1),
        ("Vaksinasi tidak dipungut biaya", "cost", 1),
        ("Vaksinasi tanpa biaya", "cost", 1),
        ("Vaksinasi tidak gratis", "cost", -1),
        ("Biaya vaksinasi Rp25.000", "cost", -1),
        ("Harga tidak naik", "direction", -1),
        ("Harga tidak berubah", "direction", 0),
        ("Tidak benar harga naik", "direction", -1),
        ("Jalan belum dibuka", "access", -1),
        ("Bukan hanya gratis", "cost", 1),
    ],
)
def test_what_a_sentence_affirms_survives_its_negators(text, concept, sign):
    assert sign in read_statements(text)[0].signs[concept]


def test_abbreviations_end_no_sentence():
    text = "Kantor di Jl. Melati No. 5, Kab. Sleman. Warga membayar Rp. 5.000 s.d. Jumat."
    assert len(sentences_of(text)) == 2


@given(st.text(max_size=400))
def test_any_text_can_be_read(text):
    for statement in read_statements(text):
        assert 0 <= statement.start < statement.end <= len(text)
        for fact in statement.facts:
            assert 0 <= fact.first < fact.last <= len(statement.tokens)
