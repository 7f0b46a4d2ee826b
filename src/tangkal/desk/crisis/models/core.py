"""The crisis itself, the proposals that move its level, its message house, and its pulse."""

from datetime import datetime, time, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tangkal.desk.accounts.models import Organisation, TimeZone, User
from tangkal.desk.cases.models import Case
from tangkal.desk.crisis import levels
from tangkal.desk.crisis.states import LEVELLED, OPEN, CrisisState
from tangkal.situational_insight.report import Rhythm

CONFIRM_WITHIN = timedelta(minutes=15)
LASTS = timedelta(hours=24)


class Topic(models.TextChoices):
    """What a room shows in pieces; each piece is fetched anew when its topic has changed."""

    HEAD = "head"
    CHECKLIST = "checklist"
    LOG = "log"
    TEAM = "team"
    ANSWERS = "answers"
    UPDATE = "update"
    REGIONS = "regions"


class Crisis(models.Model):
    """One crisis of one lead organisation, from the first proposal to the closed review."""

    title = models.CharField(_("title"), max_length=160)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("lead agency")
    )
    cases = models.ManyToManyField(Case, related_name="crises", blank=True)
    state = models.CharField(max_length=12, choices=CrisisState, default=CrisisState.NORMAL)
    level = models.PositiveSmallIntegerField(default=0)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    activated_at = models.DateTimeField(null=True)  # the first level was confirmed: T of T+5
    expires_at = models.DateTimeField(null=True)  # of the level, unless renewed
    # Where the office wants other hours than its level's: ["08:00", …]; empty is the level's.
    own_times = models.JSONField(default=list)
    time_zone = models.CharField(max_length=20, choices=TimeZone, default=TimeZone.WIB)
    next_update_at = models.DateTimeField(null=True)  # announced; None while none is due
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)  # of level and state
    changed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    is_exercise = models.BooleanField(_("exercise"), default=False)

    class Meta:
        ordering = ("-opened_at", "-pk")
        verbose_name_plural = "crises"
        indexes = [models.Index(fields=("state",), name="crisis_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__gte=0, level__lte=3), name="a_crisis_has_four_levels"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def has_level(self) -> bool:
        return self.state in LEVELLED

    @property
    def shown_level(self) -> levels.Level:
        return levels.level_of(self.level)

    @property
    def rhythm(self) -> Rhythm | None:
        """When updates are due; None where the level asks for none."""
        if not self.has_level:
            return None
        if self.own_times:
            times = tuple(time.fromisoformat(each) for each in self.own_times)
            return Rhythm(times=times, zone=self.time_zone)
        return Rhythm.crisis(self.level, self.time_zone)

    def update_due_after(self, moment: datetime) -> datetime | None:
        rhythm = self.rhythm
        return rhythm.next(moment) if rhythm else None


class Proposal(models.Model):
    """A level asked for by one approver, which another confirms within fifteen minutes."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("proposal", "Waits for confirmation")
        CONFIRMED = "confirmed", pgettext_lazy("proposal", "Confirmed")
        DECLINED = "declined", pgettext_lazy("proposal", "Declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("proposal", "Withdrawn")

    crisis = models.ForeignKey(Crisis, on_delete=models.CASCADE, related_name="proposals")
    level = models.PositiveSmallIntegerField()
    trigger = models.CharField(max_length=200)  # which of the level's triggers, in words
    reason = models.TextField()
    facts = models.JSONField(default=dict)  # what was measured when it was proposed
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    confirm_by = models.DateTimeField()
    escalated_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_why = models.TextField(blank=True)

    class Meta:
        ordering = ("-at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("crisis",), condition=Q(state="waiting"), name="one_level_asked_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.crisis}: {self.level}"

    @property
    def shown_level(self) -> levels.Level:
        return levels.level_of(self.level)


class House(models.Model):
    """The message house of a crisis: one roof, three pillars, and what a first statement needs."""

    crisis = models.OneToOneField(Crisis, on_delete=models.CASCADE, related_name="house")
    umbrella = models.CharField(max_length=400, blank=True)  # at most 27 words
    pillars = models.JSONField(default=list)  # [{"text", "proof"}, …] at most three
    event = models.CharField(max_length=300, blank=True)
    affected = models.CharField(max_length=200, blank=True)
    confirmed = models.TextField(blank=True)
    unknown = models.TextField(blank=True)
    process = models.CharField(max_length=300, blank=True)
    commitment = models.CharField(max_length=300, blank=True)
    protective_action = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=200, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    do_not_say = models.TextField(blank=True)
    truth_as_of = models.DateTimeField(null=True)
    changed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.umbrella


class Pulse(models.Model):
    """How often a topic of a crisis has changed: all that the live stream reads and tells."""

    crisis = models.ForeignKey(Crisis, on_delete=models.CASCADE, related_name="pulses")
    topic = models.CharField(max_length=10, choices=Topic)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("crisis", "topic"), name="one_pulse_a_topic")
        ]

    def __str__(self) -> str:
        return f"{self.crisis_id} {self.topic} {self.number}"
