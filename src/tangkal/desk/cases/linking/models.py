"""How cases hang together, and which became part of which."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tangkal.desk.accounts.models import User


class LinkKind(models.TextChoices):
    RELATED = "related", pgettext_lazy("link", "is related to")
    FOLLOWS = "follows", pgettext_lazy("link", "follows from")
    CONTRADICTS = "contradicts", pgettext_lazy("link", "contradicts")
    PART = "part", pgettext_lazy("link", "is part of")


# How the same link reads from the other case.
REVERSED = {
    LinkKind.RELATED: pgettext_lazy("link", "is related to"),
    LinkKind.FOLLOWS: pgettext_lazy("link", "led to"),
    LinkKind.CONTRADICTS: pgettext_lazy("link", "is contradicted by"),
    LinkKind.PART: pgettext_lazy("link", "contains"),
}


class CaseLink(models.Model):
    """A person said how one case hangs together with another, and why."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="linked_from")
    kind = models.CharField(max_length=12, choices=LinkKind)
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=("case", "other", "kind"), name="one_link_a_kind"),
            models.CheckConstraint(condition=~Q(case=F("other")), name="no_link_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.other_id}"


class CaseMerge(models.Model):
    """One case became part of another; what moved is listed, so that it can move back."""

    source = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="merges")
    into = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="merged_in")
    reason = models.CharField(max_length=300)
    was_state = models.CharField(max_length=16)  # of the source, to come back to
    moved = models.JSONField(default=dict)  # {"signals": [ids], "evidence": […], …}
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    undone_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("source",), condition=Q(undone_at__isnull=True), name="merged_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.into_id}"
