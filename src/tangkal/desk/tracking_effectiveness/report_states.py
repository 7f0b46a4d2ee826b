"""The states of an evaluation report as a table of data: one drafts, another one approves."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tangkal.desk.accounts.roles import Role
from tangkal.desk.workflow import Machine, steps


class ReportState(models.TextChoices):
    DRAFT = "DRAF", _("Draft")
    SUBMITTED = "DIAJUKAN", pgettext_lazy("report", "Waiting for approval")
    APPROVED = "DISETUJUI", _("Approved")
    SUPERSEDED = "DIGANTI", _("Replaced")
    WITHDRAWN = "DITARIK", _("Withdrawn")


R = ReportState
DRAFTERS = (Role.EVALUATOR, Role.ANALYST)
APPROVERS = (Role.APPROVER, Role.EVALUATOR)

EVALUATION_REPORT = Machine(
    "evaluation report",
    steps(
        (R.DRAFT, "submit", R.SUBMITTED, DRAFTERS),
        # What waits for approval stays as it is: whoever changes it takes it back first.
        (R.SUBMITTED, "return", R.DRAFT, (*APPROVERS, Role.ANALYST)),
        (R.SUBMITTED, "approve", R.APPROVED, APPROVERS),
        # The system takes this step when a later report on the same period is approved.
        (R.APPROVED, "supersede", R.SUPERSEDED, APPROVERS),
        (R.APPROVED, "withdraw", R.WITHDRAWN, APPROVERS),
        ((R.DRAFT, R.SUBMITTED), "discard", R.WITHDRAWN, DRAFTERS),
    ),
)
