"""How a crisis moves (the doctrine's F2.7), and how an answer of its Q&A board does."""

from django.db import models
from django.utils.translation import pgettext_lazy

from tangkal.desk.accounts.roles import Role
from tangkal.desk.workflow import Machine, steps

SYSTEM = "sistem"  # a step that the clock takes; no person's role is called so


class CrisisState(models.TextChoices):
    NORMAL = "NORMAL", pgettext_lazy("crisis", "Normal")
    ALERT = "SIAGA", pgettext_lazy("crisis", "On alert")
    CRISIS = "KRISIS", pgettext_lazy("crisis", "Crisis")
    NATIONAL = "NASIONAL", pgettext_lazy("crisis", "National crisis")
    DEESCALATION = "DEESKALASI", pgettext_lazy("crisis", "De-escalation")
    RECOVERY = "PEMULIHAN", pgettext_lazy("crisis", "Recovery")
    REVIEW = "AAR", pgettext_lazy("crisis", "After-action review")
    CLOSED = "DITUTUP", pgettext_lazy("crisis", "Closed")


class AnswerState(models.TextChoices):
    ASKED = "DITANYAKAN", pgettext_lazy("answer", "Asked")
    DRAFTED = "DIJAWAB", pgettext_lazy("answer", "Answer drafted")
    CHECKED = "DICEK", pgettext_lazy("answer", "Facts checked")
    APPROVED = "DISETUJUI", pgettext_lazy("answer", "Approved")


S, A = CrisisState, AnswerState
LEVELLED = (S.ALERT, S.CRISIS, S.NATIONAL)
# What stands in the bar of every page, and takes entries, ticks and answers.
OPEN = (*LEVELLED, S.DEESCALATION, S.RECOVERY, S.REVIEW)

CRISIS = Machine(
    "crisis",
    steps(
        # A level is proposed by one approver and confirmed by another: see commands/activating.
        ((S.NORMAL, S.DEESCALATION, S.RECOVERY), "raise_1", S.ALERT, Role.APPROVER),
        ((S.NORMAL, S.ALERT, S.DEESCALATION, S.RECOVERY), "raise_2", S.CRISIS, Role.APPROVER),
        (
            (S.NORMAL, S.ALERT, S.CRISIS, S.DEESCALATION, S.RECOVERY),
            "raise_3",
            S.NATIONAL,
            Role.APPROVER,
        ),
        (S.NORMAL, "decline", S.CLOSED, Role.APPROVER),
        # Renewed, a level stays what it is.
        *((state, "renew", state, Role.APPROVER) for state in LEVELLED),
        (LEVELLED, "deescalate", S.DEESCALATION, Role.APPROVER),
        (LEVELLED, "expire", S.DEESCALATION, SYSTEM),
        (S.DEESCALATION, "recover", S.RECOVERY, Role.APPROVER),
        (S.RECOVERY, "review", S.REVIEW, Role.APPROVER),
        (S.REVIEW, "close", S.CLOSED, Role.APPROVER),
    ),
)

ANSWERERS = (Role.WRITER, Role.ANALYST, Role.VERIFIER, Role.SPOKESPERSON, Role.APPROVER)
ANSWER = Machine(
    "crisis answer",
    steps(
        ((A.ASKED, A.DRAFTED, A.CHECKED, A.APPROVED), "draft", A.DRAFTED, ANSWERERS),
        (A.DRAFTED, "check", A.CHECKED, Role.VERIFIER),
        ((A.DRAFTED, A.CHECKED, A.APPROVED), "return", A.ASKED, (Role.VERIFIER, Role.APPROVER)),
        (A.CHECKED, "approve", A.APPROVED, Role.APPROVER),
    ),
)
