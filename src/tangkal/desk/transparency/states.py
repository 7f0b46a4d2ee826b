"""How a transparency report moves: drafted by one person, published by the decision of another."""

from django.db import models
from django.utils.translation import pgettext_lazy

from tangkal.desk.accounts.roles import Role
from tangkal.desk.workflow import Machine, steps


class ReportState(models.TextChoices):
    DRAFT = "DRAF", pgettext_lazy("transparency report", "Draft")
    PUBLISHED = "TERBIT", pgettext_lazy("transparency report", "Published")
    REPLACED = "DIGANTI", pgettext_lazy("transparency report", "Replaced by a later edition")


P = ReportState
DRAFTERS = (Role.ANALYST, Role.EVALUATOR, Role.LEGAL, Role.DATA_PROTECTION)

TRANSPARENCY = Machine(
    "transparency report",
    steps(
        (P.DRAFT, "edit", P.DRAFT, DRAFTERS),
        (P.DRAFT, "publish", P.PUBLISHED, Role.APPROVER),
        # A published report is never changed: a corrected edition takes its place, and it stays.
        (P.PUBLISHED, "replace", P.REPLACED, Role.APPROVER),
    ),
)
