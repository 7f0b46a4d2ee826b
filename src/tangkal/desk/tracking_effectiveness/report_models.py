"""Monthly and quarterly evaluation reports: measured, worded, edited, approved, dated."""

import hashlib
import json
from datetime import UTC

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.tracking_effectiveness.report_states import ReportState


class EvaluationReport(models.Model):
    """What one office did in one period, how fast, how rightly, and what changed."""

    class Kind(models.TextChoices):
        MONTH = "month", pgettext_lazy("report", "Monthly")
        QUARTER = "quarter", pgettext_lazy("report", "Quarterly")

    class Language(models.TextChoices):
        INDONESIAN = "id", "Bahasa Indonesia"
        ENGLISH = "en", "English"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("office")
    )
    kind = models.CharField(_("period"), max_length=8, choices=Kind, default=Kind.QUARTER)
    number = models.PositiveIntegerField()  # of the office's reports, from 1
    since = models.DateTimeField()
    until = models.DateTimeField()  # not included
    due_at = models.DateTimeField()  # when it had to be approved
    as_of = models.DateTimeField()  # when the figures were taken
    language = models.CharField(
        _("language"), max_length=5, choices=Language, default=Language.INDONESIAN
    )
    time_zone = models.CharField(max_length=20, default="Asia/Jakarta")
    is_exercise = models.BooleanField(default=False)
    state = models.CharField(max_length=16, choices=ReportState, default=ReportState.DRAFT)
    # Measured: {"sections": [{"key", "heading", "blocks": […]}, …], "figures": […]}.
    measured = models.JSONField(default=dict)
    # Written by people: {"summary", "says": {chart: text}, "notes": {section: text}, …}.
    words = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)  # of what an approval binds to, as it is now
    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    authors = models.JSONField(default=list)  # keys of everybody who wrote in it
    created_at = models.DateTimeField(default=timezone.now)
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_sha256 = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=500, blank=True)  # of a withdrawal, or being sent back
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)  # optimistic lock

    class Meta:
        ordering = ("-until", "-number", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("organisation", "number"), name="one_evaluation_report_a_number"
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_sha256=""),
                name="approved_report_is_bound",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}: {self.organisation}"

    @property
    def is_late(self) -> bool:
        """Approved after it was due, or due and not approved yet."""
        return (self.approved_at or timezone.now()) > self.due_at


def content_hash(report: EvaluationReport) -> str:
    """SHA-256 of what an approval binds to, as canonical JSON."""
    moments = (report.since, report.until, report.as_of)
    content = [
        report.organisation_id,
        report.kind,
        report.number,
        *(at.astimezone(UTC).isoformat() for at in moments),
        report.language,
        report.is_exercise,
        report.measured,
        report.words,
    ]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
