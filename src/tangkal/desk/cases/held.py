"""Which tables hold anything about a case: one question for a page that shows them all.

Most cases are in no crisis, were never merged, and have no capture and no appeal. A page that
asked each table by itself spent half its time on empty answers. Whoever has not looked is told
"perhaps", so that a part of the page that is read elsewhere asks for itself, as ever.
"""

from functools import lru_cache

from django.apps import apps
from django.db import connection

from tangkal.desk.cases.models import Case

# Model → what finds its rows: by the case's key, its number, or the subject of its matches.
ABOUT = {
    "approvals.Conflict": "object_type = 'cases.case' AND object_id = {key_text}",
    "cases.CaseLink": "case_id = {key} OR other_id = {key}",
    "cases.CaseMerge": "source_id = {key} OR into_id = {key}",
    "cases.CaseNote": "case_id = {key}",
    "cases.Case_signals": "case_id = {key}",
    "cases.Capture": "case_id = {key}",
    "cases.Claim": "case_id = {key}",
    "cases.Decision": "case_id = {key}",
    "cases.Evidence": "case_id = {key}",
    "cases.EvidencePrint": "evidence_id IN (SELECT id FROM cases_evidence WHERE case_id = {key})",
    "cases.GateAssessment": "case_id = {key}",
    "cases.ImpactAssessment": "case_id = {key}",
    "cases.PublicNote": "case_id = {key}",
    "cases.Spread": "case_id = {key}",
    "cases.Verdict": "case_id = {key}",
    "cases.Watch": "case_id = {key}",
    "crisis.Crisis_cases": "case_id = {key}",
    "deadlines.Pause": "case_id = {key}",
    "directives.Dissent": "case_id = {key}",
    "impact_analysis.AbcdeAssessment": "case_id = {key}",
    "impact_analysis.FirstAssessment": "case_id = {key}",
    "impact_analysis.IntentRating": "case_id = {key}",
    "impact_analysis.SecondLook": "case_id = {key}",
    "impact_analysis.TechniqueRecord": "case_id = {key}",
    "platform_requests.PlatformRequest": "case_id = {key}",
    "portal.Clarification": "reference = {number}",
    "questions.Family": "case_number = {number}",
    "recognise.MatchSuggestion": "subject = {subject}",
    "rights.Review": "case_id = {key}",
    "strategic_communication.ElectionFlag": "case_id = {key}",
    "strategic_communication.HoldingStatement": "case_id = {key}",
    "strategic_communication.MessageHouse": "case_id = {key}",
}
PLACES = {name: f"%({name})s" for name in ("key", "key_text", "number", "subject")}
_FOUND = "_holds_something_about_it"


def look(case: Case) -> None:
    """Ask all tables at once; this copy of the case, a page's, remembers the answer."""
    with connection.cursor() as cursor:
        cursor.execute(question(), names_of(case))
        (answers,) = cursor.fetchall()
    found = [model for model, holds in zip(ABOUT, answers, strict=True) if holds]
    vars(case)[_FOUND] = frozenset(found)


def names_of(case: Case) -> dict[str, int | str]:
    """What other tables know a case by."""
    return {
        "key": case.pk,
        "key_text": str(case.pk),
        "number": case.number,
        "subject": f"case:{case.number}",
    }


def may_hold(case: Case, model: str) -> bool:
    """Whether a table may hold something about a case; false only where a look found nothing.

    Raises:
        KeyError: nobody looks into that table.
    """
    if model not in ABOUT:
        raise KeyError(model)
    found: frozenset[str] | None = vars(case).get(_FOUND)
    return found is None or model in found


@lru_cache(maxsize=1)
def question() -> str:
    """The look, in SQL."""
    parts = [
        f"EXISTS(SELECT 1 FROM {apps.get_model(model)._meta.db_table}"  # noqa: S608 - words of ours
        f" WHERE {where.format(**PLACES)})"
        for model, where in ABOUT.items()
    ]
    return f"SELECT {', '.join(parts)}"
