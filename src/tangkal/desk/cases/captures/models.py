"""A page snapshot that was asked for, and what became of it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tangkal.desk.accounts.models import User


class Capture(models.Model):
    """One address to be fetched; kept as evidence, or failed with the reason."""

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("capture", "Asked for")
        FETCHING = "fetching", pgettext_lazy("capture", "Being fetched")
        KEPT = "kept", pgettext_lazy("capture", "Kept")
        FAILED = "failed", pgettext_lazy("capture", "Failed")

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="captures")
    url = models.CharField(_("address"), max_length=1000)
    source = models.CharField(max_length=200)  # who or what stands behind the page
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True)  # why it failed
    # What the server answered, as it answered.
    final_url = models.CharField(max_length=2000, blank=True)
    hops = models.JSONField(default=list)  # addresses on the way, the first asked for first
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    headers = models.JSONField(default=list)  # [[name, value], …] without cookies
    evidence = models.OneToOneField(
        "cases.Evidence", on_delete=models.SET_NULL, null=True, blank=True, related_name="capture"
    )

    class Meta:
        ordering = ("-asked_at", "-pk")
        indexes = [models.Index(fields=("state", "asked_at"), name="capture_waiting")]

    def __str__(self) -> str:
        return self.url
