"""The steps of a response plan, as a table of data."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.roles import Role
from tangkal.desk.workflow import Machine, steps


class PlanState(models.TextChoices):
    DRAFT = "DRAF", _("Draft")
    APPROVER = "PENYETUJU", _("With the approver")
    APPROVED = "DISETUJUI", _("Approved")


S = PlanState
WRITERS = (Role.WRITER, Role.ANALYST)
WORKERS = (*WRITERS, Role.VERIFIER, Role.SPOKESPERSON, Role.APPROVER)

PLAN = Machine(
    "response plan",
    steps(
        (S.DRAFT, "submit", S.APPROVER, WRITERS),
        (S.APPROVER, "approve", S.APPROVED, Role.APPROVER),
        (S.APPROVER, "return", S.DRAFT, Role.APPROVER),
        # A changed plan is a new version, which nobody has approved.
        ((S.DRAFT, S.APPROVED), "revise", S.DRAFT, WRITERS),
        # While it is carried out: what was found, assessed, created, targeted; and what is done.
        (S.DRAFT, "log", S.DRAFT, WORKERS),
        (S.APPROVER, "log", S.APPROVER, WORKERS),
        (S.APPROVED, "log", S.APPROVED, WORKERS),
        # A task of the version approved last stays due while a newer one is being written.
        *((state, "tick", state, WORKERS) for state in (S.DRAFT, S.APPROVER, S.APPROVED)),
    ),
)
