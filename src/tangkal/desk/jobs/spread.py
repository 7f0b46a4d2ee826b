"""Measure how narratives spread: groups of accounts and levels reached, beside the stream."""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.db.models import Q

from tangkal.desk.coordination.models import Community
from tangkal.desk.situational_insight import membership
from tangkal.desk.situational_insight.models import Narrative, SpreadMeasure
from tangkal.desk.situational_insight.spread.grouping import remeasure
from tangkal.desk.situational_insight.states import NarrativeState
from tangkal.engines import LakeError
from tangkal.impact_analysis.breakout_history import THRESHOLDS

log = logging.getLogger(__name__)

EVERY_S = 60.0
A_ROUND = 5  # narratives
AGAIN_AFTER = timedelta(minutes=30)
MOST_COMMUNITIES = 500  # newest looked at


def round() -> int:
    """Measure those whose turn it is; answers how many."""
    return work(now=datetime.now(UTC))


def work(*, now: datetime) -> int:
    """Measure the narratives that are due, the pinned first, then the newest."""
    done = 0
    for narrative in due(now):
        try:
            done += remeasure(narrative, coordinated(narrative))
        except LakeError as error:
            log.warning("spread of %s: %s", narrative.pk, error)
            return done
        except Exception:  # whatever it is, it must not stop the stream
            log.exception("spread of %s", narrative.pk)
    return done


def due(now: datetime) -> list[Narrative]:
    """Narratives with items newer than their last measurement."""
    measured = dict(SpreadMeasure.objects.values_list("narrative_id", "last_item_at"))
    recent = set(
        SpreadMeasure.objects.filter(measured_at__gt=now - AGAIN_AFTER).values_list(
            "narrative_id", flat=True
        )
    )
    standing = Narrative.objects.filter(Q(merged_into=None) & ~Q(last_seen_at=None)).exclude(
        state=NarrativeState.ARCHIVED
    )
    found = []
    for narrative in standing.order_by("-is_pinned", "-last_seen_at").iterator():
        before, last = measured.get(narrative.pk), narrative.last_seen_at
        if narrative.pk in recent or (before and last and before >= last):
            continue
        found.append(narrative)
        if len(found) == A_ROUND:
            break
    return found


def coordinated(narrative: Narrative) -> Sequence[tuple[int, datetime]]:
    """Communities of coordination runs that carry it, with their first moment."""
    moved = membership.current().narratives
    rows = Community.objects.filter(merged_into=None, is_exercise=narrative.is_exercise)
    return [
        (number, first)
        for number, first, narratives in rows.values_list("pk", "first_at", "narratives")[
            :MOST_COMMUNITIES
        ]
        if sum(items for each, items in narratives if moved.get(each, each) == narrative.pk)
        >= THRESHOLDS.community_items
    ]


def forget_before(before: datetime) -> int:
    """Groups carry a text of an item: they go with the items."""
    gone, _each = SpreadMeasure.objects.filter(last_item_at__lt=before).delete()
    return gone
