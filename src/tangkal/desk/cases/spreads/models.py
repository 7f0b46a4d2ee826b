"""A spread is one post or page that carries a claim; its figures are rows, never overwritten.

An issue, its spreads, our clarifications and requests to platforms are four different counts: a
claim seen in forty posts is one issue. Of a private poster nothing is kept but a keyed hash.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.models import User


class Spread(models.Model):
    """One place in which a claim of a case was seen."""

    class Origin(models.TextChoices):
        LAKE = "lake", _("from the signals")
        HAND = "hand", _("added by hand")
        TABLE = "table", _("from a table")

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="spreads")
    claim = models.ForeignKey(
        "cases.Claim", on_delete=models.SET_NULL, null=True, blank=True, related_name="spreads"
    )
    # Of what one post is told from another: see addresses.key_of. One post once a case.
    key = models.CharField(max_length=64)
    platform = models.CharField(max_length=40)
    url = models.CharField(max_length=1000, blank=True)  # without a private poster's name
    item_id = models.CharField(max_length=32, blank=True)
    narrative_id = models.CharField(max_length=40, blank=True)
    account = models.CharField(max_length=8, blank=True)  # start of the keyed hash; never a name
    publisher = models.CharField(max_length=200, blank=True)  # institutions and outlets alone
    is_public_institution = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True)  # None when not known
    observed_at = models.DateTimeField(default=timezone.now)
    evidence = models.ForeignKey(
        "cases.Evidence", on_delete=models.SET_NULL, null=True, blank=True, related_name="spreads"
    )
    origin = models.CharField(max_length=5, choices=Origin)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    # Taken out by a person, with the reason: what was once counted is never lost silently.
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    removed_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("published_at", "observed_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("case", "key"),
                condition=Q(removed_at__isnull=True),
                name="one_spread_a_post",
            )
        ]
        indexes = [models.Index(fields=("observed_at",), name="spread_seen")]

    def __str__(self) -> str:
        return self.url or f"{self.platform} {self.item_id[:8] or self.pk}"


class SpreadFigure(models.Model):
    """What a platform showed of one spread at one moment; None where it showed nothing."""

    spread = models.ForeignKey(Spread, on_delete=models.CASCADE, related_name="figures")
    at = models.DateTimeField()
    views = models.PositiveBigIntegerField(null=True, blank=True)
    shares = models.PositiveBigIntegerField(null=True, blank=True)
    likes = models.PositiveBigIntegerField(null=True, blank=True)
    comments = models.PositiveBigIntegerField(null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("at", "pk")
        constraints = [models.UniqueConstraint(fields=("spread", "at"), name="one_figure_a_moment")]

    def __str__(self) -> str:
        return f"{self.spread_id} {self.at:%Y-%m-%d %H:%M}"
