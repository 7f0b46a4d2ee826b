"""How a request to a platform moves (the doctrine's F2.6). Nothing here removes anything."""

from django.db import models
from django.utils.translation import pgettext_lazy

from tangkal.desk.accounts.roles import Role
from tangkal.desk.workflow import Machine, steps

SYSTEM = "sistem"  # a step that a rule or the report takes; no person's role is called so


class RequestState(models.TextChoices):
    DRAFT = "DRAF", pgettext_lazy("platform request", "Draft")
    TEST = "UJI_PROPORSIONALITAS", pgettext_lazy("platform request", "Proportionality test")
    LEGAL = "TELAAH_HUKUM", pgettext_lazy("platform request", "Legal review")
    REFUSED = "DITOLAK", pgettext_lazy("platform request", "Refused by us")
    AUTHORISED = "DIOTORISASI", pgettext_lazy("platform request", "Authorised")
    SENT = "DIKIRIM", pgettext_lazy("platform request", "Sent")
    RECEIVED = "DITERIMA", pgettext_lazy("platform request", "Received by the platform")
    ACTED = "DITINDAK", pgettext_lazy("platform request", "Acted on")
    PARTLY = "SEBAGIAN", pgettext_lazy("platform request", "Acted on in part")
    DECLINED = "DITOLAK_PLATFORM", pgettext_lazy("platform request", "Refused by the platform")
    EXPIRED = "KEDALUWARSA", pgettext_lazy("platform request", "Expired without an answer")
    CONTESTED = "SANGGAH", pgettext_lazy("platform request", "Objection under review")
    CONFIRMED = "DIKUATKAN", pgettext_lazy("platform request", "Stands after an objection")
    REVERSED = "DIBATALKAN", pgettext_lazy("platform request", "Withdrawn: we were wrong")
    RESTORING = "PEMULIHAN", pgettext_lazy("platform request", "Restoration asked for")
    REPORTED = "DILAPORKAN", pgettext_lazy("platform request", "In a published report")


R = RequestState
AUTHORS = (Role.ANALYST, Role.WRITER)
VETO = (Role.LEGAL, Role.DATA_PROTECTION)
# Who writes down what went out and what came back.
KEEPERS = (Role.ANALYST, Role.WRITER, Role.APPROVER, Role.LEGAL)
SENDERS = (Role.APPROVER, Role.LEGAL)
# Those who review appeals: see the appeals' own table.
OFFICERS = (Role.APPROVER, Role.LEGAL, Role.AUDITOR)

BEFORE_SENDING = (R.DRAFT, R.TEST, R.LEGAL, R.AUTHORISED)
WAITING = (R.SENT, R.RECEIVED)
OUTCOMES = (R.ACTED, R.PARTLY, R.DECLINED)
# What went out and still stands: it can be contested, and it falls with its verdict.
STANDING = (*WAITING, *OUTCOMES, R.EXPIRED, R.CONFIRMED, R.REPORTED)
ENDED = (R.REFUSED, *OUTCOMES, R.EXPIRED, R.CONFIRMED, R.RESTORING)

REQUEST = Machine(
    "request to a platform",
    steps(
        (R.DRAFT, "test", R.TEST, AUTHORS),
        (R.TEST, "submit", R.LEGAL, AUTHORS),
        ((R.DRAFT, R.TEST), "drop", R.REFUSED, AUTHORS),
        (R.LEGAL, "return", R.TEST, VETO),
        (R.LEGAL, "clear", R.LEGAL, Role.LEGAL),
        (R.LEGAL, "clear_data", R.LEGAL, Role.DATA_PROTECTION),
        ((R.LEGAL, R.AUTHORISED), "refuse", R.REFUSED, VETO),
        # The first of two signatures, then the second: see commands/reviewing.
        (R.LEGAL, "sign", R.LEGAL, Role.APPROVER),
        # An election period that began since asks for a named person's, and nothing else does.
        (R.AUTHORISED, "sign", R.AUTHORISED, Role.APPROVER),
        (R.LEGAL, "authorise", R.AUTHORISED, Role.APPROVER),
        # A rule that nobody can switch off ends a request wherever it finds it.
        (BEFORE_SENDING, "refuse_by_rule", R.REFUSED, SYSTEM),
        (R.AUTHORISED, "send", R.SENT, SENDERS),
        (R.SENT, "receive", R.RECEIVED, KEEPERS),
        ((*WAITING, R.EXPIRED), "acted", R.ACTED, KEEPERS),
        ((*WAITING, R.EXPIRED), "partly", R.PARTLY, KEEPERS),
        ((*WAITING, R.EXPIRED), "declined", R.DECLINED, KEEPERS),
        (WAITING, "expire", R.EXPIRED, KEEPERS),
        # Whoever is affected objects until the end and after the report.
        (STANDING, "contest", R.CONTESTED, SYSTEM),
        (R.CONTESTED, "uphold", R.CONFIRMED, OFFICERS),
        (R.CONTESTED, "reverse", R.REVERSED, OFFICERS),
        # The label it rested on is gone: nobody has to object first.
        ((*STANDING, R.CONTESTED), "fall", R.REVERSED, SYSTEM),
        (R.REVERSED, "ask_restoration", R.RESTORING, KEEPERS),
        (ENDED, "report", R.REPORTED, SYSTEM),
    ),
)


class ItemState(models.TextChoices):
    """What the platform did with one post or page."""

    PENDING = "pending", pgettext_lazy("request item", "No answer yet")
    ACTED = "acted", pgettext_lazy("request item", "Acted on")
    REFUSED = "refused", pgettext_lazy("request item", "Refused by the platform")
