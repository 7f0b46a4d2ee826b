"""Samples that people read for stance: what was drawn and read. No text is kept."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tangkal.desk.accounts.models import User


class MoodQuestion(models.Model):
    """A policy, and the sample of items in which people read how it is taken."""

    question = models.CharField(max_length=200)  # "Kenaikan tarif air di Kota X"
    narrative_id = models.CharField(max_length=40, blank=True)
    words = models.CharField(max_length=200, blank=True)  # of a search, where no narrative is named
    since = models.DateTimeField()
    until = models.DateTimeField()
    is_exercise = models.BooleanField(default=False)
    seed = models.PositiveBigIntegerField()
    draws = models.PositiveIntegerField()
    items = models.PositiveIntegerField()  # in the window: what the sample stands for
    families = models.PositiveIntegerField()
    # What the window holds, by platform, and how many items name no region or language.
    about = models.JSONField(default=dict)
    asked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-asked_at", "-pk")

    def __str__(self) -> str:
        return self.question


class MoodText(models.Model):
    """One drawn family: which item shows its text, and how often it was drawn."""

    question = models.ForeignKey(MoodQuestion, on_delete=models.CASCADE, related_name="texts")
    place = models.PositiveIntegerField()  # in the random order of the draw
    family_id = models.CharField(max_length=40)
    item_id = models.CharField(max_length=40)
    hits = models.PositiveIntegerField()

    class Meta:
        ordering = ("place",)
        constraints = [
            models.UniqueConstraint(fields=("question", "place"), name="one_mood_text_a_place")
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.place}"


class MoodReading(models.Model):
    """How one person read one text. Two people read at most, neither sees the other's."""

    class Stance(models.TextChoices):
        SUPPORT = "support", pgettext_lazy("stance", "Supports")
        OPPOSE = "oppose", pgettext_lazy("stance", "Opposes")
        NEUTRAL = "neutral", pgettext_lazy("stance", "Neutral")
        UNCLEAR = "unclear", pgettext_lazy("stance", "Cannot tell")

    text = models.ForeignKey(MoodText, on_delete=models.CASCADE, related_name="readings")
    reader = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    stance = models.CharField(max_length=7, choices=Stance)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("reading")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=("text", "reader"), name="one_reading_a_reader")
        ]

    def __str__(self) -> str:
        return f"{self.text}: {self.stance}"
