"""The message's state machine (the doctrine's F2, row 5) as a table of data."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.roles import Role
from tangkal.desk.workflow import Machine, steps


class MessageState(models.TextChoices):
    DRAFT = "DRAF", _("Draft")
    FACT_CHECK = "CEK_FAKTA", _("Fact check")
    POLICY_OWNER = "PEMILIK_KEBIJAKAN", _("With the approver")
    LEGAL = "HUKUM", _("Legal review")
    APPROVED = "DISETUJUI", _("Approved")
    PUBLISHED = "TERBIT", _("Published")
    REPLACED = "DIGANTI", _("Replaced")
    WITHDRAWN = "DITARIK", _("Withdrawn")


M = MessageState

MESSAGE = Machine(
    "message",
    steps(
        (M.DRAFT, "submit", M.FACT_CHECK, Role.WRITER),
        (M.FACT_CHECK, "confirm_facts", M.POLICY_OWNER, Role.VERIFIER),
        (M.FACT_CHECK, "return", M.DRAFT, Role.VERIFIER),
        (M.LEGAL, "clear", M.POLICY_OWNER, (Role.LEGAL, Role.DATA_PROTECTION)),
        (M.LEGAL, "return", M.DRAFT, (Role.LEGAL, Role.DATA_PROTECTION)),
        (M.POLICY_OWNER, "approve", M.APPROVED, Role.APPROVER),
        (M.POLICY_OWNER, "ask_legal", M.LEGAL, Role.APPROVER),
        (M.POLICY_OWNER, "return", M.DRAFT, Role.APPROVER),
        # A changed text is a new version, which nobody has approved.
        (M.APPROVED, "return", M.DRAFT, Role.APPROVER),
        (M.APPROVED, "publish", M.PUBLISHED, Role.APPROVER),
        (M.PUBLISHED, "replace", M.REPLACED, Role.APPROVER),
        (M.PUBLISHED, "withdraw", M.WITHDRAWN, Role.APPROVER),
    ),
)
