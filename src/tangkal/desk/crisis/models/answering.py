"""The Q&A board: questions, and every version of their answers."""

import hashlib

from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from tangkal.desk.accounts.models import User
from tangkal.desk.crisis.models.core import Crisis
from tangkal.desk.crisis.states import AnswerState


class Question(models.Model):
    """What somebody outside asks, and where its answer stands."""

    class Source(models.TextChoices):
        MEDIA = "media", pgettext_lazy("asked by", "Media")
        PUBLIC = "public", pgettext_lazy("asked by", "Citizens")
        REGION = "region", pgettext_lazy("asked by", "Regions")
        INSIDE = "inside", pgettext_lazy("asked by", "The team")

    crisis = models.ForeignKey(Crisis, on_delete=models.PROTECT, related_name="questions")
    text = models.CharField(max_length=400)
    source = models.CharField(max_length=6, choices=Source)
    asker = models.CharField(max_length=120, blank=True)  # an outlet or an office, no private name
    void_id = models.CharField(max_length=40, blank=True)  # the unanswered question it came from
    state = models.CharField(max_length=10, choices=AnswerState, default=AnswerState.ASKED)
    is_pinned = models.BooleanField(default=False)
    not_to_be_said = models.TextField(blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-is_pinned", "pk")

    def __str__(self) -> str:
        return self.text


class AnswerVersion(models.Model):
    """What one person answered at one time; a word of approval binds to its hash."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    truth_as_of = models.DateTimeField()
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=("question", "number"), name="one_answer_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.question_id}/{self.number}"

    @property
    def sha256(self) -> str:
        return hashlib.sha256(f"{self.question.text}\n{self.text}".encode()).hexdigest()
