"""Banks, and the fingerprints of pictures and videos that were judged with a known claim.

No picture is kept here: what is stored cannot be made into one again.
"""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.models import User


class Medium(models.TextChoices):
    PICTURE = "picture", _("picture")
    VIDEO = "video", _("video")


class MediaBank(models.Model):
    """Known pictures and videos under one name, with what makes a match among them."""

    name = models.CharField(max_length=80, unique=True)
    bits = models.PositiveSmallIntegerField(default=38, validators=[MaxValueValidator(80)])
    details = models.PositiveSmallIntegerField(
        default=7, validators=[MinValueValidator(5), MaxValueValidator(200)]
    )
    # Percent of the frames of the asked, and of the known video, that the other one has too.
    asked_share = models.PositiveSmallIntegerField(
        default=50, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    known_share = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(100)])
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


class KnownMedia(models.Model):
    """The fingerprint of one picture or video, and the claim it was judged with.

    Removing one deletes the row; the audit keeps who did it and why.
    """

    bank = models.ForeignKey(MediaBank, on_delete=models.PROTECT, related_name="media")
    claim = models.ForeignKey(
        "recognise.KnownClaim", on_delete=models.CASCADE, related_name="media"
    )
    medium = models.CharField(max_length=7, choices=Medium)
    fingerprint = models.BinaryField()
    digest = models.CharField(max_length=64)  # SHA-256 of the fingerprint: none is kept twice
    first_seen_on = models.DateField(null=True, blank=True)  # in public, where that is known
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-added_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=("bank", "claim", "digest"), name="one_medium_a_claim")
        ]

    def __str__(self) -> str:
        return f"{self.medium} {self.digest[:12]}"
