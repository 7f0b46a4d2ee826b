"""A note on a case that is meant for the public; internal notes are another table."""

import hashlib
import json

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.states import PublicNoteState


class PublicNote(models.Model):
    """One text for those who wait: drafted, released by another person, replaced or taken back.

    What was released never changes; other words are another note, with a release of its own.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="public_notes")
    text = models.TextField(_("text"))
    language = models.CharField(max_length=10, default="id")
    more_at = models.DateTimeField(null=True, blank=True)  # when there will be more
    state = models.CharField(max_length=10, choices=PublicNoteState, default=PublicNoteState.DRAFT)
    authors = models.ManyToManyField(User, related_name="+")  # everybody who wrote any of it
    written_at = models.DateTimeField(default=timezone.now)
    released_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    # All who are to hear of its release, or of its being taken back, were written to.
    told_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-written_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("case", "state"),
                condition=Q(state__in=[PublicNoteState.DRAFT, PublicNoteState.RELEASED]),
                name="one_public_note_a_state",
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def sha256(self) -> str:
        """Of everything the public reads: a release is bound to it."""
        more_at = self.more_at.isoformat() if self.more_at else ""
        words = json.dumps([self.text, self.language, more_at], ensure_ascii=False)
        return hashlib.sha256(words.encode()).hexdigest()
