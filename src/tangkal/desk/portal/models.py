"""What the public sees: clarifications, their corrections, and what citizens reported.

The portal keeps its own copy of what was approved and knows nothing of cases: a fault in it
can neither leak nor change what the desk works on.
"""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.models import Organisation, Region
from tangkal.desk.portal.appeal_states import AppealState
from tangkal.desk.portal.feedback_models import (
    HelpfulCount,
    SpentView,
    WordingCount,
    WordingTest,
)
from tangkal.desk.portal.interim_models import Interim
from tangkal.desk.portal.reference_models import (
    ReferenceEdition,
    ReferenceFile,
    ReferencePage,
    Translation,
)

__all__ = [
    "Appeal",
    "AppealContact",
    "Clarification",
    "Correction",
    "HelpfulCount",
    "Interim",
    "PublicReport",
    "ReferenceEdition",
    "ReferenceFile",
    "ReferencePage",
    "SpentView",
    "Statement",
    "StatementEdition",
    "Translation",
    "WordingCount",
    "WordingTest",
]


class Clarification(models.Model):
    """One published answer to one claim."""

    class State(models.TextChoices):
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    slug = models.SlugField(max_length=120, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.PUBLISHED)
    claim_text = models.TextField()  # the claim as it circulated, in one sentence
    verdict = models.CharField(max_length=20)  # codes of tangkal.impact_analysis.verdicts
    headline = models.CharField(max_length=200)
    # The message's parts in their order: [{"key": "fact", "text": …}, …]
    parts = models.JSONField()
    sources = models.JSONField(default=list)  # [{"title", "url", "publisher"}]
    # Pictures, videos and sounds it judges, as portal.media.JudgedMedia.
    media = models.JSONField(default=list, blank=True)
    language = models.CharField(max_length=5, default="id")
    category = models.CharField(max_length=30, blank=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True)
    issuer = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    # The office's own number for the matter; each case page asks for its own.
    reference = models.CharField(max_length=20, db_index=True)
    known_claim_id = models.CharField(max_length=40, blank=True, db_index=True)
    first_appeared_on = models.DateField(null=True, blank=True)  # of the claim
    published_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    edition = models.PositiveIntegerField(default=1)
    # Stemmed words of claim, headline and parts, for the search (see portal.search).
    search_text = models.TextField(blank=True)
    # The office found its own verdict wrong and is writing the correction: readers are told.
    doubted_at = models.DateTimeField(null=True, blank=True)
    doubt = models.TextField(blank=True)
    # The moment for which its facts were true, and until when the office confirmed them; None
    # where it said neither. An answer that outlived the second stays, and says so.
    confirmed_at = models.DateTimeField(null=True, blank=True)
    valid_until = models.DateTimeField(null=True, blank=True)
    is_exercise = models.BooleanField(default=False)

    class Meta:
        ordering = ("-published_at", "-pk")
        indexes = [models.Index(fields=("state", "-published_at"), name="portal_newest")]

    def __str__(self) -> str:
        return self.headline

    @property
    def has_ended(self) -> bool:
        """Whether the last moment for which its facts were confirmed has passed."""
        return self.valid_until is not None and self.valid_until <= timezone.now()


class Correction(models.Model):
    """One visible change of a published clarification: what changed, why, and the old text."""

    class Kind(models.TextChoices):
        CORRECTED = "corrected", _("Corrected")
        UPDATED = "updated", _("Updated")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    clarification = models.ForeignKey(
        Clarification, on_delete=models.PROTECT, related_name="corrections"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.TextField()
    before = models.JSONField()  # the fields as they were
    after = models.JSONField()
    edition = models.PositiveIntegerField()  # the edition this change made
    at = models.DateTimeField(default=timezone.now)
    # The appeal that brought it about, where one did.
    appeal = models.ForeignKey(
        "Appeal", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections"
    )

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.clarification}: {self.kind}"


class PublicReport(models.Model):
    """A citizen's question: "I saw this, is it true?" No name and no address is asked for."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Not checked yet")
        ANSWERED = "answered", _("Answered")
        CLOSED = "closed", _("Closed without an answer")

    token = models.UUIDField(unique=True)  # the form's; the same form sent twice is one report
    receipt = models.CharField(max_length=12, unique=True)  # shown to the citizen
    text = models.TextField()  # personal data masked before it is stored
    url = models.URLField(max_length=1000, blank=True)
    language = models.CharField(max_length=5, default="id")
    item_id = models.CharField(max_length=32, db_index=True)  # the same text as an item
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    answer = models.ForeignKey(
        Clarification, on_delete=models.SET_NULL, null=True, blank=True, related_name="answers"
    )
    note = models.CharField(max_length=300, blank=True)  # why closed without an answer
    created_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.receipt


class Statement(models.Model):
    """A first statement in a crisis: what is known, what is not, when there is more.

    It labels nothing and answers no claim, so it is no clarification: it has a page of its own,
    on which every version stays readable.
    """

    class State(models.TextChoices):
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    slug = models.SlugField(max_length=120, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.PUBLISHED)
    headline = models.CharField(max_length=300)
    parts = models.JSONField()  # [{"key": "empathy", "text": …}, …]
    language = models.CharField(max_length=5, default="id")
    issuer = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    reference = models.CharField(max_length=20)  # the office's own number for the matter
    next_update_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    edition = models.PositiveIntegerField(default=1)
    # When a second person has looked at this edition: it went out on one person's word.
    checked_at = models.DateTimeField(null=True, blank=True)
    # Since when its own office knows that a fact in it fell, and which; the next version ends it.
    doubted_at = models.DateTimeField(null=True, blank=True)
    doubt = models.TextField(blank=True, default="", db_default="")
    is_exercise = models.BooleanField(default=False)

    class Meta:
        ordering = ("-updated_at", "-pk")

    def __str__(self) -> str:
        return self.headline


class StatementEdition(models.Model):
    """One version of a statement as it was read, and what came after it."""

    class Kind(models.TextChoices):
        PUBLISHED = "published", _("Published")
        UPDATED = "updated", _("Updated")
        CORRECTED = "corrected", _("Corrected")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.TextField(blank=True)
    headline = models.CharField(max_length=300)
    parts = models.JSONField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-number", "-pk")

    def __str__(self) -> str:
        return f"{self.statement}: {self.number}"


class Appeal(models.Model):
    """Somebody says that what we published is wrong (sanggahan), and asks for another look.

    It binds to the edition that was read. Who sent it is kept apart, in `AppealContact`.
    """

    token = models.UUIDField(unique=True)  # the form's; the same form sent twice is one appeal
    receipt = models.CharField(max_length=12, unique=True)
    # What is contested: any kind of object that rights.subjects knows.
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=120)
    subject_label = models.CharField(max_length=200)
    clarification = models.ForeignKey(
        Clarification, on_delete=models.PROTECT, null=True, blank=True, related_name="appeals"
    )
    edition = models.PositiveIntegerField(null=True, blank=True)
    contested = models.JSONField(default=dict)  # the words as they stood
    contested_sha256 = models.CharField(max_length=64)
    part = models.CharField(max_length=40)  # which statement: "verdict", "fact", …
    why = models.TextField()  # personal data masked before it is stored
    evidence_url = models.URLField(max_length=1000, blank=True)
    evidence_file = models.FileField(upload_to="appeals/%Y/%m/", blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=5, default="id")
    state = models.CharField(max_length=14, choices=AppealState, default=AppealState.RECEIVED)
    received_at = models.DateTimeField(default=timezone.now)
    first_reply = models.TextField(blank=True)
    first_replied_at = models.DateTimeField(null=True, blank=True)
    # UPHELD, REVISED or WITHDRAWN: stays when the state moves on.
    outcome = models.CharField(max_length=14, choices=AppealState, blank=True)
    outcome_reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    reply = models.TextField(blank=True)  # what the sender was told
    told_at = models.DateTimeField(null=True, blank=True)
    announced_at = models.DateTimeField(null=True, blank=True)
    is_exercise = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)  # optimistic lock

    class Meta:
        ordering = ("-received_at", "-pk")
        indexes = [models.Index(fields=("state", "received_at"), name="appeals_waiting")]

    def __str__(self) -> str:
        return f"{self.receipt} {self.subject_label}"[:200]


class AppealContact(models.Model):
    """Who sent an appeal, where they said so: kept apart, read by its officer alone."""

    appeal = models.OneToOneField(Appeal, on_delete=models.CASCADE, related_name="sender")
    name = models.CharField(max_length=120, blank=True)
    contact = models.CharField(max_length=200, blank=True)  # where to send the reply

    def __str__(self) -> str:
        return f"sender of {self.appeal_id}"
