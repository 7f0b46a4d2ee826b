"""One group stays one community from run to run."""

from hypothesis import given
from hypothesis import strategies as st

from tangkal.desk.coordination.following import SAME, follow

groups = st.lists(st.frozensets(st.integers(0, 12), min_size=1), max_size=6)


@given(found=groups, known=groups)
def test_every_known_community_goes_on_or_into_one_other_at_most(found, known):
    steps = follow(found, dict(enumerate(known)))
    used = [key for step in steps for key in (step.continues, *step.takes_up) if key is not None]
    assert len(steps) == len(found)
    assert len(used) == len(set(used))


@given(found=groups, known=groups)
def test_a_community_goes_on_only_where_half_of_the_smaller_is_the_same(found, known):
    for accounts, step in zip(found, follow(found, dict(enumerate(known))), strict=True):
        if step.continues is not None:
            before = known[step.continues]
            assert len(accounts & before) >= SAME * min(len(accounts), len(before))


@given(known=groups)
def test_what_is_found_unchanged_and_apart_from_others_goes_on_as_itself(known):
    apart = [frozenset((place, each) for each in one) for place, one in enumerate(known)]
    steps = follow(apart, dict(enumerate(apart)))
    assert [step.continues for step in steps] == list(range(len(apart)))
    assert not any(step.takes_up for step in steps)


def test_of_two_that_become_one_the_older_goes_on():
    known = {4: frozenset("abcdef"), 9: frozenset("uvw")}
    (step,) = follow([frozenset("abcdefuvw")], known)
    assert (step.continues, step.takes_up) == (4, (9,))
    (step,) = follow([frozenset("abcdefuvw")], {4: known[9], 9: known[4]})
    assert (step.continues, step.takes_up) == (4, (9,))


def test_of_one_that_falls_apart_the_larger_part_goes_on():
    steps = follow([frozenset("abcd"), frozenset("ef")], {1: frozenset("abcdef")})
    assert [step.continues for step in steps] == [1, None]
