"""Addresses of appeals, oversight and data protection."""

import uuid

from tangkal.desk.approvals import conflicts
from tangkal.desk.portal.appeals import contested_page, take_appeal
from tangkal.desk.portal.models import Clarification
from tests.safeguards.answers import AUDITOR, LOOK, NO, NONE, READING, Who, everybody, own, roles

REVIEWING = frozenset({"penyetuju", "hukum", "auditor"})
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
    on_case = {"number": case.number}
    on_appeal = {"receipt": appeal.receipt}
    return {
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
