"""State machines of messages and of the fast lane (the doctrine's F2, row 5) as tables of data."""

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
    SCHEDULED = "TERJADWAL", _("Scheduled")
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
        # In an election period a label on politics needs a second word, see elections.
        (M.APPROVED, "cosign", M.APPROVED, Role.APPROVER),
        (M.APPROVED, "schedule", M.SCHEDULED, Role.APPROVER),
        (M.SCHEDULED, "unschedule", M.APPROVED, Role.APPROVER),
        # At its hour the worker takes this step in the name of whoever scheduled it.
        (M.SCHEDULED, "publish", M.PUBLISHED, Role.APPROVER),
        (M.PUBLISHED, "replace", M.REPLACED, Role.APPROVER),
        (M.PUBLISHED, "withdraw", M.WITHDRAWN, Role.APPROVER),
    ),
)


class TemplateState(models.TextChoices):
    DRAFT = "DRAF", _("Draft")
    ONE_WORD = "SETUJU_SATU", _("Approved by one")
    READY = "BERLAKU", _("Ready to use")
    ENDED = "BERAKHIR", _("Ended")


class HoldingState(models.TextChoices):
    DRAFT = "DRAF", _("Draft")
    PUBLISHED = "TERBIT", _("Published, second check due")
    CHECKED = "DIPERIKSA", _("Published and checked")
    REPLACED = "DIGANTI", _("Replaced")
    WITHDRAWN = "DITARIK", _("Withdrawn")


T, H = TemplateState, HoldingState
CHECKERS = (Role.APPROVER, Role.VERIFIER, Role.LEGAL)
STANDING = (H.PUBLISHED, H.CHECKED)  # first statements that readers find on the portal

# A holding template is approved in quiet times, by two people, so that one is enough in a crisis.
TEMPLATE = Machine(
    "holding template",
    steps(
        (T.DRAFT, "approve", T.ONE_WORD, (Role.APPROVER, Role.LEGAL)),
        (T.ONE_WORD, "approve", T.READY, Role.APPROVER),
        ((T.DRAFT, T.ONE_WORD, T.READY), "revise", T.DRAFT, Role.WRITER),
        ((T.DRAFT, T.ONE_WORD, T.READY), "end", T.ENDED, Role.APPROVER),
    ),
)

HOLDING = Machine(
    "holding statement",
    steps(
        (H.DRAFT, "fill", H.DRAFT, (Role.WRITER, Role.APPROVER, Role.SPOKESPERSON)),
        (H.DRAFT, "publish", H.PUBLISHED, Role.APPROVER),
        (H.PUBLISHED, "confirm", H.CHECKED, CHECKERS),
        # What the second check finds wrong comes down at once, in public.
        (H.PUBLISHED, "reject", H.WITHDRAWN, CHECKERS),
        ((H.PUBLISHED, H.CHECKED), "replace", H.REPLACED, Role.APPROVER),
        ((H.PUBLISHED, H.CHECKED), "withdraw", H.WITHDRAWN, Role.APPROVER),
    ),
)
