"""What the public looks up: events, services, documents, who we are; and answers translated.

Every text here was approved by a second person at the desk, which the portal knows nothing of.
"""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.models import Organisation, Region


class ReferenceFile(models.Model):
    """A file under its hash; the public gets it once a published page names it."""

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)  # as the office called it
    content_type = models.CharField(max_length=60)
    size_bytes = models.PositiveIntegerField()
    stored = models.FileField(upload_to="reference/%Y/%m/")
    added_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name


class ReferencePage(models.Model):
    """One page that people look something up on."""

    class Kind(models.TextChoices):
        HUB = "hub", _("Event")
        SERVICE = "service", _("Public service")
        DOCUMENT = "document", _("Document")
        ABOUT = "about", _("Who we are")

    class State(models.TextChoices):
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    kind = models.CharField(max_length=10, choices=Kind)
    slug = models.SlugField(max_length=120)
    state = models.CharField(max_length=10, choices=State, default=State.PUBLISHED)
    title = models.CharField(max_length=200)
    content = models.JSONField()  # see portal.reference for what each kind holds
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True)
    issuer = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    starts_on = models.DateField(null=True, blank=True)  # a hub opens; a document is of this day
    ends_on = models.DateField(null=True, blank=True)  # a hub's last day
    # Stemmed words between spaces, for the search (see portal.reference).
    search_text = models.TextField(blank=True)
    edition = models.PositiveIntegerField(default=1)
    published_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    is_exercise = models.BooleanField(default=False)

    class Meta:
        ordering = ("title", "pk")
        constraints = [
            models.UniqueConstraint(fields=("kind", "slug"), name="one_reference_page_an_address")
        ]
        indexes = [models.Index(fields=("kind", "state", "title"), name="reference_listed")]

    def __str__(self) -> str:
        return self.title


class ReferenceEdition(models.Model):
    """One edition of such a page as it was read."""

    class Change(models.TextChoices):
        PUBLISHED = "published", _("Published")
        UPDATED = "updated", _("Updated")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    page = models.ForeignKey(ReferencePage, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    change = models.CharField(max_length=10, choices=Change)
    reason = models.TextField(blank=True)
    title = models.CharField(max_length=200)
    content = models.JSONField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-number",)

    def __str__(self) -> str:
        return f"{self.page}: {self.number}"


class Translation(models.Model):
    """A clarification in another language, bound to the edition that was translated."""

    clarification = models.ForeignKey(
        "portal.Clarification", on_delete=models.PROTECT, related_name="translations"
    )
    language = models.CharField(max_length=12)  # BCP 47, one of portal.languages
    edition = models.PositiveIntegerField()  # of the original
    headline = models.CharField(max_length=200)
    claim_text = models.TextField()
    parts = models.JSONField()  # as the original's
    is_withdrawn = models.BooleanField(default=False)
    published_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("language",)
        constraints = [
            models.UniqueConstraint(
                fields=("clarification", "language"), name="one_translation_a_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.headline} ({self.language})"
