"""Where alerts go, what is worth one, and what became of each."""

import uuid
from datetime import time

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tangkal.desk.accounts.models import Organisation, TimeZone, User
from tangkal.desk.alerts.health import Reached
from tangkal.desk.alerts.hours import Timetable
from tangkal.desk.cases.models import Signal


class Severity(models.IntegerChoices):
    """Steps of a signal's urgency: they order and decide nothing."""

    LOW = 1, pgettext_lazy("severity", "Low")
    MEDIUM = 2, pgettext_lazy("severity", "Medium")
    HIGH = 3, pgettext_lazy("severity", "High")
    CRITICAL = 4, pgettext_lazy("severity", "Critical")


class Kind(models.TextChoices):
    EMAIL = "email", _("E-mail")
    TELEGRAM = "telegram", "Telegram"
    WEBHOOK = "webhook", _("Webhook (signed JSON)")
    CHAT = "chat", _("Office chat")


class Destination(Reached):
    """One place that alerts go to. Its secret lies in the home, never in this table."""

    class Security(models.TextChoices):
        STARTTLS = "starttls", "STARTTLS"
        TLS = "tls", "TLS"
        NONE = "none", _("none: readable on the way")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind)
    # Recipients, comma-separated; a chat's number; a web address; empty for office chat.
    address = models.CharField(max_length=500, blank=True)
    server = models.CharField(max_length=200, blank=True)  # "host:port" of e-mail
    security = models.CharField(max_length=8, choices=Security, default=Security.STARTTLS)
    username = models.CharField(max_length=120, blank=True)
    sender = models.EmailField(blank=True)
    secret_name = models.CharField(max_length=40, blank=True)  # a file in the home's secrets
    shown = models.CharField(max_length=200, blank=True)  # office chat's address without secrets
    most_an_hour = models.PositiveSmallIntegerField(
        default=12, validators=[MinValueValidator(1), MaxValueValidator(120)]
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("organisation__path", "name", "pk")

    def __str__(self) -> str:
        return self.name


class Rule(models.Model):
    """What one person wants one place to be told, and when."""

    class Mode(models.TextChoices):
        IMMEDIATE = "immediate", _("at once")
        HOURLY = "hourly", _("hourly digest")
        DAILY = "daily", _("daily digest")

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="alert_rules")
    name = models.CharField(max_length=80)
    destination = models.ForeignKey(Destination, on_delete=models.CASCADE, related_name="rules")
    severity = models.PositiveSmallIntegerField(choices=Severity, default=Severity.HIGH)
    kinds = models.JSONField(default=list, blank=True)  # kinds of reasons; empty: any
    regions = models.JSONField(default=list, blank=True)  # codes, each with what lies below
    indicators = models.JSONField(default=list, blank=True)  # keys of watch-list entries
    words = models.CharField(max_length=300, blank=True)  # comma-separated; any of them
    growth = models.FloatField(  # this many times the items of the three hours before
        null=True, blank=True, validators=[MinValueValidator(1.0), MaxValueValidator(1000.0)]
    )
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.IMMEDIATE)
    digest_at = models.TimeField(default=time(7, 0))
    group = models.CharField(max_length=40, blank=True)  # digests of one group are one message
    time_zone = models.CharField(max_length=20, choices=TimeZone, default=TimeZone.WIB)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    breaks_quiet = models.BooleanField(default=True)  # a critical signal goes out at once
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def timetable(self) -> Timetable:
        return Timetable(
            zone=self.time_zone,
            mode=self.mode,
            digest_at=self.digest_at,
            quiet_from=self.quiet_from,
            quiet_until=self.quiet_until,
        )


class Step(models.Model):
    """Whom to tell next where nobody has taken the signal so long after the last message."""

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()  # 1, 2, …
    after_minutes = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(5), MaxValueValidator(24 * 60)]
    )
    destination = models.ForeignKey(Destination, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ("rule", "number")
        constraints = [models.UniqueConstraint(fields=("rule", "number"), name="one_step_a_number")]

    def __str__(self) -> str:
        return f"{self.rule} +{self.after_minutes} min"


class Message(models.Model):
    """One thing to deliver, and how far that has come."""

    class State(models.TextChoices):
        CREATED = "DIBUAT", pgettext_lazy("alert", "waits to be sent")
        SENDING = "DIKIRIM", pgettext_lazy("alert", "being sent")
        SENT = "TERKIRIM", pgettext_lazy("alert", "sent")
        TRY_AGAIN = "DIULANG", pgettext_lazy("alert", "failed, will be tried again")
        FAILED = "GAGAL", pgettext_lazy("alert", "failed for good")

    # What a receiver can tell a second copy by; see docs/explanation/alerts.md.
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    destination = models.ForeignKey(Destination, on_delete=models.CASCADE, related_name="messages")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    severity = models.PositiveSmallIntegerField(choices=Severity, default=Severity.LOW)
    is_exercise = models.BooleanField(default=False)
    is_test = models.BooleanField(default=False)
    signal_ids = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.CREATED)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True)  # when it was sent, or failed for good
    reason = models.CharField(max_length=300, blank=True)  # why it failed, or a remark

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = [
            models.Index(fields=("state", "next_attempt_at"), name="alert_messages_due"),
            models.Index(fields=("destination", "-created_at"), name="alert_messages_of"),
        ]

    def __str__(self) -> str:
        return f"{self.destination} {self.key}"


class Attempt(models.Model):
    """One try to deliver a message. Without an end, the worker was cut off in its middle."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="tries")
    number = models.PositiveSmallIntegerField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, blank=True)  # sent, temporary, permanent
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-began_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=("message", "number"), name="one_attempt_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.message_id} #{self.number} {self.outcome}"


class Alert(models.Model):
    """One signal, worth telling one place, at one severity. A message takes up one or many."""

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="alerts")
    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="alerts")
    destination = models.ForeignKey(Destination, on_delete=models.CASCADE, related_name="alerts")
    severity = models.PositiveSmallIntegerField(choices=Severity)
    step = models.PositiveSmallIntegerField(default=0)  # 0: the first to be told
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()  # not before: quiet hours, digests
    message = models.ForeignKey(Message, on_delete=models.CASCADE, null=True, related_name="alerts")
    withdrawn = models.CharField(max_length=20, blank=True)  # why it never went out
    is_exercise = models.BooleanField(default=False)

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = [
            # The same news twice is refused by the table itself, whoever was cut off where.
            models.UniqueConstraint(
                fields=("rule", "signal", "severity", "step"), name="one_alert_a_severity"
            )
        ]
        indexes = [
            models.Index(fields=("message", "withdrawn", "due_at"), name="alerts_waiting"),
            models.Index(fields=("created_at",), name="alerts_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.signal} → {self.destination}"


class ExerciseLeave(models.Model):
    """An exercise's own word that its signals may alert outside, until a moment."""

    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.why
