"""The response plan of a case: its versions, the log kept while working, and what is done."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.models import Case
from tangkal.desk.strategic_communication.plan_states import PlanState


class ResponsePlan(models.Model):
    """How one case is answered."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="response_plan")
    state = models.CharField(max_length=12, choices=PlanState, default=PlanState.DRAFT)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)  # optimistic lock
    changed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return gettext("Response plan of %(case)s") % {"case": self.case.number}


class ResponsePlanVersion(models.Model):
    """What one person wrote at one time: as `tangkal.strategic_communication.plan.Plan.content`."""

    plan = models.ForeignKey(ResponsePlan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=("plan", "number"), name="one_plan_version")]

    def __str__(self) -> str:
        return f"{self.plan}/{self.number}"


class PlanEntry(models.Model):
    """One line of the log: what was found, assessed, created or targeted. Never changed."""

    class Stage(models.TextChoices):
        FIND = "find", _("Find")
        ASSESS = "assess", _("Assess")
        CREATE = "create", _("Create")
        TARGET = "target", _("Target")

    plan = models.ForeignKey(ResponsePlan, on_delete=models.CASCADE, related_name="entries")
    stage = models.CharField(max_length=8, choices=Stage)
    text = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.stage}: {self.text[:80]}"


class TaskDone(models.Model):
    """Somebody's word that a task of the plan is done."""

    plan = models.ForeignKey(ResponsePlan, on_delete=models.CASCADE, related_name="done")
    task = models.CharField(max_length=12)  # its id in the plan
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")
        constraints = [models.UniqueConstraint(fields=("plan", "task"), name="one_word_a_task")]

    def __str__(self) -> str:
        return f"{self.plan}: {self.task}"
