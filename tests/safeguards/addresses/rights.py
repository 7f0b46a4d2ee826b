"""Addresses of appeals, oversight and data protection."""

import uuid

from django.utils import timezone

from tangkal.desk.approvals import conflicts
from tangkal.desk.portal.appeals import contested_page, take_appeal
from tangkal.desk.portal.models import Clarification
from tangkal.desk.rights import breaches, data_requests, findings, retention
from tests.safeguards.answers import (
    AUDITOR,
    LOOK,
    NO,
    NONE,
    PUBLIC,
    READING,
    WORKING,
    Who,
    everybody,
    own,
    roles,
)

REVIEWING = frozenset({"penyetuju", "hukum", "auditor"})
FINDING = REVIEWING | {"pejabat_pdp"}
PROTECTOR = frozenset({"pejabat_pdp"})
PROTECTING = PROTECTOR | AUDITOR
LIFTING = frozenset({"hukum"})  # the auditor declared it

TABLE = {
    # Public. An empty appeal is shown again with what is missing; no number leads nowhere.
    "appeal-new": (everybody(), everybody(400)),
    "appeal-status": (everybody(), NO),
    "appeal-find": (everybody(), NO),
    "case-conflicts": (own(READING), NO),
    "case-conflict": (own(READING), own(READING, 422)),
    "case-conflict-lift": (own(LIFTING), own(LIFTING, 422)),
    "case-access": (own(frozenset({"auditor", "penyetuju"})), NO),
    "access-log": (roles(AUDITOR), NO),  # filtered by office
    "access-busy": (roles(AUDITOR), NO),
    "access-csv": (roles(AUDITOR), NO),
    "audit-overview": (roles(AUDITOR), NO),
    "findings": (roles(FINDING), NO),
    "finding-new": (roles(AUDITOR), roles(AUDITOR, 422)),
    "finding": (Who(ours=FINDING, hidden=READING, hidden_from_ours=READING), NO),
    # An empty form carries no version.
    "finding-step": (
        NO,
        Who(
            ours=FINDING - AUDITOR,
            answer=409,
            hidden=READING,
            hidden_from_ours=READING - FINDING,
        ),
    ),
    "data-map": (roles(PROTECTING), NO),
    "retention": (roles(PROTECTING | {"hukum"}), NO),
    "retention-run": (NO, roles(PROTECTOR, 302)),
    "evidence-hold": (roles(PROTECTOR | {"hukum"}), roles(PROTECTOR | {"hukum"}, 422)),
    "evidence-hold-end": (NO, own(PROTECTOR | {"hukum"}, 302)),
    "data-requests": (roles(PROTECTING), NO),
    "data-request-new": (roles(PROTECTOR), roles(PROTECTOR, 422)),
    "data-request": (own(PROTECTING, hidden=PROTECTING), NO),
    "data-request-json": (own(PROTECTOR, hidden=PROTECTING), NO),
    # An empty form carries no version.
    "data-request-answer": (NO, own(PROTECTOR, 409, hidden=PROTECTING)),
    "data-request-refuse": (NO, own(PROTECTOR, 409, hidden=PROTECTING)),
    "breaches": (roles(PROTECTING), NO),
    "breach-new": (roles(PROTECTOR), roles(PROTECTOR, 422)),
    "breach": (own(PROTECTING, hidden=PROTECTING), NO),
    "breach-entry": (NO, own(PROTECTOR, 409, hidden=PROTECTING)),
    "corrections-csv": PUBLIC,
    "corrections-json": PUBLIC,
    "corrections-feed": PUBLIC,
    "own-claims": LOOK,  # filtered by office
    "own-question": (own(WORKING), own(WORKING, 422)),
    "appeals": LOOK,  # filtered by office
    "appeals-csv": (roles(READING), NO),
    "appeal": (own(READING), NO),
    "appeal-assign": (NO, own(REVIEWING, 302)),
    # Nobody has the appeal yet, so nobody decides it.
    "appeal-decide": (NO, own(NONE)),
    "appeal-tell": (NO, own(NONE)),
    "appeal-announce": (NO, own(NONE)),
    "appeal-file": (Who(hidden=READING, hidden_from_ours=READING), NO),  # no file came with it
}


def arguments(case, people) -> dict[str, dict[str, object]]:
    """A published answer, an appeal against it, and a conflict of interest."""
    page, _made = Clarification.objects.get_or_create(
        slug="disanggah",
        defaults={
            "claim_text": "BBM naik malam ini",
            "verdict": "SALAH",
            "headline": "Harga BBM tidak naik",
            "parts": [{"key": "fact", "text": "Harga tetap."}],
            "issuer": case.lead_organisation,
            "reference": case.number,
        },
    )
    appeal = take_appeal(
        contested_page(page),
        part="verdict",
        why="Keputusan harga sudah diganti kemarin.",
        token=str(uuid.uuid4()),
        language="id",
    )
    conflict = conflicts.declare(case, people["nobody"], by=people["auditor"], reason="disebut")
    finding = findings.write(
        title="Persetujuan cepat",
        text="Jelaskan.",
        organisation=case.lead_organisation,
        by=people["auditor"],
    )
    officer = people["pejabat_pdp"]
    asked = data_requests.take_in(
        kind="access", asked_by="Siti, KTP", looked_for="siti@contoh.id", by=officer
    )
    breach = breaches.open_breach(
        title="Daftar surel", what="Terkirim ke luar.", found_at=timezone.now(), by=officer
    )
    hold = retention.hold(case, reason="perkara", until=timezone.localdate(), by=officer)
    on_case = {"number": case.number}
    on_appeal = {"receipt": appeal.receipt}
    return {
        "finding": {"finding_id": finding.pk},
        "finding-step": {"finding_id": finding.pk, "action": "reply"},
        "evidence-hold-end": {"hold_id": hold.pk},
        "data-request": {"request_id": asked.pk},
        "data-request-json": {"request_id": asked.pk},
        "data-request-answer": {"request_id": asked.pk},
        "data-request-refuse": {"request_id": asked.pk},
        "breach": {"breach_id": breach.pk},
        "breach-entry": {"breach_id": breach.pk},
        "own-question": {"slug": page.slug},
        "appeal-new": {"slug": page.slug},
        "appeal-status": on_appeal,
        "case-conflicts": on_case,
        "case-conflict": on_case,
        "case-access": on_case,
        "case-conflict-lift": on_case | {"conflict_id": conflict.pk},
        "appeal": on_appeal,
        "appeal-assign": on_appeal,
        "appeal-decide": on_appeal,
        "appeal-tell": on_appeal,
        "appeal-announce": on_appeal,
        "appeal-file": on_appeal,
    }
