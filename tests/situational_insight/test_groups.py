"""Groups: planted circles of accounts are found, and nobody can be found within them."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from tangkal.kernel import InvalidInput
from tangkal.situational_insight.groups import FEWEST, Carried, groups_of

START = datetime(2026, 11, 20, tzinfo=UTC)


def circle(name, accounts, families, *, each=3, seed=1, start=START):
    """Accounts that each carry some of their circle's families."""
    chance = random.Random(f"{name}{seed}")
    texts = [f"{name}-text{n}" for n in range(families)]
    return [
        Carried(f"{name}-{n}", text, start + timedelta(minutes=n), 1)
        for n in range(accounts)
        for text in chance.sample(texts, each)
    ]


def test_planted_circles_are_found_by_size():
    found = groups_of([*circle("a", 40, 6), *circle("b", 25, 6), *circle("c", 3, 4)])

    assert [group.accounts for group in found.groups] == [40, 25]
    assert found.small_accounts == 3
    assert found.links == {}
    assert not found.is_cut


def test_a_group_is_reached_when_its_fifth_account_appears():
    (group,) = groups_of(circle("a", 9, 4)).groups

    assert group.reached == START + timedelta(minutes=FEWEST - 1)


@pytest.mark.parametrize("seed", range(8))
def test_one_circle_is_not_torn_apart(seed):
    assert len(groups_of(circle("a", 60, 20, each=4, seed=seed)).groups) == 1


def test_circles_that_share_more_than_a_fifth_of_their_accounts_are_one():
    both = [*circle("a", 40, 5), *circle("b", 40, 5)]
    bridging = [Carried(f"a-{n}", "b-text0", START, 1) for n in range(12)]

    assert [group.accounts for group in groups_of([*both, *bridging]).groups] == [80]


def test_a_circle_of_four_is_never_shown():
    found = groups_of(circle("a", FEWEST - 1, 3))

    assert found.groups == ()
    assert found.small_accounts == FEWEST - 1


def test_no_account_is_named_in_what_comes_out():
    found = groups_of([*circle("konto", 12, 5), *circle("akun", 12, 5)])

    for group in found.groups:
        names = {"konto-1", "akun-1"}
        assert not names & {str(getattr(group, name)) for name in group.__slots__}
    assert "konto-1" not in repr(found)


def test_bridging_accounts_make_a_link_and_few_of_them_none():
    both = [*circle("a", 60, 5), *circle("b", 60, 5)]
    few = [Carried(f"a-{n}", "b-text0", START, 1) for n in range(FEWEST - 1)]
    more = [Carried(f"a-{n}", "b-text0", START, 1) for n in range(FEWEST + 2)]

    assert groups_of([*both, *few]).links == {}
    assert groups_of([*both, *more]).links == {(0, 1): FEWEST + 2}


def test_the_order_of_items_changes_nothing():
    rows = [*circle("a", 20, 5), *circle("b", 15, 5)]
    mixed = list(rows)
    random.Random(4).shuffle(mixed)

    assert groups_of(mixed) == groups_of(rows)


def test_accounts_that_share_nothing_make_no_group():
    rows = [Carried(f"k{n}", f"text{n}", START, 1) for n in range(50)]

    assert groups_of(rows).groups == ()
    assert groups_of([]).groups == ()


def test_a_row_without_an_account_is_refused():
    with pytest.raises(InvalidInput, match="needs account"):
        groups_of([Carried("", "f", START, 1)])
