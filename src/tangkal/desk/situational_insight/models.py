"""What people and the machine did with narratives; the items themselves lie in the lake."""

from secrets import token_hex

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tangkal.desk.accounts.models import User
from tangkal.desk.situational_insight.mood.models import MoodQuestion, MoodReading, MoodText
from tangkal.desk.situational_insight.spread.models import (
    BreakoutFlag,
    BreakoutReading,
    SpreadMeasure,
)
from tangkal.desk.situational_insight.states import NarrativeState
from tangkal.desk.situational_insight.voids.models import (
    InsightRun,
    PublicQuestion,
    QuestionMark,
)

__all__ = [
    "BreakoutFlag",
    "BreakoutReading",
    "InsightRun",
    "MoodQuestion",
    "MoodReading",
    "MoodText",
    "MovedFamily",
    "MovedNarrative",
    "Movement",
    "Narrative",
    "NarrativeEvent",
    "NarrativeOrder",
    "PublicQuestion",
    "QuestionMark",
    "SpreadMeasure",
]


class Narrative(models.Model):
    """One story that people have to do with. Most narratives live in the lake alone.

    A row is made when a signal is raised on it, when the machine joins or divides it, or when
    a person first acts on it.
    """

    class Anchor(models.TextChoices):
        SELF = "self", pgettext_lazy("belief", "How people see themselves")
        RELATIONSHIPS = "relationships", pgettext_lazy("belief", "Whom people belong to")
        WORLDVIEW = "worldview", pgettext_lazy("belief", "How people see the world")
        ISOLATED = "isolated_fact", pgettext_lazy("belief", "A single fact, tied to nothing")

    id = models.CharField(max_length=40, primary_key=True)  # "N" and 11 hex digits
    state = models.CharField(max_length=8, choices=NarrativeState, default=NarrativeState.EMERGING)
    state_since = models.DateTimeField(default=timezone.now)  # in the items' time
    machine_title = models.CharField(max_length=200, blank=True)  # the items' own words
    title = models.CharField(max_length=200, blank=True)  # what a person named it; "" is not named
    summary = models.TextField(blank=True)
    belief_anchor = models.CharField(max_length=16, choices=Anchor, blank=True)
    is_pinned = models.BooleanField(default=False)
    parent = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="children"
    )
    # What it has become part of; None while it stands by itself.
    merged_into = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="merged"
    )
    is_exercise = models.BooleanField(default=False)  # every item of it belongs to an exercise
    # As last measured: what is still known once the lake has dropped the items.
    items = models.PositiveIntegerField(default=0)
    families = models.PositiveIntegerField(default=0)
    typical_items = models.JSONField(default=list, blank=True)  # ids, nearest the centre first
    first_seen_at = models.DateTimeField(null=True)
    last_seen_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)  # optimistic lock for people's changes

    class Meta:
        ordering = ("-is_pinned", "-last_seen_at", "pk")
        indexes = [
            models.Index(fields=("state", "last_seen_at"), name="narrative_state"),
            models.Index(fields=("is_pinned",), condition=Q(is_pinned=True), name="narrative_pin"),
        ]

    def __str__(self) -> str:
        return self.title or self.machine_title or self.pk


class NarrativeEvent(models.Model):
    """One line of a narrative's history: what happened, by whom, and on what evidence.

    Its ids are plain: the machine joins many small narratives that nobody ever looks at.
    """

    class Kind(models.TextChoices):
        BORN = "born", _("began")
        MERGED = "merged", _("taken in")
        SPLIT = "split", _("divided")
        SLEPT = "slept", _("fell asleep")
        WOKE = "woke", _("woke")
        GREW = "grew", _("became active")
        FADED = "faded", _("is fading")
        KEPT_APART = "kept_apart", _("kept apart")
        UNDONE = "undone", _("taken back")
        RENAMED = "renamed", _("renamed")
        DESCRIBED = "described", _("described")
        PINNED = "pinned", _("pinned")
        UNPINNED = "unpinned", _("unpinned")
        ARCHIVED = "archived", _("archived")
        REACTIVATED = "reactivated", _("reactivated")

    narrative_id = models.CharField(max_length=40, db_index=True)
    other_id = models.CharField(max_length=40, blank=True, db_index=True)
    kind = models.CharField(max_length=12, choices=Kind)
    at = models.DateTimeField()  # in the items' time
    recorded_at = models.DateTimeField(default=timezone.now, db_index=True)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    is_machine = models.BooleanField(default=False)
    why = models.CharField(max_length=300, blank=True)
    # {"cosine": 0.61, "words": ["bbm", …], "texts": ["…", "…"], "items": [12, 7], …}
    evidence = models.JSONField(default=dict, blank=True)
    # {signal: [narrative id, key, state] before}, for whoever takes it back
    signals_before = models.JSONField(default=dict, blank=True)
    undoes = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, related_name="undone_by"
    )
    # Which batch of the stream told it, and its place in it: a replay tells nothing twice.
    batch_id = models.CharField(max_length=120, blank=True)
    place = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-recorded_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("batch_id", "place"),
                condition=~Q(batch_id=""),
                name="one_narrative_event_a_change",
            )
        ]

    def __str__(self) -> str:
        return f"{self.narrative_id}: {self.kind}"


class NarrativeOrder(models.Model):
    """What an analyst told the live stream to do and to respect from then on; never deleted."""

    class Kind(models.TextChoices):
        MERGE = "merge", _("merge")
        SPLIT = "split", _("split")
        KEEP_APART = "keep_apart", _("keep apart")
        PIN = "pin", _("pin")
        UNPIN = "unpin", _("unpin")

    kind = models.CharField(max_length=10, choices=Kind)
    narrative_id = models.CharField(max_length=40)
    other_id = models.CharField(max_length=40, blank=True)
    families = models.JSONField(default=list, blank=True)
    at = models.DateTimeField(default=timezone.now)
    # Where in the bus the stream stood when it took the order: a replay takes it there again.
    position = models.BigIntegerField(null=True, db_index=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.kind} {self.narrative_id}"


def new_lineage() -> str:
    return token_hex(16)


class Movement(models.Model):
    """How often items were moved between narratives: one row, whose number tells news apart."""

    # A restored database counts anew: its numbers must not be taken for those known before.
    lineage = models.CharField(max_length=32, default=new_lineage)
    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)


class MovedNarrative(models.Model):
    """A narrative whose items belong to another one now; to itself once that was taken back."""

    narrative_id = models.CharField(max_length=40, primary_key=True)
    now_in = models.CharField(max_length=40)
    number = models.PositiveBigIntegerField(db_index=True)  # of the movement
    at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"{self.narrative_id} → {self.now_in}"


class MovedFamily(models.Model):
    """A family of copies that belongs to another narrative than the one it arrived in."""

    family_id = models.CharField(max_length=64, primary_key=True)
    now_in = models.CharField(max_length=40)
    number = models.PositiveBigIntegerField(db_index=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"{self.family_id} → {self.now_in}"
