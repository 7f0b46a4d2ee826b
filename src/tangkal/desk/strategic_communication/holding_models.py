"""The fast lane: templates approved in quiet times, and the statements filled from them."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.cases.models import Case
from tangkal.desk.strategic_communication.states import HoldingState, TemplateState


class HoldingTemplate(models.Model):
    """A first statement with places to fill, for an organisation and all below it."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="holding_templates"
    )
    title = models.CharField(_("title"), max_length=120)
    language = models.CharField(_("language"), max_length=5, default="id")
    state = models.CharField(max_length=12, choices=TemplateState, default=TemplateState.DRAFT)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)  # optimistic lock
    changed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("title", "pk")

    def __str__(self) -> str:
        return self.title


class HoldingTemplateVersion(models.Model):
    """What two people approve: the words and the day until which they hold."""

    template = models.ForeignKey(HoldingTemplate, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    parts = models.JSONField()  # {"empathy": "… {affected} …", …}
    valid_until = models.DateField()
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=("template", "number"), name="one_template_version")
        ]

    def __str__(self) -> str:
        return f"{self.template}/{self.number}"


class HoldingStatement(models.Model):
    """One filled template: the first line of a crisis, and its later versions."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="holding_statements")
    template = models.ForeignKey(
        HoldingTemplateVersion, on_delete=models.PROTECT, related_name="statements"
    )
    number = models.PositiveIntegerField()  # the version readers see: 1, 2, …
    values = models.JSONField(default=dict)  # what was filled in, by the place's name
    parts = models.JSONField()  # the filled text
    sha256 = models.CharField(max_length=64)
    next_update_at = models.DateTimeField(null=True, blank=True)  # announced in the text
    state = models.CharField(max_length=10, choices=HoldingState, default=HoldingState.DRAFT)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    check_due_at = models.DateTimeField(null=True)  # a second person looks by then
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    check_note = models.TextField(blank=True)
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="replaced_by"
    )
    slug = models.CharField(max_length=120, blank=True)  # of its page, once out
    version = models.PositiveIntegerField(default=1)  # optimistic lock
    changed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = [models.Index(fields=("state", "check_due_at"), name="holding_check_due")]

    def __str__(self) -> str:
        return str(self.parts.get("headline", "")) or f"{self.case.number}/{self.number}"
