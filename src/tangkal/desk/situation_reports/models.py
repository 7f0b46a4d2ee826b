"""Series of situation reports, their editions, and the moments at which one was due.

An edition holds three records: what was measured, as it was worded when it was drafted; each
figure with its question; and what people wrote. A signature binds to the hash of all of them.
"""

import hashlib
import json
from datetime import UTC, time

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tangkal.desk.accounts.models import Organisation, Region, TimeZone, User
from tangkal.desk.alerts.models import Destination
from tangkal.desk.situation_reports.states import EditionState
from tangkal.situational_insight.report import Rhythm


class Series(models.Model):
    """One row of reports with its own numbers: an office's daily one, a crisis', an exercise's."""

    class Kind(models.TextChoices):
        DAILY = "daily", pgettext_lazy("report", "Daily")
        CRISIS = "crisis", pgettext_lazy("report", "Crisis")
        AD_HOC = "ad_hoc", pgettext_lazy("report", "When asked for")

    class Language(models.TextChoices):
        INDONESIAN = "id", "Bahasa Indonesia"
        ENGLISH = "en", "English"

    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("rhythm"), max_length=8, choices=Kind, default=Kind.DAILY)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("region")
    )
    language = models.CharField(
        _("language"), max_length=5, choices=Language, default=Language.INDONESIAN
    )
    daily_at = models.TimeField(_("every day at"), default=time(8))
    # 1 to 3 of the crisis' levels: a person chooses it.
    crisis_level = models.PositiveSmallIntegerField(
        _("crisis level"), default=1, validators=[MinValueValidator(1), MaxValueValidator(3)]
    )
    time_zone = models.CharField(
        _("time zone"), max_length=20, choices=TimeZone, default=TimeZone.WIB
    )
    # Told when a draft waits; the page of reports says it in any case.
    destination = models.ForeignKey(
        Destination,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("tell when a draft waits"),
    )
    is_exercise = models.BooleanField(_("exercise"), default=False)
    is_active = models.BooleanField(default=True)
    # Slots count from here: when the series began, or its rhythm was last changed.
    rhythm_since = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-is_active", "name", "pk")
        verbose_name_plural = "series"
        constraints = [
            models.UniqueConstraint(
                fields=("organisation", "name", "is_exercise"), name="one_report_series_a_name"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def rhythm(self) -> Rhythm | None:
        """When drafts are due; None where somebody asks for each."""
        if self.kind == self.Kind.DAILY:
            return Rhythm.daily(self.daily_at, self.time_zone)
        if self.kind == self.Kind.CRISIS:
            return Rhythm.crisis(self.crisis_level, self.time_zone)
        return None


class Edition(models.Model):
    """One numbered report."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=16, choices=EditionState, default=EditionState.DRAFT)
    since = models.DateTimeField()
    until = models.DateTimeField()  # not included
    as_of = models.DateTimeField()  # when the figures were asked for
    language = models.CharField(max_length=5, default="id")
    is_exercise = models.BooleanField(default=False)
    # Measured: {"sections": {part: [block, …]}, "gaps": …}; see document.py.
    measured = models.JSONField(default=dict)
    # [{"key", "value", "what", "question": {…}, "address"}, …]
    figures = models.JSONField(default=list)
    # Written by people; see words.py.
    words = models.JSONField(default=dict)
    # Counts by narrative, for the next edition to compare with.
    counts = models.JSONField(default=dict)
    seconds = models.FloatField(default=0.0)  # that the draft took
    sha256 = models.CharField(max_length=64)  # of what a signature binds to, as it is now
    drafted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+"
    )  # None: the worker, on schedule
    authors = models.JSONField(default=list)  # keys of everybody who wrote in it
    created_at = models.DateTimeField(default=timezone.now)
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    signed_sha256 = models.CharField(max_length=64, blank=True)
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="corrections"
    )
    reason = models.CharField(max_length=500, blank=True)  # of a correction, or a withdrawal
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)  # optimistic lock

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=("series", "number"), name="one_edition_a_number"),
            models.CheckConstraint(
                condition=Q(signed_by=None) | ~Q(signed_sha256=""), name="signed_is_bound"
            ),
        ]
        indexes = [models.Index(fields=("state", "-created_at"), name="report_editions")]

    def __str__(self) -> str:
        return f"{self.series.name} {self.number}"

    @property
    def hours(self) -> int:
        return round((self.until - self.since).total_seconds() / 3600)


class Slot(models.Model):
    """One moment at which a draft was due: it was made, or it was missed."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="slots")
    at = models.DateTimeField()
    edition = models.OneToOneField(
        Edition, on_delete=models.PROTECT, null=True, related_name="slot"
    )  # None: missed
    noted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")
        constraints = [
            # Two workers, or one that was killed in between: a slot is one row, whoever made it.
            models.UniqueConstraint(fields=("series", "at"), name="one_slot_a_moment")
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.at:%Y-%m-%d %H:%M}"

    @property
    def is_missed(self) -> bool:
        return self.edition_id is None


def content_hash(edition: Edition) -> str:
    """SHA-256 of what a signature binds to, as canonical JSON."""
    content = [
        edition.series_id,
        edition.number,
        *(at.astimezone(UTC).isoformat() for at in (edition.since, edition.until, edition.as_of)),
        edition.language,
        edition.is_exercise,
        edition.measured,
        edition.figures,
        edition.words,
    ]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
