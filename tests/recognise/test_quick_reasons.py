import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tangkal.kernel.records import KnownClaim
from tangkal.recognise.quick_reasons import explain_many
from tangkal.recognise.reasons import explain
from tangkal.recognise.stream_texts import StreamTexts
from tangkal.recognise.titles import Titles
from tangkal.text.stem_table import StemTable
from tangkal.text.tokens import hash_word

words = st.sampled_from(
    [
        "bantuan",
        "pembagian",
        "dibagikan",
        "bagi",
        "gratis",
        "5",
        "juta",
        "5jt",
        "20%",
        "20",
        "persen",
        "5.000.000",
        "di",
        "dan",
        "é",
        "B4NTU4N",
        "…",
        "https://cek.example/1/?x",
        "www.cek.example/1",
        "Énggal",
        "#BansosGratis",
    ]
)
sentence = st.lists(words, min_size=1, max_size=14).map(" ".join)
TABLE = StemTable()


@settings(max_examples=200, deadline=None)
@given(
    texts=st.lists(sentence, min_size=1, max_size=4),
    titles=st.lists(sentence, min_size=1, max_size=6),
    url=st.sampled_from([None, "https://cek.example/1"]),
)
def test_many_matches_are_explained_as_each_would_be_alone(texts, titles, url):
    rarity = Titles.build(titles[1:], TABLE).stem_rarity
    rows = np.arange(len(titles)) % len(texts)
    # As the stream asks: what it read for the search is not read again.
    given = ["", *texts]
    read = StreamTexts.read(given, TABLE).to_explain(given, range(1, len(given)), TABLE)
    found = explain_many(read, titles, [url] * len(titles), rows, rarity, TABLE)
    alone = [
        explain(
            texts[row],
            KnownClaim(claim_id="c", title=title, url=url),
            lambda stem: rarity.idf_of(hash_word(stem)),
            is_foreign=False,
        )
        for row, title in zip(rows.tolist(), titles, strict=True)
    ]
    assert found == alone
