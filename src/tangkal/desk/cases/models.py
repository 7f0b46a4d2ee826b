"""Signals and cases. Measurement, judgement and decision are three different records."""

from collections.abc import Sequence
from datetime import datetime

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tangkal.desk.accounts.models import Organisation, Region, User
from tangkal.desk.cases.captures.models import Capture
from tangkal.desk.cases.linking.models import CaseLink, CaseMerge, LinkKind
from tangkal.desk.cases.people.models import Mention, Presence, Watch
from tangkal.desk.cases.pictures.models import EvidencePrint
from tangkal.desk.cases.public_notes.models import PublicNote
from tangkal.desk.cases.spreads.models import Spread, SpreadFigure
from tangkal.desk.cases.states import (
    OPEN_SIGNALS,
    CaseState,
    DecisionOption,
    SignalState,
    VerdictState,
)
from tangkal.desk.recognise.models import KnownClaim

__all__ = [
    "Capture",
    "Case",
    "CaseCounter",
    "CaseLink",
    "CaseMerge",
    "CaseNote",
    "CaseView",
    "Claim",
    "Decision",
    "Evidence",
    "EvidencePrint",
    "GateAssessment",
    "ImpactAssessment",
    "LinkKind",
    "Mention",
    "Presence",
    "Priority",
    "PublicNote",
    "Signal",
    "Spread",
    "SpreadFigure",
    "Verdict",
    "Watch",
]


class Priority(models.TextChoices):
    HIGH = "HIGH", pgettext_lazy("priority", "High")
    MEDIUM = "MEDIUM", pgettext_lazy("priority", "Medium")
    LOW = "LOW", pgettext_lazy("priority", "Low")


class Signal(models.Model):
    """One reason to look: a narrative, a match, a burst or a citizen's report (a measurement)."""

    # One narrative makes one signal, which grows: "narrative:N0123456789a"; what an exercise
    # adds to the same story makes one of its own: "exercise:N0123456789a".
    key = models.CharField(max_length=80, unique=True)
    state = models.CharField(max_length=12, choices=SignalState, default=SignalState.NEW)
    narrative_id = models.CharField(max_length=40, blank=True, db_index=True)
    title = models.CharField(max_length=200)
    excerpt = models.TextField(blank=True)
    # Why it is here, strongest first: {"kind": "burst", …facts}; early_warning renders them.
    reasons = models.JSONField(default=list)
    # 0 … 1, how urgently a person should look; orders the queue and decides nothing.
    urgency = models.FloatField(default=0.0)
    priority = models.CharField(max_length=6, choices=Priority, default=Priority.LOW)
    source_kind = models.CharField(max_length=10, default="crawler")
    platforms = models.JSONField(default=dict)  # {"x": 120, …} items by platform
    language = models.CharField(max_length=5, blank=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True)
    items_total = models.PositiveIntegerField(default=0)
    volume = models.JSONField(default=list)  # items an hour, oldest first, last 48 hours
    volume_until = models.DateTimeField(null=True)  # end of the last hour in `volume`
    sample_item_ids = models.JSONField(default=list)
    best_claim = models.ForeignKey(
        KnownClaim, on_delete=models.SET_NULL, null=True, blank=True, related_name="signals"
    )
    best_score = models.FloatField(null=True, blank=True)
    best_reasons = models.JSONField(default=list)  # "kind|detail", see tangkal.recognise.reasons
    best_method = models.CharField(max_length=60, blank=True)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(null=True)  # screening deadline; None once screened
    owner = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True)
    resolution = models.CharField(max_length=200, blank=True)  # why dismissed, what is missing
    duplicate_of = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="duplicates"
    )
    screened_at = models.DateTimeField(null=True)  # when a person first looked
    changed_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)  # optimistic lock for people's changes
    is_exercise = models.BooleanField(default=False)
    # Computed by the database from the state: one index then holds the queue in its order.
    is_open = models.GeneratedField(
        expression=models.Case(
            models.When(state__in=OPEN_SIGNALS, then=models.Value(True)),
            default=models.Value(False),
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )

    class Meta:
        ordering = ("-urgency", "due_at", "pk")
        indexes = [
            models.Index(fields=("state", "-urgency", "due_at", "owner"), name="signal_queue"),
            # All that the counts of the tabs ask, so that they read the index alone.
            models.Index(
                fields=("is_open", "-urgency", "due_at", "id", "owner", "narrative_id"),
                name="signal_open_queue",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CaseCounter(models.Model):
    """The last case number of a year. Its row is the lock that keeps numbers free of gaps."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Case(models.Model):
    """One issue the desk works on. Issue, spread, clarification and take-down are four counts."""

    number = models.CharField(max_length=20, unique=True)  # "2026-0001"
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    state = models.CharField(max_length=16, choices=CaseState, default=CaseState.OPENED)
    priority = models.CharField(max_length=6, choices=Priority, blank=True)
    lead_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    owner = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True)
    signals = models.ManyToManyField(Signal, related_name="cases", blank=True)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    reopened_at = models.DateTimeField(null=True, blank=True)
    triaged_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)  # deadline of the present step
    due_step = models.CharField(max_length=30, blank=True)  # which deadline of F3 that is
    closed_at = models.DateTimeField(null=True, blank=True)
    # The case this one became part of; it stays readable under its own number.
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts"
    )
    framework_edition = models.CharField(max_length=20, default="RESIST 2")
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_exercise = models.BooleanField(default=False)

    class Meta:
        ordering = ("-opened_at", "-pk")
        indexes = [
            models.Index(fields=("state", "due_at"), name="case_list"),
            models.Index(fields=("due_at",), name="case_due"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def is_closed(self) -> bool:
        return self.state == CaseState.CLOSED

    @property
    def started_at(self) -> datetime:
        """When the present round of work began: opening, or the last re-opening."""
        return self.reopened_at or self.opened_at


class Claim(models.Model):
    """What is being asserted, in one sentence that can be checked."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="claims")
    text = models.TextField()
    category = models.CharField(max_length=30, blank=True)  # one of the 13 categories
    disorder_type = models.CharField(max_length=30, blank=True)  # one of the seven types
    claimant_kind = models.CharField(max_length=30, blank=True)  # public, official, outlet, unknown
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.text[:80]


class Evidence(models.Model):
    """A copy of what was seen, its provenance and its hash; it outlives the lake's retention."""

    class Kind(models.TextChoices):
        ITEM = "item", _("Item from the lake")
        PAGE = "page", _("Web page")
        FILE = "file", _("File")
        DOCUMENT = "document", _("Official document")
        STATEMENT = "statement", _("Statement")
        KNOWN_CLAIM = "known_claim", _("Earlier fact-check")

    class Reliability(models.TextChoices):
        A = "A", _("A: completely reliable")
        B = "B", _("B: usually reliable")
        C = "C", _("C: fairly reliable")
        D = "D", _("D: not usually reliable")
        E = "E", _("E: unreliable")
        F = "F", _("F: cannot be judged")

    class Credibility(models.TextChoices):
        ONE = "1", _("1: confirmed by other sources")
        TWO = "2", _("2: probably true")
        THREE = "3", _("3: possibly true")
        FOUR = "4", _("4: doubtful")
        FIVE = "5", _("5: improbable")
        SIX = "6", _("6: cannot be judged")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    file = models.FileField(upload_to="evidence/%Y/%m/", blank=True)
    file_name = models.CharField(max_length=200, blank=True)  # as its owner called it
    content_type = models.CharField(max_length=100, blank=True)
    size_bytes = models.PositiveBigIntegerField(null=True, blank=True)
    item_id = models.CharField(max_length=32, blank=True)
    known_claim = models.ForeignKey(
        KnownClaim, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    platform = models.CharField(max_length=30, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)  # None when not known
    url = models.URLField(max_length=1000, blank=True)
    source = models.CharField(max_length=200)  # who or what provided it
    # Admiralty grading: reliability of the source A–F, credibility of the content 1–6.
    reliability = models.CharField(max_length=1, blank=True, choices=Reliability)
    credibility = models.CharField(max_length=1, blank=True, choices=Credibility)
    captured_at = models.DateTimeField()
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)  # of the file, else of the record: see evidence.py
    is_public = models.BooleanField(default=False)  # may be shown on the portal as a source
    # Where an archive keeps the same: a Wayback address, or the own archive's number.
    archive_reference = models.CharField(max_length=300, blank=True)
    is_graphic = models.BooleanField(default=False)  # hurts to look at: covered until asked for

    class Meta:
        ordering = ("added_at", "pk")
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return self.title


class GateAssessment(models.Model):
    """The eligibility gate: opinion, criticism, satire and press work are never labelled."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="gates")
    kind = models.CharField(max_length=20)  # codes of tangkal.impact_analysis.gate
    rests_on_false_information = models.BooleanField(default=False)
    is_checkable = models.BooleanField()
    may_be_labelled = models.BooleanField()  # computed from the gate's table, stored as shown
    rule = models.CharField(max_length=60, blank=True)  # code of the table's row that held
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.case.number}: {self.kind}"


class Verdict(models.Model):
    """What the evidence says of the claim: one verifier drafts, a second one approves."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="verdicts")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="verdicts")
    value = models.CharField(max_length=20)  # codes of tangkal.impact_analysis.verdicts
    reasons = models.TextField()
    evidence = models.ManyToManyField(Evidence, related_name="verdicts", blank=True)
    state = models.CharField(max_length=16, choices=VerdictState, default=VerdictState.DRAFT)
    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=timezone.now)
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    review_note = models.TextField(blank=True)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-drafted_at", "-pk")

    def __str__(self) -> str:
        return f"{self.case.number}: {self.value}"


class ImpactAssessment(models.Model):
    """An analyst's judgement of harm, reach and likelihood; the priority follows by rule."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assessments")
    severities = models.JSONField()  # {"life_health": 3, …} 0 none … 4 severe
    reach = models.PositiveSmallIntegerField(validators=[MaxValueValidator(4)])
    breakout = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(6)]
    )
    probability_term = models.CharField(max_length=30)
    probability_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    confidence = models.CharField(max_length=10)  # low, moderate, high: kept apart from likelihood
    techniques = models.JSONField(default=list)
    reasoning = models.TextField()
    computed_priority = models.CharField(max_length=6, choices=Priority)
    computed_rule = models.JSONField(default=dict)  # rule key and parameters, for the sentence
    override_priority = models.CharField(max_length=6, choices=Priority, blank=True)
    override_reason = models.TextField(blank=True)
    override_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    framework_edition = models.CharField(max_length=20)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.case.number}: {self.priority}"

    @property
    def priority(self) -> str:
        """The override where a second person confirmed one, else the computed priority."""
        if self.override_priority and self.override_by_id:
            return self.override_priority
        return self.computed_priority


class Decision(models.Model):
    """What an authorised person decided; no response is as full a decision as any."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="decisions")
    option = models.CharField(max_length=16, choices=DecisionOption)
    gate_answers = models.JSONField(default=dict)  # the response gate's six questions
    rationale = models.TextField()
    refer_to = models.CharField(max_length=200, blank=True)
    # When a no-response or monitor decision must be looked at again: {"breakout": 4, …}.
    tripwire = models.JSONField(default=dict)
    review_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.case.number}: {self.option}"


class CaseNote(models.Model):
    """An internal note; never shown outside the desk."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # Names written after an @ that nobody who reads the case bears; told to the writer, not kept.
    unreached: Sequence[str] = ()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return self.text[:80]


class CaseView(models.Model):
    """One person's filter of the case list, kept as the query string that shows it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="case_views")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("name", "pk")
        constraints = [
            models.UniqueConstraint(fields=("user", "name"), name="one_case_view_a_name")
        ]

    def __str__(self) -> str:
        return self.name
