"""Who may do what to signals, cases and verdicts; each refusal says what would help."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.approvals.conflicts import check_no_conflict
from tangkal.desk.cases.actions import CONTRIBUTIONS, LABELS
from tangkal.desk.cases.judgements import is_hidden
from tangkal.desk.cases.models import (
    Case,
    Decision,
    GateAssessment,
    ImpactAssessment,
    Signal,
    Verdict,
)
from tangkal.desk.cases.states import (
    CASE,
    SIGNAL,
    VERDICT,
    CaseState,
    DecisionOption,
    VerdictState,
)
from tangkal.desk.workflow import ActionDenied, Machine
from tangkal.impact_analysis.verdicts import Verdict as VerdictCode

ANSWERED = frozenset({DecisionOption.RESPOND, DecisionOption.CRISIS})
STANDING = frozenset({VerdictState.APPROVED, VerdictState.PUBLISHED})
# What may still be said of content that the gate protects: that it is not a claim at all.
UNLABELLED = frozenset({VerdictCode.NOT_A_CLAIM.value, VerdictCode.SATIRE.value})
OPENERS = frozenset({Role.MONITOR.value, Role.ANALYST.value})
# What somebody with a conflict of interest may still do: none of it judges. A new action is
# closed to them until somebody writes it down here.
OPEN_TO_CONFLICTED = frozenset({"triage", "link", "assign", "add_evidence", "note"})

T = TypeVar("T")


def first(rows: Iterable[T]) -> T | None:
    """The newest of rows ordered newest first; uses what was prefetched."""
    return next(iter(rows), None)


def latest_gate(case: Case) -> GateAssessment | None:
    return first(case.gates.all())


def latest_assessment(case: Case) -> ImpactAssessment | None:
    return first(case.assessments.all())


def latest_decision(case: Case) -> Decision | None:
    return first(case.decisions.all())


def standing_verdict(case: Case) -> Verdict | None:
    """The newest verdict that a second person has approved and nobody has taken back."""
    return first(v for v in case.verdicts.all() if v.state in STANDING)


def label_of(action: str) -> str:
    return str(LABELS.get(action, action))


def names_of(roles: Iterable[str]) -> str:
    return ", ".join(str(Role(role).label) for role in sorted(roles))


# Reading


def can_read(user: User, case: Case) -> bool:
    path = case.lead_organisation.path
    return any(path.startswith(scope) for scope in user.content_scopes())


# Steps


def check_step(machine: Machine, subject: Signal | Case | Verdict, action: str, by: User) -> str:
    """The state a step leads to.

    Raises:
        ActionDenied: the state or the person's roles do not allow the step.
    """
    try:
        step = machine.step(subject.state, action)
    except ActionDenied:
        raise impossible_now(action, subject.get_state_display()) from None
    if isinstance(subject, Signal):
        check_screens(by, subject)
    else:
        case = subject.case if isinstance(subject, Verdict) else subject
        check_role(by, step.roles, at=case.lead_organisation)
    return step.target


# One queue for the whole country. Everybody with a content role reads it, since a rumour in
# one region warns the next; who acts on a signal is narrower.
NATIONAL = frozenset({Organisation.Type.MINISTRY, Organisation.Type.AGENCY})


def can_screen(by: User, signal: Signal) -> bool:
    """Whether this person may act on a signal.

    Ministries and agencies screen every signal; an office of a region those of its region and
    of what lies below it. A signal from nowhere in particular is the centre's.
    """
    return any(
        assignment.role in OPENERS and concerns(assignment.scope, signal)
        for assignment in by.active_assignments
    )


def concerns(office: Organisation, signal: Signal) -> bool:
    if office.type in NATIONAL:
        return True
    code, place = office.region_id, signal.region_id
    return bool(code and place and (place == code or place.startswith(f"{code}.")))


def check_screens(by: User, signal: Signal) -> None:
    check_role(by, OPENERS)
    if not can_screen(by, signal):
        raise ActionDenied(
            _(
                "Your office screens the signals of its own region; this one is another’s, or the "
                "centre’s."
            )
        )


def check_role(by: User, roles: Iterable[str], *, at: Organisation | None = None) -> None:
    if not by.has_role(*roles, at=at):
        raise ActionDenied(
            _("This step needs one of these roles: %(roles)s.") % {"roles": names_of(roles)}
        )


def impossible_now(action: str, state: str) -> ActionDenied:
    return ActionDenied(
        _("“%(action)s” is not possible while the state is “%(state)s”.")
        % {"action": label_of(action), "state": state}
    )


def check_can_change_signal(by: User, signal: Signal, action: str) -> str:
    return check_step(SIGNAL, signal, action, by)


def check_can_claim_signal(by: User, signal: Signal) -> None:
    check_screens(by, signal)
    if signal.owner_id and signal.owner_id != by.pk:
        raise ActionDenied(
            _("%(owner)s has already claimed this signal. Ask them to release it.")
            % {"owner": signal.owner}
        )


def check_can_release_signal(by: User, signal: Signal) -> None:
    check_screens(by, signal)
    if signal.owner_id != by.pk:
        raise ActionDenied(_("Only the person who claimed a signal can release it."))


def check_can_open_case(by: User, organisation: Organisation) -> None:
    check_role(by, OPENERS, at=organisation)


def check_can(by: User, action: str, case: Case) -> str:
    """The state the case will have after the action.

    Raises:
        ActionDenied: the state, the person's roles or a safeguard does not allow it.
    """
    target = case.state
    if action in CONTRIBUTIONS:
        check_contribution(by, action, case)
    else:
        target = check_step(CASE, case, action, by)
    if action not in OPEN_TO_CONFLICTED:
        check_no_conflict(by, case)
    for condition in CONDITIONS.get(action, ()):
        condition(by, case)
    return target


def check_contribution(by: User, action: str, case: Case) -> None:
    row = CONTRIBUTIONS[action]
    if case.state not in row.states:
        raise impossible_now(action, case.get_state_display())
    check_role(by, row.roles, at=case.lead_organisation)


def can(by: User, action: str, case: Case) -> bool:
    return refusal(by, action, case) is None


def refusal(by: User, action: str, case: Case) -> str | None:
    """Why not; None where the person may."""
    try:
        check_can(by, action, case)
    except ActionDenied as error:
        return str(error)
    return None


# Safeguards


def gate_was_passed(_by: User, case: Case) -> None:
    if latest_gate(case) is None:
        raise ActionDenied(_("The eligibility gate comes first: record it before going on."))


def has_a_claim(_by: User, case: Case) -> None:
    if first(case.claims.all()) is None:
        raise ActionDenied(_("Write down at least one claim that can be checked."))


def verdict_stands_or_is_not_due(_by: User, case: Case) -> None:
    """Only what the gate keeps from being labelled is judged without a verdict."""
    found = latest_gate(case)
    if found is not None and found.may_be_labelled and standing_verdict(case) is None:
        raise ActionDenied(_("A verdict approved by a second verifier comes first."))


def approver_is_not_the_analyst(by: User, case: Case) -> None:
    assessment = latest_assessment(case)
    if assessment is not None and assessment.by_id == by.pk:
        raise ActionDenied(
            _("You judged the impact of this case, so somebody else must decide on it.")
        )


def decision_asks_for_an_answer(_by: User, case: Case) -> None:
    decision = latest_decision(case)
    if decision is None or decision.option not in ANSWERED:
        raise ActionDenied(_("The decision on this case is not to respond."))


def nothing_is_left_unanswered(_by: User, case: Case) -> None:
    decision = latest_decision(case)
    if case.state == CaseState.DECIDED and decision is not None and decision.option in ANSWERED:
        raise ActionDenied(
            _("The decision is to respond. Respond first, or re-open the case to decide anew.")
        )


# Who knows of evaluations says here how many of a case's still wait for a finding.
waiting_evaluations: list[Callable[[Case], int]] = []


def evaluations_are_finished(_by: User, case: Case) -> None:
    """What was planned is judged, or openly left, before the case ends; no plan is no hindrance."""
    if case.state == CaseState.EVALUATION and any(count(case) for count in waiting_evaluations):
        raise ActionDenied(
            _(
                "An evaluation of this case waits for its finding. Record it, or leave the "
                "response unmeasured with a reason."
            )
        )


def override_waits_for_a_second_person(by: User, case: Case) -> None:
    assessment = latest_assessment(case)
    if assessment is None or not assessment.override_priority or assessment.override_by_id:
        raise ActionDenied(_("No changed priority waits for confirmation."))
    if assessment.by_id == by.pk:
        raise ActionDenied(_("You changed the priority yourself; a second person must confirm it."))


def nobody_else_is_to_judge_blind(by: User, case: Case) -> None:
    """Whoever may still judge a second time, unseeing, does so there and not over the first."""
    if is_hidden(case, by):
        raise ActionDenied(
            _(
                "This case waits for a second judgement, given without having seen the first. Take "
                "that one, or wait until it is in."
            )
        )


def is_not_part_of_another(_by: User, case: Case) -> None:
    if case.merged_into_id:
        raise ActionDenied(
            _("This case is part of another one. Work there, or take the merge back there.")
        )


Condition = Callable[[User, Case], None]
CONDITIONS: dict[str, tuple[Condition, ...]] = {
    "send_to_verification": (gate_was_passed, has_a_claim),
    "draft_verdict": (gate_was_passed, has_a_claim),
    "judge_impact": (gate_was_passed, verdict_stands_or_is_not_due, nobody_else_is_to_judge_blind),
    "confirm_override": (
        nobody_else_is_to_judge_blind,
        override_waits_for_a_second_person,
    ),
    "decide": (approver_is_not_the_analyst,),
    "respond": (decision_asks_for_an_answer,),
    "write": (decision_asks_for_an_answer,),
    "close": (nothing_is_left_unanswered, evaluations_are_finished),
    "reopen": (is_not_part_of_another,),
}


# Verdicts


def check_can_change_verdict(by: User, verdict: Verdict, action: str) -> str:
    """The verdict's state after the step.

    Raises:
        ActionDenied: the state, the role, or separation of duties does not allow it.
    """
    target = check_step(VERDICT, verdict, action, by)
    check_no_conflict(by, verdict.case)
    if action in {"submit", "revise"} and verdict.drafted_by_id != by.pk:
        raise ActionDenied(_("Only the verifier who drafted a verdict sends it to review."))
    if action == "approve":
        check_second_verifier(by, verdict)
        check_value_passes_gate(verdict.case, verdict.value)
    return target


def check_second_verifier(by: User, verdict: Verdict) -> None:
    if verdict.drafted_by_id == by.pk:
        raise ActionDenied(_("You drafted this verdict; a second verifier must approve it."))
    if verdict.claim.created_by_id == by.pk:
        raise ActionDenied(
            _("You wrote the claim this verdict is about; another verifier must approve it.")
        )


def check_can_revise_verdict(by: User, verdict: Verdict) -> None:
    check_role(by, [Role.VERIFIER.value], at=verdict.case.lead_organisation)
    check_no_conflict(by, verdict.case)
    if verdict.state != VerdictState.DRAFT:
        raise impossible_now("draft_verdict", verdict.get_state_display())
    if verdict.drafted_by_id != by.pk:
        raise ActionDenied(_("Only the verifier who drafted a verdict can change it."))


def check_value_passes_gate(case: Case, value: str) -> None:
    """Refuse a label on what the gate protects."""
    found = latest_gate(case)
    if found is None:
        raise ActionDenied(_("The eligibility gate comes first: record it before going on."))
    if not found.may_be_labelled and value not in UNLABELLED:
        raise ActionDenied(
            _(
                "The gate keeps this content from being labelled. Possible here: not a factual "
                "claim, or satire."
            )
        )


def verdict_refusal(by: User, verdict: Verdict, action: str) -> str | None:
    """Why not; None where the person may."""
    try:
        check_can_change_verdict(by, verdict, action)
    except ActionDenied as error:
        return str(error)
    return None


def can_change_verdict(by: User, verdict: Verdict, action: str) -> bool:
    return verdict_refusal(by, verdict, action) is None
