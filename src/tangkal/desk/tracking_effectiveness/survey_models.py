"""Polls: who was asked, what, when, and how each column is read. No person stands in them."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.cases.models import Case
from tangkal.desk.portal.models import Clarification


def by_person(**options: object) -> "models.ForeignKey[User, User]":
    return models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", **options)  # type: ignore[arg-type]


def nobody_yet() -> "models.ForeignKey[User | None, User | None]":
    return by_person(null=True, blank=True)  # type: ignore[return-value]


class Survey(models.Model):
    """One poll that is asked once or again and again."""

    class Kind(models.TextChoices):
        TRACKING = "tracking", _("Tracking poll")
        QUICK = "quick", _("Quick poll")

    class Sampling(models.TextChoices):
        RANDOM = "random", _("Random sample")
        QUOTA = "quota", _("Quota sample")
        PANEL = "panel", _("Online panel")
        OPEN = "open", _("Whoever answered")

    title = models.CharField(max_length=160)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.TRACKING)
    sampling = models.CharField(max_length=6, choices=Sampling)
    population = models.CharField(max_length=300)
    provider = models.CharField(max_length=200, blank=True)
    limits = models.TextField(blank=True)  # what the poll cannot say, in the office's words
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    is_exercise = models.BooleanField(default=False)
    by = by_person()
    at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)
    changed_by = nobody_yet()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return self.title


class SurveyQuestion(models.Model):
    """One question that stays the same over the waves."""

    class Outcome(models.TextChoices):
        BELIEF = "belief", _("Belief in the claim")
        TRUST = "trust", _("Trust")
        SHARING = "sharing", _("Intention to pass it on")
        KNOWLEDGE = "knowledge", _("Knowledge of the facts")
        OTHER = "other", _("Other")

    class Measure(models.TextChoices):
        SHARE = "share", _("Share of respondents")
        MEAN = "mean", _("Mean on a scale")

    class Wanted(models.TextChoices):
        UP = "up", _("More is better")
        DOWN = "down", _("Less is better")
        NEITHER = "neither", _("Neither")

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="questions")
    code = models.CharField(max_length=60)  # the column's name
    wording = models.CharField(max_length=300, blank=True)
    outcome = models.CharField(max_length=9, choices=Outcome)
    measure = models.CharField(max_length=5, choices=Measure, default=Measure.SHARE)
    counted = models.JSONField(default=list)
    others = models.JSONField(default=list)
    low = models.FloatField(default=1.0)
    high = models.FloatField(default=5.0)
    wanted = models.CharField(max_length=7, choices=Wanted, default=Wanted.NEITHER)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=("survey", "code"), name="one_question_a_code")
        ]

    def __str__(self) -> str:
        return self.wording or self.code


class SurveyWave(models.Model):
    """One round of a poll."""

    class Kind(models.TextChoices):
        RESPONDENTS = "respondents", _("One row a respondent")
        COUNTED = "counted", _("Counted by somebody else")

    class State(models.TextChoices):
        TO_MAP = "PERLU_DIPETAKAN", _("Columns to be named")
        READ = "TERBACA", _("Read")
        WITHDRAWN = "DITARIK", _("Withdrawn")

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="waves")
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=80)
    since = models.DateField()
    until = models.DateField()
    kind = models.CharField(max_length=11, choices=Kind)
    state = models.CharField(max_length=16, choices=State, default=State.TO_MAP)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    # What the file held, without free text: kept to read it again; mapped columns alone once read.
    columns = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    lines = models.JSONField(default=list)
    reading = models.JSONField(default=dict)  # {"weight", "stratum", "cluster", "group"}
    respondents = models.PositiveIntegerField(default=0)
    # [{"code", "group", "estimate": {…}}, …]: see tangkal.tracking_effectiveness.surveys
    results = models.JSONField(default=list)
    why_withdrawn = models.CharField(max_length=300, blank=True)
    by = by_person()
    at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)
    changed_by = nobody_yet()

    class Meta:
        ordering = ("since", "number")
        constraints = [
            models.UniqueConstraint(fields=("survey", "number"), name="one_wave_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.survey}: {self.label}"


class SetAside(models.Model):
    """One row that could not be read: why, and what became of it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Set aside")
        TAKEN = "taken", _("Read on a later try")
        DISMISSED = "dismissed", _("Left out")

    wave = models.ForeignKey(SurveyWave, on_delete=models.CASCADE, related_name="set_aside")
    line = models.PositiveIntegerField()
    values = models.JSONField(default=list)  # of the mapped columns, in the wave's order
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    by = nobody_yet()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("line", "pk")
        verbose_name_plural = "set aside"

    def __str__(self) -> str:
        return f"{self.wave_id}:{self.line}"


class SurveyCase(models.Model):
    """A poll says something about the answer that a case was given."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="links")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="surveys")
    # The answer whose date parts the waves into before and after; else the case's first.
    clarification = models.ForeignKey(
        Clarification, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = by_person()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")
        constraints = [
            models.UniqueConstraint(fields=("survey", "case"), name="one_link_survey_case")
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} → {self.case_id}"
