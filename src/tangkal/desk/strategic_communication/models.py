"""Messages and their versions. A version never changes: its hash is what gets approved."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.models import Organisation, Region, User
from tangkal.desk.cases.models import Case, Verdict
from tangkal.desk.strategic_communication.election_models import ElectionFlag, ElectionPeriod
from tangkal.desk.strategic_communication.holding_models import (
    HoldingStatement,
    HoldingTemplate,
    HoldingTemplateVersion,
)
from tangkal.desk.strategic_communication.house_models import MessageHouse, MessageHouseVersion
from tangkal.desk.strategic_communication.plan_models import (
    PlanEntry,
    ResponsePlan,
    ResponsePlanVersion,
    TaskDone,
)
from tangkal.desk.strategic_communication.states import MessageState
from tangkal.desk.strategic_communication.texts import content_hash

__all__ = [
    "ElectionFlag",
    "ElectionPeriod",
    "Freeze",
    "HoldingStatement",
    "HoldingTemplate",
    "HoldingTemplateVersion",
    "Message",
    "MessageHouse",
    "MessageHouseVersion",
    "MessageVersion",
    "PlanEntry",
    "ResponsePlan",
    "ResponsePlanVersion",
    "TaskDone",
    "content_hash",
]


class Message(models.Model):
    """One text for the public, from draft to publication."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="messages")
    template = models.CharField(_("template"), max_length=40)
    language = models.CharField(_("language"), max_length=5, default="id")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True)
    state = models.CharField(max_length=20, choices=MessageState, default=MessageState.DRAFT)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    # A correction is a new message that takes the place of a published one, and says why.
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    correction_reason = models.TextField(blank=True)
    # The verdict whose label goes out with the text: pinned by the final approval.
    verdict = models.ForeignKey(
        Verdict, on_delete=models.PROTECT, null=True, blank=True, related_name="messages"
    )
    clarification_slug = models.CharField(max_length=120, blank=True)  # on the portal, once out
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    # When the worker is to publish it, by whose word, and why it last could not.
    publish_at = models.DateTimeField(null=True, blank=True)
    scheduled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    schedule_refusal = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)  # optimistic lock
    changed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = [models.Index(fields=("state", "publish_at"), name="message_due")]

    def __str__(self) -> str:
        latest = self.versions.first()
        return latest.headline if latest else f"{self.case.number}: {self.template}"


class MessageVersion(models.Model):
    """What one person wrote at one time."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    parts = models.JSONField()  # {"headline": …, "fact": …}: the template's parts, in its order
    # Pictures, videos and sounds that are judged, as tangkal.desk.portal.media.JudgedMedia.
    media = models.JSONField(default=list, blank=True)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=("message", "number"), name="one_version_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.message_id}/{self.number}"

    @property
    def headline(self) -> str:
        return str(self.parts.get("headline", ""))


class Freeze(models.Model):
    """From here on nothing scheduled goes out, for one organisation and all below it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="freezes")
    reason = models.TextField()
    reference = models.CharField(max_length=40, blank=True)  # whose freeze: "crisis:12"
    frozen_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    thawed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    thawed_at = models.DateTimeField(null=True)
    thaw_reason = models.TextField(blank=True)
    is_exercise = models.BooleanField(default=False)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.organisation}: {self.reason[:80]}"
