import pytest

from tangkal.kernel.records import KnownClaim
from tangkal.recognise.associations import Associations
from tangkal.recognise.reasons import explain, longest_common_run, shared_numbers
from tangkal.text.stem_table import StemTable


def reasons(text, title, url=None):
    claim = KnownClaim(claim_id="c", title=title, url=url)
    return explain(text, claim, rarity=len)


def test_reasons_name_what_both_texts_share():
    found = reasons(
        "Cepat daftar! bantuan gratis Rp 5juta dari kementerian, klik https://Cek.example/1/?x",
        "Bantuan gratis 5 juta dari kementerian hanya hoaks",
        url="http://www.cek.example/1/",
    )
    assert found[0] == "url|http://www.cek.example/1/"
    assert "numbers|5 juta" in found
    assert "phrase|dari kementerian" not in found
    assert any(reason.startswith("words|kementerian") for reason in found)


def test_a_near_copy_says_how_near():
    title = "Air garam hangat menyembuhkan demam berdarah"
    assert "near_copy|100" in reasons(f"Info: {title} !!!", title)
    assert not any("near_copy" in reason for reason in reasons("air garam saja", title))


@pytest.mark.parametrize(
    ("text", "title", "shared"),
    [
        ("dapat 5jt", "Bantuan Rp5 juta", ["5 juta"]),
        ("5.000.000 rupiah", "5,000,000", ["5000000"]),
        ("naik 20 persen", "Naik 20%", ["20%"]),
        ("5 juta", "5 ribu", []),
        ("tidak ada", "apa-apa", []),
    ],
)
def test_numbers_are_shared_with_their_unit(text, title, shared):
    assert shared_numbers(text, title) == shared


def test_the_longest_run_is_found_even_when_words_repeat():
    assert longest_common_run(["a", "a", "b", "a", "b", "c"], ["x", "a", "b", "c"]) == [
        "a",
        "b",
        "c",
    ]
    assert longest_common_run([], ["a"]) == []


def test_words_that_past_titles_answered_are_shown_beside_the_post_s_own():
    posts = [f"kuota gratis desa{i}" for i in range(30)]
    titles = [f"bantuan pulsa desa{i}" for i in range(30)]
    read = StemTable().stems
    learned = Associations.learn(read(posts), read(titles))
    claim = KnownClaim(claim_id="1", title="Bantuan pulsa untuk nelayan")
    reasons = explain("kuota gratis bagi nelayan", claim, len, associations=learned)
    (answered,) = [reason for reason in reasons if reason.startswith("answered|")]
    assert "↔ bantuan" in answered
    assert "nelayan" not in answered
    assert not [r for r in explain("kuota gratis", claim, len) if r.startswith("answered|")]
