import pytest

from tangkal.kernel.records import ClaimMatch
from tangkal.recognise.restraint import MAYBE, SAME, answer


def match(score):
    return ClaimMatch(item_id="i", claim_id="c", score=score, reasons=(), method="m")


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (1.0, "same"),
        (SAME, "same"),
        (SAME - 0.001, "maybe"),
        (MAYBE, "maybe"),
        (MAYBE - 0.001, "unknown"),
        (0.0, "unknown"),
    ],
)
def test_a_score_is_presented_as_no_more_than_it_is(score, expected):
    assert answer(match(score)) == expected


def test_no_match_is_unknown():
    assert answer(None) == "unknown"
