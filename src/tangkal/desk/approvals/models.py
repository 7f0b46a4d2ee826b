"""An approval binds one person's word to one exact version of one object."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.models import User


class Approval(models.Model):
    """Who said yes or sent back, to which version, at which stage, and why."""

    class Word(models.TextChoices):
        APPROVED = "approved", _("Approved")
        RETURNED = "returned", _("Sent back")

    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=60)
    version_sha256 = models.CharField(max_length=64)  # the content the word was given to
    stage = models.CharField(max_length=30)  # "facts", "legal", "final", …
    word = models.CharField(max_length=10, choices=Word)
    comment = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=("object_type", "object_id", "version_sha256"))]

    def __str__(self) -> str:
        return f"{self.stage}: {self.word} ({self.by})"
