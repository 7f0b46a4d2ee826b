"""One row an ingest from the desk: what was given, what was agreed, what came of it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.models import User


class IntakeRun(models.Model):
    """A source somebody gave, from the preview to the report."""

    class State(models.TextChoices):
        GIVEN = "given", _("Waiting for agreement")
        RUNNING = "running", _("Being read")
        DONE = "done", _("Read")
        FAILED = "failed", _("Failed")
        INTERRUPTED = "interrupted", _("Interrupted")

    state = models.CharField(max_length=12, choices=State, default=State.GIVEN)
    name = models.CharField(max_length=300)  # file name or address, as shown to people
    url = models.URLField(max_length=1000, blank=True)  # after redirects; "" for a file
    content_type = models.CharField(max_length=100, blank=True)
    stored_as = models.CharField(max_length=80)  # its name in the home's uploads folder
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveBigIntegerField()
    # What was agreed: {"kind", "by_hand", "platform", "source_kind", "timezone", "is_exercise"}
    options = models.JSONField(default=dict)
    records = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    quarantined = models.PositiveIntegerField(default=0)
    bytes_read = models.PositiveBigIntegerField(default=0)
    report = models.JSONField(default=dict)  # IngestReport.as_json
    error = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return self.name

    @property
    def percent(self) -> int:
        """How much of the source has been read."""
        if self.state == self.State.DONE:
            return 100
        return min(99, round(100 * self.bytes_read / self.size_bytes)) if self.size_bytes else 0
