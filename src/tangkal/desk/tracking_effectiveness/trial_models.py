"""Tests of two wordings: what is compared, why it does no harm, who agreed, what was learnt."""

import hashlib
import json

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.models import Organisation
from tangkal.desk.portal.models import Clarification
from tangkal.desk.tracking_effectiveness.survey_models import by_person, nobody_yet
from tangkal.desk.tracking_effectiveness.trial_states import TrialState


class Trial(models.Model):
    """One test. Version A is what was published; B is worded otherwise and says the same."""

    class Outcome(models.TextChoices):
        HELPFUL = "yes", _("Readers who say that it helped")
        SHARES = "shares", _("Readers who pass it on")
        EVIDENCE = "evidence", _("Readers who open a source")

    class Ended(models.TextChoices):
        DIFFERENCE = "difference", _("A difference was seen")
        NO_DIFFERENCE = "no_difference", _("No difference that matters")
        TIME = "time", _("Its time was over")
        HARM = "harm", _("Somebody saw harm in it")
        CHANGED = "changed", _("The answer was changed")
        FROZEN = "frozen", _("Publishing was frozen")
        OTHER = "other", _("Another reason")

    title = models.CharField(max_length=160)
    clarification = models.ForeignKey(
        Clarification, on_delete=models.PROTECT, related_name="trials"
    )
    edition = models.PositiveIntegerField()  # of the answer, when it was drafted
    headline = models.CharField(max_length=200)  # of version B
    part_key = models.CharField(max_length=20, blank=True)
    part_text = models.TextField(blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.HELPFUL)
    # A ratio of rates below this is not worth a change of words.
    smallest_percent = models.PositiveSmallIntegerField(
        default=25, validators=[MinValueValidator(5), MaxValueValidator(300)]
    )
    days = models.PositiveSmallIntegerField(
        default=14, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    # The ethics note: what was weighed, in words, and what the proposer vouches for.
    why = models.TextField()
    ethics = models.TextField()
    vouched = models.JSONField(default=list)  # keys of trial_rules.VOUCHES
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=TrialState, default=TrialState.DRAFT)
    author = by_person()
    at = models.DateTimeField(default=timezone.now)
    writers = models.JSONField(default=list)  # keys of everybody who wrote a version of it
    approved_by = nobody_yet()
    approved_at = models.DateTimeField(null=True, blank=True)
    comment = models.TextField(blank=True)  # of whoever approved it or sent it back
    code = models.SlugField(max_length=16, blank=True)  # of the portal's record, once started
    started_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = nobody_yet()
    ended = models.CharField(max_length=13, choices=Ended, blank=True)
    ended_why = models.TextField(blank=True)
    result = models.JSONField(default=dict)  # the counts as they stood when it stopped
    lesson = models.TextField(blank=True)
    is_exercise = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    changed_by = nobody_yet()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return self.title

    @property
    def sha256(self) -> str:
        """Of everything an approval is given to: both wordings, the plan, the ethics note."""
        names = ("headline", "part_key", "part_text", "outcome", "smallest_percent", "days")
        said = {name: getattr(self, name) for name in (*names, "why", "ethics", "vouched")}
        answer = self.clarification
        said |= {"slug": answer.slug, "edition": self.edition}
        said |= {"headline_a": answer.headline, "parts_a": answer.parts, "verdict": answer.verdict}
        text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def part_a(self) -> str:
        """The words of version A for the part that B says otherwise."""
        parts = self.clarification.parts
        return next((part["text"] for part in parts if part["key"] == self.part_key), "")
