"""Lines that people write to, what came in, and the conversations that grow of it.

No number, user name or name stands here in the clear: who somebody is lies sealed in their
`questions.Contact`, and what they write is masked before it is kept to be read.
"""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.questions.models import Channel, Contact

WINDOW = timedelta(hours=24)  # after a person's last word WhatsApp carries a free answer
CHOICE_FOR = timedelta(hours=24)  # how long "1" still means the first of what was offered
ANSWER_WITHIN = timedelta(hours=2)  # whoever asked for a person has one by then
TAKEN_FOR = timedelta(hours=12)  # a person who says nothing for so long has gone home


class Line(models.Model):
    """One number or bot that people write to. One a service: an answer knows its way back."""

    channel = models.CharField(
        max_length=10,
        choices=[(each.value, each.label) for each in (Channel.TELEGRAM, Channel.WHATSAPP)],
        unique=True,
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)  # who speaks
    sender_name = models.CharField(max_length=80)  # under every answer
    slug = models.SlugField(max_length=40, unique=True)  # drawn: part of the webhook's address
    # Telegram: the bot's user name. WhatsApp: the phone number id of the Cloud API.
    address = models.CharField(max_length=64)
    # WhatsApp, later than a day: an approved template with two variables, sender and text.
    template = models.CharField(max_length=100, blank=True)
    template_language = models.CharField(max_length=10, default="id")
    secret_name = models.CharField(max_length=40, blank=True)  # of a file in the home
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)
    last_in_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("channel",)

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.address}"


class Inbound(models.Model):
    """One message, or status, as it came; its words are sealed until it is done, and gone then."""

    class State(models.TextChoices):
        NEW = "new", pgettext_lazy("inbound", "waits")
        DONE = "done", pgettext_lazy("inbound", "done")
        SET_ASIDE = "aside", pgettext_lazy("inbound", "set aside")

    class Kind(models.TextChoices):
        TEXT = "text", pgettext_lazy("inbound", "words")
        PICTURE = "picture", pgettext_lazy("inbound", "a picture")
        STATUS = "status", pgettext_lazy("inbound", "what became of an answer")

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="inbound")
    # Keyed hash of the service's id: WhatsApp's own holds the sender's number.
    name = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=7, choices=Kind, default=Kind.TEXT)
    sealed = models.TextField(blank=True)
    state = models.CharField(max_length=5, choices=State, default=State.NEW)
    attempts = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True)  # why set aside
    came_of_it = models.CharField(max_length=12, blank=True)  # same, perhaps, unknown, help, …
    received_at = models.DateTimeField(default=timezone.now)
    next_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        indexes = [
            models.Index(fields=("state", "kind", "id"), name="inbound_due"),
            models.Index(fields=("received_at",), name="inbound_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.pk}"


class Conversation(models.Model):
    """What was said last with one contact, as far as the next word needs it."""

    class State(models.TextChoices):
        MACHINE = "machine", _("The machine answers")
        WAITING = "waiting", _("Waits for a person")
        TAKEN = "taken", _("A person answers")

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, related_name="conversation")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="conversations")
    is_group = models.BooleanField(default=False)
    state = models.CharField(max_length=7, choices=State, default=State.MACHINE)
    last_in_at = models.DateTimeField(default=timezone.now)
    # What "1" to "3" stand for, and the question that was asked: see tipline.choices.
    offered = models.JSONField(default=dict)
    offered_until = models.DateTimeField(null=True)
    # A group: when which claim was answered. A person: how many messages this hour.
    said = models.JSONField(default=list)
    hour_began_at = models.DateTimeField(default=timezone.now)
    hour_count = models.PositiveIntegerField(default=0)
    waits_since = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    person_at = models.DateTimeField(null=True)  # when the person last did something
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-last_in_at", "-pk")
        indexes = [models.Index(fields=("state", "waits_since"), name="conversations_waiting")]

    def __str__(self) -> str:
        return str(self.contact)

    def is_held(self, now: datetime) -> bool:
        """Whether a person has it, so that the machine is silent."""
        return (
            self.state == self.State.TAKEN
            and self.person_at is not None
            and now < self.person_at + TAKEN_FOR
        )

    def answer_by(self) -> datetime | None:
        """Until when a person should have taken it; None where nobody waits for one."""
        if self.state != self.State.WAITING or self.waits_since is None:
            return None
        return self.waits_since + ANSWER_WITHIN

    def closes_at(self) -> datetime | None:
        """Until when a person may write freely; None where the service has no such rule."""
        return self.last_in_at + WINDOW if self.contact.channel == Channel.WHATSAPP else None


class Turn(models.Model):
    """One thing that was said in a conversation, masked, so that a person can take over."""

    class Who(models.TextChoices):
        ASKER = "asker", _("The asker")
        MACHINE = "machine", _("The machine")
        PERSON = "person", _("The office")

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="turns")
    who = models.CharField(max_length=7, choices=Who)
    text = models.TextField()
    note = models.CharField(max_length=12, blank=True)  # forward, picture, edited, other
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    key = models.CharField(max_length=100, blank=True)  # of the message that carried it
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("pk",)
        indexes = [models.Index(fields=("at",), name="turns_by_age")]

    def __str__(self) -> str:
        return f"{self.conversation_id} {self.who}"
