"""The watch list finds what was planted in any dress, and nothing that merely looks like it."""

import itertools

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tangkal.early_warning.watch_list.conditions import GAP
from tangkal.early_warning.watch_list.entries import read_entry
from tangkal.early_warning.watch_list.inflections import forms_of
from tangkal.early_warning.watch_list.matching import Observed, WatchList
from tangkal.kernel import InvalidInput


def entry(any_of=(), all_of=(), none_of=(), name="e"):
    return read_entry(name, any_of=list(any_of), all_of=list(all_of), none_of=list(none_of))


def rows(watch, texts, **columns):
    return [hit.row for hit in watch.find(Observed(texts=texts, **columns))]


def is_hit(line, text):
    return rows(WatchList([entry([line])]), [text]) == [0]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("bansos", "BANSOS cair hari ini"),
        ("bansos", "b4nsos cair"),
        ("bansos", "b a n s o s cair"),
        ("bansos", "bansosnya kapan?"),
        ("bansos", "soal bantuan sosial itu"),
        ("bantuan", "bantuan-nya belum datang"),
        ("bantuan", "bantuannya belum datang"),
        ("bantuan", "warga dibantu pemerintah"),
        ("bantuan", "saling membantu"),
        ("bantuan", "tolong bantuin dong"),
        ("bantuan", "𝗕𝗮𝗻𝘁𝘂𝗮𝗻 untuk warga"),
        ("bantuan sosial", "bansos lagi"),
        ("pendaftaran bantuan", "pendaftaran b4ntu4n dibuka"),
        ("pendaftaran bantuan", "mendaftar untuk menerima bantuannya"),
        ("daftar bantuan", "daftarkan diri, bantuan menanti"),
        ("“bantuan cair”", "kata mereka bantuan cair besok"),
        ("uang", "duit dikembalikan"),
    ],
)
def test_a_word_is_found_in_its_other_forms_and_disguises(line, text):
    assert is_hit(line, text)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("bansos", "bansosial adalah kata lain"),
        ("pala", "kepala desa hadir"),
        ("gas", "petugas datang"),
        ("bbm", "abbmn dan bbmx"),
        ("ras", "keras dan beras"),
        ("bantuan", "rambutan dan hambatan"),
        ("bantuan cair", "cair dulu baru bantuan"),
        ("bantuan cair", "bantuan satu dua tiga cair"),
        ("“bantuan cair”", "bantuan sudah cair"),
        ("“bantuan”", "bantuannya banyak"),
        ("situs:contoh.go.id", "lihat contoh.go.id.jahat.example"),
        ("situs:contoh.go.id", "lihat bukan-contoh.go.id"),
        ("situs:contoh.go.id", "contoh go id"),
    ],
)
def test_what_only_looks_alike_is_no_hit(line, text):
    assert not is_hit(line, text)


WORDS = ("bansos", "banjir", "subsidi", "vaksin")
FILLER = st.lists(st.sampled_from(["pagi", "itu", "ada", "kabar"]), max_size=5)


@given(before=FILLER, between=FILLER, after=FILLER)
@settings(max_examples=60, deadline=None)
def test_a_phrase_allows_the_stated_gap_and_no_more(before, between, after):
    text = " ".join([*before, "subsidi", *between, "vaksin", *after])
    assert is_hit("subsidi vaksin", text) == (len(between) <= GAP)


def test_a_phrase_is_found_although_its_first_reading_leads_nowhere():
    assert is_hit("subsidi vaksin banjir", "subsidi vaksin pagi vaksin itu ada banjir")


@given(has=st.sets(st.sampled_from(WORDS)))
@settings(max_examples=40, deadline=None)
def test_any_all_and_none_mean_what_they_say(has):
    watch = WatchList([entry(["bansos", "banjir"], ["subsidi"], ["vaksin"])])
    expected = bool(has & {"bansos", "banjir"}) and "subsidi" in has and "vaksin" not in has
    assert bool(rows(watch, [" dan ".join(sorted(has)) or "kosong"])) == expected


@given(
    texts=st.lists(st.sampled_from(["bansos", "banjir bandang", "x", "", "subsidi 4"]), max_size=9)
)
@settings(max_examples=40, deadline=None)
def test_a_batch_gives_each_row_what_it_has_alone(texts):
    watch = WatchList([entry([word], name=word) for word in WORDS])
    alone = [
        (row, hit.entry_id)
        for row, text in enumerate(texts)
        for hit in watch.find(Observed(texts=[text]))
    ]
    assert [(h.row, h.entry_id) for h in watch.find(Observed(texts=texts))] == alone
    chunks = pa.chunked_array([pa.array(texts[:2], pa.string()), pa.array(texts[2:], pa.string())])
    assert [(h.row, h.entry_id) for h in watch.find(Observed(texts=chunks))] == alone


def test_sites_accounts_claims_and_regions_are_found_in_their_columns():
    watch = WatchList(
        [
            entry(["situs:contoh.example"], name="site"),
            entry(["lembaga:Badan Layanan"], name="account"),
            entry(["klaim:FK-1"], name="claim"),
            entry(["bansos"], ["wilayah:32"], name="region"),
        ]
    )
    found = watch.find(
        Observed(
            texts=["a", "b", "c", "bansos", "bansos", "lihat sub.contoh.example/x ya"],
            urls=[
                "https://m.contoh.example/1",
                "https://contoh.example.id/",
                None,
                None,
                "x",
                None,
            ],
            public_names=[None, "badan LAYANAN", None, None, None, None],
            claims=[[], [], ["FK-1"], ["FK-2"], [], []],
            regions=[None, None, "32.04", "32.04", "33", None],
        )
    )
    assert [(hit.row, hit.entry_id) for hit in found] == [
        (0, "site"), (1, "account"), (2, "claim"), (3, "region"), (5, "site"),
    ]  # fmt: skip


def test_a_private_account_never_matches_since_it_has_no_public_name():
    watch = WatchList([entry(["lembaga:Warga Biasa"])])
    assert rows(watch, ["apa saja"], public_names=[None]) == []


def test_a_hit_says_by_which_conditions():
    watch = WatchList([entry(["bansos", "banjir"], ["subsidi"])])
    (hit,) = watch.find(Observed(texts=["subsidi bansos"]))
    assert sorted(c.value for c in hit.conditions) == ["bansos", "subsidi"]


def test_equal_names_are_refused_and_an_empty_list_finds_nothing():
    with pytest.raises(InvalidInput, match="one name"):
        WatchList([entry(["bansos"]), entry(["banjir"])])
    assert WatchList([]).find(Observed(texts=["bansos"])) == []
    assert WatchList([entry(["bansos"])]).find(Observed(texts=[])) == []


def test_a_thousand_planted_words_are_each_found_by_their_own_entry_alone():
    made = ["".join(parts) for parts in itertools.product("bcdfgkmprs", "aiu", "lmnt", "aeo", "rk")]
    words = [word for word in made if len(word) == 5][:700]
    watch = WatchList([entry([f"“{word}”"], name=word) for word in words])
    found = watch.find(Observed(texts=[f"kabar {word} tadi" for word in words]))
    assert [(hit.row, hit.entry_id) for hit in found] == list(enumerate(words))


def test_headwords_of_their_own_are_no_forms_of_a_word():
    assert "kepala" not in forms_of("pala")
    assert {"memvaksin", "divaksin", "vaksinnya"} <= forms_of("vaksin")
