"""State machines of appeals (the doctrine's F2, row 10), findings, requests and breaches."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.roles import Role
from tangkal.desk.portal.appeal_states import OUTCOMES, AppealState
from tangkal.desk.workflow import Machine, steps

A = AppealState
# No verifier: whoever checks claims does not also judge what is said against the checks.
REVIEWERS = (Role.APPROVER, Role.LEGAL, Role.AUDITOR)

APPEAL = Machine(
    "appeal",
    steps(
        (A.RECEIVED, "assign", A.IN_REVIEW, REVIEWERS),
        # Whoever turns out to be part of it hands it on.
        (A.IN_REVIEW, "assign", A.IN_REVIEW, REVIEWERS),
        (A.IN_REVIEW, "uphold", A.UPHELD, REVIEWERS),
        (A.IN_REVIEW, "revise", A.REVISED, REVIEWERS),
        (A.IN_REVIEW, "withdraw", A.WITHDRAWN, REVIEWERS),
        (OUTCOMES, "tell", A.TOLD, REVIEWERS),
        (A.TOLD, "announce", A.ANNOUNCED, REVIEWERS),
    ),
)


class FindingState(models.TextChoices):
    OPEN = "TERBUKA", _("Open")
    ANSWERED = "DIJAWAB", _("Answered")
    CLOSED = "DITUTUP", _("Closed")


F = FindingState

FINDING = Machine(
    "finding",
    steps(
        (F.OPEN, "reply", F.ANSWERED, (Role.APPROVER, Role.LEGAL, Role.DATA_PROTECTION)),
        (F.ANSWERED, "ask_again", F.OPEN, Role.AUDITOR),
        ((F.OPEN, F.ANSWERED), "close", F.CLOSED, Role.AUDITOR),
    ),
)


class RequestState(models.TextChoices):
    RECEIVED = "DITERIMA", _("Received")
    ANSWERED = "DIJAWAB", _("Answered")
    REFUSED = "DITOLAK", _("Refused")


R = RequestState

REQUEST = Machine(
    "data subject's request",
    steps(
        (R.RECEIVED, "answer", R.ANSWERED, Role.DATA_PROTECTION),
        (R.RECEIVED, "refuse", R.REFUSED, Role.DATA_PROTECTION),
    ),
)


class BreachState(models.TextChoices):
    OPEN = "TERBUKA", _("Open")
    TOLD = "DIBERITAHUKAN", _("Notified")
    CLOSED = "DITUTUP", _("Closed")


B = BreachState

BREACH = Machine(
    "personal data breach",
    steps(
        (B.OPEN, "note", B.OPEN, Role.DATA_PROTECTION),
        (B.OPEN, "told", B.TOLD, Role.DATA_PROTECTION),  # both the people and the agency
        (B.TOLD, "note", B.TOLD, Role.DATA_PROTECTION),
        (B.TOLD, "close", B.CLOSED, Role.DATA_PROTECTION),
    ),
)
