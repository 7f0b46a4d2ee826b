"""What the public and programs are told of appeals: how many are open, and how others ended.

What a sender wrote is never shown: what is public is the office's own word.
"""

from collections.abc import Iterator

from django.db.models import Prefetch

from tangkal.desk.portal.appeal_states import AppealState
from tangkal.desk.portal.models import Appeal, Clarification

# For lists and pages alike: without what a sender wrote.
APPEALS = Prefetch("appeals", queryset=Appeal.objects.defer("why", "contested"))


def in_order(found: Clarification) -> list[Appeal]:
    return sorted(found.appeals.all(), key=lambda each: (each.received_at, each.pk))


def open_appeals(found: Clarification) -> list[Appeal]:
    """Appeals whose outcome is not published yet, oldest first."""
    return [each for each in in_order(found) if each.state != AppealState.ANNOUNCED]


def published_outcomes(found: Clarification) -> list[Appeal]:
    """Appeals whose outcome is published, oldest first."""
    return [each for each in in_order(found) if each.state == AppealState.ANNOUNCED]


def outcomes_for_programs(found: Clarification) -> Iterator[dict[str, object]]:
    """Each published outcome with its reason and both days."""
    for each in published_outcomes(found):
        yield {
            "part": each.part,
            "outcome": each.outcome,
            "outcome_name": str(AppealState(each.outcome).label),
            "reason": each.outcome_reason,
            "received_on": each.received_at.date().isoformat(),
            "published_on": each.announced_at.date().isoformat() if each.announced_at else None,
        }
