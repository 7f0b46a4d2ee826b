"""Directives, the offices they went to, and all that each office did.

A directive that is renewed asks every office again in a new round, with rows of its own: what was
confirmed or published in an earlier round stays as it was.
"""

import hashlib
import json

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.cases.models import Case, Priority
from tangkal.desk.directives.states import AnswerState, DirectiveState
from tangkal.desk.strategic_communication.house_models import MessageHouseVersion


class Directive(models.Model):
    """What offices are asked to make public by when, with one approved version of a house."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    house_version = models.ForeignKey(
        MessageHouseVersion, on_delete=models.PROTECT, related_name="directives"
    )
    title = models.CharField(_("title"), max_length=160)
    instruction = models.TextField(_("instruction"))
    publication = models.TextField(_("what is to be published"))
    # {"all": bool, "codes": […], "trees": […], "types": […]}; see addressing.py.
    audience = models.JSONField(default=dict)
    priority = models.CharField(max_length=6, choices=Priority, default=Priority.MEDIUM)
    state = models.CharField(max_length=12, choices=DirectiveState, default=DirectiveState.DRAFT)
    is_exercise = models.BooleanField(default=False)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    authors = models.JSONField(default=list)  # keys of everybody who wrote in it
    created_at = models.DateTimeField(default=timezone.now)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    approved_sha256 = models.CharField(max_length=64, blank=True)
    round = models.PositiveSmallIntegerField(default=0)  # 0: it never went out
    sent_at = models.DateTimeField(null=True)  # when the present round began
    reason = models.CharField(max_length=500, blank=True)  # of a recall, a renewal, a closing
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)  # optimistic lock

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = [models.Index(fields=("state", "-created_at"), name="directives_listed")]

    def __str__(self) -> str:
        return self.title


class Recipient(models.Model):
    """One office in one round: what is due there, and the moments at which it answered."""

    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="recipients")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=16, choices=AnswerState, default=AnswerState.DELIVERED)
    sent_at = models.DateTimeField()
    ack_due_at = models.DateTimeField(null=True)
    publish_due_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_name = models.CharField(max_length=120, blank=True)
    published_at = models.DateTimeField(null=True)
    dissented_at = models.DateTimeField(null=True)
    # Since when a question or local words of the office wait for the centre, whatever its state.
    waiting_since = models.DateTimeField(null=True)
    # An index over the moments above: when the next call about this office is due.
    next_call_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("organisation__path", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("directive", "organisation", "round"), name="an_office_once_a_round"
            )
        ]
        indexes = [
            models.Index(
                fields=("next_call_at",),
                condition=Q(next_call_at__isnull=False),
                name="directive_calls_due",
            ),
            models.Index(fields=("directive", "round", "state"), name="directive_answers"),
        ]

    def __str__(self) -> str:
        return f"{self.directive}: {self.organisation}"


class Link(models.Model):
    """A way in for one office without an account: it shows who has the link, never who it is."""

    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="links")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=("directive", "organisation"),
                condition=Q(revoked_at=None),
                name="one_link_an_office",
            )
        ]

    def __str__(self) -> str:
        return f"{self.directive}: {self.organisation}"


class Act(models.Model):
    """One thing that an office or the centre did, in the order it happened; never changed."""

    class Kind(models.TextChoices):
        READ = "read", pgettext_lazy("act", "read it")
        ACKNOWLEDGED = "acknowledged", pgettext_lazy("act", "confirmed receipt")
        ASKED = "asked", pgettext_lazy("act", "asked")
        REPLIED = "replied", pgettext_lazy("act", "replied")
        PROPOSED = "proposed", pgettext_lazy("act", "proposed local words")
        ACCEPTED = "accepted", pgettext_lazy("act", "accepted the local words")
        RETURNED = "returned", pgettext_lazy("act", "returned the local words")
        PUBLISHED = "published", pgettext_lazy("act", "published locally")
        TAKEN_DOWN = "taken_down", pgettext_lazy("act", "took the publication down")
        DISSENTED = "dissented", pgettext_lazy("act", "disagreed with reasons")
        ALIGNED = "aligned", pgettext_lazy("act", "found it aligned")
        CONTRADICTS = "contradicts", pgettext_lazy("act", "found a contradiction")
        RESOLVED = "resolved", pgettext_lazy("act", "resolved the contradiction")

    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="acts")
    kind = models.CharField(max_length=12, choices=Kind)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    # Through a link: what somebody typed about themselves, which nobody has checked.
    link = models.ForeignKey(Link, on_delete=models.PROTECT, null=True, related_name="acts")
    name = models.CharField(max_length=120, blank=True)
    office = models.CharField(max_length=160, blank=True)
    text = models.TextField(blank=True)
    # The form's own random name: a form sent twice counts once.
    token = models.UUIDField(null=True, unique=True)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.recipient}: {self.kind}"

    @property
    def who(self) -> str:
        return str(self.by) if self.by else f"{self.name}, {self.office}"


class LocalWording(models.Model):
    """The message in an office's own words, as it was proposed to the centre."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("local words", "waits for the centre")
        ACCEPTED = "accepted", pgettext_lazy("local words", "accepted")
        RETURNED = "returned", pgettext_lazy("local words", "returned")

    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="wordings")
    text = models.TextField()
    why = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("-proposed_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("recipient",),
                condition=Q(state="waiting"),
                name="one_wording_waits_an_office",
            )
        ]

    def __str__(self) -> str:
        return f"{self.recipient}: {self.state}"


class LocalPublication(models.Model):
    """What an office says it made public, and for which version of the house."""

    class Kind(models.TextChoices):
        PASTED = "pasted", pgettext_lazy("publication", "pasted text")
        LINK = "link", pgettext_lazy("publication", "link")
        UPLOAD = "upload", pgettext_lazy("publication", "uploaded file")

    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="publications")
    house_version = models.ForeignKey(
        MessageHouseVersion, on_delete=models.PROTECT, related_name="local_publications"
    )
    kind = models.CharField(max_length=6, choices=Kind)
    text = models.TextField(blank=True)
    url = models.URLField(max_length=500, blank=True)
    file = models.FileField(upload_to="directives/%Y/%m/", blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    published_at = models.DateTimeField()
    reported_at = models.DateTimeField(default=timezone.now)
    reported_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    act = models.OneToOneField(Act, on_delete=models.PROTECT, related_name="publication")
    # Its facts changed afterwards, or the directive was withdrawn: the office was asked to act.
    recall_asked_at = models.DateTimeField(null=True)
    taken_down_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-reported_at", "-pk")

    def __str__(self) -> str:
        return f"{self.recipient}: {self.kind}"


class Dissent(models.Model):
    """An office's reasons against a directive, and the case in which the centre looks at them."""

    recipient = models.OneToOneField(Recipient, on_delete=models.CASCADE, related_name="dissent")
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="dissent")
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.recipient}: {self.case.number}"


class Overdue(models.Model):
    """One stage at which one office was late, kept once: the table itself refuses a second time."""

    class Step(models.TextChoices):
        ACK = "regional_ack", pgettext_lazy("directive", "confirm receipt")
        PUBLISH = "regional_publish", pgettext_lazy("directive", "publish locally")

    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="overdue")
    step = models.CharField(max_length=16, choices=Step)
    stage = models.PositiveSmallIntegerField()  # 1 the office, then the province, then the centre
    office = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")  # called
    due_at = models.DateTimeField()  # when this stage was due
    called_at = models.DateTimeField()

    class Meta:
        ordering = ("due_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("recipient", "step", "stage"), name="one_call_a_stage_of_a_directive"
            )
        ]

    def __str__(self) -> str:
        return f"{self.recipient}: {self.step} #{self.stage}"


def content_hash(directive: Directive) -> str:
    """SHA-256 of what an approval binds to, as canonical JSON."""
    content = [
        directive.organisation_id,
        directive.house_version_id,
        directive.house_version.sha256,
        directive.title,
        directive.instruction,
        directive.publication,
        directive.audience,
        directive.priority,
        directive.is_exercise,
    ]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


# Django finds an app's tables through this module; the others of this app build on it.
import tangkal.desk.directives.briefing_models  # noqa: E402, F401
