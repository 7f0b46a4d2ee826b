"""Election periods, who signs for them, and cases that touch one."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.cases.models import Case


class ElectionPeriod(models.Model):
    """Days in which a label on politics needs two signatures, one of them named here."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="election_periods"
    )
    name = models.CharField(_("name"), max_length=200)  # "Pilkada 2029"
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    # Who speaks for the agreement with KPU and Bawaslu; delegates sign where the lead cannot.
    lead = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    delegates = models.ManyToManyField(User, related_name="+", blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)  # ended before its last day
    end_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("-starts_on", "-pk")

    def __str__(self) -> str:
        return self.name


class ElectionFlag(models.Model):
    """Somebody's word that a case touches the election, whatever its subject is called."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="election_flag")
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.case.number}: {self.reason[:80]}"
