"""Indicators and evaluation reports: readers look, evaluators judge, a second person approves."""

from typing import Any

from tests.safeguards.answers import MEASURING, READING, own, roles

AIMING = frozenset({"evaluator", "penyetuju"})
JUDGING = frozenset({"evaluator"})

# A token's owner without the permission is refused before anybody looks whose object it is.
TABLE = {
    "indicators.list_indicators": roles(READING),
    "indicators.get_indicator": roles(READING),
    "indicators.list_cases_behind": roles(READING),
    "indicators.set_target": own(AIMING, 201, hidden=AIMING),
    "indicators.record_outcome": own(JUDGING, hidden=MEASURING),
    "indicators.list_reports": roles(READING),
    "indicators.get_report": own(READING),
    "indicators.draft_report": own(MEASURING, 201, hidden=MEASURING),
    "indicators.write_report_words": own(MEASURING, hidden=MEASURING),
    "indicators.submit_report": own(MEASURING, hidden=MEASURING),
    "indicators.discard_report": own(MEASURING, hidden=MEASURING),
    "indicators.return_report": own(AIMING, hidden=AIMING),
    "indicators.approve_report": own(AIMING, hidden=AIMING),
    "indicators.withdraw_report": own(AIMING, hidden=AIMING),
    "indicators.report_file": own(READING),
}


def places(world: dict[str, Any], case: Any, people: dict[str, Any]) -> dict[str, Any]:
    from tangkal.desk.tracking_effectiveness.models import EvaluationReport
    from tangkal.desk.tracking_effectiveness.report_models import content_hash
    from tangkal.desk.tracking_effectiveness.reports import paper

    draft = EvaluationReport.objects.get(pk=world["evaluation-report"]["report_id"])

    def another(number: int, state: str, **fields: Any) -> EvaluationReport:
        found = EvaluationReport.objects.get(pk=draft.pk)
        found.pk, found.number, found.state = None, number, state
        says = {block["key"]: block["suggestion"] for block in paper.charts_of(found)}
        found.words = {**found.words, "says": says}
        found.sha256 = content_hash(found)
        if state == "DISETUJUI":
            found.approved_by, found.approved_sha256 = people["penyetuju"], found.sha256
        found.save()
        return found

    ready, waiting, done = (
        another(101, "DRAF"),
        another(102, "DIAJUKAN"),
        another(103, "DISETUJUI"),
    )

    def at(report: EvaluationReport) -> tuple[dict[str, int], dict[str, int]]:
        return {"report_id": report.pk}, {"version": report.version}

    office = {"organisation": case.lead_organisation_id}
    return {
        "indicators.get_indicator": ({"key": "ttfr"}, {}),
        "indicators.list_cases_behind": ({"key": "ttfr"}, {}),
        "indicators.set_target": ({"key": "ttfr"}, office),
        "indicators.record_outcome": (world["stated-outcome"], {}),
        "indicators.draft_report": ({}, office),
        "indicators.get_report": ({"report_id": draft.pk}, {}),
        "indicators.write_report_words": at(draft),
        "indicators.submit_report": at(ready),
        "indicators.discard_report": at(draft),
        "indicators.return_report": at(waiting),
        "indicators.approve_report": at(waiting),
        "indicators.withdraw_report": at(done),
        "indicators.report_file": ({"report_id": draft.pk, "form": "json"}, {}),
    }
