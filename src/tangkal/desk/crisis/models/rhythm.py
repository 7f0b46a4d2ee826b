"""Ticks of the first hour, briefings, and updates that did not come."""

from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from tangkal.desk.accounts.models import User
from tangkal.desk.crisis.models.core import Crisis


class StepMark(models.Model):
    """One step of the first hour, done or left out with a reason."""

    class Outcome(models.TextChoices):
        DONE = "done", pgettext_lazy("step", "Done")
        SKIPPED = "skipped", pgettext_lazy("step", "Left out")

    crisis = models.ForeignKey(Crisis, on_delete=models.CASCADE, related_name="marks")
    step = models.CharField(max_length=20)
    outcome = models.CharField(max_length=7, choices=Outcome)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("crisis", "step"), name="a_step_is_marked_once")
        ]

    def __str__(self) -> str:
        return f"{self.crisis_id} {self.step}: {self.outcome}"


class Briefing(models.Model):
    """One update of the rhythm: the situation, what was decided, who does what."""

    crisis = models.ForeignKey(Crisis, on_delete=models.PROTECT, related_name="briefings")
    number = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    situation = models.TextField()
    decisions = models.TextField(blank=True)
    actions = models.TextField(blank=True)
    due_at = models.DateTimeField(null=True)  # when this update had been announced for
    next_update_at = models.DateTimeField(null=True)  # as announced with it
    facts = models.JSONField(default=dict)
    is_quiet = models.BooleanField(default=False)  # nothing measured has risen since the last one

    class Meta:
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=("crisis", "number"), name="one_briefing_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.crisis_id}/{self.number}"


class MissedUpdate(models.Model):
    """An announced moment that passed without a briefing; told once, whoever notices it."""

    crisis = models.ForeignKey(Crisis, on_delete=models.CASCADE, related_name="missed")
    at = models.DateTimeField()
    noted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("crisis", "at"), name="one_miss_a_moment")]

    def __str__(self) -> str:
        return f"{self.crisis_id} {self.at:%Y-%m-%d %H:%M}"
