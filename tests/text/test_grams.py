from hypothesis import given, settings
from hypothesis import strategies as st

from tangkal.text.grams import character_grams, distinct_grams


def shared(one, other):
    batch = character_grams([one, other])
    return set(batch.row(0).tolist()) & set(batch.row(1).tolist())


def test_affixed_and_misspelt_words_share_grams_and_others_do_not():
    assert shared("pembagian bansos", "membagikan bansoss")
    assert not shared("banjir", "vaksin")


def test_a_gram_never_spans_two_words():
    assert not shared("satu dua", "tuduk")
    assert character_grams(["ab cd"], 4, 4).row(0).tolist() == (
        character_grams(["ab"], 4, 4).row(0).tolist()
        + character_grams(["cd"], 4, 4).row(0).tolist()
    )


@settings(max_examples=80, deadline=None)
@given(st.lists(st.text(alphabet=st.characters(exclude_categories=()), max_size=50), max_size=6))
def test_any_text_has_a_row_and_distinct_keeps_each_gram_once(texts):
    batch = character_grams(texts)
    once = distinct_grams(batch)
    assert len(batch) == len(once) == len(texts)
    for i in range(len(texts)):
        assert once.row(i).tolist() == sorted(set(batch.row(i).tolist()))
