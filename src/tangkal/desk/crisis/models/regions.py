"""Alerts to regional offices, and who confirmed them."""

from django.db import models
from django.utils import timezone

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.crisis.models.core import Crisis


class RegionalAlert(models.Model):
    """What the regions are told, and until when they confirm."""

    crisis = models.ForeignKey(Crisis, on_delete=models.PROTECT, related_name="alerts")
    text = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    confirm_by = models.DateTimeField()
    escalated_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.crisis}: {self.text[:60]}"


class Addressee(models.Model):
    """One regional office that was alerted."""

    alert = models.ForeignKey(RegionalAlert, on_delete=models.CASCADE, related_name="addressees")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    acknowledged_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True)  # a question, or why it does not fit here

    class Meta:
        ordering = ("organisation__path",)
        constraints = [
            models.UniqueConstraint(fields=("alert", "organisation"), name="an_office_is_told_once")
        ]

    def __str__(self) -> str:
        return str(self.organisation)
