"""The next step of a case: what this person may do now, and, if they may not, who can."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice

from django.urls import NoReverseMatch, reverse

from tangkal.desk.accounts.models import RoleAssignment, User, in_force
from tangkal.desk.cases import rules
from tangkal.desk.cases.actions import CONTRIBUTIONS
from tangkal.desk.cases.models import Case, Verdict
from tangkal.desk.cases.states import CASE, VERDICT, CaseState, VerdictState

S = CaseState

# State → its actions, the one that leads on first. What is done already is left out.
PATHS: dict[str, tuple[str, ...]] = {
    S.OPENED: ("triage",),
    S.REOPENED: ("triage",),
    S.TRIAGE: ("assess_gate", "add_claim", "send_to_verification", "judge_impact"),
    S.VERIFICATION: ("assess_gate", "draft_verdict", "judge_impact"),
    S.ASSESSED: ("confirm_override", "decide"),
    S.DECIDED: ("respond", "close", "reopen"),
    S.RESPONSE: ("write", "publish"),
    S.PUBLISHED: ("evaluate", "close", "reopen"),
    S.EVALUATION: ("close", "reopen"),
    S.CLOSED: ("reopen",),
}

# Actions with a page of their own; the others are one button on the case page.
PAGES = {
    "add_claim": "case-claim",
    "assess_gate": "case-gate",
    "draft_verdict": "case-verdict",
    "judge_impact": "case-impact",
    "confirm_override": "case-override",
    "decide": "case-decide",
    "write": "message-new",
}
LISTS = {"publish": "messages"}  # done on a page that belongs to no single case
NEEDS_REASON = frozenset({"reopen"})
TAKES_REASON = frozenset({"close", "reopen"})
NAMES_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One action as the panel shows it."""

    action: str
    label: str
    refusal: str | None  # None: this person may
    page: str | None  # address of the action's own page; None: one button
    takes_reason: bool = False
    needs_reason: bool = False
    who: list[str] = field(default_factory=list)  # names of people who can, where this one cannot
    roles: str = ""

    @property
    def is_allowed(self) -> bool:
        return self.refusal is None


def next_steps(case: Case, user: User) -> list[Step]:
    """The steps that lead on from here, the main one first.

    Steps this person may take, and the main step in any case, with who can take it.
    """
    steps = [
        *verdict_steps(case, user),
        *(case_step(case, user, action) for action in PATHS[case.state] if is_due(case, action)),
    ]
    return [step for place, step in enumerate(steps) if place == 0 or step.is_allowed]


def is_due(case: Case, action: str) -> bool:
    """Whether the action is still to be done, whoever may do it."""
    gate = rules.latest_gate(case)
    stands = rules.standing_verdict(case) is not None
    is_kept_from_label = gate is not None and not gate.may_be_labelled
    decision = rules.latest_decision(case)
    is_answered = decision is not None and decision.option in rules.ANSWERED
    assessment = rules.latest_assessment(case)
    due = {
        "assess_gate": gate is None,
        "add_claim": rules.first(case.claims.all()) is None and not is_kept_from_label,
        "send_to_verification": gate is not None and not is_kept_from_label,
        "draft_verdict": not stands and open_verdict(case) is None and not is_kept_from_label,
        "judge_impact": stands or is_kept_from_label,
        "confirm_override": bool(
            assessment and assessment.override_priority and not assessment.override_by_id
        ),
        "respond": is_answered,
        "close": case.state != S.DECIDED or not is_answered,
    }
    return due.get(action, True)


def open_verdict(case: Case) -> Verdict | None:
    """The verdict that still waits for its drafter or for a second verifier."""
    waiting = {VerdictState.DRAFT, VerdictState.PEER_REVIEW}
    return rules.first(v for v in case.verdicts.all() if v.state in waiting)


def verdict_steps(case: Case, user: User) -> list[Step]:
    """What a verdict on its way waits for; its buttons stand beside the verdict."""
    verdict = open_verdict(case)
    if verdict is None or case.state != S.VERIFICATION:
        return []
    action = "submit" if verdict.state == VerdictState.DRAFT else "approve"

    def may(person: User) -> bool:
        return rules.can_change_verdict(person, verdict, action)

    roles = VERDICT.step(verdict.state, action).roles
    return [
        Step(
            action=action,
            label=rules.label_of(action),
            refusal=rules.verdict_refusal(user, verdict, action),
            page=f"#verdict-{verdict.pk}",
            who=[] if may(user) else people_who(case, roles, may),
            roles=rules.names_of(roles),
        )
    ]


def case_step(case: Case, user: User, action: str) -> Step:
    refusal = rules.refusal(user, action, case)
    row = CONTRIBUTIONS.get(action)
    roles = row.roles if row else CASE.step(case.state, action).roles

    def may(person: User) -> bool:
        return rules.can(person, action, case)

    return Step(
        action=action,
        label=rules.label_of(action),
        refusal=refusal,
        page=page_of(case, action),
        takes_reason=action in TAKES_REASON,
        needs_reason=action in NEEDS_REASON,
        who=people_who(case, roles, may) if refusal else [],
        roles=rules.names_of(roles),
    )


def page_of(case: Case, action: str) -> str | None:
    """The action's page; None for a button, or where this installation lacks the screen."""
    try:
        if action in LISTS:
            return reverse(LISTS[action])
        return reverse(PAGES[action], args=[case.number]) if action in PAGES else None
    except NoReverseMatch:
        return None


def people_who(case: Case, roles: Iterable[str], may: Callable[[User], bool]) -> list[str]:
    """Names of colleagues whom role and safeguards let take a step, in one query."""
    rows = (
        RoleAssignment.objects.filter(
            in_force(),
            role__in=roles,
            user__is_active=True,
        )
        .select_related("user", "scope")
        .order_by("user__display_name", "pk")
    )
    held: dict[User, list[RoleAssignment]] = defaultdict(list)
    for row in rows:
        if case.lead_organisation.path.startswith(row.scope.path):
            held[row.user].append(row)
    for user, assignments in held.items():
        # What was just read is what the rule would ask the database for, person by person.
        user.active_assignments = assignments
    return [user.display_name for user in islice(filter(may, held), NAMES_SHOWN)]


STEPPER: tuple[tuple[str, tuple[str, ...]], ...] = (
    (S.OPENED, (S.OPENED, S.REOPENED)),
    (S.TRIAGE, (S.TRIAGE,)),
    (S.VERIFICATION, (S.VERIFICATION,)),
    (S.ASSESSED, (S.ASSESSED,)),
    (S.DECIDED, (S.DECIDED,)),
    (S.RESPONSE, (S.RESPONSE, S.PUBLISHED)),
    (S.EVALUATION, (S.EVALUATION,)),
    (S.CLOSED, (S.CLOSED,)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One place of the stepper at the top of the case page."""

    label: str
    is_done: bool
    is_current: bool


def stepper(case: Case) -> list[Stage]:
    """The way from opening to closing, with where this case stands."""
    at = next(i for i, (_name, states) in enumerate(STEPPER) if case.state in states)
    return [
        Stage(
            label=str(CaseState(case.state if i == at else name).label),
            is_done=i < at,
            is_current=i == at,
        )
        for i, (name, _states) in enumerate(STEPPER)
    ]
