"""Everything that changes signals and cases: one transaction, one audit event each."""

from tangkal.desk.cases.commands.asked import open_on_questions
from tangkal.desk.cases.commands.contributing import (
    add_claim,
    add_evidence,
    assign,
    grade_evidence,
    note,
)
from tangkal.desk.cases.commands.deciding import decide
from tangkal.desk.cases.commands.judging import assess_gate, confirm_override, judge_impact
from tangkal.desk.cases.commands.moving import (
    close,
    evaluate,
    mark_published,
    mark_verdict_published,
    reopen,
    reopen_by_measurement,
    respond,
    send_to_verification,
    triage,
)
from tangkal.desk.cases.commands.opening import link, open_case
from tangkal.desk.cases.commands.screening import (
    ask_data,
    claim_ownership,
    dismiss,
    mark_duplicate,
    release,
    screen,
    undo,
)
from tangkal.desk.cases.commands.verdicts import (
    approve_verdict,
    correct_verdict,
    draft_verdict,
    return_verdict,
    revise_verdict,
    submit_verdict,
    withdraw_verdict,
)

__all__ = [
    "add_claim",
    "add_evidence",
    "approve_verdict",
    "ask_data",
    "assess_gate",
    "assign",
    "claim_ownership",
    "close",
    "confirm_override",
    "correct_verdict",
    "decide",
    "dismiss",
    "draft_verdict",
    "evaluate",
    "grade_evidence",
    "judge_impact",
    "link",
    "mark_duplicate",
    "mark_published",
    "mark_verdict_published",
    "note",
    "open_case",
    "open_on_questions",
    "release",
    "reopen",
    "reopen_by_measurement",
    "respond",
    "return_verdict",
    "revise_verdict",
    "screen",
    "send_to_verification",
    "submit_verdict",
    "triage",
    "undo",
    "withdraw_verdict",
]
