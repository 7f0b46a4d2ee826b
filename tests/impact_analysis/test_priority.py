"""The priority rule, over its whole space: every combination, not a sample."""

import json
from itertools import product

import pytest

from tangkal.impact_analysis.phia import Term
from tangkal.impact_analysis.priority import RULES, Priority, compute_priority
from tangkal.impact_analysis.severity import GROUPS, ITEMS, ORGANISATION
from tangkal.kernel import InvalidInput

REACH, BREAKOUT, TERMS = range(5), range(1, 7), (None, *Term)
SPREAD = list(product(REACH, BREAKOUT, TERMS))
LIKELY = {Term.LIKELY, Term.HIGHLY_LIKELY, Term.ALMOST_CERTAIN}


def priority(severities, reach=0, breakout=1, likelihood=None):
    return compute_priority(
        severities, reach=reach, breakout=breakout, likelihood=likelihood
    ).priority


def as_written(harm, organisation, reach, breakout, term):
    """The doctrine's sentence, A4, in its own order and shape."""
    if (
        (harm == 4 and term in LIKELY)
        or (harm >= 3 and (reach >= 3 or breakout >= 4))
        or (harm >= 2 and breakout == 6)
    ):
        return "HIGH"
    if (harm >= 2 and reach >= 2) or (organisation >= 3 and reach >= 2) or breakout == 3:
        return "MEDIUM"
    return "LOW"


def test_the_rule_is_the_doctrine_in_every_combination():
    for harm, organisation, (reach, breakout, term) in product(range(5), range(5), SPREAD):
        severities = {"life_health": harm, "service_delivery": organisation}
        expected = as_written(harm, organisation, reach, breakout, term)
        assert priority(severities, reach, breakout, term) == expected


def test_reputation_alone_is_never_high():
    for severity, (reach, breakout, term) in product(range(5), SPREAD):
        assert priority({"reputation": severity}, reach, breakout, term) != Priority.HIGH


def test_no_harm_to_an_organisation_alone_is_ever_high():
    for item, (reach, breakout, term) in product(GROUPS[ORGANISATION], SPREAD):
        assert priority({item: 4}, reach, breakout, term) != Priority.HIGH


@pytest.mark.parametrize("item", ITEMS)
def test_more_severe_is_never_less_urgent(item):
    for base, (reach, breakout, term) in product(range(5), SPREAD):
        others = {"cohesion": base, "critical_operations": base}
        ranks = [
            priority(others | {item: severity}, reach, breakout, term).rank for severity in range(5)
        ]
        assert ranks == sorted(ranks)


def test_wider_reach_and_greater_likelihood_are_never_less_urgent():
    for harm, organisation, breakout in product(range(5), range(5), BREAKOUT):
        severities = {"finances": harm, "policy_objective": organisation}
        for term in TERMS:
            ranks = [priority(severities, reach, breakout, term).rank for reach in REACH]
            assert ranks == sorted(ranks)
        for reach in REACH:
            ranks = [priority(severities, reach, breakout, term).rank for term in TERMS]
            assert ranks == sorted(ranks)


def test_harm_unlike_reputation_is_not_capped():
    assert priority({"reputation": 4, "finances": 3}, reach=3) == Priority.HIGH


def test_likelihood_not_judged_is_not_taken_for_likely():
    assert priority({"life_health": 4}) == Priority.LOW
    assert priority({"life_health": 4}, likelihood="likely") == Priority.HIGH
    assert priority({"life_health": 4}, likelihood="realistic_possibility") == Priority.LOW


def test_the_explanation_names_the_rule_and_what_it_read():
    result = compute_priority(
        {"life_health": 3, "finances": 3, "reputation": 1}, reach=3, breakout=2
    )
    assert result.rule == "serious_harm_widely_seen"
    assert json.loads(json.dumps(result.as_json())) == {
        "priority": "HIGH",
        "rule": "serious_harm_widely_seen",
        "harm": 3,
        "harm_items": ["finances", "life_health"],
        "organisation_harm": 1,
        "organisation_items": ["reputation"],
        "reach": 3,
        "breakout": 2,
        "likelihood": None,
        "reputation_only": False,
    }


def test_every_rule_given_is_one_the_desk_knows():
    given = {
        compute_priority(
            {"economy": h, "policy_objective": o}, reach=r, breakout=b, likelihood=t
        ).rule
        for h, o, (r, b, t) in product(range(5), range(5), SPREAD)
    }
    assert given == set(RULES) - {"reputation_only_cap"}


@pytest.mark.parametrize(
    ("severities", "scales", "said"),
    [
        ({"fame": 1}, {}, "fame"),
        ({"economy": 5}, {}, "economy=5"),
        ({"economy": -1}, {}, "economy=-1"),
        ({"economy": True}, {}, "whole number"),
        ({"economy": 2.5}, {}, "2.5"),
        ({}, {"reach": 5}, "reach 5"),
        ({}, {"breakout": 0}, "breakout 0"),
        ({}, {"breakout": 7}, "breakout 7"),
        ({}, {"likelihood": "maybe"}, "maybe"),
    ],
)
def test_a_value_off_its_scale_is_refused_by_name(severities, scales, said):
    with pytest.raises(InvalidInput, match=said):
        compute_priority(severities, **{"reach": 0, "breakout": 1} | scales)
