"""Drop raw material after its time: what citizens and posters wrote is not ours to keep.

Evidence that a case cites was copied when it was added and stays with the case. Source:
UU PDP 27/2022 (a purpose and a period for every kind of data); the periods are our defaults.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import transaction

from tangkal.desk.alerts import retention as alert_retention
from tangkal.desk.audit.commands import record
from tangkal.desk.following import retention as following
from tangkal.desk.inbox import commands as inbox
from tangkal.desk.intake import uploads
from tangkal.desk.jobs import coordination, insight, narratives, spread
from tangkal.desk.portal import reports
from tangkal.desk.questions import outgoing
from tangkal.desk.questions import retention as questions
from tangkal.desk.rights import retention as rights
from tangkal.engines.base import Lake
from tangkal.pipeline.quarantine import Quarantine
from tangkal.pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class Dropped:
    """How much of each kind one run dropped."""

    items: int
    questions: int
    quarantined_rows: int
    uploads: int
    alert_texts: int
    coordination_runs: int
    narrative_texts: int
    public_questions: int
    spread_measures: int
    notices: int
    messages: int  # words of messages to citizens who asked
    pictures: int  # that came with their questions
    follows: int  # wishes that nobody confirmed, and who was told of what a year ago
    personal_data: int  # names of senders, old lines of reading: see rights.retention


def drop_expired(settings: Settings, lake: Lake, *, now: datetime) -> Dropped:
    """Drop what was collected longer ago than the setting allows; audited when anything went.

    Args:
        now: aware; items go by whole days of collection, everything else by the moment.
    """
    before = now - timedelta(days=settings.raw_retention_days)
    with Quarantine(settings.home.intake_database) as quarantine:
        rows = quarantine.forget_before(before)
    dropped = Dropped(
        items=lake.drop_before(before.date()),
        questions=reports.forget_texts(before),
        quarantined_rows=rows,
        uploads=uploads.forget_before(before),
        alert_texts=alert_retention.forget_texts(before),
        coordination_runs=coordination.forget_before(before),
        narrative_texts=narratives.forget_before(before),
        public_questions=insight.forget_before(before),
        spread_measures=spread.forget_before(before),
        notices=inbox.forget_before(before),
        messages=outgoing.forget_texts(before),
        pictures=questions.forget_pictures_before(before),
        follows=following.forget(now),
        personal_data=sum(rights.run(now, by=None).values()),
    )
    counts = asdict(dropped)
    if any(counts.values()):
        with transaction.atomic():
            record("retention.dropped", None, by=None, before=before, **counts)
    return dropped
