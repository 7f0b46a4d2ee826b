"""Every state × action × role gives the answer that the tables give: generated from them."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.audit.queries import verify_chain
from tangkal.desk.cases import commands
from tangkal.desk.cases.actions import CONTRIBUTIONS
from tangkal.desk.cases.models import Case, Verdict
from tangkal.desk.cases.states import (
    CASE,
    SIGNAL,
    VERDICT,
    CaseState,
    DecisionOption,
    SignalState,
    VerdictState,
)
from tangkal.desk.workflow import ActionDenied
from tests.desk.cases import walk

pytestmark = pytest.mark.django_db

SIGNAL_COMMANDS = {
    "screen": lambda s, by, p: commands.screen(s, by=by),
    "dismiss": lambda s, by, p: commands.dismiss(s, by=by, why="an advertisement"),
    "mark_duplicate": lambda s, by, p: commands.mark_duplicate(
        s, of=walk.make_signal("narrative:other"), by=by
    ),
    "ask_data": lambda s, by, p: commands.ask_data(s, by=by, what="the original post"),
    "undo": lambda s, by, p: commands.undo(s, by=by),
    "link": lambda s, by, p: commands.link(s, walk.open_case(p), by=by),
}
# Of two cases, or of many places at once: proved in test_linking.py and spreads/.
OF_TWO_OR_MANY = {"merge", "relate", "add_spread"}
CASE_COMMANDS = {
    "triage": lambda c, by: commands.triage(c, by=by),
    "send_to_verification": lambda c, by: commands.send_to_verification(c, by=by),
    "judge_impact": lambda c, by: commands.judge_impact(c, by=by, **walk.MILD),
    "decide": lambda c, by: commands.decide(
        c, option="PANTAU", rationale="quiet so far", gate_answers=walk.ANSWERS, by=by
    ),
    "respond": lambda c, by: commands.respond(c, by=by),
    "publish": lambda c, by: commands.mark_published(c, by=by),
    "evaluate": lambda c, by: commands.evaluate(c, by=by),
    "close": lambda c, by: commands.close(c, by=by),
    "reopen": lambda c, by: commands.reopen(c, by=by, why="it is back"),
    "assess_gate": lambda c, by: commands.assess_gate(
        c, kind="fact_claim", reason="checkable", by=by
    ),
    "add_claim": lambda c, by: commands.add_claim(c, text="One more claim.", by=by),
    "add_evidence": lambda c, by: commands.add_evidence(c, walk.statement(), by=by),
    "grade_evidence": lambda c, by: commands.grade_evidence(
        c.evidence.first(), reliability="B", credibility="2", is_public=True, by=by
    ),
    "draft_verdict": lambda c, by: commands.draft_verdict(
        c,
        claim=c.claims.first() or c.claims.model(case=c),
        value="SALAH",
        reasons="the price list",
        evidence=list(c.evidence.all()),
        by=by,
    ),
    "note": lambda c, by: commands.note(c, text="called the agency", by=by),
    "assign": lambda c, by: commands.assign(c, to=by, by=by),
    "link": lambda c, by: commands.link(walk.make_signal(), c, by=by),
}
VERDICT_COMMANDS = {
    "submit": lambda v, by: commands.submit_verdict(v, by=by),
    "return": lambda v, by: commands.return_verdict(v, why="name the source", by=by),
    "approve": lambda v, by: commands.approve_verdict(v, by=by),
    "correct": lambda v, by: commands.correct_verdict(v, why="new evidence", by=by),
    "withdraw": lambda v, by: commands.withdraw_verdict(v, why="wrong claim", by=by),
}
ELSEWHERE = {"publish"}  # a verdict is published with its case


def test_every_action_of_the_tables_has_a_command():
    assert {t.action for t in SIGNAL.transitions} == set(SIGNAL_COMMANDS)
    case_actions = {t.action for t in CASE.transitions} | set(CONTRIBUTIONS)
    assert case_actions - {"confirm_override", "write"} - OF_TWO_OR_MANY == set(CASE_COMMANDS)
    assert {t.action for t in VERDICT.transitions} - ELSEWHERE == set(VERDICT_COMMANDS)


def expected_roles(machine, state, action):
    return next(
        (t.roles for t in machine.transitions if (t.source, t.action) == (state, action)),
        frozenset(),
    )


def outcome(act) -> str:
    try:
        act()
    except ActionDenied:
        return "refused"
    return "done"


@contextmanager
def taken_back() -> Iterator[None]:
    """Let something happen, look at it, and undo it: the next role finds the same state."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


@pytest.mark.parametrize("state", SignalState.values)
def test_signals_follow_their_table(people, chain_holds, state):
    signal = walk.make_signal(state=state)
    for action, act in SIGNAL_COMMANDS.items():
        roles = expected_roles(SIGNAL, state, action)
        for role in Role:
            with taken_back():
                found = outcome(lambda a=act, r=role: a(signal, people[r.value], people))
                assert found == ("done" if role.value in roles else "refused"), (action, role)
                after = walk.Signal.objects.get(pk=signal.pk).state
                target = SIGNAL.step(state, action).target if role.value in roles else state
                assert after == target
                chain_holds()


def ready(case: Case, people, state: str, action: str) -> None:
    """Put in place what the safeguards ask for; test_safeguards tests those by name."""
    if (state, action) == (CaseState.TRIAGE, "send_to_verification"):
        walk.with_gate(case, people)
        walk.with_claim(case, people)
    elif (state, action) == (CaseState.TRIAGE, "judge_impact"):
        walk.with_gate(case, people, "satire")
    elif (state, action) == (CaseState.VERIFICATION, "judge_impact"):
        walk.approved(case, people)
    elif (state, action) == (CaseState.DECIDED, "close"):
        case.decisions.update(option=DecisionOption.MONITOR)


def roles_for_case(state: str, action: str) -> frozenset[str]:
    if (state, action) == (CaseState.DECIDED, "publish"):
        return frozenset({Role.APPROVER.value})  # begins and publishes in one step
    row = CONTRIBUTIONS.get(action)
    if row is not None:
        return row.roles if state in row.states else frozenset()
    return expected_roles(CASE, state, action)


@pytest.mark.parametrize("state", CaseState.values)
def test_cases_follow_their_table(people, chain_holds, state):
    case = walk.case_at(state, people)
    for action in CASE_COMMANDS:
        roles = roles_for_case(state, action)
        with taken_back():
            ready(case, people, state, action)
            fresh = Case.objects.get(pk=case.pk)
            for role in Role:
                with taken_back():
                    check_one(fresh, action, people[role.value], is_expected=role.value in roles)
    chain_holds()


def check_one(case: Case, action: str, actor: User, *, is_expected: bool) -> None:
    """Who may does it and leaves one event; who may not leaves nothing at all."""
    before = AuditEvent.objects.count()
    found = outcome(lambda: CASE_COMMANDS[action](case, actor))
    assert found == ("done" if is_expected else "refused"), (action, actor.username)
    assert AuditEvent.objects.count() == before + is_expected, f"{action}: one event each"
    after = Case.objects.get(pk=case.pk)
    if not is_expected:
        assert (after.state, after.version) == (case.state, case.version)
        return
    event = AuditEvent.objects.last()
    assert (event.actor_id, event.object_id) == (actor.pk, str(case.pk))
    assert after.version == case.version + (action != "note")
    if action in CONTRIBUTIONS:
        assert after.state == case.state
    elif (case.state, action) != (CaseState.DECIDED, "publish"):
        assert after.state == CASE.step(case.state, action).target
    assert verify_chain().holds


@pytest.mark.parametrize("state", VerdictState.values)
def test_verdicts_follow_their_table(people, state):
    case = walk.case_at(CaseState.VERIFICATION, people)
    verdict = walk.draft(case, people)
    Verdict.objects.filter(pk=verdict.pk).update(state=state)
    for action, act in VERDICT_COMMANDS.items():
        roles = expected_roles(VERDICT, state, action)
        for role in Role:
            # Submitting is the drafter's, approving somebody else's.
            is_second = role == Role.VERIFIER and action != "submit"
            actor = people["second_verifikator" if is_second else role.value]
            before = AuditEvent.objects.count()
            with taken_back():
                found = outcome(lambda a=act, who=actor: a(verdict, who))
                assert found == ("done" if role.value in roles else "refused"), (action, role)
                assert AuditEvent.objects.count() == before + (role.value in roles)
                after = Verdict.objects.get(pk=verdict.pk).state
                target = VERDICT.step(state, action).target if role.value in roles else state
                assert after == target
                assert verify_chain().holds


@pytest.mark.parametrize("who", ["foreign_analis", "foreign_penyetuju", "nobody", "mitra"])
def test_people_of_elsewhere_change_nothing(people, who):
    case = walk.case_at(CaseState.OPENED, people)
    before = AuditEvent.objects.count()
    for act in CASE_COMMANDS.values():
        with pytest.raises((ActionDenied, ValidationError)):
            act(case, people[who])
    assert AuditEvent.objects.count() == before


def test_a_provincial_analyst_works_below_and_not_above(people, organisations):
    above = walk.case_at(CaseState.OPENED, people)
    below = commands.open_case(
        [],
        title="Isu daerah",
        by=people["province_analis"],
        lead_organisation=organisations["district"],
    )
    assert commands.triage(below, by=people["province_analis"]).state == CaseState.TRIAGE
    with pytest.raises(ActionDenied):
        commands.triage(above, by=people["province_analis"])
