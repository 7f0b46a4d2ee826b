"""Who is part of what a case is about reads it and decides nothing, until a third person says."""

import pytest
from django.core.exceptions import ValidationError

from tangkal.desk.accounts.roles import CONTENT_ROLES, Role
from tangkal.desk.approvals import conflicts
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases import commands, rules, steps
from tangkal.desk.cases.actions import CONTRIBUTIONS
from tangkal.desk.cases.models import Case
from tangkal.desk.cases.states import CASE, VERDICT, CaseState, DecisionOption
from tangkal.desk.strategic_communication import commands as messages
from tangkal.desk.strategic_communication import rules as message_rules
from tangkal.desk.workflow import ActionDenied
from tests.desk.cases.walk import ANSWERS, case_at, draft, open_case
from tests.desk.strategic_communication.conftest import PARTS

pytestmark = pytest.mark.django_db
OUTSIDE = r"conflict of interest of yours"


def anew(case: Case) -> Case:
    return Case.objects.select_related("lead_organisation").get(pk=case.pk)


# (state, action, a role the tables allow it to), of every step and every contribution
STEPS = sorted(
    {(step.source, step.action, min(step.roles)) for step in CASE.transitions}
    | {
        (state, action, min(row.roles))
        for action, row in CONTRIBUTIONS.items()
        for state in [min(row.states)]
    }
)


@pytest.mark.parametrize(("state", "action", "role"), STEPS)
def test_a_conflict_closes_every_step_but_those_that_judge_nothing(people, state, action, role):
    person = people[role]
    case = open_case(people)
    Case.objects.filter(pk=case.pk).update(state=state)
    conflicts.declare(anew(case), person, by=people["auditor"], reason="disebut dalam kiriman")

    refusal = rules.refusal(person, action, anew(case)) or ""

    assert ("conflict of interest" in refusal) == (action not in rules.OPEN_TO_CONFLICTED)


@pytest.mark.parametrize("action", sorted({step.action for step in VERDICT.transitions}))
def test_a_conflict_closes_every_step_of_a_verdict(people, action):
    verdict = draft(case_at(CaseState.VERIFICATION, people), people)
    step = next(each for each in VERDICT.transitions if each.action == action)
    verdict.state = step.source
    person = people[f"second_{min(step.roles)}"]
    conflicts.declare(verdict.case, person, by=person, reason="saudara saya")

    assert "conflict of interest" in (rules.verdict_refusal(person, verdict, action) or "")


def test_the_decision_goes_to_a_colleague_and_the_page_names_only_who_can(people):
    case = case_at(CaseState.ASSESSED, people)
    conflicts.declare(case, people["penyetuju"], by=people["analis"], reason="disebut")
    with pytest.raises(ActionDenied, match=OUTSIDE):
        commands.decide(
            case,
            option=DecisionOption.MONITOR,
            rationale="tenang",
            gate_answers=ANSWERS,
            by=people["penyetuju"],
        )

    named = steps.next_steps(anew(case), people["analis"])[0].who

    assert named == ["Second Penyetuju"]
    assert rules.can_read(people["penyetuju"], anew(case))


def test_a_conflict_closes_writing_and_every_step_of_a_message(people):
    case = case_at(CaseState.DECIDED, people)
    message = messages.draft_message(case, "clarification", PARTS, by=people["penyusun"])
    conflicts.declare(anew(case), people["second_penyusun"], by=people["hukum"], reason="pemilik")
    with pytest.raises(ActionDenied, match=OUTSIDE):
        messages.draft_message(anew(case), "clarification", PARTS, by=people["second_penyusun"])

    message = type(message).objects.get(pk=message.pk)

    with pytest.raises(ActionDenied, match=OUTSIDE):
        message_rules.check_step(message, "submit", people["second_penyusun"])
    message_rules.check_step(message, "submit", people["penyusun"])


FLAGGERS = {role.value for role in conflicts.FLAGGING}


@pytest.mark.parametrize("role", [*(r.value for r in Role), "nobody", "foreign_auditor"])
def test_who_may_declare_for_themselves_and_for_a_colleague(people, role):
    case, person = open_case(people), people[role]

    def may(whose) -> bool:
        try:
            conflicts.check_can_declare(case, whose, by=person)
        except ActionDenied:
            return False
        return True

    assert may(person) == (role in CONTENT_ROLES)
    assert may(people["second_verifikator"]) == (role in FLAGGERS)


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("auditor", False),  # declared it
        ("hukum", True),
        ("penyetuju", False),  # whose it is
        ("second_penyetuju", False),
        ("analis", False),
        ("admin_sistem", False),
        ("foreign_auditor", False),
    ],
)
def test_only_a_third_person_with_the_office_for_it_lifts_a_conflict(people, who, may):
    case = open_case(people)
    found = conflicts.declare(case, people["penyetuju"], by=people["auditor"], reason="disebut")
    if not may:
        with pytest.raises(ActionDenied):
            conflicts.lift(found, case, by=people[who], reason="tidak benar")
    else:
        conflicts.lift(found, case, by=people[who], reason="nama yang sama, orang lain")

    assert conflicts.has_conflict(people["penyetuju"], anew(case)) != may


def test_even_an_auditor_does_not_lift_their_own(people):
    case = open_case(people)
    found = conflicts.declare(case, people["hukum"], by=people["analis"], reason="disebut")

    with pytest.raises(ActionDenied, match="Neither"):
        conflicts.lift(found, case, by=people["hukum"], reason="bukan saya")


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_neither_declaring_nor_lifting_goes_without_a_reason(people, reason):
    case = open_case(people)
    with pytest.raises(ActionDenied, match="reason"):
        conflicts.declare(case, people["analis"], by=people["analis"], reason=reason)
    found = conflicts.declare(case, people["analis"], by=people["analis"], reason="saudara")
    with pytest.raises(ActionDenied, match="reason"):
        conflicts.lift(found, case, by=people["auditor"], reason=reason)


def test_a_conflict_is_declared_once_and_may_come_back_after_it_was_lifted(people, chain_holds):
    case, person = open_case(people), people["analis"]
    first = conflicts.declare(case, person, by=person, reason="saudara")
    with pytest.raises(ValidationError, match="already"):
        conflicts.declare(case, person, by=people["hukum"], reason="saudara")
    conflicts.lift(first, case, by=people["auditor"], reason="keliru")
    with pytest.raises(ValidationError, match="already"):
        conflicts.lift(first, case, by=people["hukum"], reason="keliru")
    conflicts.declare(case, person, by=person, reason="saudara, ternyata benar")

    kept = list(conflicts.conflicts_of(case))
    told = AuditEvent.objects.filter(object_id=str(case.pk), action__startswith="conflict.")

    assert [bool(each.lifted_at) for each in kept] == [True, False]
    assert list(told.values_list("action", flat=True)) == [
        "conflict.declared",
        "conflict.lifted",
        "conflict.declared",
    ]
    chain_holds()
