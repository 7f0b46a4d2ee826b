"""Saved views of the queue: a person's own filters under a name."""

from django.db import models
from django.utils import timezone

from tangkal.desk.accounts.models import User
from tangkal.desk.early_warning.watching.models import (
    CountedBatch,
    Expiry,
    Feedback,
    HitCount,
    Indicator,
    Mute,
    Plan,
    PlanEdition,
)

__all__ = [
    "CountedBatch",
    "Expiry",
    "Feedback",
    "HitCount",
    "Indicator",
    "Mute",
    "Plan",
    "PlanEdition",
    "SavedView",
]


class SavedView(models.Model):
    """One person's filter of the queue, kept as the query string that shows it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="queue_views")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("name", "pk")
        constraints = [models.UniqueConstraint(fields=("user", "name"), name="one_view_a_name")]

    def __str__(self) -> str:
        return self.name
