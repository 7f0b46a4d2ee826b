"""The screens of judgement: the gate, the impact, a priority changed by two."""

import pytest
from django.urls import reverse

from tangkal.desk.accounts.roles import Role
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases import words
from tangkal.desk.cases.models import Case
from tangkal.desk.cases.states import CaseState
from tangkal.impact_analysis import (
    breakout,
    categories,
    confidence,
    deadlines,
    disorder,
    gate,
    phia,
    priority,
    severity,
    techniques,
)
from tangkal.impact_analysis.reach import Reach
from tests.desk.cases import walk

pytestmark = pytest.mark.django_db

HARMS = {f"harm_{item}": "0" for item in severity.ITEMS}
ANSWERS = HARMS | {
    "reach": "1",
    "breakout": "1",
    "probability_term": "unlikely",
    "confidence": "moderate",
    "reasoning": "a small group",
}


def address(name: str, case: Case) -> str:
    return reverse(name, args=[case.number])


def send(client, name: str, case: Case, **values: object):
    case.refresh_from_db()
    return client.post(address(name, case), {"version": case.version, **values})


@pytest.fixture
def verified(people) -> Case:
    case = walk.case_at(CaseState.VERIFICATION, people)
    walk.approved(case, people)
    return case


@pytest.mark.parametrize("kind", [kind.value for kind in gate.Kind])
def test_the_gate_screen_records_what_the_librarys_table_says(people, signed_in, kind):
    case = walk.case_at(CaseState.TRIAGE, people)
    reply = send(signed_in("analis"), "case-gate", case, kind=kind, is_checkable="on", reason="so")
    assert reply.status_code == 302
    kept = case.gates.get()
    expected = gate.eligibility(kind)
    assert (kept.may_be_labelled, kept.rule) == (expected.may_be_labelled, expected.rule)


def test_an_unticked_box_means_that_nothing_can_be_checked(people, signed_in):
    case = walk.case_at(CaseState.TRIAGE, people)
    send(signed_in("analis"), "case-gate", case, kind="fact_claim", reason="a prophecy")
    assert case.gates.get().rule == "cannot_be_checked"


@pytest.mark.parametrize("name", ["case-gate", "case-impact"])
@pytest.mark.parametrize("role", [role.value for role in Role if role != Role.ANALYST])
def test_only_analysts_judge(people, signed_in, name, role):
    case = walk.case_at(CaseState.TRIAGE, people)
    client = signed_in(role)
    assert client.get(address(name, case)).status_code == 403
    assert send(client, name, case, **ANSWERS, kind="fact_claim", reason="x").status_code == 403
    assert not case.gates.exists()


def test_the_priority_follows_from_the_answers_by_rule(verified, signed_in):
    client = signed_in("analis")
    answers = ANSWERS | {"harm_economy": "3", "reach": "2", "probability_term": "likely"}
    assert send(client, "case-impact", verified, **answers).status_code == 302
    kept = verified.assessments.get()
    assert (kept.computed_priority, kept.computed_rule["rule"]) == ("MEDIUM", "harm_trending")
    page = client.get(reverse("case", args=[verified.number])).content.decode()
    assert str(words.PRIORITY_RULES["harm_trending"]) in page


def test_nobody_can_post_a_priority(verified, signed_in):
    answers = ANSWERS | {"priority": "HIGH", "computed_priority": "HIGH"}
    send(signed_in("analis"), "case-impact", verified, **answers)
    assert verified.assessments.get().priority == "LOW"


@pytest.mark.parametrize("percent", [7, 22, 37, 52, 77, 92])
def test_numbers_in_the_yardsticks_gaps_are_refused(verified, signed_in, percent):
    answers = ANSWERS | {"probability_percent": percent}
    reply = send(signed_in("analis"), "case-impact", verified, **answers)
    assert reply.status_code == 422
    assert "falls between" in reply.content.decode()
    assert not verified.assessments.exists()


def test_a_second_person_confirms_on_their_own_screen(verified, signed_in):
    before = AuditEvent.objects.count()
    answers = ANSWERS | {"override_priority": "MEDIUM", "override_reason": "a strike tomorrow"}
    send(signed_in("analis"), "case-impact", verified, **answers)
    first, second = signed_in("analis"), signed_in("second_analis")
    assert first.get(address("case-override", verified)).status_code == 403
    assert "a strike tomorrow" in second.get(address("case-override", verified)).content.decode()
    assert send(second, "case-override", verified, why="I agree").status_code == 302
    verified.refresh_from_db()
    assert verified.priority == "MEDIUM"
    assert AuditEvent.objects.count() == before + 2


def test_judging_again_begins_from_the_last_answers_but_asks_for_reasons_anew(
    people, signed_in, verified
):
    walk.judge(verified, people, severities={"economy": 2})
    form = signed_in("analis").get(address("case-impact", verified)).context["form"]
    assert form["harm_economy"].value() == "2"
    assert form["reach"].value() == "1"
    assert not form["reasoning"].value()
    assert not form["override_priority"].value()


def test_every_code_of_the_library_has_words():
    tables = {
        "kinds": (gate.Kind, words.GATE_KINDS),
        "terms": (phia.Term, words.TERMS),
        "techniques": (techniques.Technique, words.TECHNIQUES),
        "confidence": (confidence.Confidence, words.CONFIDENCES),
        "categories": (categories.Category, words.CATEGORIES),
        "disorder": (disorder.DisorderType, words.DISORDER_TYPES),
        "groups": (severity.GROUPS, words.SEVERITY_GROUPS),
        "items": (severity.ITEMS, words.SEVERITY_ITEMS),
        "rules": (priority.RULES, words.PRIORITY_RULES),
        "reach": (Reach, words.REACHES),
        "breakout": (range(breakout.LOWEST, breakout.HIGHEST + 1), words.BREAKOUTS),
        "degrees": (range(severity.LOWEST, severity.HIGHEST + 1), words.SEVERITIES),
    }
    for name, (codes, table) in tables.items():
        assert set(codes) == set(table), name
    rules = {
        gate.eligibility(kind, rests_on_false_information=rests, is_checkable=check).rule
        for kind in gate.Kind
        for rests in (True, False)
        for check in (True, False)
    }
    assert rules == set(words.GATE_RULES)
    assert set(words.DEADLINE_STEPS) - {"review"} <= set(deadlines.DEADLINES)
