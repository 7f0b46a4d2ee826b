"""What readers of an answer tell us, as counts alone: no answer is kept as one person's.

A test of wordings lives here as the portal knows it; who proposed and approved it, and what was
learnt, is the desk's.
"""

from django.db import models
from django.utils import timezone


class HelpfulCount(models.Model):
    """How many readers of one edition said "helpful" and "not helpful" on one day."""

    clarification = models.ForeignKey(
        "portal.Clarification", on_delete=models.PROTECT, related_name="helpful_counts"
    )
    edition = models.PositiveIntegerField()
    on = models.DateField()
    yes = models.PositiveIntegerField(default=0)
    no = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("on", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("clarification", "edition", "on"), name="one_helpful_row_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.clarification_id} {self.on}: {self.yes}/{self.no}"


class WordingTest(models.Model):
    """Two wordings of one edition: A as it was published, B with another headline or lead."""

    class Stopped(models.TextChoices):
        BY_PERSON = "person", "person"
        CHANGED = "changed", "changed"  # the answer was corrected, doubted or withdrawn
        FROZEN = "frozen", "frozen"  # publishing was made to stand still

    code = models.SlugField(max_length=16, unique=True)
    clarification = models.ForeignKey(
        "portal.Clarification", on_delete=models.PROTECT, related_name="wording_tests"
    )
    edition = models.PositiveIntegerField()  # of the answer; a later one ends the test
    headline = models.CharField(max_length=200)  # of version B
    part_key = models.CharField(max_length=20, blank=True)  # the part that B says otherwise
    part_text = models.TextField(blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_why = models.CharField(max_length=8, choices=Stopped, blank=True)

    class Meta:
        ordering = ("-started_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("clarification",),
                condition=models.Q(stopped_at=None),
                name="one_wording_test_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.headline}"


class WordingCount(models.Model):
    """What one version brought on one day."""

    class Arm(models.TextChoices):
        A = "a", "A"
        B = "b", "B"

    test = models.ForeignKey(WordingTest, on_delete=models.PROTECT, related_name="counts")
    arm = models.CharField(max_length=1, choices=Arm)
    on = models.DateField()
    views = models.PositiveIntegerField(default=0)
    yes = models.PositiveIntegerField(default=0)
    no = models.PositiveIntegerField(default=0)
    shares = models.PositiveIntegerField(default=0)
    evidence = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("on", "arm")
        constraints = [
            models.UniqueConstraint(fields=("test", "arm", "on"), name="one_wording_row_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.test_id}{self.arm} {self.on}"


class SpentView(models.Model):
    """A page view's random name and what it has been counted for; forgotten after two days."""

    name = models.CharField(max_length=40, unique=True)  # "<random>:<outcome>"
    at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return self.name
