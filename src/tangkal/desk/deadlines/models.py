"""What an office set: limits, working weeks, pauses, duty; and what the clocks did with it.

Rows that say how long something may take are never changed: a newer row takes over for clocks
that start from then on, so no deadline of the past moves afterwards.
"""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tangkal.desk.accounts.models import Organisation, TimeZone, User
from tangkal.desk.cases.models import Case, Decision, Priority

__all__ = [
    "DutyOverride",
    "DutyShift",
    "Escalation",
    "HandOver",
    "Limit",
    "Pause",
    "Reopening",
    "WorkingWeek",
]

LONGEST_MINUTES = 90 * 24 * 60


class Counts(models.TextChoices):
    """Which time a limit counts in."""

    EVERY_HOUR = "every", _("every hour")
    WORKING = "working", _("working hours")


class Limit(models.Model):
    """How long one step may take in one office and below, from a moment on."""

    # None: every office that has no row of its own, and the signals, which belong to no office.
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    step = models.CharField(max_length=30)  # a key of tangkal.impact_analysis.deadlines.DEADLINES
    priority = models.CharField(max_length=6, choices=Priority)
    minutes = models.PositiveIntegerField(  # None: no deadline
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_MINUTES)],
    )
    counts = models.CharField(max_length=8, choices=Counts, default=Counts.EVERY_HOUR)
    inherits = models.BooleanField(default=False)  # back to what the office above has
    valid_from = models.DateTimeField(default=timezone.now)
    why = models.CharField(max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-valid_from", "-pk")

    def __str__(self) -> str:
        return f"{self.step} {self.priority}"


class WorkingWeek(models.Model):
    """When one office and those below work, from a moment on."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    week = models.JSONField()  # seven days from Monday: [["08:00", "16:00"], …]
    days_off = models.JSONField(default=list, blank=True)  # the office's own: "2031-03-03"
    observes_joint_leave = models.BooleanField(default=True)
    time_zone = models.CharField(  # empty: the zone of the office's region
        max_length=20, choices=TimeZone, blank=True
    )
    valid_from = models.DateTimeField(default=timezone.now)
    why = models.CharField(max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-valid_from", "-pk")

    def __str__(self) -> str:
        return f"{self.organisation}: {self.valid_from:%Y-%m-%d}"


class Pause(models.Model):
    """One stretch in which a clock stands still, for a reason, until a moment at the latest.

    It ends by itself: no clock is lost because nobody remembered to start it again.
    """

    class Reason(models.TextChoices):
        DATA = "data", pgettext_lazy("pause", "waiting for data")
        OFFICE = "office", pgettext_lazy("pause", "waiting for another office")
        TECHNICAL = "technical", pgettext_lazy("pause", "technical failure")

    subject = models.CharField(max_length=60, db_index=True)  # "case:12", "appeal:5"
    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, null=True, blank=True, related_name="pauses"
    )
    step = models.CharField(max_length=30)
    reason = models.CharField(max_length=10, choices=Reason)
    text = models.CharField(max_length=300)
    started_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("started_at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=models.F("started_at")), name="pause_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.reason}"


class Reopening(models.Model):
    """A quiet decision that a measurement, or its own date, opened again: once a decision."""

    class Cause(models.TextChoices):
        CROSSED = "crossed", _("a tripwire was crossed")
        DATE = "date", _("the day to look again came")

    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="reopening")
    cause = models.CharField(max_length=8, choices=Cause)
    # {"breakout": [assumed, tripwire, measured], …} what was crossed; for a date also what not
    measured = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.decision.case.number}: {self.cause}"


class DutyShift(models.Model):
    """Who is on duty in one office at one weekday's hours, week after week."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    weekday = models.PositiveSmallIntegerField(validators=[MaxValueValidator(6)])  # 0 is Monday
    starts = models.TimeField()
    ends = models.TimeField()  # not later than it starts: on the next day

    class Meta:
        ordering = ("organisation", "weekday", "starts", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("organisation", "user", "weekday", "starts"), name="one_duty_a_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.weekday} {self.starts:%H:%M}"


class DutyOverride(models.Model):
    """Somebody else for a stretch: while it lasts, the weekly plan says nothing."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    why = models.CharField(max_length=200)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-starts_at", "-pk")

    def __str__(self) -> str:
        return f"{self.user}: {self.starts_at:%Y-%m-%d}"


class HandOver(models.Model):
    """What one duty officer leaves the next to know."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.organisation}: {self.at:%Y-%m-%d}"


class Escalation(models.Model):
    """One person told of one clock at one stage; the table itself refuses a second time."""

    clock = models.CharField(max_length=120)  # which clock, with its start: a new round is new
    stage = models.PositiveSmallIntegerField()
    # None: nobody could be called at this stage, which calls the next one at once.
    person = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    step = models.CharField(max_length=30)
    title = models.CharField(max_length=200)
    url = models.CharField(max_length=200)
    due_at = models.DateTimeField()
    at = models.DateTimeField(default=timezone.now)
    called_at = models.DateTimeField(null=True)  # when the person's own places were asked to tell
    acknowledged_at = models.DateTimeField(null=True)
    is_exercise = models.BooleanField(default=False)

    class Meta:
        ordering = ("-at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=("clock", "stage", "person"), name="one_call_a_stage")
        ]
        indexes = [models.Index(fields=("person", "acknowledged_at"), name="calls_waiting")]

    def __str__(self) -> str:
        return f"{self.clock} #{self.stage}"
