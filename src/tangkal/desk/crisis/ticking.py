"""What the clock does in crises: expire, escalate, say what did not come. The worker asks it.

Each act is computed from what is stored and kept with a mark of its own, so that a worker that
was killed, started twice or slept through the night tells everything once.
"""

import logging
from collections.abc import Iterator

from django.utils import timezone, translation

from tangkal.desk.crisis.commands import activating, alerting, briefing
from tangkal.desk.crisis.models import Crisis, Proposal, RegionalAlert
from tangkal.desk.crisis.states import LEVELLED, OPEN

log = logging.getLogger(__name__)
EVERY_S = 5.0


def round() -> int:
    """Do what is due; answers how many things were."""
    with translation.override("id"):
        return sum(acts())


def acts() -> Iterator[int]:
    now = timezone.now()
    for crisis in Crisis.objects.filter(state__in=LEVELLED, expires_at__lte=now):
        yield activating.expire(crisis)
    waiting = Proposal.objects.filter(
        state=Proposal.State.WAITING, escalated_at=None, confirm_by__lte=now
    )
    for proposal in waiting:
        yield activating.escalate(proposal)
    for crisis in Crisis.objects.filter(state__in=LEVELLED, next_update_at__lte=now):
        yield briefing.miss(crisis)
    silent = RegionalAlert.objects.filter(
        crisis__state__in=OPEN, escalated_at=None, confirm_by__lte=now
    )
    for alert in silent:
        yield alerting.escalate_alert(alert)
