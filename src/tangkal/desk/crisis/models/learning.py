"""The after-action review and the improvements that it asks for."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.models import User
from tangkal.desk.crisis.models.core import Crisis

REPORT_WITHIN = timedelta(days=14)
PARTS = {
    "intended": _("What was intended"),
    "happened": _("What happened"),
    "why": _("Why"),
    "keep": _("What to keep"),
    "change": _("What to change"),
}


class Review(models.Model):
    """Hot wash on the day the crisis ends, the report within fourteen days."""

    crisis = models.OneToOneField(Crisis, on_delete=models.CASCADE, related_name="review")
    begun_at = models.DateTimeField(default=timezone.now)
    hot_wash_due_at = models.DateTimeField()  # the end of the day
    hot_wash = models.JSONField(default=dict)  # part → text
    hot_wash_at = models.DateTimeField(null=True)
    report_due_at = models.DateTimeField()
    report = models.JSONField(default=dict)
    report_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.crisis}"


class Action(models.Model):
    """One improvement: whose, until when, and what proves that it was made."""

    crisis = models.ForeignKey(Crisis, on_delete=models.PROTECT, related_name="actions")
    text = models.CharField(max_length=300)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    evidence = models.TextField(blank=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("due_at", "pk")
        indexes = [models.Index(fields=("closed_at", "due_at"), name="crisis_actions_open")]

    def __str__(self) -> str:
        return self.text
