"""The states of a test of two wordings: two people before it starts, one to stop it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.roles import Role
from tangkal.desk.workflow import Machine, steps


class TrialState(models.TextChoices):
    DRAFT = "RANCANGAN", _("Draft")
    REVIEW = "DITELAAH", _("Waits for a second person")
    APPROVED = "DISETUJUI", _("Approved")
    RUNNING = "BERJALAN", _("Running")
    STOPPED = "BERHENTI", _("Stopped")
    CONCLUDED = "SELESAI", _("Concluded")
    DROPPED = "DIBATALKAN", _("Dropped")


T = TrialState
PROPOSERS = (Role.EVALUATOR, Role.WRITER)
# Whoever sees harm in it stops it at once.
STOPPERS = (
    Role.EVALUATOR,
    Role.WRITER,
    Role.APPROVER,
    Role.ANALYST,
    Role.VERIFIER,
    Role.LEGAL,
    Role.DATA_PROTECTION,
    Role.SPOKESPERSON,
)

TRIAL = Machine(
    "test of wordings",
    steps(
        ((T.DRAFT, T.REVIEW, T.APPROVED), "revise", T.DRAFT, PROPOSERS),
        (T.DRAFT, "submit", T.REVIEW, PROPOSERS),
        (T.REVIEW, "approve", T.APPROVED, Role.APPROVER),
        (T.REVIEW, "send_back", T.DRAFT, Role.APPROVER),
        ((T.DRAFT, T.REVIEW, T.APPROVED), "drop", T.DROPPED, (*PROPOSERS, Role.APPROVER)),
        (T.APPROVED, "start", T.RUNNING, (Role.EVALUATOR, Role.APPROVER)),
        (T.RUNNING, "stop", T.STOPPED, STOPPERS),
        (T.STOPPED, "conclude", T.CONCLUDED, Role.EVALUATOR),
    ),
)
