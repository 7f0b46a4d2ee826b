"""The second look's state machine as a table of data."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.roles import Role
from tangkal.desk.workflow import Machine, steps


class LookState(models.TextChoices):
    OFFERED = "DITAWARKAN", _("Offered")
    TAKEN = "DIAMBIL", _("Taken")
    IN = "MASUK", _("Both are in")
    RECONCILED = "DISEPAKATI", _("Reconciled")
    WAIVED = "DITIADAKAN", _("Waived")


L = LookState

SECOND_LOOK = Machine(
    "second look",
    steps(
        (L.OFFERED, "take", L.TAKEN, Role.ANALYST),
        (L.TAKEN, "give_back", L.OFFERED, Role.ANALYST),
        (L.TAKEN, "judge", L.IN, Role.ANALYST),
        (L.IN, "reconcile", L.RECONCILED, (Role.ANALYST, Role.APPROVER)),
        # What cannot wait for a second analyst is decided without one, and says so.
        ((L.OFFERED, L.TAKEN), "waive", L.WAIVED, Role.APPROVER),
    ),
)
