"""A text that the public looks up, and its versions: a version's hash is what gets approved."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.portal.models import Clarification, ReferencePage, Translation
from tangkal.desk.reference.states import EntryState


class Entry(models.Model):
    """One page of the portal from its first draft on. Its newest version is worked on."""

    class Kind(models.TextChoices):
        HUB = "hub", _("Event")
        SERVICE = "service", _("Public service")
        DOCUMENT = "document", _("Document")
        ABOUT = "about", _("Who we are")
        TRANSLATION = "translation", _("Translation")

    kind = models.CharField(max_length=12, choices=Kind)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=EntryState, default=EntryState.DRAFT)
    # Of a translation: what is translated, into which language.
    clarification = models.ForeignKey(
        Clarification, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    language = models.CharField(max_length=12, blank=True)
    # What stands on the portal, once something did.
    page = models.ForeignKey(
        ReferencePage, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    translation = models.ForeignKey(
        Translation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    is_exercise = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)  # optimistic lock
    changed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("clarification", "language"),
                condition=models.Q(kind="translation"),
                name="one_translation_at_the_desk",
            )
        ]
        indexes = [models.Index(fields=("kind", "state"), name="reference_worked_on")]

    def __str__(self) -> str:
        return self.title


class EntryVersion(models.Model):
    """What one person wrote at one time; never changed but by the mark of its publication."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()  # as the kind's form gives it
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=("entry", "number"), name="one_reference_version")
        ]

    def __str__(self) -> str:
        return f"{self.entry}/{self.number}"
