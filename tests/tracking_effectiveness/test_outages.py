"""An outage is no data; a quiet night is a quiet night."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tangkal.kernel import InvalidInput
from tangkal.tracking_effectiveness.outages import outages

NIGHT = [0] * 7 + [12] * 17  # a source that sleeps from midnight to seven


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ([9] * 48 + [0] * 6 + [9] * 24, [(48, 54)]),
        ([9] * 48 + [0] * 2 + [9] * 24, []),  # too short to tell
        (NIGHT * 5, []),  # its usual nights
        (NIGHT * 3 + [0] * 24 + NIGHT * 3, [(72, 103)]),  # a day off, and the night after it
        ([1, 0, 0, 0, 2, 0, 0, 0] * 12, []),  # seldom heard at all
        ([], []),
        ([0] * 96, []),  # never heard: nothing usual to miss
    ],
)
def test_only_a_silence_that_the_usual_hours_rule_out_is_an_outage(counts, found):
    assert outages(counts) == found


@given(st.lists(st.integers(0, 40), max_size=200))
def test_outages_are_empty_stretches_in_order(counts):
    end = -1
    for first, after in outages(counts):
        assert end < first < after <= len(counts)
        assert not any(counts[first:after])
        end = after


@pytest.mark.parametrize("how", [{"surprise": 0.0}, {"shortest": 0}])
def test_a_level_that_means_nothing_is_refused(how):
    with pytest.raises(InvalidInput):
        outages([1, 2], **how)


def test_a_negative_count_is_refused():
    with pytest.raises(InvalidInput, match="-1"):
        outages([1, -1])
