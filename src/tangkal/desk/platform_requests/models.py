"""A request to a platform, its items, its letters, and everything that happened to it.

It records what was asked of the authorised channel and what came back. It removes nothing, and
nothing here speaks to a platform.
"""

from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.cases.models import Case, Spread, Verdict
from tangkal.desk.platform_requests.kinds import Kind
from tangkal.desk.platform_requests.states import ItemState, RequestState

__all__ = ["Item", "Letter", "PlatformRequest", "RequestEvent"]


def nobody_yet() -> "models.ForeignKey[User | None, User | None]":
    return models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")


class PlatformRequest(models.Model):
    """One request on one case: of one kind, on one legal ground, about named items."""

    number = models.CharField(max_length=30, unique=True)  # "2026-0012-P1"
    # What the person affected is given; names the public page and leads nowhere else.
    public_number = models.CharField(max_length=12, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="platform_requests")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    # The label it rests on; None where a rule refused it for want of one.
    verdict = models.ForeignKey(Verdict, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=13, choices=Kind)
    ground = models.CharField(max_length=40)  # a key of the file of legal grounds
    # As the file said when it began: the file may change, what was asked on does not.
    law = models.CharField(max_length=300)
    provision = models.CharField(max_length=300, blank=True)  # the very article that is broken
    urgency = models.CharField(max_length=10)
    what = models.TextField()  # what is asked, and of what
    statement = models.TextField(blank=True)  # to the person affected: what, why, how to object
    has_personal_data = models.BooleanField(default=False)
    state = models.CharField(max_length=20, choices=RequestState, default=RequestState.DRAFT)
    outcome = models.CharField(max_length=20, choices=RequestState, blank=True)  # of the platform
    refused_rule = models.CharField(max_length=30, blank=True)  # guard, "legal", "data", "author"
    refused_reason = models.TextField(blank=True)
    refused_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    legal_by = nobody_yet()
    legal_at = models.DateTimeField(null=True)
    legal_reason = models.TextField(blank=True)
    data_by = nobody_yet()
    data_at = models.DateTimeField(null=True)
    data_reason = models.TextField(blank=True)
    authorised_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    sent_by = nobody_yet()
    channel = models.CharField(max_length=200, blank=True)  # through whom, as the file named it
    reference = models.CharField(max_length=120, blank=True)  # the channel's own number
    told_how = models.CharField(max_length=300, blank=True)  # how the person affected learns of it
    received_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)  # when the last item had its answer
    objection = models.CharField(max_length=12, blank=True)  # receipt of the newest objection
    reversed_at = models.DateTimeField(null=True)
    reversed_reason = models.TextField(blank=True)  # public: the correction
    restoration_at = models.DateTimeField(null=True)  # when it was asked for
    restoration_reference = models.CharField(max_length=120, blank=True)
    restored_at = models.DateTimeField(null=True)
    is_exercise = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    changed_by = nobody_yet()

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = [models.Index(fields=("state", "-created_at"), name="platform_request_state")]

    def __str__(self) -> str:
        return self.number


class Item(models.Model):
    """One post or page of a request, weighed by itself, and what the platform did with it."""

    request = models.ForeignKey(PlatformRequest, on_delete=models.CASCADE, related_name="items")
    spread = models.ForeignKey(Spread, on_delete=models.PROTECT, related_name="requested")
    platform = models.CharField(max_length=40)
    url = models.CharField(max_length=1000)
    # {"legality": {"met": true, "reason": "…"}, …}: see kinds.TESTS
    tests = models.JSONField(default=dict)
    alternatives = models.JSONField(default=dict)  # {"label": "why it is not enough", …}
    weighed_by = nobody_yet()
    weighed_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, choices=ItemState, default=ItemState.PENDING)
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)  # the platform's reason

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=("request", "spread"), name="one_item_a_spread")
        ]

    def __str__(self) -> str:
        return f"{self.platform}: {self.url}"


class Letter(models.Model):
    """A reminder that a person sent through the channel: the first, second or third."""

    request = models.ForeignKey(PlatformRequest, on_delete=models.CASCADE, related_name="letters")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    reference = models.CharField(max_length=120)
    sent_at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=("request", "number"), name="one_letter_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.number}"


class RequestEvent(models.Model):
    """One step, written as it happens and never changed; the public report counts these."""

    request = models.ForeignKey(PlatformRequest, on_delete=models.CASCADE, related_name="events")
    action = models.CharField(max_length=20)
    state = models.CharField(max_length=20, choices=RequestState)  # after it
    text = models.TextField(blank=True)
    by = nobody_yet()  # None: a rule, the portal, a report
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")
        indexes = [models.Index(fields=("action", "at"), name="platform_request_events")]
        verbose_name = pgettext_lazy("model", "request event")

    def __str__(self) -> str:
        return f"{self.request_id}: {self.action}"
