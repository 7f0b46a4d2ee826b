"""Reach: what is known is summed, what can be estimated has a range, the rest stays unknown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tangkal.kernel import InvalidInput
from tangkal.situational_insight.reach import (
    COLUMNS,
    OTHER,
    in_all,
    reach_by_platform,
    read_assumptions,
    shipped_assumptions,
)

some = st.none() | st.integers(0, 10**15)
rows = st.lists(
    st.tuples(st.sampled_from(["x", "tiktok", "unknown"]), some, some, some, st.none() | st.text()),
    max_size=30,
)


def reach(items, **options):
    columns = list(zip(*items, strict=True)) or [(), (), (), (), ()]
    platforms, views, shares, likes, accounts = (list(column) for column in columns)
    return reach_by_platform(
        platforms, views=views, shares=shares, likes=likes, accounts=accounts, **options
    )


def test_known_views_are_summed_and_need_no_assumption():
    (found,) = reach([("x", 100, 5, 9, "a"), ("x", 250, None, None, "b"), ("x", 0, 0, 0, "a")])

    assert found.counted_views == 350
    assert found.views == (350, 350, 350)
    assert found.counted_items == found.items
    assert found.accounts == 2


def test_shares_and_likes_stand_for_the_views_that_the_table_says():
    assumed = shipped_assumptions()["tiktok"]
    (found,) = reach([("tiktok", None, 10, None, "a"), ("tiktok", 7, None, None, None)])

    assert found.views == tuple(7 + 10 * factor for factor in assumed.per_share)
    assert (found.counted_items, found.estimated_items, found.unknown_items) == (1, 1, 0)


def test_where_nothing_is_known_nothing_is_counted_and_nothing_is_zero():
    (found,) = reach([("x", None, None, None, None), ("x", None, 0, 0, None)])

    assert found.views is None
    assert found.counted_views is None
    assert found.unknown_items == 2
    assert found.accounts is None
    assert in_all([found]) is None
    assert in_all([]) is None


def test_a_measured_nothing_is_not_an_unknown():
    (found,) = reach([("x", 0, None, None, "a")])

    assert found.views == (0, 0, 0)
    assert found.unknown_items == 0


@given(rows)
def test_unknown_views_never_lower_what_is_known(items):
    before = in_all(reach(items))
    after = in_all(reach([*items, ("x", None, None, None, "z")]))

    assert after == (pytest.approx(before) if before else None)


@given(rows, st.randoms())
def test_the_order_of_items_changes_nothing(items, random):
    mixed = list(items)
    random.shuffle(mixed)
    one, other = reach(items), reach(mixed)

    assert [each.platform for each in one] == [each.platform for each in other]
    assert [each.items for each in one] == [each.items for each in other]
    assert [each.views for each in one] == [
        each.views and pytest.approx(each.views) for each in other
    ]


@given(rows)
def test_a_range_is_in_order_and_every_item_is_in_one_place(items):
    for each in reach(items):
        assert each.counted_items + each.estimated_items + each.unknown_items == each.items
        assert (each.views is None) == (each.counted_items + each.estimated_items == 0)
        if each.views:
            assert each.views.low <= each.views.central * 1.000001
            assert each.views.central <= each.views.high * 1.000001


def test_a_negative_count_is_named():
    with pytest.raises(InvalidInput, match="shares -3"):
        reach([("x", None, -3, None, None)])


def test_columns_of_different_lengths_are_refused():
    with pytest.raises(InvalidInput, match="differ in length"):
        reach_by_platform(["x"], views=[], shares=[], likes=[], accounts=[])


def test_every_shipped_assumption_says_its_source():
    table = shipped_assumptions()

    assert OTHER in table
    assert all(each.source for each in table.values())


HEAD = ",".join(COLUMNS)


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("platform,source\nx,we", "lacks the columns"),
        (f"{HEAD}\nx,1,2,3,1,2,3,we", "needs a row for the platform 'other'"),
        (f"{HEAD}\nother,1,2,3,1,2,3, ", 'line 2: the column "source" is empty'),
        (f"{HEAD}\nother,1,many,3,1,2,3,we", "line 2: views_per_share must be three numbers"),
        (f"{HEAD}\nother,9,2,3,1,2,3,we", "0 < low ≤ central ≤ high"),
        (f"{HEAD}\nother,1,2,3,-1,2,3,we", "views_per_like must be 0 < low"),
        (f"{HEAD}\nother,1,2,inf,1,2,3,we", "views_per_share must be 0 < low"),
        (f"{HEAD}\nother,1,2", "is empty"),
    ],
)
def test_an_edited_table_is_refused_by_line_and_column(text, refusal):
    with pytest.raises(InvalidInput, match=refusal):
        read_assumptions(text.splitlines())


def test_an_edited_table_is_what_counts():
    table = read_assumptions(f"{HEAD}\nother,1,2,3,1,2,3,our survey of 2026".splitlines())
    (found,) = reach([("x", None, 10, None, "a")], assumptions=table)

    assert found.views == (10, 20, 30)
