"""What the command line shows of the clocks."""

from datetime import datetime

from tangkal.desk.accounts.models import Organisation
from tangkal.desk.cases.models import Case, Signal
from tangkal.desk.deadlines import clocks, replay
from tangkal.desk.ui.moments import length


def rows(now: datetime, *, only_overdue: bool) -> list[dict[str, object]]:
    """Running clocks as plain values, the longest overdue first."""
    names = dict(Organisation.objects.values_list("pk", "name"))
    found = sorted(
        clocks.running(due_before=now if only_overdue else None), key=lambda each: each.due_at
    )
    return [
        {
            "what": each.label,
            "step": each.step,
            "priority": each.priority,
            "office": names.get(each.organisation_id, ""),
            "due": each.due_at.isoformat(timespec="minutes"),
            "late": length(now - each.due_at) if each.due_at < now else "",
            "is_exercise": each.is_exercise,
        }
        for each in found
    ]


def recompute(*, only_check: bool) -> tuple[list[str], list[str], int]:
    found = list(replay.differences()) if only_check else replay.recompute()
    lines = [f"{each.what}: {each.stored} → {each.computed}" for each in found]
    against = [f"{each.what}: {each.computed}" for each in replay.contradictions()]
    return lines, against, Case.objects.count() + Signal.objects.count()
