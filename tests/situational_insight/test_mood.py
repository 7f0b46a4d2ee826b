"""A sample read by people says what the items say, with an honest interval."""

from collections import Counter

import numpy as np
import pytest

from tangkal.kernel import InvalidInput
from tangkal.situational_insight.mood import STANCES, agreement, draw, shares, wilson


def world(seed):
    """Families of very different sizes, each of one stance; and the true share of items."""
    rng = np.random.default_rng(seed)
    sizes = {f"f{n:03}": int(each) for n, each in enumerate(rng.zipf(1.7, 400).clip(max=3_000))}
    stance = {key: STANCES[int(rng.choice(4, p=[0.3, 0.4, 0.2, 0.1]))] for key in sizes}
    items = Counter()
    for key, size in sizes.items():
        items[stance[key]] += size
    total = sum(sizes.values())
    return sizes, stance, {each: items[each] / total for each in STANCES}


def test_the_interval_holds_the_true_share_of_items_as_often_as_it_says():
    held = asked = 0
    for seed in range(120):
        sizes, stance, truth = world(seed)
        hits = draw(sizes, 100, seed)
        found = shares(hits, [{key: stance[key] for key in hits}])
        for each in STANCES:
            held += found[each].low <= truth[each] <= found[each].high
            asked += 1
    assert 0.92 <= held / asked <= 0.98


def test_the_same_seed_gives_the_same_sample_and_another_one_another():
    sizes, _stance, _truth = world(1)
    assert list(draw(sizes, 80, 5).items()) == list(draw(sizes, 80, 5).items())
    assert draw(sizes, 80, 5) != draw(sizes, 80, 6)
    assert sum(draw(sizes, 80, 5).values()) == 80


def test_a_large_family_is_drawn_often_and_read_once():
    hits = draw({"big": 900, **{f"s{n}": 1 for n in range(100)}}, 100, 3)
    assert hits["big"] > 80
    found = shares(hits, [dict.fromkeys(hits, "neutral") | {"big": "oppose"}])
    assert found["oppose"].value == hits["big"] / 100


def test_shares_add_up_and_two_readers_count_half_each():
    found = shares(
        {"a": 1, "b": 1}, [{"a": "support", "b": "oppose"}, {"a": "support", "b": "neutral"}]
    )
    assert [round(found[each].value, 3) for each in STANCES] == [0.5, 0.25, 0.25, 0.0]


def test_what_nobody_read_is_no_share():
    assert shares({"a": 3}, [{}]) == {}
    part = shares({"a": 1, "b": 3}, [{"b": "support"}])
    assert part["support"].value == 1.0
    assert part["support"].low < 0.5  # three draws prove little


def test_agreement_is_told_beyond_chance():
    same = {f"t{n}": STANCES[n % 4] for n in range(40)}
    assert agreement(same, same).kappa == pytest.approx(1.0)
    rng = np.random.default_rng(2)
    luck = {key: STANCES[int(rng.integers(4))] for key in same}
    by_luck = agreement(same, luck)
    assert abs(by_luck.kappa) < 0.25
    assert by_luck.low <= by_luck.kappa <= by_luck.high


def test_agreement_follows_the_textbook():
    # 20 both yes, 5 and 10 apart, 15 both no: κ = (0.7 - 0.5) / 0.5.
    one = {n: "support" if n < 25 else "oppose" for n in range(50)}
    two = {n: "support" if n < 20 or 25 <= n < 35 else "oppose" for n in range(50)}
    assert agreement(one, two).kappa == pytest.approx(0.4)


def test_agreement_is_unknown_where_it_is_not_defined():
    assert agreement({"a": "support"}, {"b": "support"}) is None
    assert agreement({"a": "support"}, {"a": "support"}) is None


@pytest.mark.parametrize(("share", "n"), [(0.0, 10), (1.0, 10), (0.5, 1), (0.31, 400)])
def test_intervals_stay_inside_and_around(share, n):
    found = wilson(share, n)
    assert 0.0 <= found.low <= found.value <= found.high <= 1.0


def test_bad_input_is_refused_with_the_value():
    with pytest.raises(InvalidInput, match="draws 0"):
        draw({"a": 1}, 0, 1)
    with pytest.raises(InvalidInput, match="0 families"):
        draw({}, 10, 1)
    with pytest.raises(InvalidInput, match="'angry'"):
        shares({"a": 1}, [{"a": "angry"}])
    with pytest.raises(InvalidInput, match="3 readers"):
        shares({"a": 1}, [{}, {}, {}])
