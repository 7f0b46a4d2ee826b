"""What people put on record about indicators: targets, and how stated probabilities turned out."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.cases.models import ImpactAssessment


class KpiTarget(models.Model):
    """What an office aims at in one indicator. Rows are added, never changed: the newest holds."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kpi = models.CharField(max_length=30)  # keys of tangkal.tracking_effectiveness.kpis
    value = models.FloatField(null=True)  # seconds, 0..1, …; None: no target from now on
    why = models.CharField(max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=("organisation", "kpi", "-at"), name="kpi_target_newest")]

    def __str__(self) -> str:
        return f"{self.kpi}: {self.value}"


class StatedOutcome(models.Model):
    """Whether what an assessment called so and so likely came true, as an evaluator found."""

    class Answer(models.TextChoices):
        YES = "yes", _("It came true")
        NO = "no", _("It did not")
        OPEN = "open", _("It cannot be told")

    assessment = models.OneToOneField(
        ImpactAssessment, on_delete=models.CASCADE, related_name="outcome"
    )
    answer = models.CharField(_("how it turned out"), max_length=4, choices=Answer)
    why = models.TextField(_("how you know"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.assessment_id}: {self.answer}"
