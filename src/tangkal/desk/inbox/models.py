"""Notices to persons. A notice points at something; it never repeats what a poster wrote."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from tangkal.desk.accounts.models import User


class NoticeKind(models.TextChoices):
    MENTIONED = "mentioned", pgettext_lazy("notice", "Mentioned")
    ASSIGNED = "assigned", pgettext_lazy("notice", "Assigned")
    WATCHED = "watched", pgettext_lazy("notice", "Watched case")
    ESCALATED = "escalated", pgettext_lazy("notice", "Escalated")
    DEADLINE = "deadline", pgettext_lazy("notice", "Deadline")
    REOPENED = "reopened", pgettext_lazy("notice", "Re-opened")
    CRISIS = "crisis", pgettext_lazy("notice", "Crisis")
    APPEAL = "appeal", pgettext_lazy("notice", "Appeal")
    APPROVAL = "approval", pgettext_lazy("notice", "Approval")
    DIRECTIVE = "directive", pgettext_lazy("notice", "Directive")
    ALIGNMENT = "alignment", pgettext_lazy("notice", "Alignment")


# A person may silence what is convenience, never what others rely on them to see.
ALWAYS_TOLD = frozenset(
    {NoticeKind.ASSIGNED, NoticeKind.ESCALATED, NoticeKind.CRISIS, NoticeKind.DIRECTIVE}
)


class Notice(models.Model):
    """One thing one person should look at."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=12, choices=NoticeKind)
    title = models.CharField(max_length=200)  # our own words, never a post's
    url = models.CharField(max_length=500)  # an address of this desk: "/desk/…"
    case_number = models.CharField(max_length=20, blank=True)
    is_exercise = models.BooleanField(default=False)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # The same thing again before it was read is one notice, told so many times.
    times = models.PositiveIntegerField(default=1)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-at", "-pk")
        indexes = [
            models.Index(fields=("user",), condition=Q(read_at__isnull=True), name="notice_unread"),
            models.Index(fields=("user", "-at"), name="notice_list"),
            models.Index(fields=("at",), name="notice_age"),
        ]

    def __str__(self) -> str:
        return self.title


class Silence(models.Model):
    """A kind of notice that a person chose not to get."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="silences")
    kind = models.CharField(max_length=12, choices=NoticeKind)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("user", "kind"), name="one_silence_a_kind")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_kind_display()}"
