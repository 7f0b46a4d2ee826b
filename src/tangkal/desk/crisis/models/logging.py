"""The log keeper's entries: written once, corrected by a later one, never changed."""

from typing import NoReturn

from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from tangkal.desk.accounts.models import User
from tangkal.desk.crisis.models.core import Crisis


class AppendOnly(TypeError):
    """A log entry was to be changed or removed."""


class LogEntry(models.Model):
    """What happened, who did it, and who wrote it down."""

    class Kind(models.TextChoices):
        FACT = "fact", pgettext_lazy("log", "Fact")
        DECISION = "decision", pgettext_lazy("log", "Decision")
        ACTION = "action", pgettext_lazy("log", "Action")
        CONTACT = "contact", pgettext_lazy("log", "Contact")
        QUESTION = "question", pgettext_lazy("log", "Question")

    crisis = models.ForeignKey(Crisis, on_delete=models.PROTECT, related_name="log")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()  # when it happened
    kind = models.CharField(max_length=8, choices=Kind)
    text = models.TextField()
    done_by = models.CharField(max_length=120)  # who did or said it: a member or somebody outside
    entered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+"
    )  # None: the system
    entered_at = models.DateTimeField(default=timezone.now)
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="corrections"
    )

    class Meta:
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=("crisis", "number"), name="one_log_entry_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.crisis_id}/{self.number}"

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk is not None:
            raise AppendOnly("a log entry is corrected by a later one, never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> NoReturn:
        raise AppendOnly("a log entry is never removed")
