"""The narrative's state machine (the doctrine's F2, row 2) as a table of data."""

from django.db import models
from django.utils.translation import pgettext_lazy

from tangkal.desk.accounts.roles import Role
from tangkal.desk.workflow import Machine, steps

# The machine measures how a narrative moves; only a person puts one away or takes it up again.
MACHINE = "mesin"


class NarrativeState(models.TextChoices):
    EMERGING = "MUNCUL", pgettext_lazy("narrative", "Emerging")
    ACTIVE = "AKTIF", pgettext_lazy("narrative", "Active")
    FADING = "MEREDA", pgettext_lazy("narrative", "Fading")
    DORMANT = "DORMAN", pgettext_lazy("narrative", "Dormant")
    ARCHIVED = "ARSIP", pgettext_lazy("narrative", "Archived")


N = NarrativeState

NARRATIVE = Machine(
    "narrative",
    steps(
        (N.EMERGING, "grow", N.ACTIVE, MACHINE),
        ((N.EMERGING, N.ACTIVE), "fade", N.FADING, MACHINE),
        ((N.EMERGING, N.ACTIVE, N.FADING), "sleep", N.DORMANT, MACHINE),
        ((N.FADING, N.DORMANT), "wake", N.ACTIVE, MACHINE),
        ((N.EMERGING, N.ACTIVE, N.FADING, N.DORMANT), "archive", N.ARCHIVED, Role.ANALYST),
        (N.ARCHIVED, "reactivate", N.ACTIVE, Role.ANALYST),
    ),
)
