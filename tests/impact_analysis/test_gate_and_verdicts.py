"""Nobody is labelled for an opinion; verdicts are graded and only claims get one in public."""

from itertools import product

import pytest

from tangkal.impact_analysis.gate import UNLABELLED_VERDICTS, Kind, eligibility
from tangkal.impact_analysis.verdicts import (
    Verdict,
    may_be_called_hoax,
    rating,
)
from tangkal.kernel import InvalidInput

PROTECTED = ("opinion", "criticism", "satire", "press_work", "whistleblowing")
FLAGS = list(product((False, True), repeat=2))


@pytest.mark.parametrize("kind", PROTECTED)
def test_protected_speech_is_never_labelled_nor_taken_down(kind):
    found = eligibility(kind)
    assert (found.may_be_labelled, found.may_ask_takedown, found.may_reply) == (False, False, True)


def test_only_a_checkable_claim_or_an_opinion_on_false_information_may_be_labelled():
    labelled = {
        (kind, rests, checkable)
        for kind, (rests, checkable) in product(Kind, FLAGS)
        if eligibility(
            kind, rests_on_false_information=rests, is_checkable=checkable
        ).may_be_labelled
    }
    assert labelled == {
        ("fact_claim", False, True),
        ("fact_claim", True, True),
        ("opinion", True, True),
    }


def test_takedown_is_open_to_checkable_claims_alone():
    for kind, (rests, checkable) in product(Kind, FLAGS):
        found = eligibility(kind, rests_on_false_information=rests, is_checkable=checkable)
        assert found.may_ask_takedown == (kind == "fact_claim" and checkable)


def test_press_work_goes_to_the_right_of_reply():
    assert eligibility("press_work").route == "right_of_reply"


def test_an_unknown_kind_is_refused_by_name():
    with pytest.raises(InvalidInput, match="rant"):
        eligibility("rant")


@pytest.mark.parametrize(
    ("code", "number", "hoax"),
    [
        ("SALAH", 1, True),
        ("DIMANIPULASI", 1, True),
        ("TIRUAN", 1, True),
        ("PENIPUAN", 1, True),
        ("MENYESATKAN", 2, False),
        ("KONTEKS_SALAH", 2, False),
        ("BENAR_SEBAGIAN", 3, False),
        ("BENAR", 5, False),
        ("SATIRE", None, False),
        ("BELUM_TERBUKTI", None, False),
        ("BUKAN_KLAIM_FAKTA", None, False),
    ],
)
def test_each_verdict_has_its_rating_and_its_limits(code, number, hoax):
    assert (rating(code), may_be_called_hoax(code)) == (number, hoax)


def test_the_table_above_is_the_whole_set():
    assert len(Verdict) == 11


def test_what_may_not_be_labelled_gets_no_verdict_that_accuses():
    for code in UNLABELLED_VERDICTS:
        assert rating(code) is None
        assert not may_be_called_hoax(code)


def test_an_unknown_verdict_is_refused_by_name():
    with pytest.raises(InvalidInput, match="HOAKS"):
        rating("HOAKS")
