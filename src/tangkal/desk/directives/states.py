"""The states of a directive and of each office's answer to it, as tables of data.

Being overdue is no state: it follows from the stored moments, and whoever is late can still act.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tangkal.desk.accounts.roles import Role
from tangkal.desk.workflow import Machine, steps


class DirectiveState(models.TextChoices):
    DRAFT = "DRAF", _("Draft")
    WAITING = "DIAJUKAN", pgettext_lazy("directive", "Waits for approval")
    SENT = "DITERBITKAN", pgettext_lazy("directive", "Sent out")
    RECALLED = "DITARIK", _("Withdrawn")
    CLOSED = "DITUTUP", pgettext_lazy("directive", "Closed")
    DISCARDED = "DIBATALKAN", pgettext_lazy("directive", "Discarded")


D = DirectiveState

DIRECTIVE = Machine(
    "directive",
    steps(
        (D.DRAFT, "submit", D.WAITING, Role.WRITER),
        # What waits stays as it is: whoever changes it takes it back to a draft first.
        (D.WAITING, "return", D.DRAFT, (Role.WRITER, Role.APPROVER)),
        (D.WAITING, "send", D.SENT, Role.APPROVER),
        ((D.DRAFT, D.WAITING), "discard", D.DISCARDED, Role.WRITER),
        # A changed fact renews it by itself; other wording only where an approver wants it.
        (D.SENT, "renew", D.SENT, Role.APPROVER),
        (D.SENT, "recall", D.RECALLED, Role.APPROVER),
        (D.SENT, "close", D.CLOSED, Role.APPROVER),
    ),
)


class AnswerState(models.TextChoices):
    DELIVERED = "TERKIRIM", pgettext_lazy("directive", "Delivered")
    READ = "DIBACA", pgettext_lazy("directive", "Read")
    ACKNOWLEDGED = "DIKONFIRMASI", pgettext_lazy("directive", "Receipt confirmed")
    ASKED = "MINTA_PENJELASAN", pgettext_lazy("directive", "Asks for explanation")
    PROPOSED = "USUL_ADAPTASI", pgettext_lazy("directive", "Proposes local words")
    LIVE = "TAYANG_LOKAL", pgettext_lazy("directive", "Published locally")
    ALIGNED = "SELARAS", pgettext_lazy("directive", "Aligned")
    CONTRADICTS = "KONTRADIKSI", pgettext_lazy("directive", "Contradiction")
    RESOLVED = "DISELESAIKAN", pgettext_lazy("directive", "Resolved")


A = AnswerState
# Who acts for the office that was addressed, and who answers at the centre.
OFFICE = (Role.REGIONAL_ADMIN, Role.APPROVER, Role.WRITER, Role.SPOKESPERSON, Role.ANALYST)
CENTRE = (Role.WRITER, Role.APPROVER, Role.ANALYST)
CHECKERS = (Role.WRITER, Role.APPROVER, Role.ANALYST, Role.VERIFIER)
BEFORE = (A.DELIVERED, A.READ, A.ACKNOWLEDGED, A.ASKED, A.PROPOSED)
AFTER = (A.LIVE, A.ALIGNED, A.CONTRADICTS, A.RESOLVED)

ANSWER = Machine(
    "answer to a directive",
    steps(
        (A.DELIVERED, "read", A.READ, OFFICE),
        ((A.DELIVERED, A.READ), "acknowledge", A.ACKNOWLEDGED, OFFICE),
        (BEFORE, "ask", A.ASKED, OFFICE),
        (BEFORE, "propose", A.PROPOSED, OFFICE),
        # What is published stays published while a question or a proposal is open.
        *((state, action, state, OFFICE) for state in AFTER for action in ("ask", "propose")),
        (A.ASKED, "reply", A.ACKNOWLEDGED, CENTRE),
        *((state, "reply", state, CENTRE) for state in (*BEFORE, *AFTER) if state != A.ASKED),
        (A.PROPOSED, "settle", A.ACKNOWLEDGED, CENTRE),
        *((state, "settle", state, CENTRE) for state in (*BEFORE, *AFTER) if state != A.PROPOSED),
        ((*BEFORE, *AFTER), "publish", A.LIVE, OFFICE),
        (AFTER, "take_down", A.ACKNOWLEDGED, OFFICE),
        # A person confirms what a comparison suggests; a score alone moves nothing.
        ((A.LIVE, A.CONTRADICTS, A.RESOLVED), "mark_aligned", A.ALIGNED, CHECKERS),
        ((A.LIVE, A.ALIGNED, A.RESOLVED), "mark_contradiction", A.CONTRADICTS, CHECKERS),
        (A.CONTRADICTS, "resolve", A.RESOLVED, CHECKERS),
    ),
)
