"""Whose word was given to which version, and who stands outside a decision and why."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.models import User

# What a yes meant where it was not the last one: two people's words must not read alike.
YES = {
    "facts": _("Facts confirmed"),
    "legal": _("Legal review passed"),
    "election": _("Co-signed"),
    "fast": _("Released by the fast way"),
    "afterwards": _("Confirmed afterwards"),
}


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

    @property
    def said(self) -> str:
        """The word as a reader of the record needs it: what was approved, or sent back."""
        usual = self.get_word_display()
        return str(YES.get(self.stage, usual)) if self.word == self.Word.APPROVED else usual


class Conflict(models.Model):
    """Somebody who reads an object and has no say in it: they are part of what it is about.

    A row is never changed but to lift it, so that the past stays readable.
    """

    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=60)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="conflicts")
    reason = models.TextField()
    declared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lift_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("at", "pk")
        indexes = [models.Index(fields=("object_type", "object_id"), name="conflicts_of_object")]
        constraints = [
            models.UniqueConstraint(
                fields=("object_type", "object_id", "user"),
                condition=models.Q(lifted_at=None),
                name="one_conflict_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} × {self.object_type} {self.object_id}"

    @property
    def is_own(self) -> bool:
        return self.user_id == self.declared_by_id
