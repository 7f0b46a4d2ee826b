"""Cohen's kappa: known examples, and what holds for all."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tangkal.kernel import InvalidInput
from tangkal.statistics.agreement import Weights, cohen_kappa

SCALE = (0, 1, 2, 3, 4)
pairs = st.lists(st.tuples(st.sampled_from(SCALE), st.sampled_from(SCALE)), min_size=1, max_size=60)
weights = st.sampled_from(Weights)


@given(pairs, weights)
def test_kappa_lies_in_its_interval_and_within_one(found, kind):
    result = cohen_kappa(found, SCALE, weights=kind)
    if result.kappa is not None:
        assert -1 - 1e-9 <= result.kappa <= 1 + 1e-9
        assert result.low - 1e-9 <= result.kappa <= result.high + 1e-9


@given(pairs, weights)
def test_it_is_the_same_whoever_is_called_first(found, kind):
    one = cohen_kappa(found, SCALE, weights=kind)
    other = cohen_kappa([(b, a) for a, b in found], SCALE, weights=kind)
    if one.kappa is None:
        assert other.kappa is None
    else:
        assert math.isclose(one.kappa, other.kappa, abs_tol=1e-9)
        assert math.isclose(one.low, other.low, abs_tol=1e-6)


@given(st.lists(st.sampled_from(SCALE), min_size=2, max_size=40), weights)
def test_those_who_always_agree_have_kappa_one(found, kind):
    result = cohen_kappa([(each, each) for each in found], SCALE, weights=kind)
    if len(set(found)) > 1:
        assert math.isclose(result.kappa, 1.0)
        assert math.isclose(result.low, 1.0, abs_tol=1e-6)
    else:
        assert result.kappa is None  # one answer throughout: chance explains it


@given(pairs)
def test_the_order_of_the_pairs_says_nothing(found):
    one = cohen_kappa(found, SCALE, weights=Weights.LINEAR)
    other = cohen_kappa(found[::-1], SCALE, weights=Weights.LINEAR)
    assert (one.kappa is None) == (other.kappa is None)
    if one.kappa is not None:
        assert math.isclose(one.kappa, other.kappa, abs_tol=1e-9)


# Counts by (first, second); kappa worked out by hand from the definition.
def table(counts, names):
    return [
        (names[i], names[j])
        for i, row in enumerate(counts)
        for j, count in enumerate(row)
        for _ in range(count)
    ]


@pytest.mark.parametrize(
    ("counts", "kind", "kappa"),
    [
        ([[20, 5], [10, 15]], Weights.NONE, 0.4),
        ([[45, 15], [25, 15]], Weights.NONE, 0.1304),
        ([[25, 35], [5, 35]], Weights.NONE, 0.2593),
        # observed .85, expected .5 by linear weights 1, .5, 0
        ([[3, 1, 0], [1, 2, 1], [0, 1, 1]], Weights.LINEAR, None),
    ],
)
def test_known_examples(counts, kind, kappa):
    names = SCALE[: len(counts)]
    result = cohen_kappa(table(counts, names), names, weights=kind)
    assert result.kappa == pytest.approx(by_hand(counts, kind), abs=1e-9)
    if kappa is not None:
        assert result.kappa == pytest.approx(kappa, abs=5e-5)


def by_hand(counts, kind) -> float:
    """One minus weighted disagreement over what chance would bring."""
    n, size = sum(map(sum, counts)), len(counts)
    rows = [sum(row) for row in counts]
    columns = [sum(row[j] for row in counts) for j in range(size)]

    def away(i, j) -> float:
        return float(i != j) if kind is Weights.NONE else abs(i - j)

    seen = sum(counts[i][j] * away(i, j) for i in range(size) for j in range(size)) / n
    chance = sum(rows[i] * columns[j] * away(i, j) for i in range(size) for j in range(size)) / n**2
    return 1 - seen / chance


def test_more_pairs_of_the_same_kind_make_the_interval_narrower():
    few = cohen_kappa(table([[20, 5], [10, 15]], "yn"), "yn")
    many = cohen_kappa(table([[200, 50], [100, 150]], "yn"), "yn")
    assert few.kappa == pytest.approx(many.kappa)
    assert many.high - many.low < few.high - few.low


def test_a_planted_kappa_lies_in_the_interval_about_as_often_as_it_says():
    import random

    chance, hits, true = random.Random(7), 0, 0.6  # agree with p .6, else by chance
    for _ in range(300):
        found = []
        for _ in range(120):
            one = chance.choice("abc")
            found.append((one, one if chance.random() < true else chance.choice("abc")))
        result = cohen_kappa(found, "abc")
        hits += result.low <= true <= result.high
    assert 0.90 <= hits / 300 <= 0.99


def test_no_pairs_and_foreign_answers_are_refused():
    with pytest.raises(InvalidInput):
        cohen_kappa([], SCALE)
    with pytest.raises(InvalidInput, match="9"):
        cohen_kappa([(1, 9)], SCALE)
