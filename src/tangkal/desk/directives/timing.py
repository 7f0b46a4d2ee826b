"""When an office is late and who then hears of it: computed from stored moments and nothing else.

A worker that was killed, or stood still for a night, computes the same moments again; the table
of calls refuses what was called already.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tangkal.desk.accounts.models import Organisation
from tangkal.desk.directives.models import Overdue, Recipient

# Between one stage and the next: a quarter of the time that the step had, and at most this.
LONGEST_GRACE = timedelta(hours=6)
SHARE = 4
STAGES = 3  # the office itself, the government above it, the centre


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One stage of one step at which somebody is to be told that an office is late."""

    step: str
    stage: int
    at: datetime


def calls(recipient: Recipient, levels: int) -> Iterator[Call]:
    """Every call about an office as its moments stand now, whether or not it was made.

    Args:
        levels: how many offices there are to call, the late one included.
    """
    for step, due in open_steps(recipient):
        grace = min(LONGEST_GRACE, (due - recipient.sent_at) / SHARE)
        for stage in range(1, levels + 1):
            yield Call(step=step, stage=stage, at=due + (stage - 1) * grace)


def open_steps(recipient: Recipient) -> Iterator[tuple[str, datetime]]:
    """Steps that are still to be done and have a deadline.

    Whoever disagreed with reasons waits for the centre's answer and not the other way round.
    """
    if recipient.acknowledged_at is None and recipient.ack_due_at is not None:
        yield Overdue.Step.ACK.value, recipient.ack_due_at
    is_out = recipient.published_at is not None or recipient.dissented_at is not None
    if not is_out and recipient.publish_due_at is not None:
        yield Overdue.Step.PUBLISH.value, recipient.publish_due_at


def next_call(recipient: Recipient, after: datetime, levels: int = STAGES) -> datetime | None:
    """When the next call about an office is due; None where none is to come."""
    return min((call.at for call in calls(recipient, levels) if call.at > after), default=None)


def first_call(recipient: Recipient) -> datetime | None:
    """The earliest deadline of an office that has one open."""
    return min((due for _step, due in open_steps(recipient)), default=None)


def is_late(recipient: Recipient, now: datetime) -> bool:
    """Whether a step is past its deadline and still open."""
    return any(due <= now for _step, due in open_steps(recipient))


def callees(
    office: Organisation, centre: Organisation, above: dict[int, Organisation]
) -> Sequence[Organisation]:
    """Who is called in turn: the office, the governments above it, the centre; each once.

    Args:
        above: organisations by key, enough to climb from the office.
    """
    found = [office]
    here = above.get(office.parent_id or 0)
    while here is not None and here.pk != centre.pk:
        if here.type in {Organisation.Type.PROVINCE, Organisation.Type.DISTRICT}:
            found.append(here)
        here = above.get(here.parent_id or 0)
    return [*found[: STAGES - 1], centre]
