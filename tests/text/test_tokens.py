import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tangkal.text.normalise import normalise, words
from tangkal.text.tokens import hash_word, is_number, tokenise

any_text = st.text(alphabet=st.characters(exclude_categories=()), max_size=60)
tricky = st.text(
    alphabet=st.sampled_from(
        "aZİßΣσς ée\u0301\u200b\u200d\ufe0f\u20e3ﬁ½𝗚①한ᄒ\u1161\u11a8ا٣"
        "\u200f😀🇮\U000e0067\x00\n\ud800Åéạñ‼…⁉⁈Ãâ€!@4"
    ),
    max_size=20,
)


disguised = st.lists(
    st.sampled_from(
        [
            *"abehinrst 0134579@$!.-*аеοᴀ🅰",
            "aaa",
            "b4n",
            "tu",
            " 5g ",
            "h5n1",
            "â€œ",
            "Ã©",
            "е\u0301",
            *"é‼…⁉ế",
        ]
    ),
    max_size=14,
).map("".join)


def slow(texts):
    return [[hash_word(word) for word in words(text)] for text in texts]


def fast(texts):
    batch = tokenise(texts)
    return [batch.row(i).tolist() for i in range(len(batch))]


@settings(max_examples=300, deadline=None)
@given(texts=st.lists(any_text | tricky | disguised, max_size=8))
@example(texts=["naik", "ΑΣ", "naik", "e\u0301", "naik"])
def test_the_fast_kernel_agrees_with_the_slow_twin_on_any_text(texts):
    assert fast(texts) == slow(texts)


@pytest.mark.parametrize("first", [0, 0x4000, 0x10000, 0x1D000, 0x20000, 0xE0000])
def test_the_fast_kernel_agrees_on_each_character_inside_a_word(first):
    texts = [f"a{chr(code)}b" for code in range(first, first + 0x4000)]
    expected = slow(texts)
    wrong = [hex(first + i) for i, row in enumerate(fast(texts)) if row != expected[i]]
    assert wrong == []


@settings(max_examples=300, deadline=None)
@given(text=any_text | tricky)
def test_normalising_twice_changes_nothing_more(text):
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("BANSOS Rp600.000", "bansos rp600 000"),
        ("ban\u200bsos", "bansos"),
        ("𝗚𝗥𝗔𝗧𝗜𝗦", "gratis"),
        ("ﬁtnah", "fitnah"),
        ("caf\u0065\u0301", "café"),
        ("\u202egratis\u202c", "gratis"),
        ("vaksin\x00palsu", "vaksinpalsu"),
        ("😱😱 hoaks ❤️", "hoaks"),
    ],
)
def test_two_spellings_a_reader_cannot_tell_apart_are_the_same_words(one, other):
    assert fast([one]) == fast([other])


def test_wordless_texts_keep_their_place_as_empty_rows():
    batch = tokenise(["", "😀", "\x00\u200b", "satu", "\ud800"])
    assert batch.offsets.tolist() == [0, 0, 0, 0, 1, 1]


def test_one_huge_word_and_one_huge_text_are_read_whole():
    batch = tokenise(["ab" * 500_000, "naik " * 200_000])
    assert batch.offsets.tolist() == [0, 1, 200_001]
    assert int(batch.hashes[0]) == hash_word("ab" * 500_000)


def test_a_slice_of_an_arrow_column_is_read_as_its_own_rows():
    column = pa.chunked_array([["satu dua", None], ["tiga", "Σ empat"]])
    assert fast(column.slice(1)) == slow(["", "tiga", "Σ empat"])


@settings(max_examples=300, deadline=None)
@given(texts=st.lists(any_text | tricky | st.text("0123456789jtrbkgé٣₂ ."), max_size=8))
@example(texts=["5jt 10rb 600 4ntr1 covid19 12kilo 7é", "5é\u0301 5e\u0301", "e\u0301 9"])
def test_numbers_are_told_from_other_words_alike_by_kernel_and_slow_twin(texts):
    batch = tokenise(texts)
    assert batch.numbers.tolist() == [is_number(word) for text in texts for word in words(text)]
