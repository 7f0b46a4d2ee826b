"""The eleven seats of a crisis team, and the desk role that each needs."""

from django.db import models
from django.utils.translation import pgettext_lazy

from tangkal.desk.accounts.roles import CONTENT_ROLES, Role


class SeatRole(models.TextChoices):
    COORDINATOR = "koordinator", pgettext_lazy("seat", "Coordinator")
    SPOKESPERSON = "juru_bicara", pgettext_lazy("seat", "Spokesperson")
    ANALYST = "analis", pgettext_lazy("seat", "Analyst")
    VERIFIER = "verifikator", pgettext_lazy("seat", "Verifier")
    WRITER = "penyusun", pgettext_lazy("seat", "Message writer")
    MEDIA = "media", pgettext_lazy("seat", "Media and channels")
    REGIONS = "penghubung_daerah", pgettext_lazy("seat", "Liaison to the regions")
    LEADERS = "penghubung_tokoh", pgettext_lazy("seat", "Liaison to community leaders and KIM")
    LEGAL = "hukum_pdp", pgettext_lazy("seat", "Legal and data protection")
    LOG_KEEPER = "pencatat", pgettext_lazy("seat", "Log keeper")
    WELFARE = "kesejahteraan", pgettext_lazy("seat", "Welfare of the team")


ANY = frozenset(CONTENT_ROLES) - {Role.AUDITOR}
# Seat → roles of the desk, one of which its holder has. A coordinator confirms levels, a
# spokesperson signs quotes, and so on: a seat gives no right, it asks for one.
NEEDS: dict[str, frozenset[str]] = {
    SeatRole.COORDINATOR: frozenset({Role.APPROVER}),
    SeatRole.SPOKESPERSON: frozenset({Role.SPOKESPERSON}),
    SeatRole.ANALYST: frozenset({Role.ANALYST}),
    SeatRole.VERIFIER: frozenset({Role.VERIFIER}),
    SeatRole.WRITER: frozenset({Role.WRITER}),
    SeatRole.MEDIA: frozenset({Role.WRITER, Role.MONITOR, Role.SPOKESPERSON}),
    SeatRole.REGIONS: frozenset({Role.REGIONAL_ADMIN, Role.MONITOR, Role.ANALYST, Role.WRITER}),
    SeatRole.LEADERS: ANY,
    SeatRole.LEGAL: frozenset({Role.LEGAL, Role.DATA_PROTECTION}),
    SeatRole.LOG_KEEPER: ANY,
    SeatRole.WELFARE: ANY,
}
