"""All models of tracking, one module an idea."""

from tangkal.desk.tracking_effectiveness.evaluation_models import (
    Audience,
    EvaluationPlan,
    Finding,
    Measurement,
    MessageType,
    Overlap,
    ReachFigure,
    Reading,
    Stage,
)
from tangkal.desk.tracking_effectiveness.kpi_models import KpiTarget, StatedOutcome
from tangkal.desk.tracking_effectiveness.report_models import EvaluationReport
from tangkal.desk.tracking_effectiveness.survey_models import (
    SetAside,
    Survey,
    SurveyCase,
    SurveyQuestion,
    SurveyWave,
)
from tangkal.desk.tracking_effectiveness.trial_models import Trial

__all__ = [
    "Audience",
    "EvaluationPlan",
    "EvaluationReport",
    "Finding",
    "KpiTarget",
    "Measurement",
    "MessageType",
    "Overlap",
    "ReachFigure",
    "Reading",
    "SetAside",
    "Stage",
    "StatedOutcome",
    "Survey",
    "SurveyCase",
    "SurveyQuestion",
    "SurveyWave",
    "Trial",
]
