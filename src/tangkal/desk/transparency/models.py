"""The quarterly report of one office and all below it: drafted, decided, published with a date."""

from django.db import models
from django.utils import timezone

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.transparency.states import ReportState


class TransparencyReport(models.Model):
    """One edition of one quarter's report. Once published its figures never move."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField()  # 1 … 4
    edition = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.DRAFT)
    foreword = models.TextField(blank=True)  # a person's words: what the figures leave out
    correction = models.TextField(blank=True)  # why this edition takes another's place
    content = models.JSONField(default=dict)  # the figures as they were published
    sha256 = models.CharField(max_length=64, blank=True)
    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    decision = models.TextField(blank=True)  # the approver's reason
    is_exercise = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-year", "-quarter", "-edition", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("organisation", "year", "quarter", "edition"),
                name="one_transparency_report_an_edition",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.year}-Q{self.quarter}"
