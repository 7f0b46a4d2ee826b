"""Known claims: what somebody has already checked, ours and others'."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class KnownClaim(models.Model):
    """A claim with its answer's headline, verdict, date and address."""

    class Origin(models.TextChoices):
        IMPORTED = "imported", _("Imported fact-check")
        OWN = "own", _("Our clarification")

    claim_id = models.CharField(max_length=40, primary_key=True)
    title = models.CharField(max_length=500)
    verdict = models.CharField(max_length=80, blank=True)  # as its publisher wrote it
    publisher = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=1000, blank=True)
    published_on = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=10, blank=True)
    article_text = models.TextField(blank=True)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.IMPORTED)
    is_withdrawn = models.BooleanField(default=False)
    # Grows with every change, so that a live index asks only for what is new to it.
    revision = models.BigIntegerField(db_index=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-published_on", "claim_id")

    def __str__(self) -> str:
        return self.title
