"""The roles of the doctrine; what each may do stands in the apps' rules and states."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    MONITOR = "pemantau", _("Monitor")
    ANALYST = "analis", _("Analyst")
    VERIFIER = "verifikator", _("Verifier")
    WRITER = "penyusun", _("Writer")
    APPROVER = "penyetuju", _("Approver")
    LEGAL = "hukum", _("Legal officer")
    DATA_PROTECTION = "pejabat_pdp", _("Data protection officer")
    SPOKESPERSON = "juru_bicara", _("Spokesperson")
    REGIONAL_ADMIN = "admin_daerah", _("Regional officer")
    PARTNER = "mitra", _("Partner")
    EVALUATOR = "evaluator", _("Evaluator")
    EXERCISE_CONTROLLER = "pengendali_latihan", _("Exercise controller")
    AUDITOR = "auditor", _("Auditor")
    SYSTEM_ADMIN = "admin_sistem", _("System administrator")


# Who may read what the desk works on. Administrators keep the machine running and read no
# content; partners see briefings only; exercise controllers see exercises only.
CONTENT_ROLES = frozenset(
    {
        Role.MONITOR,
        Role.ANALYST,
        Role.VERIFIER,
        Role.WRITER,
        Role.APPROVER,
        Role.LEGAL,
        Role.DATA_PROTECTION,
        Role.SPOKESPERSON,
        Role.REGIONAL_ADMIN,
        Role.EVALUATOR,
        Role.AUDITOR,
    }
)
