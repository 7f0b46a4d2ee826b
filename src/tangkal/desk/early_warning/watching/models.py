"""Planning records, their indicators and hits; mutes; what people thought of a signal."""

from datetime import datetime

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.cases.models import Signal
from tangkal.early_warning.watch_list.firing import Thresholds


class Severity(models.TextChoices):
    """How urgently a reached threshold asks for a look."""

    LOW = "low", pgettext_lazy("severity", "Low")
    MEDIUM = "medium", pgettext_lazy("severity", "Medium")
    HIGH = "high", pgettext_lazy("severity", "High")
    CRITICAL = "critical", pgettext_lazy("severity", "Critical")


class Plan(models.Model):
    """A priority issue: who may be misled, by what, when, and what shows that it begins."""

    title = models.CharField(max_length=120)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    objective = models.TextField(blank=True)
    audiences = models.TextField(blank=True)
    vulnerabilities = models.TextField(blank=True)
    expected_narratives = models.TextField(blank=True)
    channels = models.TextField(blank=True)
    prepared_lines = models.TextField(blank=True)
    # [{"on": "2026-12-09", "what": "…"}], by date
    trigger_dates = models.JSONField(default=list, blank=True)
    owner = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="plans"
    )
    review_on = models.DateField()
    edition = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)  # optimistic lock
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_exercise = models.BooleanField(default=False)

    class Meta:
        ordering = ("review_on", "pk")

    def __str__(self) -> str:
        return self.title

    @property
    def is_overdue(self) -> bool:
        """Its review is due: what was expected may no longer be what is said."""
        return self.review_on < timezone.localdate()


class PlanEdition(models.Model):
    """A plan as it stood; never changed afterwards."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    why = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=("plan", "number"), name="one_plan_edition_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.number}"


class Indicator(models.Model):
    """A plan's saved search with thresholds: one entry of the watch list once it is on."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="indicators")
    name = models.CharField(max_length=120)
    any_of = models.TextField(blank=True)  # one condition a line, as typed
    all_of = models.TextField(blank=True)
    none_of = models.TextField(blank=True)
    items_hour = models.PositiveIntegerField(null=True, blank=True)
    items_day = models.PositiveIntegerField(null=True, blank=True)
    new_regions = models.PositiveIntegerField(null=True, blank=True)
    reports_percent = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    severity = models.CharField(max_length=8, choices=Severity, default=Severity.MEDIUM)
    is_on = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return f"{self.plan}: {self.name}"

    def thresholds(self) -> Thresholds:
        """What must be reached.

        Raises:
            InvalidRecord: no threshold is set.
        """
        percent = self.reports_percent
        return Thresholds(
            items_hour=self.items_hour,
            items_day=self.items_day,
            new_regions=self.new_regions,
            reports_share=None if percent is None else percent / 100,
        )


class HitCount(models.Model):
    """Hits of one indicator in one hour: how many, and where; never who wrote them."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="hits")
    narrative_id = models.CharField(max_length=40)
    hour = models.DateTimeField()
    region_code = models.CharField(max_length=13, blank=True)
    is_exercise = models.BooleanField(default=False)
    items = models.PositiveIntegerField(default=0)
    reports = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("indicator", "hour", "narrative_id", "region_code", "is_exercise"),
                name="one_hit_count_an_hour",
            )
        ]
        indexes = [models.Index(fields=("hour",), name="hit_count_hour")]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.hour:%Y-%m-%d %H}: {self.items}"


class CountedBatch(models.Model):
    """A batch whose hits are counted: brought again after a crash, it counts nothing twice."""

    batch_id = models.CharField(max_length=120, primary_key=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return self.batch_id


class Mute(models.Model):
    """A promise not to be called for something until a day, with the reason; never a deletion."""

    class Of(models.TextChoices):
        SIGNAL = "signal", _("This signal")
        NARRATIVE = "narrative", _("The whole narrative")
        INDICATOR = "indicator", _("An indicator of the watch list")

    of = models.CharField(max_length=9, choices=Of)
    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, null=True, related_name="mutes")
    narrative_id = models.CharField(max_length=40, blank=True, db_index=True)
    indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, null=True, related_name="mutes"
    )
    label = models.CharField(max_length=200)
    reason = models.CharField(max_length=300)
    until = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    # When what it was for became so urgent that it was shown again all the same.
    broken_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return self.label

    @staticmethod
    def in_force(now: datetime) -> Q:
        return Q(ended_at=None, until__gt=now)


class Feedback(models.Model):
    """One person's answer to "was it useful?" on one signal; the newest counts."""

    class Answer(models.TextChoices):
        USEFUL = "useful", _("Useful")
        NOT_USEFUL = "not_useful", _("Not useful")
        TOO_LATE = "too_late", _("Too late")

    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="feedback")
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    answer = models.CharField(max_length=10, choices=Answer)
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)
    # The watch reasons as they stood then: what a suggestion is counted from.
    reasons = models.JSONField(default=list)

    class Meta:
        ordering = ("-at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=("signal", "by"), name="one_feedback_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.signal_id}: {self.answer}"


class Expiry(models.Model):
    """A signal that nobody took up and nothing was added to: out of the queue, not deleted."""

    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="expiries")
    at = models.DateTimeField(default=timezone.now)
    quiet_days = models.PositiveSmallIntegerField()
    items_total = models.PositiveIntegerField(default=0)  # the signal's then
    revived_at = models.DateTimeField(null=True)  # new items came, and it waits again

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.signal_id} {self.at:%Y-%m-%d}"
