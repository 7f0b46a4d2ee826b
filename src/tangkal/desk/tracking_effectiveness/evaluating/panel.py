"""What the page of a case says of its evaluation: measured, planned, or unmeasured."""

from collections.abc import Mapping
from typing import Any

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.models import Case
from tangkal.desk.cases.rules import ANSWERED, latest_decision
from tangkal.desk.cases.states import CaseState
from tangkal.desk.tracking_effectiveness.evaluating import queries, rules, saying

ANSWERING = frozenset({CaseState.RESPONSE, CaseState.PUBLISHED, CaseState.EVALUATION})


def of_case(case: Case, reader: User) -> Mapping[str, Any] | None:
    """Nothing where the case is not answered; otherwise each response with what is known."""
    decision = latest_decision(case)
    if (decision is None or decision.option not in ANSWERED) and case.state not in ANSWERING:
        return None
    plans = queries.of_case(case)
    planned = {plan.clarification_id for plan in plans if plan.clarification_id}
    published = queries.clarifications_of(case)
    rows = []
    for plan in plans:
        newest = next(iter(plan.measurements.all()), None)
        rows.append(
            {
                "plan": plan,
                "word": saying.word_of(newest.verdict if newest else None),
                "says": saying.headline(short(newest)) if newest else "",
            }
        )
    open_ = [each for each in published if each.pk not in planned]
    return {
        "rows": rows,
        "unplanned": open_,
        "may_plan": rules.may_plan(reader, case),
        "may_learn": rules.may_learn(reader, case),
    }


def short(measurement: Any) -> dict[str, Any]:
    return {
        "state": measurement.verdict,
        "change": measurement.change,
        "low": measurement.low,
        "high": measurement.high,
    }
