"""How a text that the public looks up moves: written by one person, published by another."""

from django.db import models
from django.utils.translation import pgettext_lazy

from tangkal.desk.accounts.roles import Role
from tangkal.desk.workflow import Machine, steps


class EntryState(models.TextChoices):
    DRAFT = "DRAF", pgettext_lazy("public reference", "Draft")
    WAITING = "PENYETUJU", pgettext_lazy("public reference", "With the approver")
    PUBLISHED = "TERBIT", pgettext_lazy("public reference", "Published")
    WITHDRAWN = "DITARIK", pgettext_lazy("public reference", "Withdrawn")


E = EntryState

ENTRY = Machine(
    "public reference",
    steps(
        (E.DRAFT, "write", E.DRAFT, Role.WRITER),
        (E.DRAFT, "submit", E.WAITING, Role.WRITER),
        (E.WAITING, "return", E.DRAFT, Role.APPROVER),
        (E.WAITING, "publish", E.PUBLISHED, Role.APPROVER),
        # What stands on the portal stays there until the next text is published.
        ((E.PUBLISHED, E.WITHDRAWN), "write", E.DRAFT, Role.WRITER),
        ((E.DRAFT, E.WAITING, E.PUBLISHED), "withdraw", E.WITHDRAWN, Role.APPROVER),
    ),
)
