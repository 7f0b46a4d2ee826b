"""What the desk keeps of appeals, of who read what, of findings, holds, requests and breaches."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.cases.models import Case, Priority
from tangkal.desk.portal.models import Appeal
from tangkal.desk.rights.states import BreachState, FindingState, RequestState


def person(**options: object) -> "models.ForeignKey[User, User]":
    """Who did it: an account that may never be removed from under its acts."""
    return models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", **options)  # type: ignore[arg-type]


def nobody_yet() -> "models.ForeignKey[User | None, User | None]":
    return person(null=True, blank=True)  # type: ignore[return-value]


class Review(models.Model):
    """The desk's side of an appeal: whose it is, by when, and who has it in hand."""

    appeal = models.OneToOneField(Appeal, on_delete=models.PROTECT, related_name="review")
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="appeals"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    priority = models.CharField(max_length=6, choices=Priority, default=Priority.LOW)
    reply_due_at = models.DateTimeField()
    decide_due_at = models.DateTimeField()
    officer = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="appeals"
    )
    assigned_by = nobody_yet()
    decided_by = nobody_yet()
    told_how = models.CharField(max_length=200, blank=True)  # "status page", "letter of 3 March"
    changed_by = nobody_yet()

    class Meta:
        ordering = ("decide_due_at", "pk")

    def __str__(self) -> str:
        return str(self.appeal)


class Access(models.Model):
    """One person read one thing in one hour, so many times. Not in the audit chain."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)  # "case", "evidence-file", …: see rights.access
    object_id = models.CharField(max_length=120, blank=True)
    hour = models.DateTimeField()  # its beginning
    reads = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-hour", "kind", "object_id")
        constraints = [
            models.UniqueConstraint(
                fields=("user", "kind", "object_id", "hour"), name="one_access_row_an_hour"
            )
        ]
        indexes = [
            models.Index(fields=("kind", "object_id", "-hour"), name="access_of_object"),
            models.Index(fields=("hour",), name="access_by_hour"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.object_id} {self.hour:%Y-%m-%d %H}"


class Finding(models.Model):
    """What an auditor found, addressed to an organisation, and its answer."""

    title = models.CharField(max_length=200)
    text = models.TextField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=14, choices=FindingState, default=FindingState.OPEN)
    by = person()
    at = models.DateTimeField(default=timezone.now)
    reply = models.TextField(blank=True)
    replied_by = nobody_yet()
    replied_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = nobody_yet()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return self.title


class EvidenceHold(models.Model):
    """Evidence of a case that must not go yet: a court, an appeal, an audit waits for it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="holds")
    reason = models.TextField()
    until = models.DateField()  # a hold without an end would be a store without a purpose
    by = person()
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = nobody_yet()

    class Meta:
        ordering = ("until", "pk")

    def __str__(self) -> str:
        return f"{self.case.number} → {self.until}"


class SubjectRequest(models.Model):
    """Somebody asks what we keep of them, or that it goes."""

    class Kind(models.TextChoices):
        ACCESS = "access", _("To see what is kept")
        ERASURE = "erasure", _("To have it erased")

    kind = models.CharField(max_length=8, choices=Kind)
    asked_by = models.CharField(max_length=200)  # who, and how the office made sure of it
    looked_for = models.CharField(max_length=200)  # receipt, e-mail, number or user name
    state = models.CharField(max_length=14, choices=RequestState, default=RequestState.RECEIVED)
    received_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    result = models.JSONField(default=dict)  # counts of what was found, erased and kept
    letter = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    by = person()
    answered_by = nobody_yet()
    version = models.PositiveIntegerField(default=1)
    changed_by = nobody_yet()

    class Meta:
        ordering = ("-received_at", "-pk")

    def __str__(self) -> str:
        return f"{self.pk} {self.kind}"


class Breach(models.Model):
    """Personal data got out, got lost or was changed: three days to say so."""

    title = models.CharField(max_length=200)
    what = models.TextField()  # which data, how it came about
    subjects = models.PositiveIntegerField(null=True, blank=True)  # how many people; None unknown
    measures = models.TextField(blank=True)
    state = models.CharField(max_length=14, choices=BreachState, default=BreachState.OPEN)
    found_at = models.DateTimeField()
    due_at = models.DateTimeField()  # 3 × 24 hours after it was found
    subjects_told_at = models.DateTimeField(null=True, blank=True)
    agency_told_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    by = person()
    at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)
    changed_by = nobody_yet()

    class Meta:
        ordering = ("-found_at", "-pk")
        verbose_name_plural = "breaches"

    def __str__(self) -> str:
        return self.title


class BreachEntry(models.Model):
    """One thing done about a breach: who was told what, when; never changed."""

    class Kind(models.TextChoices):
        NOTE = "note", _("Note")
        MEASURE = "measure", _("Measure taken")
        SUBJECTS = "subjects", _("People concerned were told")
        AGENCY = "agency", _("The agency was told")

    breach = models.ForeignKey(Breach, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=8, choices=Kind)
    to_whom = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    by = person()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.breach_id}: {self.kind}"
