"""Whether a place that messages go to can be reached, by what became of the last attempts."""

from datetime import datetime

from django.db import models
from django.db.models import F

BROKEN_AFTER = 3  # failures in a row


class Reached(models.Model):
    """What is kept of the attempts to reach a place."""

    last_success_at = models.DateTimeField(null=True)
    last_failure_at = models.DateTimeField(null=True)
    failures_in_a_row = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    @property
    def health(self) -> str:
        """untried, well, shaky (the last attempts failed), or broken."""
        if not self.failures_in_a_row:
            return "well" if self.last_success_at else "untried"
        is_shaky = self.failures_in_a_row < BROKEN_AFTER and self.last_success_at is not None
        return "shaky" if is_shaky else "broken"

    def note_attempt(self, now: datetime, *, worked: bool) -> None:
        """Count an attempt in the database, whatever others count at the same time."""
        rows = type(self)._default_manager.filter(pk=self.pk)
        if worked:
            rows.update(last_success_at=now, failures_in_a_row=0)
        else:
            rows.update(last_failure_at=now, failures_in_a_row=F("failures_in_a_row") + 1)
