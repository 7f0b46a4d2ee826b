"""Structured judgement, second looks, work on a case, notices and deadlines."""

from tests.safeguards.answers import (
    APPROVING,
    NOTING,
    PLANNING,
    PROVING,
    READING,
    REPORTING,
    SCREENING,
    VERIFYING,
    WORKING,
    WRITING,
    Who,
    own,
    roles,
    signed_in,
)

COUNTING = SCREENING | VERIFYING | {"admin_daerah"}
PAUSING = REPORTING | WRITING

TABLE = {
    "assessments.assess_first": own(WORKING, 201, hidden=PLANNING),
    "assessments.assess_abcde": own(WORKING, 201, hidden=PLANNING),
    "assessments.rate_intent": own(WORKING, 201, hidden=PLANNING),
    "assessments.record_technique": own(WORKING, 201, hidden=PLANNING),
    "assessments.get_look": own(READING),
    "assessments.take_look": own(WORKING, hidden=PLANNING),
    "assessments.give_look_back": own(WORKING, hidden=PLANNING),
    "assessments.judge_again": own(WORKING, hidden=PLANNING),
    "assessments.reconcile": own(PLANNING, hidden=PLANNING),
    "assessments.waive": own(APPROVING, hidden=PLANNING),
    "case_work.list_spreads": own(READING),
    "case_work.add_spread": own(COUNTING, 201, hidden=NOTING),
    "case_work.draw_in": own(COUNTING, hidden=NOTING),
    "case_work.remove_spread": own(COUNTING, hidden=NOTING),
    "case_work.list_captures": own(READING),
    "case_work.ask_capture": own(PROVING, 201, hidden=NOTING),
    "case_work.retry_capture": own(PROVING, hidden=NOTING),
    "case_work.watch": own(READING),
    "case_work.pause": own(PAUSING, 201, hidden=NOTING),
    "case_work.resume": own(PAUSING, hidden=NOTING),
    "inbox.list_notices": signed_in(),
    "inbox.mark_read": signed_in(),
    "inbox.choose_kinds": signed_in(),
    "inbox.list_deadlines": roles(READING),
    # A call is the called person's alone; "analis" was called.
    "inbox.acknowledge": Who(ours=WORKING, hidden=READING, hidden_from_ours=READING),
}
