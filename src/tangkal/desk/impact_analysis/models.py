"""Judgements beside the impact: FIRST, ABCDE, intent, techniques, and the second look.

Every row is one person's word at one time. A better word is a new row; the old one stays.
"""

from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.models import Case, Claim, Evidence, ImpactAssessment
from tangkal.desk.cases.words import TECHNIQUES, say
from tangkal.desk.impact_analysis.states import LookState


class Judgement(models.Model):
    """What every record of a judgement carries."""

    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    framework_edition = models.CharField(max_length=20)

    class Meta:
        abstract = True


class FirstAssessment(Judgement):
    """One rater's answers to the five heads; indicators, never a verdict."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="firsts")
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.case.number}: FIRST"


class FirstMark(models.Model):
    """One item of FIRST: there, not there or unclear, and what in the case shows it."""

    assessment = models.ForeignKey(FirstAssessment, on_delete=models.CASCADE, related_name="marks")
    item = models.CharField(max_length=40)  # codes of tangkal.impact_analysis.first
    present = models.CharField(max_length=7)
    note = models.TextField(blank=True)
    evidence = models.ManyToManyField(Evidence, related_name="+", blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=("assessment", "item"), name="one_mark_an_item")
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.present}"


class AbcdeAssessment(Judgement):
    """Who, how, what, how much, with what effect: of kinds of actors, never of a person."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="abcdes")
    actor_kind = models.CharField(max_length=30)
    actor = models.TextField()
    behaviour = models.TextField()
    content = models.TextField()
    degree = models.TextField()
    effect = models.TextField()
    scotch = models.JSONField(default=dict)  # source, channel, objective, target, …
    evidence = models.ManyToManyField(Evidence, related_name="+", blank=True)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.case.number}: ABCDE"


class IntentRating(Judgement):
    """What one rater holds of the intent behind a claim, and of its kind of disorder."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="intents")
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="intents")
    intent = models.CharField(max_length=12)
    disorder_type = models.CharField(max_length=30, blank=True)
    cues = models.JSONField(default=dict)  # {"repeated": "yes", …}
    reasoning = models.TextField()
    evidence = models.ManyToManyField(Evidence, related_name="+", blank=True)
    # Whether the rater had not seen anybody else's rating of this claim when giving it.
    is_independent = models.BooleanField()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.case.number}: {self.intent}"


class TechniqueRecord(Judgement):
    """One structured technique: what was asked, what it found, what it changed."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="techniques")
    technique = models.CharField(max_length=40)
    asked = models.TextField()
    content = models.JSONField()  # see tangkal.impact_analysis.techniques.check_content
    changed = models.TextField()  # what it changed in the judgement; "nothing" is an answer

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.case.number}: {self.technique}"

    @property
    def name(self) -> str:
        """What the technique is called."""
        return say(TECHNIQUES, self.technique)


class SecondLook(models.Model):
    """One case that a second analyst judges without having seen the first judgement."""

    class Choice(models.TextChoices):
        FIRST = "first", pgettext_lazy("reconciliation", "The first judgement stands")
        SECOND = "second", pgettext_lazy("reconciliation", "The second one is nearer")
        NEW = "new", pgettext_lazy("reconciliation", "Neither: the impact is judged anew")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="second_looks")
    first = models.ForeignKey(ImpactAssessment, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=12, choices=LookState, default=LookState.OFFERED)
    why = models.CharField(max_length=10)  # high, drawn
    # How it was drawn, so that nobody chooses which judgements are looked at twice.
    draw = models.FloatField()
    share_percent = models.FloatField()
    offered_at = models.DateTimeField(default=timezone.now)
    rater = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    first_answers = models.JSONField(default=dict)  # as they stood when the second came in
    answers = models.JSONField(default=dict)  # question → answer, see second_look.QUESTIONS
    reasoning = models.TextField(blank=True)
    in_at = models.DateTimeField(null=True)
    choice = models.CharField(max_length=6, choices=Choice, blank=True)
    reconciliation = models.TextField(blank=True)
    reconciled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    reconciled_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    framework_edition = models.CharField(max_length=20)

    class Meta:
        ordering = ("-offered_at", "-pk")
        indexes = [models.Index(fields=("state", "in_at"), name="second_look_state")]

    def __str__(self) -> str:
        return f"{self.case.number}: {self.state}"
