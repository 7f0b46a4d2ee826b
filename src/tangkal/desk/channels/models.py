"""Outlets of an organisation, what was dispatched to them, and what became of each delivery."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.alerts.health import Reached
from tangkal.desk.alerts.models import Destination
from tangkal.desk.cases.models import Case
from tangkal.desk.channels.states import DeliveryState, DispatchState, Recall
from tangkal.desk.strategic_communication.house_models import MessageHouseVersion
from tangkal.desk.strategic_communication.models import MessageVersion


class Kind(models.TextChoices):
    EMAIL = "email", _("E-mail list")
    TELEGRAM = "telegram", _("Telegram channel")
    WHATSAPP = "whatsapp", _("WhatsApp template")
    WEBSITE = "website", _("Website feed (JSON and HTML)")


class Outlet(Reached):
    """One way out. Its secrets lie in the home, never in this table."""

    Security = Destination.Security

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind)
    # Who speaks, in every output: an office, never a person and never this program.
    sender_name = models.CharField(max_length=80)
    # A Telegram chat, or the id of a WhatsApp business number.
    address = models.CharField(max_length=200, blank=True)
    recipients = models.TextField(blank=True)  # e-mail addresses or numbers, a line each
    server = models.CharField(max_length=200, blank=True)  # "host:port" of e-mail
    security = models.CharField(max_length=8, choices=Security, default=Security.STARTTLS)
    username = models.CharField(max_length=120, blank=True)
    sender = models.EmailField(blank=True)
    template = models.CharField(max_length=120, blank=True)  # WhatsApp's name of it
    recall_template = models.CharField(max_length=120, blank=True)
    template_language = models.CharField(max_length=10, blank=True, default="id")
    slug = models.SlugField(max_length=60, unique=True)  # of its public addresses
    secret_name = models.CharField(max_length=40, blank=True)  # a file in the home's secrets
    is_exercise = models.BooleanField(default=False)  # for exercises alone
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("organisation__path", "name", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def readers(self) -> list[str]:
        """Whom it goes to, one by one; a channel is one reader whose name is its address."""
        if self.kind in {Kind.EMAIL, Kind.WHATSAPP}:
            return [line.strip() for line in self.recipients.splitlines() if line.strip()]
        return [self.address]


class PressContact(models.Model):
    """Whom newsrooms ask about an office's press releases: printed on each, so it is public."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, related_name="press_contact"
    )
    name = models.CharField(_("Name"), max_length=120, blank=True)
    role = models.CharField(_("Post or unit"), max_length=120, blank=True)
    phone = models.CharField(_("Telephone or WhatsApp"), max_length=40, blank=True)
    email = models.EmailField(_("E-mail"), blank=True)
    hours = models.CharField(_("When it answers"), max_length=80, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.phone or self.email}"


class Dispatch(models.Model):
    """One approved text on its way to one outlet. What goes out is kept, word by word."""

    class Purpose(models.TextChoices):
        MESSAGE = "pesan", _("Message")
        RECALL = "penarikan", _("Recall notice")

    outlet = models.ForeignKey(Outlet, on_delete=models.PROTECT, related_name="dispatches")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="dispatches")
    message_version = models.ForeignKey(
        MessageVersion, on_delete=models.PROTECT, null=True, related_name="dispatches"
    )
    house_version = models.ForeignKey(
        MessageHouseVersion, on_delete=models.PROTECT, null=True, related_name="dispatches"
    )
    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.MESSAGE)
    recalls = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="notice"
    )
    subject = models.CharField(max_length=250)
    body = models.TextField()
    link = models.URLField(max_length=300, blank=True)  # its page on the portal, where it has one
    sha256 = models.CharField(max_length=64)  # of the approved version
    state = models.CharField(max_length=10, choices=DispatchState, default=DispatchState.GOING)
    publish_at = models.DateTimeField(null=True)
    refusal = models.TextField(blank=True)  # why it did not go out at its hour
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    went_at = models.DateTimeField(null=True)
    resumed_at = models.DateTimeField(null=True)  # when a person last sent what was left of it
    recalled_at = models.DateTimeField(null=True)
    recalled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    recall_reason = models.TextField(blank=True)
    is_exercise = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(message_version=None) ^ models.Q(house_version=None),
                name="dispatch_of_one_text",
            ),
            # The same text twice to the same readers is refused by the table itself.
            models.UniqueConstraint(
                fields=("outlet", "message_version"),
                condition=models.Q(purpose="pesan") & ~models.Q(state="BERHENTI"),
                name="one_dispatch_of_a_message",
            ),
            models.UniqueConstraint(
                fields=("outlet", "house_version"),
                condition=models.Q(purpose="pesan") & ~models.Q(state="BERHENTI"),
                name="one_dispatch_of_a_house",
            ),
        ]
        indexes = [models.Index(fields=("state", "publish_at"), name="dispatch_due")]

    def __str__(self) -> str:
        return f"{self.outlet}: {self.subject}"


class Delivery(models.Model):
    """One dispatch to one reader, and how far that has come."""

    # What a receiver can tell a second copy by, where its protocol knows one.
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    dispatch = models.ForeignKey(Dispatch, on_delete=models.CASCADE, related_name="deliveries")
    reader = models.CharField(max_length=254)
    state = models.CharField(max_length=12, choices=DeliveryState, default=DeliveryState.CREATED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    receipt = models.CharField(max_length=200, blank=True)  # what the service calls it
    reason = models.CharField(max_length=300, blank=True)
    recall = models.CharField(max_length=10, choices=Recall, blank=True)
    recall_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=("dispatch", "reader"), name="one_delivery_a_reader")
        ]
        indexes = [
            models.Index(fields=("state", "next_attempt_at"), name="deliveries_due"),
            models.Index(fields=("recall", "next_attempt_at"), name="recalls_due"),
            models.Index(fields=("receipt",), name="deliveries_by_receipt"),
        ]

    def __str__(self) -> str:
        return f"{self.dispatch_id} {self.key}"


class DeliveryAttempt(models.Model):
    """One try. Without an end, the worker was cut off in its middle."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="tries")
    number = models.PositiveSmallIntegerField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, blank=True)  # sent, temporary, permanent, uncertain
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-began_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=("delivery", "number"), name="one_delivery_try")
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id} #{self.number} {self.outcome}"


class Taking(models.Model):
    """Somebody took an approved text as a file: from there on only they know where it went."""

    class Form(models.TextChoices):
        PDF = "pdf", _("Press release (PDF)")
        WORD = "docx", _("Press release (DOCX)")
        PICTURE = "png", _("Social card (PNG)")
        DRAWING = "svg", _("Social card (SVG)")

    message_version = models.ForeignKey(
        MessageVersion, on_delete=models.PROTECT, related_name="takings"
    )
    form = models.CharField(max_length=5, choices=Form)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.message_version_id} {self.form}"


class AssistedDraft(models.Model):
    """A version that a language model wrote: marked for good, with what the model was given."""

    class Task(models.TextChoices):
        DRAFT = "draf", _("Draft")
        TRANSLATE = "terjemah", _("Translation")

    version = models.OneToOneField(
        MessageVersion, on_delete=models.CASCADE, related_name="assisted"
    )
    task = models.CharField(max_length=10, choices=Task)
    sent = models.TextField()  # what left this machine, without personal data
    model = models.CharField(max_length=120)
    host = models.CharField(max_length=200)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.version_id} {self.task}"
