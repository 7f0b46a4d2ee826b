"""Appeals, oversight and data protection."""

import uuid
from typing import Any

from django.utils import timezone

from tangkal.desk.portal.appeals import contested_page, take_appeal
from tangkal.desk.portal.models import Clarification
from tangkal.desk.rights import appeals, breaches
from tangkal.desk.rights.models import Review
from tangkal.desk.rights.subjects import subject_of
from tests.safeguards import stages
from tests.safeguards.answers import AUDITOR, NOTING, READING, WORKING, Who, own, roles
from tests.safeguards.operations import Differs

OFFICERS = frozenset({"penyetuju", "hukum", "auditor"})
FINDING = OFFICERS | {"pejabat_pdp"}
PROTECTOR = frozenset({"pejabat_pdp"})
PROTECTING = PROTECTOR | AUDITOR
HOLDING = PROTECTOR | {"hukum"}
ITS_OFFICER = frozenset({"hukum"})

TABLE = {
    "appeals.list_appeals": roles(READING),
    "appeals.get_appeal": own(READING),
    "appeals.appeal_file": Who(hidden=READING, hidden_from_ours=READING),  # no file came with it
    "appeals.assign": own(OFFICERS, hidden=OFFICERS),
    "appeals.decide": own(ITS_OFFICER, hidden=OFFICERS),
    "appeals.tell": own(OFFICERS, hidden=OFFICERS),
    "appeals.announce": own(OFFICERS, hidden=OFFICERS),
    "oversight.list_conflicts": own(READING),
    # "analis" is named, who may say so too.
    "oversight.declare_conflict": own(OFFICERS | WORKING, 201, hidden=READING),
    "oversight.lift_conflict": own(ITS_OFFICER, hidden=READING),  # the auditor declared it
    "oversight.list_findings": roles(FINDING),
    "oversight.get_finding": own(FINDING, hidden=FINDING),
    "oversight.write_finding": Differs(ours={201: AUDITOR}, theirs={422: AUDITOR}),
    "oversight.take_finding_step": own(FINDING - AUDITOR, hidden=FINDING),
    "oversight.list_access": roles(AUDITOR),
    "oversight.list_official_claims": roles(READING),
    "oversight.question_our_own": own(WORKING, 201, hidden=NOTING),
    "protection.get_plan": roles(PROTECTING | HOLDING),
    "protection.run_retention": roles(PROTECTOR),
    "protection.list_holds": roles(PROTECTING | HOLDING),
    "protection.hold": Differs(ours={201: HOLDING}, theirs={422: HOLDING}),
    "protection.end_hold": own(HOLDING, hidden=HOLDING),
    "protection.list_requests": roles(PROTECTING),
    "protection.get_request": own(PROTECTING, hidden=PROTECTING),
    "protection.take_in": roles(PROTECTOR, 201),
    "protection.answer": own(PROTECTOR, hidden=PROTECTOR),
    "protection.refuse": own(PROTECTOR, hidden=PROTECTOR),
    "protection.list_breaches": roles(PROTECTING),
    "protection.get_breach": own(PROTECTING, hidden=PROTECTING),
    "protection.open_breach": roles(PROTECTOR, 201),
    "protection.add_breach_entry": own(PROTECTOR, 201, hidden=PROTECTOR),
    "protection.close_breach": own(PROTECTOR, hidden=PROTECTOR),
}


def places(world: dict[str, Any], case: Any, people: dict[str, Any]) -> dict[str, Any]:
    received = {"receipt": world["appeal"]["receipt"]}
    page = Clarification.objects.get(slug=world["own-question"]["slug"])
    states = ("given", "decided", "told")
    given, decided, told = (appeal_at(state, page, people) for state in states)
    case_of_theirs = stages.case_at("opened", people)
    officer = people["pejabat_pdp"]
    open_one = {"breach_id": world["breach"]["breach_id"]}
    settled = breaches.open_breach(title="Lain", what="x", found_at=timezone.now(), by=officer)
    for kind in ("subjects", "agency"):
        breaches.add_entry(settled, kind=kind, text="Diberitahu", by=officer)
    settled.refresh_from_db()
    on_request = world["data-request"]

    def at(review: Review) -> Any:
        return {"receipt": review.appeal.receipt}, {"version": review.appeal.version}

    return {
        "appeals.get_appeal": (received, {}),
        "appeals.appeal_file": (received, {}),
        "appeals.assign": (received, {}),
        "appeals.decide": (
            at(given)[0],
            at(given)[1] | {"seen": subject_of(given.appeal).sha256_now()},
        ),
        "appeals.tell": at(decided),
        "appeals.announce": at(told),
        "oversight.list_conflicts": (world["case-conflicts"], {}),
        "oversight.declare_conflict": (case_of_theirs.on, {}),
        "oversight.lift_conflict": (world["case-conflict-lift"], {}),
        "oversight.get_finding": (world["finding"], {}),
        "oversight.write_finding": ({}, {"organisation": case.lead_organisation_id}),
        "oversight.take_finding_step": ({"finding_id": world["finding"]["finding_id"]}, {}),
        "oversight.question_our_own": ({"slug": page.slug}, {}),
        "protection.hold": ({}, {"case": case.number}),
        "protection.end_hold": (world["evidence-hold-end"], {}),
        **{f"protection.{act}": (on_request, {}) for act in ("get_request", "answer", "refuse")},
        **{f"protection.{act}": (open_one, {}) for act in ("get_breach", "add_breach_entry")},
        "protection.close_breach": ({"breach_id": settled.pk}, {"version": settled.version}),
    }


def appeal_at(state: str, page: Clarification, people: dict[str, Any]) -> Review:
    """An appeal that "hukum" has in hand, has decided, or has told its sender of."""
    officer = people["hukum"]
    appeal = take_appeal(
        contested_page(page),
        part="verdict",
        why="Keputusan harga sudah diganti.",
        token=str(uuid.uuid4()),
        language="id",
    )
    found = Review.objects.get(appeal=appeal)
    found = appeals.assign(found, officer, first_reply="Diterima.", by=people["penyetuju"])
    if state != "given":
        found = appeals.decide(
            found, "uphold", reason="Tetap.", by=officer,
            sha256_seen=subject_of(found.appeal).sha256_now(),
        )  # fmt: skip
    if state == "told":
        found = appeals.tell_sender(found, reply="Tetap.", how="surat", by=officer)
    return found
