"""Who opens which page of indicators and evaluation reports, and who sets targets."""

from tests.safeguards.answers import LOOK, MEASURING, NO, READING, own, roles

AIMING = frozenset({"evaluator", "penyetuju"})
JUDGING = frozenset({"evaluator"})

TABLE = {
    "tracking-described": LOOK,  # filtered by office
    "kpi": (roles(READING), roles(AIMING, 422)),  # everybody's own office
    "kpi-cases": LOOK,
    "kpi-file": LOOK,
    "stated-probabilities": LOOK,
    "stated-outcome": (own(JUDGING), own(JUDGING, 422)),
    "evaluation-reports": (roles(READING), roles(MEASURING, 422)),
    "evaluation-report": (own(READING), NO),
    "evaluation-report-edit": (own(MEASURING), own(MEASURING, 422)),
    "evaluation-report-file": (own(READING), NO),
    "evaluation-report-step": (NO, own(READING, 409)),  # the button carries no version here
}


def arguments(case, people) -> dict[str, dict[str, object]]:
    """A stated probability and a draft."""
    assessment = case.assessments.first()
    assessment.probability_percent = 60
    assessment.save(update_fields=["probability_percent"])
    on_report = {"report_id": drafted(case, people).pk}
    return {
        "kpi": {"key": "ttfr"},
        "kpi-cases": {"key": "ttfr"},
        "kpi-file": {"form": "csv"},
        "stated-outcome": {"assessment_id": assessment.pk},
        "evaluation-report": on_report,
        "evaluation-report-edit": on_report,
        "evaluation-report-file": on_report | {"form": "json"},
        "evaluation-report-step": on_report | {"action": "submit"},
    }


def drafted(case, people):
    from django.utils import timezone

    from tangkal.desk.tracking_effectiveness.reports import commands

    return commands.draft(
        case.lead_organisation, "month", timezone.localdate(), by=people["analis"]
    )
