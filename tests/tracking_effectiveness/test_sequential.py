"""Tests of wordings: wrong in at most 5 of 100, however often somebody looks."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tangkal.kernel import InvalidInput
from tangkal.tracking_effectiveness import locked_facts, sequential
from tangkal.tracking_effectiveness.sequential import COIN_PRIOR

LOOKS = 3_000


def log_betas(most: int, prior: float) -> np.ndarray:
    """log Γ(prior + k), k = 0 … most: what the library asks one by one."""
    return np.array([math.lgamma(prior + k) for k in range(most + 1)])


def coin_bets(from_b: np.ndarray) -> np.ndarray:
    """The library's bet after every single answer of many trials at once."""
    looks = np.arange(1, from_b.shape[1] + 1)
    counts = from_b.cumsum(axis=1)
    gammas, whole = log_betas(len(looks), COIN_PRIOR), log_betas(len(looks), 2 * COIN_PRIOR)
    mixed = gammas[counts] + gammas[looks - counts] - whole[looks]
    return mixed - sequential.log_beta(COIN_PRIOR, COIN_PRIOR) + looks * math.log(2)


def test_looking_after_every_answer_is_wrong_in_at_most_5_of_100():
    rng = np.random.default_rng(7)
    bets = coin_bets(rng.integers(0, 2, (2_000, LOOKS)))
    wrong = (bets.max(axis=1) >= math.log(20)).mean()

    assert 0.005 < wrong <= 0.05


def test_a_fixed_sample_test_that_is_looked_at_so_would_be_wrong_often():
    rng = np.random.default_rng(7)
    draws = rng.integers(0, 2, (2_000, LOOKS))
    looks = np.arange(1, LOOKS + 1)
    z = (draws.cumsum(axis=1) - looks / 2) / np.sqrt(looks / 4)

    assert (np.abs(z[:, 50:]) > 1.96).any(axis=1).mean() > 0.3  # what the above guards against


def test_the_simulated_bet_is_the_library_s():
    rng = np.random.default_rng(3)
    draws = rng.integers(0, 2, (1, 200))
    found = sequential.compare_by_coin(int(200 - draws.sum()), int(draws.sum()))

    assert math.log(found.evidence) == pytest.approx(coin_bets(draws)[0, -1])


@pytest.mark.parametrize(("ratio", "least"), [(1.5, 0.9), (2.0, 0.99)])
def test_a_true_difference_shows_within_three_times_the_answers_that_are_told(ratio, least):
    rng = np.random.default_rng(8)
    told = sequential.answers_needed(ratio)
    draws = (rng.random((1_000, 3 * told)) < ratio / (1 + ratio)).astype(int)
    crossed = coin_bets(draws) >= math.log(20)
    first = np.where(crossed.any(axis=1), crossed.argmax(axis=1), 3 * told)

    assert crossed.any(axis=1).mean() >= least
    assert np.median(first) <= 1.1 * told


def test_the_interval_holds_the_truth_at_every_look_at_once():
    rng = np.random.default_rng(9)
    missed = 0
    for _each in range(300):
        draws = (rng.random(600) < 0.6).cumsum()
        for look in (*range(20, 200, 20), *range(200, 601, 50)):
            from_b = int(draws[look - 1])
            found = sequential.compare_by_coin(look - from_b, from_b)
            if not (found.low or 0) <= 1.5 <= (found.high or math.inf):
                missed += 1
                break

    assert missed / 300 <= 0.05


def test_rates_with_known_numbers_asked_are_as_safe():
    rng = np.random.default_rng(10)
    wrong = 0
    for _each in range(300):
        a, b = (rng.random(800) < 0.3).cumsum(), (rng.random(800) < 0.3).cumsum()
        for n in range(40, 801, 40):
            if null_bet(int(a[n - 1]), int(b[n - 1]), n) >= math.log(20):
                wrong += 1
                break

    assert wrong / 300 <= 0.05


def null_bet(yes_a, yes_b, n) -> float:
    """In closed form: the pooled rate fits best."""
    pooled = (yes_a + yes_b) / (2 * n)
    return sequential.against(yes_a, n - yes_a, pooled) + sequential.against(
        yes_b, n - yes_b, pooled
    )


def test_the_closed_form_is_what_the_library_searches():
    found = sequential.compare_rates(120, 400, 150, 400)

    assert math.log(found.evidence) == pytest.approx(null_bet(120, 150, 400), abs=1e-6)


@given(st.integers(0, 3000), st.integers(0, 3000))
def test_a_difference_is_one_exactly_where_the_interval_leaves_1(a, b):
    found = sequential.compare_by_coin(a, b)
    inside = (found.low or 0) < 1 < (found.high or math.inf)

    assert found.differs != inside
    assert 0 <= found.p_always <= 1
    mirrored = sequential.compare_by_coin(b, a)
    assert mirrored.evidence == pytest.approx(found.evidence)


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_rates_differ_exactly_where_the_interval_leaves_0(yes_a, no_a, yes_b, no_b):
    found = sequential.compare_rates(yes_a, yes_a + no_a, yes_b, yes_b + no_b)
    low, high = found.low or -1, found.high or 1
    if found.low is None and found.high is None:
        assert not found.differs
    elif found.differs:
        assert low >= -1e-6 or high <= 1e-6
    else:
        assert low <= 1e-6
        assert high >= -1e-6


@pytest.mark.parametrize(
    ("a", "b", "says"),
    [
        (0, 0, "go on"),
        (2, 20, "go on"),  # clear, but a first hour is one kind of reader
        (100, 180, "b brings more"),
        (180, 100, "a brings more"),
        (120, 130, "go on"),
        (3000, 3020, "no difference that matters"),
    ],
)
def test_what_is_proposed(a, b, says):
    assert sequential.propose(sequential.compare_by_coin(a, b)) == says


@pytest.mark.parametrize(
    "act",
    [
        lambda: sequential.compare_by_coin(-1, 2),
        lambda: sequential.compare_by_coin(1, 2, share_b=1.0),
        lambda: sequential.compare_by_coin(1, 2, alpha=0),
        lambda: sequential.compare_rates(5, 4, 1, 2),
        lambda: sequential.answers_needed(1.0),
        lambda: sequential.propose(sequential.compare_by_coin(1, 2), smallest_ratio=1.0),
    ],
)
def test_nonsense_is_refused(act):
    with pytest.raises(InvalidInput):
        act()


A = "Harga BBM tetap Rp10.000 sampai 31 Desember 2026 di Jawa Barat."


@pytest.mark.parametrize(
    ("b", "found"),
    [
        ("Sampai 31 Desember 2026 di Jawa Barat, harga BBM tidak naik: tetap Rp10.000.", []),
        ("Harga BBM tetap Rp12.000 sampai 31 Desember 2026 di Jawa Barat.", ["10.000", "12.000"]),
        ("Harga BBM tetap Rp10.000 sampai 31 Januari 2026 di Jawa Barat.", ["desember", "januari"]),
        (
            "Harga BBM tetap Rp10.000 sampai 31 Desember 2026 di jawa timur.",
            ["Barat", "Jawa Barat"],
        ),
        ("Harga BBM tetap Rp10.000 sampai 31 Desember 2026.", ["Barat", "Jawa", "Jawa Barat"]),
        ("Harga tetap Rp10.000 sampai 31 Desember 2026 di Jawa Barat.", ["BBM"]),
        ("Harga BBM tetap dua kali Rp10.000 sampai 31 Desember 2026 di Jawa Barat.", ["dua"]),
    ],
)
def test_facts_are_locked_in_both_versions(b, found):
    differ = locked_facts.differences(A, b, ["Jawa Barat", "Jawa Timur"])

    assert [each.what for each in differ if each.what != "Jawa Timur"] == found
    assert not locked_facts.differences(A, A)


def test_a_denial_in_one_version_is_shown_to_who_approves():
    assert locked_facts.negation_differs("Harga tetap.", "Harga tidak naik.")
