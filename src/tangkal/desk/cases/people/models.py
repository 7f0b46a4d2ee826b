"""Who watches a case, who was named in a note, who looks at it now."""

from django.db import models
from django.utils import timezone

from tangkal.desk.accounts.models import User


class Watch(models.Model):
    """A person who wants to hear of a case."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="watches")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="watches")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("case", "user"), name="one_watch_a_case")]

    def __str__(self) -> str:
        return f"{self.user}: {self.case_id}"


class Mention(models.Model):
    """A person named in a note by an @ and their user name."""

    note = models.ForeignKey("cases.CaseNote", on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="mentions")

    class Meta:
        constraints = [models.UniqueConstraint(fields=("note", "user"), name="one_mention_a_note")]

    def __str__(self) -> str:
        return f"@{self.user.username}"


class Presence(models.Model):
    """Who has the page of a case open: a heartbeat that expires, no record of who read what."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="presences")
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("case", "user"), name="one_heartbeat")]
        indexes = [models.Index(fields=("seen_at",), name="presence_age")]

    def __str__(self) -> str:
        return f"{self.user}: {self.case_id}"
