import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tangkal.kernel.errors import InvalidInput
from tangkal.recognise import families, family_table
from tangkal.recognise.families import FamilyIndex
from tangkal.text.tokens import tokenise

POST = (
    "Beredar kabar pemerintah membagikan bantuan 600 ribu rupiah untuk semua warga yang belum "
    "menerima bansos, segera daftar lewat tautan di bawah ini sebelum besok malam"
)
OTHER = (
    "Banjir besar merendam pasar lama dan puluhan rumah di tepi sungai setelah tanggul jebol "
    "semalam, petugas masih mencari tiga orang yang hilang"
)


def assign(index, texts, first=0):
    return index.assign([f"item{first + i}" for i in range(len(texts))], tokenise(texts))


@pytest.mark.parametrize(
    ("how", "again"),
    [
        ("the same", POST),
        ("shouted and decorated", "😱😱 " + POST.upper() + " !!!"),
        ("a number changed", POST.replace("600", "750")),
        ("a word left out", POST.replace("semua ", "")),
        ("cut in half", POST[: len(POST) // 2]),
        ("forwarded with a greeting", "Assalamualaikum, tolong sebarkan ya bapak ibu. " + POST),
        ("zero-width characters inside", POST.replace("bantuan", "ban\u200btuan")),
    ],
)
def test_a_copy_joins_its_family_however_it_was_changed(how, again):
    result = assign(FamilyIndex(100), [OTHER, POST, again])
    assert result.family_ids == ["item0", "item1", "item1"], how
    assert result.is_first.tolist() == [True, True, False]


def test_different_posts_found_different_families():
    result = assign(FamilyIndex(100), [POST, OTHER, "harga cabai naik lagi di pasar pagi ini"])
    assert result.family_ids == ["item0", "item1", "item2"]
    assert result.is_first.all()


def test_short_texts_join_only_word_for_word():
    texts = ["hati hati", "hati hati", "hati hati ya", "hoaks", "HOAKS!"]
    assert assign(FamilyIndex(100), texts).family_ids == [
        "item0",
        "item0",
        "item2",
        "item3",
        "item3",
    ]


def test_wordless_texts_are_not_one_big_family():
    result = assign(FamilyIndex(100), ["", "😀", "", "😀"])
    assert result.family_ids == ["item0", "item1", "item2", "item3"]


def test_a_long_article_that_quotes_a_post_is_not_its_copy():
    article = POST + " " + " ".join(f"kata{i} lain{i}" for i in range(300))
    assert assign(FamilyIndex(100), [POST, article]).family_ids == ["item0", "item1"]


QUAKE = (
    "Info gempa magnitudo {},{} SR di {} kedalaman {} km, tidak berpotensi tsunami, hati-hati "
    "terhadap gempa susulan yang mungkin terjadi"
)
QUAKES = [
    QUAKE.format(5, 2, "Cianjur", 10),
    QUAKE.format(4, 1, "Sukabumi", 33),
    QUAKE.format(4, 9, "Bengkulu Utara", 71),
    QUAKE.format(6, 0, "Bengkulu Selatan", 25),
]


@pytest.mark.parametrize(
    ("what", "texts"),
    [
        ("quakes", QUAKES),
        (
            "prices",
            [
                "Harga cabai hari ini di pasar Minggu Rp 45.000 per kilogram naik dari kemarin",
                "Harga cabai hari ini di pasar Minggu Rp 61.500 per kilogram naik dari kemarin",
            ],
        ),
        (
            "places",
            [
                "Jalan raya arah Garut macet total sore ini, pengendara diminta mencari jalan lain",
                "Jalan raya arah Demak macet total sore ini, pengendara diminta mencari jalan lain",
            ],
        ),
    ],
)
def test_bulletins_on_one_form_stay_apart(what, texts):
    found = assign(FamilyIndex(100), texts)
    assert found.is_first.all(), what
    again = assign(FamilyIndex(100), [*texts, *(f"Diteruskan: {text} 🙏" for text in texts)])
    assert again.family_ids[len(texts) :] == again.family_ids[: len(texts)], what


def test_a_copy_cut_before_its_facts_makes_no_bridge_between_bulletins():
    stump = QUAKES[0][QUAKES[0].index("tidak") :]
    found = assign(FamilyIndex(100), [QUAKES[0], stump, *QUAKES[1:]])
    assert found.family_ids == ["item0", "item0", "item2", "item3", "item4"]
    first = assign(FamilyIndex(100), [stump, *QUAKES])
    assert first.family_ids == ["item0", "item0", "item2", "item3", "item4"]


def test_a_common_turn_of_phrase_hides_no_copy():
    said = "semoga sehat selalu dan panjang umur ya"
    texts = [f"{said} nama{i} orang{i} kota{i} kata{i} lagi{i} hal{i} itu{i}" for i in range(500)]
    found = assign(FamilyIndex(1000), [POST, *texts, f"{said} {POST}"])
    assert found.family_ids[-1] == "item0"


def test_a_text_is_forgotten_once_the_window_has_moved_on():
    index = FamilyIndex(10)
    assign(index, [POST])
    assign(index, [f"kalimat nomor{i} tentang hal{i} lain{i} sekali{i}" for i in range(10)], 100)
    assert assign(index, [POST], 200).family_ids == ["item200"]


def test_a_text_that_keeps_being_posted_is_not_forgotten():
    index = FamilyIndex(10)
    assign(index, [POST])
    for i in range(40):
        assign(index, [f"kalimat nomor{i} tentang hal{i} lain{i} sekali{i}"], 100 + i)
        assert assign(index, [POST], 200 + i).family_ids == ["item0"]


vocabulary = [f"kata{i}" for i in range(12)]
post = st.lists(st.sampled_from(vocabulary), max_size=14).map(" ".join)


@pytest.fixture
def crowded(monkeypatch):
    """A table that begins with room for two texts and is always too full."""
    monkeypatch.setattr(families, "_FIRST_TEXTS", 2)
    monkeypatch.setattr(family_table, "_FILLED", 4.0)


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    texts=st.lists(post, min_size=1, max_size=60),
    window=st.integers(1, 12) | st.integers(13, 80),
    cut=st.integers(0, 60),
    batch=st.integers(1, 7),
)
def test_stopping_and_restoring_anywhere_changes_no_family(crowded, texts, window, cut, batch):
    whole = assign(FamilyIndex(window), texts)

    index, found = FamilyIndex(window), []
    for start in range(0, len(texts), batch):
        if start <= cut < start + batch:
            index = FamilyIndex.restore(index.snapshot())
        found += assign(index, texts[start : start + batch], start).family_ids

    assert found == whole.family_ids


@settings(max_examples=60, deadline=None)
@given(texts=st.lists(post, max_size=40))
def test_a_family_is_named_for_its_first_member(texts):
    result = assign(FamilyIndex(1000), texts)
    for i, family in enumerate(result.family_ids):
        assert result.is_first[i] == (family == f"item{i}")
        assert int(family[4:]) <= i


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(alphabet=st.characters(exclude_categories=()), max_size=80), max_size=10))
def test_no_text_breaks_the_index(texts):
    assert len(assign(FamilyIndex(5), texts).family_ids) == len(texts)


def test_a_megabyte_and_long_item_ids_are_taken():
    index = FamilyIndex(50)
    huge = "naik turun " * 100_000
    long_id = "x" * 150
    assert index.assign(["a", long_id], tokenise([POST, huge])).family_ids == ["a", long_id]
    assert index.assign(["b", "c"], tokenise([huge, POST])).family_ids == [long_id, "a"]


@pytest.mark.parametrize(
    ("ids", "names"), [(["a", "b"], "2 item ids"), ([""], "empty"), (["x" * 300], "300 bytes")]
)
def test_unusable_item_ids_are_refused(ids, names):
    with pytest.raises(InvalidInput, match=names):
        FamilyIndex(5).assign(ids, tokenise([POST]))


def test_a_damaged_or_foreign_snapshot_is_refused():
    index = FamilyIndex(5)
    assign(index, [POST, OTHER])
    arrays = index.snapshot()
    with pytest.raises(InvalidInput, match="lacks sketches"):
        FamilyIndex.restore({k: v for k, v in arrays.items() if k != "sketches"})
    with pytest.raises(InvalidInput, match="format 99"):
        FamilyIndex.restore({**arrays, "meta": np.array([99, 5, 2])})
    with pytest.raises(InvalidInput, match="do not fit its 1 texts"):
        FamilyIndex.restore({**arrays, "contents": arrays["contents"][:1]})


def test_memory_is_touched_only_as_the_window_fills():
    index = FamilyIndex()
    assert index.window >= 10_000_000
    assert index._table.nbytes < 10_000_000
    assert sum(part.nbytes for part in index.snapshot().values()) < 1_000


def test_an_id_of_any_shape_comes_back_as_it_was():
    ids = ["0" * 32, "A" * 32, "f" * 31, "ä/1", "0" * 31 + " "]
    texts = [f"kalimat{i} tentang{i} hal{i} lain{i}" for i in range(len(ids))]
    index = FamilyIndex(50)
    index.assign(ids, tokenise(texts))
    again = FamilyIndex.restore(index.snapshot())
    assert again.assign([f"copy{i}" for i in ids], tokenise(texts)).family_ids == ids
