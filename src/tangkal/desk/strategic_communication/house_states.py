"""The steps of a message house, as a table of data."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.roles import Role
from tangkal.desk.workflow import Machine, steps


class HouseState(models.TextChoices):
    DRAFT = "DRAF", _("Draft")
    FACT_CHECK = "CEK_FAKTA", _("Fact check")
    APPROVER = "PENYETUJU", _("With the approver")
    IN_FORCE = "BERLAKU", _("In force")
    EXPIRED = "KEDALUWARSA", _("Expired")
    ENDED = "BERAKHIR", _("Ended, not renewed")
    WITHDRAWN = "DITARIK", _("Withdrawn")


S = HouseState
UNFINISHED = (S.DRAFT, S.FACT_CHECK, S.APPROVER)

# The state is that of the newest version: while it is checked, the one before stays in force.
HOUSE = Machine(
    "message house",
    steps(
        (S.DRAFT, "submit", S.FACT_CHECK, Role.WRITER),
        (S.FACT_CHECK, "confirm_facts", S.APPROVER, Role.VERIFIER),
        (S.FACT_CHECK, "return", S.DRAFT, Role.VERIFIER),
        (S.APPROVER, "approve", S.IN_FORCE, Role.APPROVER),
        (S.APPROVER, "return", S.DRAFT, Role.APPROVER),
        ((S.DRAFT, S.IN_FORCE, S.EXPIRED, S.ENDED), "revise", S.DRAFT, Role.WRITER),
        # Its last moment passes by the clock; the worker only writes it down.
        (S.IN_FORCE, "expire", S.EXPIRED, ()),
        # What went out stays where it is, marked with the moment; nobody is called any more.
        (S.EXPIRED, "rest", S.ENDED, Role.APPROVER),
        ((*UNFINISHED, S.IN_FORCE, S.EXPIRED, S.ENDED), "withdraw", S.WITHDRAWN, Role.APPROVER),
    ),
)
