"""What people do to a case, as a table: name, who may, and in which states.

Steps that move a case, signal or verdict stand in :mod:`states`; this table holds what is
added on the way and moves nothing.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tangkal.desk.accounts.roles import Role
from tangkal.desk.cases.states import CaseState

OPEN = frozenset(CaseState.values) - {CaseState.CLOSED}
BEFORE_DECISION = frozenset(
    {CaseState.OPENED, CaseState.REOPENED, CaseState.TRIAGE, CaseState.VERIFICATION}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """Something added to a case without moving it."""

    roles: frozenset[str]
    states: frozenset[str]


def contribution(*roles: Role, states: frozenset[str] = OPEN) -> Contribution:
    return Contribution(
        roles=frozenset(role.value for role in roles),
        states=frozenset(str(state) for state in states),
    )


WRITERS = (
    Role.MONITOR,
    Role.ANALYST,
    Role.VERIFIER,
    Role.WRITER,
    Role.APPROVER,
    Role.LEGAL,
    Role.DATA_PROTECTION,
    Role.REGIONAL_ADMIN,
    Role.EVALUATOR,
)
JUDGING = frozenset({CaseState.TRIAGE, CaseState.VERIFICATION})

CONTRIBUTIONS = {
    "link": contribution(Role.MONITOR, Role.ANALYST),
    "assign": contribution(Role.ANALYST, Role.APPROVER),
    "add_claim": contribution(Role.ANALYST, Role.VERIFIER, states=BEFORE_DECISION),
    "add_evidence": contribution(
        Role.MONITOR, Role.ANALYST, Role.VERIFIER, Role.WRITER, Role.LEGAL, Role.REGIONAL_ADMIN
    ),
    "grade_evidence": contribution(Role.ANALYST, Role.VERIFIER),
    "add_spread": contribution(Role.MONITOR, Role.ANALYST, Role.VERIFIER, Role.REGIONAL_ADMIN),
    "relate": contribution(Role.ANALYST, Role.VERIFIER, states=frozenset(CaseState.values)),
    "merge": contribution(Role.ANALYST, states=BEFORE_DECISION | {CaseState.ASSESSED}),
    "assess_gate": contribution(Role.ANALYST, states=JUDGING),
    "draft_verdict": contribution(Role.VERIFIER, states=frozenset({CaseState.VERIFICATION})),
    "confirm_override": contribution(
        Role.ANALYST, Role.APPROVER, states=frozenset({CaseState.ASSESSED})
    ),
    # The text itself is drafted on the message screens; the case only says whose turn it is.
    "write": contribution(Role.WRITER, states=frozenset({CaseState.DECIDED, CaseState.RESPONSE})),
    "note": contribution(*WRITERS, states=frozenset(CaseState.values)),
}

# How each action is called on a button and in a refusal.
LABELS = {
    # signal
    "screen": _("Screen"),
    "mark_duplicate": _("Mark as duplicate"),
    "dismiss": _("Dismiss"),
    "ask_data": _("Ask for data"),
    "undo": _("Undo"),
    "link": _("Link to the case"),
    # case
    "open": _("Open a case"),
    "assign": _("Assign"),
    "triage": _("Start triage"),
    "add_claim": _("Add a claim"),
    "add_evidence": _("Add evidence"),
    "grade_evidence": _("Grade evidence"),
    "add_spread": _("Add a spread"),
    "relate": _("Link to another case"),
    "merge": _("Merge into another case"),
    "assess_gate": _("Pass the gate"),
    "send_to_verification": _("Send to verification"),
    "draft_verdict": _("Draft a verdict"),
    "judge_impact": _("Judge the impact"),
    "confirm_override": _("Confirm the changed priority"),
    "decide": _("Decide"),
    "respond": _("Prepare the response"),
    "write": _("Write the message"),
    "publish": _("Publish"),
    "evaluate": _("Start the evaluation"),
    "close": _("Close the case"),
    "reopen": _("Re-open the case"),
    "note": _("Add a note"),
    # verdict
    "submit": _("Send to peer review"),
    "return": pgettext_lazy("verdict", "Send back"),
    "approve": _("Approve the verdict"),
    "correct": _("Correct the verdict"),
    "withdraw": _("Withdraw the verdict"),
    # public note
    "write_public": _("Write a public note"),
    "release": _("Release the public note"),
    "withdraw_public": _("Take the public note back"),
}
