"""State machines of signals, cases and verdicts (the doctrine's F2) as tables of data."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tangkal.desk.accounts.roles import Role
from tangkal.desk.workflow import Machine, steps


class SignalState(models.TextChoices):
    NEW = "BARU", _("New")
    SCREENED = "DISARING", _("Being screened")
    DUPLICATE = "DUPLIKAT", _("Duplicate")
    DISMISSED = "DITOLAK", _("Dismissed")
    NEEDS_DATA = "PERLU_DATA", _("Needs data")
    LINKED = "DITAUTKAN", _("Linked to a case")


class CaseState(models.TextChoices):
    OPENED = "DIBUKA", _("Opened")
    TRIAGE = "TRIASE", _("Triage")
    VERIFICATION = "VERIFIKASI", _("Verification")
    ASSESSED = "DINILAI", _("Impact judged")
    DECIDED = "DIPUTUSKAN", _("Decided")
    RESPONSE = "RESPONS", _("Response")
    PUBLISHED = "TERBIT", _("Published")
    EVALUATION = "EVALUASI", _("Evaluation")
    CLOSED = "SELESAI", _("Closed")
    REOPENED = "DIBUKA_KEMBALI", _("Re-opened")


class VerdictState(models.TextChoices):
    DRAFT = "DRAF", _("Draft")
    PEER_REVIEW = "TELAAH_SEJAWAT", _("Peer review")
    APPROVED = "DISETUJUI", _("Approved")
    PUBLISHED = "TERBIT", _("Published")
    CORRECTED = "DIKOREKSI", _("Corrected")
    WITHDRAWN = "DICABUT", _("Withdrawn")


class PublicNoteState(models.TextChoices):
    DRAFT = "DRAF", _("Draft")
    RELEASED = "TERBIT", pgettext_lazy("public note", "In public")
    REPLACED = "DIGANTI", pgettext_lazy("public note", "Replaced")
    WITHDRAWN = "DICABUT", _("Withdrawn")


class DecisionOption(models.TextChoices):
    NO_RESPONSE = "TIDAK_DIRESPONS", _("No response")
    MONITOR = "PANTAU", pgettext_lazy("decision", "Monitor")
    RESPOND = "RESPONS", _("Respond")
    CRISIS = "KRISIS", _("Crisis")
    REFER = "RUJUK", _("Refer")


S, C, V, D = SignalState, CaseState, VerdictState, DecisionOption
SCREENERS = (Role.MONITOR, Role.ANALYST)
OPEN_SIGNALS = (S.NEW, S.SCREENED, S.NEEDS_DATA)  # those that wait for somebody

SIGNAL = Machine(
    "signal",
    steps(
        (S.NEW, "screen", S.SCREENED, SCREENERS),
        ((S.NEW, S.SCREENED), "mark_duplicate", S.DUPLICATE, SCREENERS),
        ((S.NEW, S.SCREENED, S.NEEDS_DATA), "dismiss", S.DISMISSED, SCREENERS),
        ((S.NEW, S.SCREENED), "ask_data", S.NEEDS_DATA, SCREENERS),
        (S.NEEDS_DATA, "screen", S.SCREENED, SCREENERS),
        ((S.NEW, S.SCREENED, S.NEEDS_DATA), "link", S.LINKED, SCREENERS),
        # Undo: what a slip of the keyboard closed can be opened again.
        ((S.SCREENED, S.DUPLICATE, S.DISMISSED, S.NEEDS_DATA), "undo", S.NEW, SCREENERS),
    ),
)

CASE = Machine(
    "case",
    steps(
        ((C.OPENED, C.REOPENED), "triage", C.TRIAGE, Role.ANALYST),
        (C.TRIAGE, "send_to_verification", C.VERIFICATION, Role.ANALYST),
        # Opinion, criticism, satire and press work skip the verdict: there is none to give.
        (C.TRIAGE, "judge_impact", C.ASSESSED, Role.ANALYST),
        (C.VERIFICATION, "judge_impact", C.ASSESSED, Role.ANALYST),
        # Until somebody has decided, a judgement may be replaced by a better one.
        (C.ASSESSED, "judge_impact", C.ASSESSED, Role.ANALYST),
        (C.ASSESSED, "decide", C.DECIDED, Role.APPROVER),
        (C.DECIDED, "respond", C.RESPONSE, (Role.WRITER, Role.APPROVER)),
        (C.RESPONSE, "publish", C.PUBLISHED, Role.APPROVER),
        (C.PUBLISHED, "evaluate", C.EVALUATION, (Role.EVALUATOR, Role.ANALYST)),
        ((C.DECIDED, C.PUBLISHED, C.EVALUATION), "close", C.CLOSED, (Role.EVALUATOR, Role.ANALYST)),
        (
            (C.DECIDED, C.PUBLISHED, C.EVALUATION, C.CLOSED),
            "reopen",
            C.REOPENED,
            (Role.ANALYST, Role.APPROVER),
        ),
    ),
)

VERDICT = Machine(
    "verdict",
    steps(
        (V.DRAFT, "submit", V.PEER_REVIEW, Role.VERIFIER),
        (V.PEER_REVIEW, "return", V.DRAFT, Role.VERIFIER),
        (V.PEER_REVIEW, "approve", V.APPROVED, Role.VERIFIER),
        (V.APPROVED, "publish", V.PUBLISHED, Role.APPROVER),
        (V.PUBLISHED, "correct", V.CORRECTED, Role.VERIFIER),
        ((V.APPROVED, V.PUBLISHED, V.CORRECTED), "withdraw", V.WITHDRAWN, Role.VERIFIER),
    ),
)

# What those who wait for an answer may know already. Other words are another note.
P = PublicNoteState
NOTING = (Role.WRITER, Role.ANALYST)

PUBLIC_NOTE = Machine(
    "public note",
    steps(
        (P.DRAFT, "write_public", P.DRAFT, NOTING),
        (P.DRAFT, "release", P.RELEASED, Role.APPROVER),
        (P.RELEASED, "replace", P.REPLACED, Role.APPROVER),  # by releasing the next one
        ((P.DRAFT, P.RELEASED), "withdraw_public", P.WITHDRAWN, (*NOTING, Role.APPROVER)),
    ),
)
