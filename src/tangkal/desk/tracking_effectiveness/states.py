"""The states of an evaluation as a table of data: planned, measured, judged, or openly left."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.roles import Role
from tangkal.desk.tracking_effectiveness.trial_states import TRIAL, TrialState
from tangkal.desk.workflow import Machine, steps

__all__ = ["EVALUATION", "PLANNERS", "TRIAL", "EvaluationState", "TrialState"]


class EvaluationState(models.TextChoices):
    PLANNED = "DIRENCANAKAN", _("Planned")
    MEASURED = "DIUKUR", _("Measured")
    JUDGED = "DISIMPULKAN", _("Finding recorded")
    LEFT = "TIDAK_DIUKUR", _("Left unmeasured")


S = EvaluationState
PLANNERS = (Role.EVALUATOR, Role.ANALYST)

# A measurement is the machine's, the finding a person's: two steps, two roles.
EVALUATION = Machine(
    "evaluation",
    steps(
        ((S.PLANNED, S.MEASURED), "revise", S.PLANNED, PLANNERS),
        ((S.PLANNED, S.MEASURED), "measure", S.MEASURED, PLANNERS),
        (S.MEASURED, "judge", S.JUDGED, Role.EVALUATOR),
        (S.JUDGED, "measure_again", S.MEASURED, Role.EVALUATOR),
        ((S.PLANNED, S.MEASURED), "leave", S.LEFT, Role.EVALUATOR),
        (S.LEFT, "take_up", S.PLANNED, PLANNERS),
    ),
)
