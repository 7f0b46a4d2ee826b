"""What is said never exceeds what was measured."""

import pytest

from tangkal.desk.tracking_effectiveness.evaluating import saying

FELL = {"state": "fell", "change": -0.31, "low": -0.47, "high": -0.12}
ACROSS = {"placebos_across": {"compared": 100, "as_extreme": 8}, "placebos_in_time": None}


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (FELL, "Sharing fell by 31% against what was to be expected; plausible range 12 to 47%."),
        (
            FELL | ACROSS,
            "Sharing fell by 31% against what was to be expected; plausible range 12 to 47%. A "
            "change as large happened without us in 8 of 100 comparable cases.",
        ),
        (
            {"state": "rose", "change": 0.5, "low": 0.2, "high": 0.9},
            "Sharing rose by 50% against what was to be expected; plausible range 20 to 90%.",
        ),
        (
            {"state": "no_change_seen", "change": 0.02, "low": -0.1, "high": 0.15},
            "No change was seen; plausible range 10% fewer to 15% more.",
        ),
        (
            {"state": "cannot_tell", "change": -0.4, "low": -0.8, "high": 0.6} | ACROSS,
            "It cannot be told whether the answer changed anything: 80% fewer to 60% more would "
            "all fit what was counted.",
        ),
        (
            {"state": "cannot_tell", "change": None, "low": None, "high": None},
            "It cannot be told whether the answer changed anything.",
        ),
        (
            {"state": "refused", "change": None, "low": None, "high": None},
            "Nothing can be estimated; the reasons stand below.",
        ),
    ],
)
def test_every_state_has_its_sentence(answer, said):
    assert saying.sentence(answer) == said


def test_items_that_did_not_come_are_told_only_where_a_change_is_claimed():
    known = {"avoided": 40.0, "avoided_low": 12.0, "avoided_high": 70.0}
    assert "12 to 70 items fewer" in saying.avoided_words(FELL | known)
    assert saying.avoided_words({"state": "cannot_tell"} | known) == ""


def test_every_limit_and_method_of_the_library_has_words():
    from tangkal.tracking_effectiveness.effects import EffectState, LimitCode
    from tangkal.tracking_effectiveness.pooling import Caution

    assert {code.value for code in LimitCode} <= set(saying.LIMITS)
    assert {state.value for state in EffectState} == set(saying.VERDICTS)
    assert {each.value for each in Caution} <= set(saying.CAUTIONS)


def test_a_limit_names_its_numbers_and_names():
    limit = {"code": "overlapping_response", "numbers": {"buckets": 3}, "names": ("Siaran pers",)}
    assert saying.limit_words(limit, {}).endswith("(3 periods; Siaran pers)")


def test_a_limit_calls_narratives_and_methods_by_their_names():
    limit = {"code": "comparison_moved", "numbers": {}, "names": ("N2", "own_past")}
    assert saying.limit_words(limit, {"N2": "Kabar sembako"}).endswith(
        "(Kabar sembako; Its own past, with the time of day and the week)"
    )


@pytest.mark.parametrize(
    ("share", "shown"), [(-0.31, "−31%"), (0.2, "+20%"), (0.001, "0%"), (None, "–")]
)
def test_a_cell_shows_sign_and_percentage(share, shown):
    assert saying.compact(share) == shown
