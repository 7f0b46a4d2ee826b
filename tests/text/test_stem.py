import snowballstemmer
from hypothesis import given, settings
from hypothesis import strategies as st

from tangkal.text.normalise import words
from tangkal.text.stem import stem_text, stem_word
from tangkal.text.stem_table import StemTable
from tangkal.text.tokens import hash_word


def test_affixed_forms_of_one_root_share_a_stem():
    assert stem_text("pembagian membagikan dibagi") == "bagi bagi bagi"


@settings(max_examples=60, deadline=None)
@given(
    batches=st.lists(
        st.lists(st.text(alphabet=st.characters(exclude_categories=()), max_size=40), max_size=5),
        max_size=4,
    )
)
def test_the_stem_table_answers_as_the_stemmer_whatever_it_saw_before(batches):
    table = StemTable()
    for texts in batches:
        batch = table.stems(texts)
        for i, text in enumerate(texts):
            assert batch.row(i).tolist() == [hash_word(stem_word(w)) for w in words(text)]


AFFIXES = """
    di me meng ter ke ber per pel bel be pe se kah lah pun ku mu nya kan an i
    a i u e o ng st r pukul é 1
"""
affixed = st.lists(
    st.sampled_from(AFFIXES.split()),
    max_size=6,
).map("".join)


@settings(max_examples=500, deadline=None)
@given(word=affixed | st.text(alphabet="abdehiklmnprtu", max_size=12))
def test_the_short_cut_past_the_stemmer_never_changes_a_stem(word):
    assert stem_word(word) == snowballstemmer.stemmer("indonesian").stemWord(word)
