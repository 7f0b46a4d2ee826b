"""Questions of the public as last measured, and what people decided about them."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.models import Case
from tangkal.desk.portal.models import Clarification
from tangkal.desk.recognise.models import KnownClaim

STALE_AFTER = timedelta(hours=3)  # a measurement older than this is no picture of now


class InsightRun(models.Model):
    """One reading of the lake for questions or for trends: what was read, and what was not."""

    class Kind(models.TextChoices):
        VOIDS = "voids", _("Questions")
        TRENDS = "trends", _("Trends")

    kind = models.CharField(max_length=6, choices=Kind)
    is_exercise = models.BooleanField(default=False)
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    since = models.DateTimeField()
    until = models.DateTimeField()
    fault = models.CharField(max_length=300, blank=True)  # why it stopped; "" where it did not
    # {"items_read", "left_out", "reports", "newest", "silent": [...], "unjudged": [...]}
    read = models.JSONField(default=dict)
    content = models.JSONField(default=dict)  # of trends: the tables

    class Meta:
        ordering = ("-started_at", "-pk")
        indexes = [
            models.Index(fields=("kind", "is_exercise", "-started_at"), name="insight_newest")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.until:%Y-%m-%d %H:%M}"

    @property
    def is_done(self) -> bool:
        return self.finished_at is not None and not self.fault

    def is_stale(self, now: datetime) -> bool:
        return now - self.until > STALE_AFTER


class PublicQuestion(models.Model):
    """One question in all its wordings: counts and masked samples, nobody who asked."""

    class Answer(models.TextChoices):
        NONE = "none", pgettext_lazy("question", "No answer")
        MAYBE = "maybe", pgettext_lazy("question", "Maybe answered: look")
        ANSWERED = "answered", pgettext_lazy("question", "Answered")

    run = models.ForeignKey(InsightRun, on_delete=models.PROTECT, related_name="questions")
    is_exercise = models.BooleanField(default=False)
    question = models.CharField(max_length=500)
    kind = models.CharField(max_length=8)  # what it asks for: tangkal's Kind
    terms = models.JSONField(default=list)  # stems by which a later run knows it again
    asks = models.PositiveIntegerField()
    askers = models.PositiveIntegerField()
    unnamed = models.PositiveIntegerField()
    reports = models.PositiveIntegerField(default=0)  # of the unnamed: asked on our own portal
    wordings = models.PositiveIntegerField()
    platforms = models.JSONField(default=dict)
    regions = models.JSONField(default=dict)
    languages = models.JSONField(default=dict)
    daily = models.JSONField(default=list)  # asks in each 24 hours before the run, oldest first
    samples = models.JSONField(default=list)
    item_ids = models.JSONField(default=list)  # a few, for a case's evidence
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    # Measured: what the matcher found that may answer it.
    answer = models.CharField(max_length=8, choices=Answer, default=Answer.NONE)
    page = models.ForeignKey(Clarification, on_delete=models.SET_NULL, null=True, related_name="+")
    claim = models.ForeignKey(KnownClaim, on_delete=models.SET_NULL, null=True, related_name="+")
    score = models.FloatField(null=True)
    reasons = models.JSONField(default=list)

    class Meta:
        ordering = ("-askers", "-asks", "pk")
        indexes = [models.Index(fields=("run", "answer"), name="question_by_answer")]

    def __str__(self) -> str:
        return self.question

    @property
    def people(self) -> int:
        """Who asked as far as they can be told apart: each unnamed ask counts as one."""
        return self.askers + self.unnamed

    @property
    def today(self) -> int:
        return int(self.daily[-1]) if self.daily else 0

    @property
    def yesterday(self) -> int:
        return int(self.daily[-2]) if len(self.daily) > 1 else 0


class QuestionMark(models.Model):
    """What a person decided about a question. The newest that stands counts; none is deleted."""

    class What(models.TextChoices):
        CASE = "case", pgettext_lazy("question mark", "A case is open")
        ANSWERED = "answered", pgettext_lazy("question mark", "Answered by …")
        NOT_OURS = "not_ours", pgettext_lazy("question mark", "Not for us")

    question = models.ForeignKey(PublicQuestion, on_delete=models.CASCADE, related_name="marks")
    what = models.CharField(max_length=8, choices=What)
    why = models.CharField(max_length=300, blank=True)
    page = models.ForeignKey(Clarification, on_delete=models.SET_NULL, null=True, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)  # taken back

    class Meta:
        ordering = ("-at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("question",),
                condition=models.Q(ended_at=None),
                name="one_standing_mark_a_question",
            )
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.what}"
