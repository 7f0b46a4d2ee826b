"""Who asked by which channel, which questions are one, and what is on its way to whom."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tangkal.desk.accounts.models import User
from tangkal.desk.portal.models import Clarification, PublicReport


class Channel(models.TextChoices):
    """By which way a person can be written to."""

    EMAIL = "email", _("E-mail")
    TELEGRAM = "telegram", "Telegram"
    WHATSAPP = "whatsapp", "WhatsApp"


class Contact(models.Model):
    """Where one person wants to be written to: sealed, apart from what they asked.

    Found by a keyed hash; read by nothing but the sending. A desk user sees the channel and the
    pseudonym. Forgetting one empties it; the row stays, so that figures keep adding up.
    """

    channel = models.CharField(max_length=10, choices=Channel)
    pseudonym = models.CharField(max_length=8, unique=True)  # drawn; tells nothing of the address
    sealed = models.TextField(blank=True)
    lookup = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=5, default="id")
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-last_used_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("lookup",), condition=models.Q(ended_at=None), name="one_contact_an_address"
            )
        ]
        indexes = [models.Index(fields=("ended_at", "last_used_at"), name="contacts_unused")]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.pseudonym}"


class Family(models.Model):
    """Questions that ask about the same thing: one answer, or one note, goes to all of them."""

    State = PublicReport.State

    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    answer = models.ForeignKey(
        Clarification, on_delete=models.SET_NULL, null=True, blank=True, related_name="families"
    )
    note = models.CharField(max_length=300, blank=True)  # why closed without an answer
    askers = models.PositiveIntegerField(default=0)  # kept in step by questions.families
    first_asked_at = models.DateTimeField(default=timezone.now)
    last_asked_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    # Settled, and some of its questions may still wait for what it was given.
    is_unfinished = models.BooleanField(default=False, db_index=True)
    case_number = models.CharField(max_length=20, blank=True)  # of the case that is to answer it
    version = models.PositiveIntegerField(default=1)  # optimistic lock

    class Meta:
        ordering = ("-last_asked_at", "-pk")
        indexes = [
            models.Index(fields=("state", "first_asked_at"), name="families_waiting"),
            models.Index(fields=("case_number",), name="families_of_cases"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class Asked(models.Model):
    """How one question came, with what it is found again by, and whom its answer goes to."""

    class Reason(models.TextChoices):
        """Why it stands in its family."""

        FIRST = "first", pgettext_lazy("question", "the first of its kind")
        SAME = "same", pgettext_lazy("question", "the same words")
        ALIKE = "alike", pgettext_lazy("question", "nearly the same words")
        LINK = "link", pgettext_lazy("question", "the same link")
        PICTURE = "picture", pgettext_lazy("question", "the same picture")
        CLAIM = "claim", pgettext_lazy("question", "the same known claim")
        PERSON = "person", pgettext_lazy("question", "put there by a person")

    report = models.OneToOneField(PublicReport, on_delete=models.CASCADE, related_name="asked")
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="asked")
    reason = models.CharField(max_length=8, choices=Reason)
    via = models.CharField(max_length=20, default="portal")  # portal, telegram, whatsapp, …
    contact = models.ForeignKey(
        Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="asked"
    )
    told = models.PositiveSmallIntegerField(default=0)  # how often its asker was written to
    told_edition = models.PositiveIntegerField(default=0)  # of the answer that they were told
    picture = models.FileField(upload_to="questions/%Y/%m/", blank=True)
    # What later questions are compared with; see questions.likeness.
    picture_sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    words = models.CharField(max_length=64, blank=True, db_index=True)
    link = models.CharField(max_length=64, blank=True, db_index=True)
    claim_id = models.CharField(max_length=40, blank=True, db_index=True)
    sketch = models.BinaryField(default=bytes)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.report_id} in {self.family_id}"


class PairOfWords(models.Model):
    """One of the smallest hashes of a question's neighbouring words: what it is looked up by."""

    asked = models.ForeignKey(Asked, on_delete=models.CASCADE, related_name="pairs")
    hash = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return f"{self.hash:08x}"


class Move(models.Model):
    """A person put questions into another family; it can be taken back."""

    class Kind(models.TextChoices):
        SPLIT = "split", _("Split off")
        MERGE = "merge", _("Put together")

    kind = models.CharField(max_length=5, choices=Kind)
    reports = models.JSONField()  # primary keys of the questions that moved
    source = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="left")
    target = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="joined")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"


class Outgoing(models.Model):
    """One message to one contact, and how far that has come. One key is one message."""

    class State(models.TextChoices):
        CREATED = "created", pgettext_lazy("outgoing", "waits to be sent")
        SENDING = "sending", pgettext_lazy("outgoing", "being sent")
        SENT = "sent", pgettext_lazy("outgoing", "sent")
        DELIVERED = "delivered", pgettext_lazy("outgoing", "delivered")
        TEMPORARY = "temporary", pgettext_lazy("outgoing", "failed, will be tried again")
        PERMANENT = "permanent", pgettext_lazy("outgoing", "failed for good")
        UNKNOWN = "unknown", pgettext_lazy("outgoing", "not known whether it arrived")

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="outgoing")
    report = models.ForeignKey(
        PublicReport, on_delete=models.SET_NULL, null=True, blank=True, related_name="outgoing"
    )
    key = models.CharField(max_length=100, unique=True)
    text = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.CREATED)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    next_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    receipt = models.CharField(max_length=200, blank=True)  # what the service calls it
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = [
            models.Index(fields=("state", "next_at"), name="outgoing_due"),
            models.Index(fields=("receipt",), name="outgoing_by_receipt"),
        ]

    def __str__(self) -> str:
        return f"{self.contact} {self.key}"


class Mailbox(models.Model):
    """The mail account that answers citizens: one an installation, its password sealed."""

    class Security(models.TextChoices):
        STARTTLS = "starttls", "STARTTLS"
        TLS = "tls", "TLS"
        NONE = "none", _("none: readable on the way")

    server = models.CharField(max_length=200)  # "host:port"
    security = models.CharField(max_length=8, choices=Security, default=Security.STARTTLS)
    username = models.CharField(max_length=120, blank=True)
    password = models.TextField(blank=True)  # sealed
    sender = models.EmailField()
    sender_name = models.CharField(max_length=80)  # an office, never a person
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.sender
