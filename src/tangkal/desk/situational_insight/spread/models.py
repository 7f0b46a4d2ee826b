"""What is kept of a narrative's spread: flags people set, levels reached, groups of accounts.

The lake drops its items in time; a level reached is kept here and never lowered.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.models import Evidence
from tangkal.impact_analysis.breakout import FLAG_LEVELS, Flag


class BreakoutFlag(models.Model):
    """What no count can show, as a person saw it, with where it can be seen."""

    class Kind(models.TextChoices):
        MAINSTREAM_MEDIA = Flag.MAINSTREAM_MEDIA.value, _("Mainstream media carry it")
        PUBLIC_FIGURE = (
            Flag.PUBLIC_FIGURE.value,
            _("A celebrity, politician or candidate carries it"),
        )
        CONCRETE_ACTION = (
            Flag.CONCRETE_ACTION.value,
            _("A policy response or another action in the world followed"),
        )
        CALL_FOR_VIOLENCE = Flag.CALL_FOR_VIOLENCE.value, _("It calls for violence")

    narrative_id = models.CharField(max_length=40, db_index=True)
    kind = models.CharField(max_length=20, choices=Kind)
    evidence = models.CharField(max_length=500)  # an address, or where it can be seen in words
    case_evidence = models.ForeignKey(
        Evidence, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    happened_at = models.DateTimeField()
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("happened_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("narrative_id", "kind", "evidence"),
                condition=Q(withdrawn_at=None),
                name="breakout_flag_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.narrative_id}: {self.kind}"

    @property
    def level(self) -> int:
        return FLAG_LEVELS[Flag(self.kind)]


class BreakoutReading(models.Model):
    """A level from 1 to 3 that counts once showed, and on what."""

    narrative_id = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField()
    reached_at = models.DateTimeField()  # in the items' time; the earliest ever measured
    platforms = models.JSONField(default=list)
    communities = models.JSONField(default=list)
    basis = models.CharField(max_length=20, blank=True)  # what counted as a community
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("level",)
        constraints = [
            models.UniqueConstraint(fields=("narrative_id", "level"), name="breakout_level_once")
        ]

    def __str__(self) -> str:
        return f"{self.narrative_id}: {self.level}"


class SpreadMeasure(models.Model):
    """Groups of accounts as last measured: sizes and one text each, no account."""

    narrative_id = models.CharField(max_length=40, primary_key=True)
    measured_at = models.DateTimeField(default=timezone.now, db_index=True)
    last_item_at = models.DateTimeField(null=True)  # newest moment when it was measured
    # [{"accounts", "items", "families", "label", "reached"}, …] largest first
    groups = models.JSONField(default=list)
    links = models.JSONField(default=list)  # [[place, place, accounts], …]
    small_groups = models.PositiveIntegerField(default=0)
    small_accounts = models.PositiveIntegerField(default=0)
    is_cut = models.BooleanField(default=False)
    # Communities of coordination runs that carry it: [[number, first moment], …]
    coordinated = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.narrative_id
