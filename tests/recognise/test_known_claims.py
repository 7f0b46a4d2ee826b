import threading
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tangkal.kernel.errors import InvalidInput
from tangkal.kernel.records import KnownClaim
from tangkal.recognise import known_claims
from tangkal.recognise.known_claims import KnownClaimIndex

TITLES = {
    "bansos": "Pemerintah bagikan bantuan 600 ribu rupiah lewat tautan pendaftaran",
    "banjir": "Video banjir bandang di pasar lama terjadi hari ini",
    "vaksin": "Vaksin mengandung cip pelacak milik perusahaan asing",
    "bensin": "Harga bensin naik dua kali lipat mulai tengah malam",
    "garam": "Air garam hangat menyembuhkan demam berdarah dalam semalam",
}


def claims(**more):
    titles = {**TITLES, **more}
    return [
        KnownClaim(
            claim_id=name,
            title=title,
            url=f"https://cekfakta.example/{name}",
            published_on=date(2024, 1, 2),
        )
        for name, title in titles.items()
    ]


@pytest.fixture
def index():
    built = KnownClaimIndex()
    built.add(claims())
    return built


def best(index, text):
    found = index.match(text)
    return found[0].claim_id if found else None


@pytest.mark.parametrize(
    ("text", "claim_id"),
    [
        (TITLES["bansos"], "bansos"),
        ("DAFTAR SEKARANG bantuan pemerintah Rp600 ribu dibagikan lewat tautan ini", "bansos"),
        ("katanya bensin bakal naik harganya dua kali lipat nanti malam", "bensin"),
        ("Awas! vaksinnya mengandung cip untuk pelacakan", "vaksin"),
        ("ban\u200bjir ban\u200bdang di pasar lama hari ini 😱", "banjir"),
    ],
)
def test_a_reworded_post_finds_its_claim_on_both_paths(index, text, claim_id):
    assert best(index, text) == claim_id
    assert index.match_batch(["i1"], [text])[0][0].claim_id == claim_id


@pytest.mark.parametrize("text", ["", "😀", "\x00", "selamat pagi semuanya, apa kabar", "\ud800"])
def test_nothing_is_suggested_for_a_text_no_claim_speaks_of(index, text):
    assert index.match(text) == []
    assert index.match_batch(["i"], [text]) == [[]]


def test_the_same_claim_scores_one_and_names_its_item(index):
    [found, *_] = index.match_batch(["item9"], [TITLES["garam"]])[0]
    assert found.item_id == "item9"
    assert found.score > 0.95
    assert "near_copy|100" in found.reasons


def test_an_added_claim_is_matched_and_a_withdrawn_one_is_not(index):
    text = "gempa besar diramalkan terjadi pekan depan menurut paranormal"
    assert best(index, text) is None
    index.add(claims(gempa="Paranormal ramalkan gempa besar pekan depan"))
    assert best(index, text) == "gempa"
    index.remove(["gempa", "never existed"])
    assert best(index, text) is None
    assert len(index) == len(TITLES)
    with pytest.raises(InvalidInput, match="gempa"):
        index.claim("gempa")


def test_a_claim_given_again_is_replaced_not_doubled(index):
    index.add([KnownClaim(claim_id="garam", title="Paranormal ramalkan gempa besar pekan depan")])
    assert len(index) == len(TITLES)
    assert best(index, "gempa besar pekan depan ramalan paranormal") == "garam"
    assert best(index, TITLES["garam"]) is None
    assert index.claim("garam").title.startswith("Paranormal")


def test_a_post_that_carries_the_fact_checks_own_address_is_matched_with_it(index):
    found = index.match("baca ini: https://www.cekfakta.example/vaksin/?utm_source=wa.")
    assert found[0].claim_id == "vaksin"
    assert found[0].reasons[0] == "url|https://cekfakta.example/vaksin"
    index.remove(["vaksin"])
    assert index.match("https://cekfakta.example/vaksin") == []


def test_scores_mean_the_same_in_a_small_index_and_a_large_one(index):
    text = "katanya bensin bakal naik harganya dua kali lipat nanti malam"
    alone = index.match(text)[0].score
    index.add(
        [
            KnownClaim(claim_id=f"x{i}", title=f"kabar perkara{i} menimpa tokoh{i} di kota{i % 50}")
            for i in range(5000)
        ]
    )
    assert index.match(text)[0].score == pytest.approx(alone, abs=0.05)


def test_the_bare_ranking_agrees_with_the_question_path(index):
    text = TITLES["banjir"]
    assert index.rank([text], 3)[0] == [
        (match.claim_id, match.score) for match in index.match(text, k=3, floor=0.0)
    ]


def test_a_second_fact_check_of_one_hoax_makes_neither_doubtful(index):
    text = TITLES["banjir"]
    alone = index.match(text)[0].score
    index.add([KnownClaim(claim_id="again", title=f"{text}!")])
    both = index.match(text, k=2)
    assert {match.claim_id for match in both} == {"banjir", "again"}
    assert min(match.score for match in both) == pytest.approx(alone, abs=0.05)


def test_a_claim_that_is_one_of_many_alike_is_told_with_less_confidence(index):
    text = "kabar banjir di pasar ikan"
    titles = [f"banjir {place} pasar ikan" for place in ("palembang", "kupang", "ternate")]
    index.add([KnownClaim(claim_id="a", title=titles[0])])
    alone = index.match(text, floor=0.0)[0].score
    index.add([KnownClaim(claim_id=title, title=title) for title in titles[1:]])
    assert index.match(text, floor=0.0)[0].score < alone


def test_a_text_that_is_a_short_title_is_found_among_many_like_it(index):
    titles = [f"kabar {place}" for place in ("kota", "desa", "pasar", "kantor", "pulau")]
    index.add([KnownClaim(claim_id=title, title=title) for title in titles])
    assert [best(index, title) for title in titles] == titles


def test_an_empty_index_knows_nothing():
    index = KnownClaimIndex()
    index.add([])
    assert len(index) == 0
    assert index.match("apa saja") == []
    assert index.match_batch(["a", "b"], ["satu", ""]) == [[], []]


@pytest.mark.parametrize(("ids", "texts", "k"), [(["a"], [], 3), (["a"], ["b"], 0)])
def test_a_batch_that_does_not_fit_together_is_refused(index, ids, texts, k):
    with pytest.raises(InvalidInput):
        index.match_batch(ids, texts, k)


words = st.lists(st.sampled_from([f"kata{i}" for i in range(30)]), min_size=2, max_size=8)


@settings(max_examples=40, deadline=None)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["add", "remove"]), st.integers(0, 8), words), max_size=25
    )
)
def test_any_order_of_adding_and_withdrawing_leaves_just_the_living_claims(steps):
    index, living = KnownClaimIndex(), {}
    for what, number, title in steps:
        if what == "add":
            living[f"c{number}"] = KnownClaim(claim_id=f"c{number}", title=" ".join(title))
            index.add([living[f"c{number}"]])
        else:
            living.pop(f"c{number}", None)
            index.remove([f"c{number}"])
    assert len(index) == len(living)
    for claim in living.values():
        top = index.match(claim.title, k=len(living))
        assert claim.claim_id in [match.claim_id for match in top]
        assert all(match.claim_id in living for match in top)


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=200))
def test_no_text_breaks_matching_and_scores_stay_between_nought_and_one(text):
    index = KnownClaimIndex()
    index.add(claims())
    for match in index.match(text) + index.match_batch(["i"], [text])[0]:
        assert 0.0 <= match.score <= 1.0


def test_a_megabyte_of_text_is_matched(index):
    assert index.match("kata " * 200_000) == []
    assert best(index, TITLES["vaksin"] + " 😀" * 100_000) == "vaksin"


def test_readers_are_not_disturbed_while_claims_change(index):
    wrong, stop = [], threading.Event()

    def read():
        while not stop.is_set():
            if best(index, TITLES["garam"]) != "garam":
                wrong.append(1)

    reader = threading.Thread(target=read)
    reader.start()
    for i in range(200):
        index.add([KnownClaim(claim_id="garam", title=TITLES["garam"])])
        index.add([KnownClaim(claim_id=f"n{i}", title=f"kabar nomor{i} tentang hal{i} lain{i}")])
        index.remove([f"n{i // 2}"])
    stop.set()
    reader.join()
    assert wrong == []


def test_many_threads_answer_as_one_does(index, monkeypatch):
    random = np.random.default_rng(1)
    spoken = [" ".join(f"kata{n}" for n in random.integers(0, 300, 12)) for _ in range(900)]
    index.add(KnownClaim(claim_id=f"t{i}", title=title) for i, title in enumerate(spoken))
    texts = [f"{one} {other}" for one, other in zip(spoken, spoken[7:], strict=False)]
    ids = [f"i{i}" for i in range(len(texts))]
    alone = [index.match_batch([i], [text])[0] for i, text in zip(ids, texts, strict=True)]
    monkeypatch.setattr(known_claims, "_TEXTS_AT_ONCE", 37)
    assert index.match_batch(ids, texts) == alone
    assert any(alone)


def test_a_record_comes_back_whole_from_among_joined_segments(index):
    whole = KnownClaim(
        claim_id="whole", title="Kabar utuh", verdict="SALAH", publisher="Redaksi",
        url="https://cekfakta.example/utuh", published_on=date(2024, 5, 6), language="id",
        article_text="Isi artikel.",
    )  # fmt: skip
    index.add([whole])
    for i in range(40):
        index.add([KnownClaim(claim_id=f"m{i}", title=f"kabar nomor{i}")])
        index.remove([f"m{i - 3}"])
    assert index.claim("whole") == whole
    assert "whole" in index
    assert "m1" not in index
    assert index.titles()["whole"] == "Kabar utuh"
    assert len(index.titles()) == len(index)
