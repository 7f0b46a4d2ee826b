"""The second reading finds what words miss, and spoils nothing that they find."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tangkal.kernel.errors import InvalidInput
from tangkal.kernel.records import KnownClaim
from tangkal.recognise.encoders.kept import KeptVectors
from tangkal.recognise.encoders.question import TwiceRead
from tangkal.recognise.encoders.second_reading import (
    Reading,
    SecondReader,
    Told,
    learn_reading,
)
from tangkal.recognise.encoders.vectors import ClaimVectors, quantise
from tangkal.recognise.known_claims import KnownClaimIndex
from tangkal.recognise.restraint import MAYBE, SAME
from tests.recognise.encoders.fakes import PlantedEncoder

TITLES = {
    "food": "beras cuma-cuma",
    "island": "nusa karam",
    "road": "Jembatan baru di ujung desa diresmikan bupati",
    "fuel": "Harga bahan bakar turun separuh mulai pekan depan",
}


def claims(titles=TITLES):
    return [KnownClaim(claim_id=claim_id, title=title) for claim_id, title in titles.items()]


def twice(titles=TITLES, kept=None, encoder=None):
    encoder = encoder or PlantedEncoder()
    index = KnownClaimIndex()
    index.add(claims(titles))
    return TwiceRead(index, SecondReader(encoder, ClaimVectors(encoder, kept)))


@pytest.fixture
def read():
    found = twice()
    found.encode()
    return found


def test_a_claim_in_other_words_is_found_and_says_how(read):
    (match, *_others) = read.match("makanan gratis", floor=0.0)
    assert match.claim_id == "food"
    assert match.method.endswith("+ encoder planted")
    assert "meaning|planted" in match.reasons
    assert read.index.match("makanan gratis", floor=0.3) == []


def test_meaning_alone_is_worth_a_look_and_never_the_same_claim(read):
    (match,) = read.match("makanan gratis")
    assert MAYBE <= match.score < SAME


def test_a_claim_that_stands_out_little_is_not_shown(read):
    # One word of eight in common: near, but no nearer than chance brings about.
    assert read.match("makanan kucing tetangga mahal sekali di pasar minggu") == []


def test_the_very_words_stay_certain_whatever_the_encoder_says(read):
    found = read.match(TITLES["fuel"])
    assert found[0].claim_id == "fuel"
    assert found[0].score >= SAME


def test_a_withdrawn_claim_is_no_longer_found_by_meaning(read):
    read.index.remove(["food"])
    assert "food" not in [match.claim_id for match in read.match("makanan gratis", floor=0.0)]


def test_an_added_claim_is_found_by_words_at_once_and_by_meaning_once_encoded(read):
    read.index.add(claims({"new": "Sekolah libur karena kabut asap tebal"}))
    assert read.rank(["sekolah libur karena kabut asap"], 1)[0][0][0] == "new"
    read.encode()
    assert len(read.reader.vectors) == len(TITLES) + 1
    assert read.reader.vectors.waiting == 0


def test_many_and_one_are_ranked_alike(read):
    texts = ["makanan gratis", "pulau tenggelam", "harga bahan bakar"]
    assert read.rank(texts, 3) == [read.rank([text], 3)[0] for text in texts]


def test_encoding_behind_ends_with_every_claim_read():
    found = twice({f"c{i}": f"kabar nomor {i}" for i in range(200)})
    found.match("kabar nomor 7")
    found.encode()  # waits for the thread, which holds the same lock
    assert (len(found.reader.vectors), found.reader.vectors.waiting) == (200, 0)


def test_a_restart_encodes_nothing_again(tmp_path):
    first = PlantedEncoder()
    twice(kept=KeptVectors(tmp_path, first), encoder=first).encode()
    second = PlantedEncoder()
    again = twice(kept=KeptVectors(tmp_path, second), encoder=second)
    before = second.passages
    again.encode()
    assert second.passages == before
    assert again.match("makanan gratis", floor=0.0)[0].claim_id == "food"


def test_another_model_never_reads_the_kept_vectors(tmp_path):
    first, other = PlantedEncoder("a" * 16), PlantedEncoder("b" * 16)
    twice(kept=KeptVectors(tmp_path, first), encoder=first).encode()
    assert KeptVectors(tmp_path, other).find(list(TITLES.values())) == {}


@pytest.mark.parametrize("cut", [1, 30, 67])
def test_a_record_cut_short_is_dropped_and_the_next_stand_right(tmp_path, cut):
    encoder = PlantedEncoder()
    kept = KeptVectors(tmp_path, encoder)
    texts = ["satu", "dua", "tiga"]
    numbers, scales = quantise(encoder.encode(texts))
    kept.keep(texts[:2], numbers[:2], scales[:2])
    kept.path.write_bytes(kept.path.read_bytes()[:-cut])
    fresh = KeptVectors(tmp_path, encoder)
    fresh.keep(texts[2:], numbers[2:], scales[2:])
    found = KeptVectors(tmp_path, encoder).find(texts)
    assert set(found) == {"satu", "tiga"}
    np.testing.assert_array_equal(found["tiga"][0], numbers[2])


def test_two_writers_lose_nothing(tmp_path):
    encoder = PlantedEncoder()
    one, other = KeptVectors(tmp_path, encoder), KeptVectors(tmp_path, encoder)
    for n, kept in enumerate([one, other, one]):
        kept.keep([f"teks {n}"], *quantise(encoder.encode([f"teks {n}"])))
    assert len(KeptVectors(tmp_path, encoder).find([f"teks {n}" for n in range(3)])) == 3


@given(st.integers(0, 2**32 - 1))
def test_a_byte_a_number_keeps_cosines(seed):
    vectors = np.random.default_rng(seed).normal(size=(2, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    numbers, scales = quantise(vectors)
    coarse = numbers * scales[:, None]
    assert abs(float(coarse[0] @ coarse[1]) - float(vectors[0] @ vectors[1])) < 0.005


def test_the_nearest_are_those_of_the_exact_cosines():
    encoder = PlantedEncoder()
    vectors = ClaimVectors(encoder)
    titles = {f"c{i}": f"kata{i} kata{i + 1} kata{i + 2}" for i in range(300)}
    vectors.add(titles)
    vectors.encode_waiting()
    vectors.remove([f"c{i}" for i in range(0, 300, 2)])
    vector = encoder.encode(["kata100 kata101 kata103"])[0]
    ids, cosines, everything = vectors.nearest(vector, 5)
    exact = {
        claim_id: float(encoder.encode([title])[0] @ vector)
        for claim_id, title in titles.items()
        if int(claim_id[1:]) % 2
    }
    assert ids[:2] == sorted(exact, key=exact.get, reverse=True)[:2]
    np.testing.assert_allclose(cosines, [exact[claim_id] for claim_id in ids], atol=0.01)
    assert len(everything) == 150
    np.testing.assert_allclose(
        vectors.cosines(vector, ["c101", "c100", "nobody"]),
        [exact["c101"], np.nan, np.nan],
        atol=0.01,
    )


def test_an_empty_index_answers_nothing():
    assert twice({}).match("apa saja") == []


def test_a_reading_of_other_facts_is_refused():
    with pytest.raises(InvalidInput, match="words"):
        Reading.from_table({"apart": 1.0})
    assert Reading.from_table(Reading.shipped().table()) == Reading.shipped()


def test_a_reading_is_learned_from_what_people_confirmed():
    """Where meaning tells and words do not, meaning gets the weight; and the other way round."""
    random = np.random.default_rng(5)
    by_meaning, by_words = [], []
    for _ in range(200):
        right = np.arange(6) == random.integers(6)
        telling, idle = np.where(right, 6.0, 2.0) + random.normal(size=6) * 0.5, np.full(6, 3.0)
        by_meaning.append(Told(np.full(6, 0.3), telling, right))
        by_words.append(Told(np.where(right, 0.9, 0.1), idle + random.normal(size=6), right))
    meaning, words = learn_reading(by_meaning), learn_reading(by_words)
    assert meaning.ahead > 0.3
    assert words.words > 5 * max(words.ahead, 0.01)
    scores, apart = np.full(3, 0.3), np.array([6.0, 2.0, 2.5])
    assert meaning.chances(scores, apart).argmax() == 0
    assert meaning.chances(scores, apart).max() <= SAME


def test_too_few_texts_teach_no_reading():
    with pytest.raises(InvalidInput, match="a reading needs"):
        learn_reading([Told(np.array([0.5]), np.array([3.0]), np.array([True]))] * 99)


def test_learning_asks_the_index_as_questions_will():
    titles = {f"c{i}": f"beras kota{i} cuma-cuma desa{i}" for i in range(120)}
    found = twice(titles)
    reading = found.learn([f"makanan kota{i} gratis" for i in range(120)], list(titles))
    assert reading != Reading.shipped()
    found.reader.reading = reading
    assert found.rank(["makanan kota7 gratis"], 1)[0][0][0] == "c7"
