from hypothesis import given, settings
from hypothesis import strategies as st

from tangkal.text.normalise import words
from tangkal.text.spaced import words_of
from tangkal.text.stem import stem_word
from tangkal.text.stem_table import StemTable
from tangkal.text.tokens import hash_word

TABLE = StemTable()
texts = st.lists(
    st.text(alphabet=st.characters(exclude_categories=()), max_size=50)
    | st.text(alphabet="abc de,é́ﬁ4", max_size=50),
    max_size=6,
)


@settings(max_examples=150, deadline=None)
@given(texts)
def test_a_batchs_words_are_those_of_each_text(many):
    assert words_of(many) == [words(text) for text in many]


@settings(max_examples=150, deadline=None)
@given(texts)
def test_a_batchs_stems_are_those_of_each_word(many):
    stems = [hash_word(stem_word(word)) for text in many for word in words(text)]
    assert TABLE.stems(many).hashes.tolist() == stems


def test_a_table_that_has_grown_answers_the_same():
    table = StemTable()
    for first in range(0, 9_000, 500):
        row = " ".join(f"kata{number}nya" for number in range(first, first + 500))
        expected = [hash_word(stem_word(word)) for word in words(row)]
        assert table.stems([row]).hashes.tolist() == expected
        assert table.stems([row]).hashes.tolist() == expected
