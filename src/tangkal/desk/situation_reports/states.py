"""The states of an edition as a table of data: one person drafts, another one signs."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tangkal.desk.accounts.roles import Role
from tangkal.desk.workflow import Machine, steps


class EditionState(models.TextChoices):
    DRAFT = "DRAF", _("Draft")
    CHECKED = "DIPERIKSA", pgettext_lazy("report", "Checked")
    SIGNED = "DITANDATANGANI", _("Signed")
    SUPERSEDED = "DIGANTI", _("Replaced")
    WITHDRAWN = "DITARIK", _("Withdrawn")


E = EditionState
SIGNERS = (Role.ANALYST, Role.APPROVER)

EDITION = Machine(
    "situation report",
    steps(
        (E.DRAFT, "check", E.CHECKED, Role.ANALYST),
        # What is checked stays as it is: whoever changes it takes it back to a draft first.
        (E.CHECKED, "return", E.DRAFT, SIGNERS),
        (E.CHECKED, "sign", E.SIGNED, SIGNERS),
        # The system takes this step when a correction of the edition is signed.
        (E.SIGNED, "supersede", E.SUPERSEDED, SIGNERS),
        (E.SIGNED, "withdraw", E.WITHDRAWN, SIGNERS),
        ((E.DRAFT, E.CHECKED), "discard", E.WITHDRAWN, Role.ANALYST),
    ),
)
