"""Known claims, what the matcher suggested of them, and what people said to that.

A suggestion is a measurement, a judgement is a person's word on it: two records. Neither
closes, opens or labels anything.
"""

from typing import NoReturn

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.models import User
from tangkal.desk.recognise.media.models import KnownMedia, MediaBank, Medium

__all__ = [
    "KnownClaim",
    "KnownMedia",
    "MatchJudgement",
    "MatchSuggestion",
    "MatcherPromotion",
    "MediaBank",
    "Medium",
]


class KnownClaim(models.Model):
    """A claim with its answer's headline, verdict, date and address."""

    class Origin(models.TextChoices):
        IMPORTED = "imported", _("Imported fact-check")
        OWN = "own", _("Our clarification")

    claim_id = models.CharField(max_length=40, primary_key=True)
    title = models.CharField(max_length=500)
    verdict = models.CharField(max_length=80, blank=True)  # as its publisher wrote it
    publisher = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=1000, blank=True)
    published_on = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=10, blank=True)
    article_text = models.TextField(blank=True)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.IMPORTED)
    is_withdrawn = models.BooleanField(default=False)
    # Grows with every change, so that a live index asks only for what is new to it.
    revision = models.BigIntegerField(db_index=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-published_on", "claim_id")

    def __str__(self) -> str:
        return self.title


class MatchSuggestion(models.Model):
    """One text measured against one known claim, as the matcher last told it (a measurement).

    The subject says what the text stands for: "signal:12", "case:2026-0001", or
    "text:" and a fingerprint for a text somebody pasted.
    """

    class Level(models.TextChoices):
        SAME = "same", _("same claim, most likely")
        MAYBE = "maybe", _("perhaps: look")
        UNKNOWN = "unknown", _("not near enough")

    subject = models.CharField(max_length=60)
    # By name: the signals lie above the claims they are compared with.
    signal = models.ForeignKey(
        "cases.Signal", on_delete=models.CASCADE, null=True, related_name="suggestions"
    )
    claim = models.ForeignKey(KnownClaim, on_delete=models.CASCADE, related_name="suggestions")
    item_id = models.CharField(max_length=32, blank=True)
    family_id = models.CharField(max_length=32, blank=True)
    text = models.TextField(blank=True)  # what was compared, masked as everything stored
    text_date = models.DateField(null=True)  # when it appeared, where that is known
    score = models.FloatField()
    level = models.CharField(max_length=7, choices=Level)
    reasons = models.JSONField(default=list)  # "kind|detail", see tangkal.recognise.reasons
    method = models.CharField(max_length=60)
    matcher_version = models.PositiveIntegerField(default=0)  # 0 is the one that ships
    is_exercise = models.BooleanField(default=False)  # teaches nothing
    at = models.DateTimeField(default=timezone.now)
    # What stands now; None while it waits. History stands in the judgements themselves.
    judgement = models.OneToOneField(
        "MatchJudgement", on_delete=models.PROTECT, null=True, related_name="standing_on"
    )

    class Meta:
        ordering = ("-score", "pk")
        constraints = [
            models.UniqueConstraint(fields=("subject", "claim"), name="one_suggestion_a_pair")
        ]
        indexes = [models.Index(fields=("level", "-score"), name="suggestion_list")]

    def __str__(self) -> str:
        return f"{self.subject} ~ {self.claim_id}"


class MatchJudgement(models.Model):
    """What a person said of one suggestion, with the suggestion as it was shown. Never changed.

    Whoever was wrong says so in another row; the newest stands.
    """

    class Answer(models.TextChoices):
        SAME = "same", _("same claim")
        NOT_SAME = "not_same", _("not the same claim")
        UNSURE = "unsure", _("unsure")
        TAKEN_BACK = "taken_back", _("taken back")

    subject = models.CharField(max_length=60)
    claim = models.ForeignKey(KnownClaim, on_delete=models.PROTECT, related_name="judgements")
    claim_title = models.CharField(max_length=500)  # as it read then
    item_id = models.CharField(max_length=32, blank=True)
    family_id = models.CharField(max_length=32, blank=True, db_index=True)
    text = models.TextField(blank=True)
    text_date = models.DateField(null=True)
    score = models.FloatField()
    level = models.CharField(max_length=7, choices=MatchSuggestion.Level)
    reasons = models.JSONField(default=list)
    method = models.CharField(max_length=60)
    matcher_version = models.PositiveIntegerField(default=0)
    is_exercise = models.BooleanField(default=False)
    answer = models.CharField(max_length=10, choices=Answer)
    why = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-pk",)
        indexes = [models.Index(fields=("subject", "claim"), name="judgement_pair")]

    def __str__(self) -> str:
        return f"{self.subject} ~ {self.claim_id}: {self.answer}"

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk is not None:
            raise TypeError("a judgement is never changed: write another one")
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> NoReturn:
        raise TypeError("a judgement is never deleted: take it back by another one")


class MatcherPromotion(models.Model):
    """Which learned version answers from this moment on. Never changed: the newest is live."""

    version = models.PositiveIntegerField()  # 0 is the matcher that ships
    replaced = models.PositiveIntegerField()
    is_rollback = models.BooleanField(default=False)
    why = models.CharField(max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"version {self.version}"

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk is not None:
            raise TypeError("a promotion is never changed: promote or roll back anew")
        super().save(*args, **kwargs)
