"""Runs of the detection, the communities they found, and what is left out of them.

Accounts are keyed hashes here as in the lake. Nothing rates an account, and a run goes as soon
as the first of its items may go.
"""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.models import Signal


class Definition(models.TextChoices):
    """What an edge is; the library explains each."""

    TANGKAL = "tangkal", _("more than chance explains (ours)")
    COOTWEET = "cootweet", _("pairs of posts, as CooRTweet counts")
    TOOLKIT = "toolkit", _("posts near another's, as the coordination-network-toolkit counts")


class Run(models.Model):
    """One detection over one window of the lake."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for the worker")
        RUNNING = "running", _("Under way")
        DONE = "done", _("Done")
        FAILED = "failed", _("Stopped")

    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    asked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    since = models.DateTimeField()  # moments of the items looked at
    until = models.DateTimeField()  # not included
    definition = models.CharField(max_length=8, choices=Definition, default=Definition.TANGKAL)
    window_seconds = models.PositiveIntegerField(default=60)
    min_weight = models.PositiveSmallIntegerField(default=2)
    is_exercise = models.BooleanField(default=False)
    fault = models.CharField(max_length=300, blank=True)
    provenance = models.JSONField(default=dict)  # the library's, with what was read and kept

    class Meta:
        ordering = ("-asked_at", "-pk")
        indexes = [models.Index(fields=("state", "asked_at"), name="coordination_waiting")]

    def __str__(self) -> str:
        return f"{self.since:%Y-%m-%d %H:%M} – {self.until:%Y-%m-%d %H:%M}"

    @property
    def is_automatic(self) -> bool:
        return self.asked_by_id is None

    @property
    def is_finished(self) -> bool:
        return self.state in {self.State.DONE, self.State.FAILED}

    @property
    def counts(self) -> dict[str, int]:
        found = self.provenance.get("counts", {})
        return dict(found) if isinstance(found, dict) else {}


class RunTables(models.Model):
    """The network of a run as Parquet: bounded, and gone with its run."""

    run = models.OneToOneField(Run, on_delete=models.CASCADE, related_name="tables")
    edges = models.BinaryField()
    nodes = models.BinaryField()
    communities = models.BinaryField()
    evidence = models.BinaryField()
    is_directed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"tables of run {self.run_id}"


class Community(models.Model):
    """Accounts that shared together, followed from run to run while they are mostly the same."""

    definition = models.CharField(max_length=8, choices=Definition, default=Definition.TANGKAL)
    label = models.CharField(max_length=200)  # the object that most of its pairs share
    behaviours = models.JSONField(default=list)
    accounts = models.JSONField(default=list)  # pseudonyms, in the order of the alphabet
    pairs = models.PositiveIntegerField(default=0)
    objects_shared = models.PositiveIntegerField(default=0)
    items = models.PositiveIntegerField(default=0)  # posts that are evidence
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    narratives = models.JSONField(default=list)  # [[narrative_id, items], …] largest first
    regions = models.JSONField(default=list)  # [[code, items], …] largest first
    platforms = models.JSONField(default=list)
    volume = models.JSONField(default=list)  # evidence an hour, oldest first
    volume_until = models.DateTimeField(null=True)
    sample_item_ids = models.JSONField(default=list)
    signal = models.ForeignKey(Signal, on_delete=models.SET_NULL, null=True, related_name="+")
    merged_into = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="merged"
    )
    is_exercise = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    seen_until = models.DateTimeField()  # end of the latest window that it was found in

    class Meta:
        ordering = ("-last_at", "-pk")

    def __str__(self) -> str:
        return self.label


class Sighting(models.Model):
    """A community as one run found it."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="sightings")
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="sightings")
    number = models.PositiveIntegerField()  # in the run's tables
    accounts = models.PositiveIntegerField()
    pairs = models.PositiveIntegerField()
    drawing = models.JSONField(default=dict)  # {"nodes": [[name, x, y]], "edges": [[i, j, w]]}

    class Meta:
        ordering = ("-run__until", "-run", "number")
        constraints = [
            models.UniqueConstraint(fields=("run", "number"), name="one_sighting_a_number")
        ]

    def __str__(self) -> str:
        return f"community {self.number} of run {self.run_id}"


class AllowedEntry(models.Model):
    """What is shared together for a known, open reason; in force until its day is over."""

    class Kind(models.TextChoices):
        DOMAIN = "domain", _("A web domain and all below it")
        OBJECT = "object", _("One link, hashtag sequence or text")
        OUTLET = "outlet", _("An outlet or institution, by its public name")
        ACCOUNT = "account", _("An account, by its pseudonym")

    kind = models.CharField(max_length=8, choices=Kind)
    value = models.CharField(max_length=500)
    title = models.CharField(max_length=200, blank=True)  # what a reader sees of a text
    reason = models.CharField(max_length=300)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    until = models.DateField()  # the last day in force
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = (F("ended_at").asc(nulls_first=True), "-added_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("kind", "value"), condition=Q(ended_at=None), name="allowed_once"
            )
        ]

    def __str__(self) -> str:
        return self.title or self.value
