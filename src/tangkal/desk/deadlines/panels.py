"""What a case page says of its clock: pauses, re-opening, and what a quiet decision watches."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from tangkal.desk.accounts.models import User
from tangkal.desk.cases import tripwires
from tangkal.desk.cases.commands.deciding import WATCHED
from tangkal.desk.cases.models import Case
from tangkal.desk.cases.rules import latest_decision
from tangkal.desk.cases.states import CaseState
from tangkal.desk.deadlines import rules, timing, words
from tangkal.desk.deadlines.models import Pause, Reopening
from tangkal.desk.deadlines.tripwires import sentence
from tangkal.desk.workflow import ActionDenied
from tangkal.impact_analysis import working_time


def of_case(case: Case, reader: User) -> Mapping[str, Any] | None:
    """The clock of a case; nothing where none runs and none ever stood still."""
    now = timezone.now()
    pauses = list(case.pauses.all())
    held = next((p for p in pauses if rules.stands_still(p, now)), None)
    step = case.due_step
    if not step and not pauses:
        return None
    return {
        "step": words.step_name(step) if step else "",
        "due_at": case.due_at,
        "reopened": reopened_because(case),
        "held": held,
        "pauses": pauses,
        "paused_for": paused_for(pauses),
        "may_pause": held is None and may_pause(reader, case),
        "may_resume": held is not None
        and reader.has_role(*rules.PAUSERS, at=case.lead_organisation),
    }


def reopened_because(case: Case) -> str:
    """Why the machine opened this round of work; empty where people did, or nobody."""
    decision = latest_decision(case) if case.state == CaseState.REOPENED else None
    row = Reopening.objects.filter(decision=decision).first() if decision else None
    return sentence(row) if row else ""


def paused_for(pauses: list[Pause]) -> timedelta:
    """How long the clock stood still in all."""
    now = timezone.now()
    spans = [(a, min(b, now)) for a, b in map(timing.as_span, pauses)]
    return sum((b - a for a, b in working_time.joined(spans)), start=timedelta(0))


def may_pause(reader: User, case: Case) -> bool:
    try:
        rules.check_can_pause(
            reader, case, until=timezone.now() + timedelta(minutes=5), now=timezone.now()
        )
    except ActionDenied:
        return False
    return True


def watched_of(case: Case, _reader: User) -> Mapping[str, Any] | None:
    """Why a case was opened again, or what its quiet decision watches and what is measured."""
    decision = latest_decision(case)
    if decision is None or decision.option not in WATCHED:
        return None
    row = Reopening.objects.filter(decision=decision).first()
    if row is not None:
        return {"reopening": row, "sentence": sentence(row), "rows": facts_of(row)}
    if case.state not in {CaseState.DECIDED, CaseState.CLOSED}:
        return None
    seen = tripwires.measured(case)
    before = decision.tripwire.get("assumed") or {}
    return {
        "review_at": decision.review_at if case.state == CaseState.DECIDED else None,
        "rows": [
            {
                "name": tripwires.name_of(name),
                "assumed": before.get(name),
                "wire": decision.tripwire.get(name),
                "measured": seen.get(name),
            }
            for name in tripwires.LOWEST
        ],
    }


def facts_of(row: Reopening) -> list[dict[str, object]]:
    return [{**fact, "name": tripwires.name_of(name)} for name, fact in row.measured.items()]
