"""A post in another language finds the Indonesian claim, and says through which words."""

import pytest

from tangkal.kernel.records import KnownClaim
from tangkal.recognise.gloss import gloss, glosses, translated
from tangkal.recognise.known_claims import KnownClaimIndex
from tangkal.recognise.lexicon import lexicon
from tangkal.text.stem_table import StemTable

TITLES = {
    "bensin": "Harga bensin akan naik besok malam",
    "bawang": "Air rebusan bawang putih menyembuhkan penyakit jantung",
    "gempa": "Gempa besar akan terjadi di pulau ini besok",
    "bantuan": "Pemerintah membagikan bantuan uang gratis kepada semua warga",
    "vaksin": "Vaksin menyebabkan anak mati mendadak",
    "banjir": "Banjir besar merusak jembatan di kampung",
    "polisi": "Polisi menangkap pencuri sapi di pasar",
    "beras": "Beras plastik beredar di pasar",
}


@pytest.fixture(scope="module")
def index():
    known = KnownClaimIndex()
    known.add([KnownClaim(claim_id=name, title=title) for name, title in TITLES.items()])
    return known


@pytest.mark.parametrize(
    ("claim_id", "text"),
    [
        ("vaksin", "Vaccines caused the sudden death of children"),
        ("bawang", "Boiled garlic water cures heart disease"),
        ("bantuan", "The government is giving free money to all citizens"),
        ("bensin", "Jarene regane bensin arep munggah sesuk bengi"),
        ("bantuan", "Pamarentah ngabagikeun artos haratis ka sadaya warga cenah"),
        ("gempa", "Isuk cenah bade aya lini ageung di pulo ieu"),
        ("banjir", "Banjia gadang marusak jambatan di kampuang awak"),
        ("polisi", "Polisi nangkep maling sampi ring peken ibi semeng"),
        ("bensin", "Ujar urang haraga bensin pacang naik isuk malam"),
    ],
)
def test_a_post_in_another_language_finds_the_indonesian_claim_first(index, claim_id, text):
    assert index.match(text, floor=0.0)[0].claim_id == claim_id


def test_the_words_that_stand_for_each_other_are_a_reason(index):
    found = index.match("Boiled garlic water cures heart disease", floor=0.0)[0]
    [told] = [reason for reason in found.reasons if reason.startswith("translated|")]
    assert "garlic ↔ bawang" in told
    assert "heart ↔ jantung" in told


def test_an_indonesian_post_is_never_glossed():
    texts = [*TITLES.values(), "Katanya besok bensin naik, kok gak ada pengumuman resmi sih"]
    assert glosses(texts, StemTable().stems(texts)) == {}
    assert [translated(text, TITLES["bensin"]) for text in texts] == [[]] * len(texts)


def test_a_word_keeps_its_indonesian_meaning_whatever_a_neighbour_means_by_it():
    ours = StemTable().stems([" ".join(TITLES.values())])
    assert not set(ours.hashes.tolist()) & set(lexicon().sources.tolist())


def test_a_gloss_keeps_numbers_names_and_their_order():
    text = gloss("The president of Ruritania gave 600 dollars on 17 August", "en")
    places = [text.split().index(word) for word in ("presiden", "ruritania", "600", "dolar", "17")]
    assert places == sorted(places)


def test_every_association_is_a_chance_and_can_be_looked_up():
    known = lexicon()
    assert (known.chances > 0).all()
    assert (known.chances <= 1).all()
    assert (known.sources[1:] > known.sources[:-1]).all()
    assert len(known.targets) == known.starts[-1] > 10_000
