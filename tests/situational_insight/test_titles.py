"""Promises of the title: the items' own words, short and readable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tangkal.situational_insight.titles import first_sentence


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Harga BBM naik besok pagi. Sebarkan!", "Harga BBM naik besok pagi."),
        ("Awas! Jembatan Kota Melati roboh. Sebarkan!", "Awas! Jembatan Kota Melati roboh."),
        ("Harga naik.", "Harga naik."),
        ("Harga Rp10.000 pukul 10.30 naik. Ya.", "Harga Rp10.000 pukul 10.30 naik."),
        ("https://contoh.example/a Benarkah ini?", "Benarkah ini?"),
        ("!!! \n\n🔥\nWaspada   banjir", "Waspada banjir"),
        ("🔥🔥", ""),
        ("", ""),
    ],
)
def test_a_title_is_the_first_sentence_that_says_something(text, title):
    assert first_sentence(text) == title


@given(st.text(max_size=400), st.integers(10, 120))
def test_a_title_never_exceeds_its_limit_nor_holds_a_line_break(text, limit):
    title = first_sentence(text, limit=limit)
    assert len(title) <= limit
    assert "\n" not in title
