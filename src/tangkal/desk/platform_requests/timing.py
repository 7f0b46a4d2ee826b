"""What is due on a request, computed from its events: an answer, then letter after letter."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tangkal.desk.cases import deadlines
from tangkal.desk.platform_requests.grounds import STEPS, URGENT, current
from tangkal.desk.platform_requests.models import PlatformRequest
from tangkal.desk.platform_requests.states import WAITING, ItemState, RequestState

LETTERS = 3
RUNNING = (*WAITING, RequestState.CONTESTED, RequestState.CONFIRMED)
HIGH = "HIGH"  # the law's time is the same whatever the priority


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """The round that runs: since when, until when, and which letter follows if nothing comes."""

    step: str
    started_at: datetime
    due_at: datetime
    next_letter: int | None  # None: all three are out


def length_of(
    request: PlatformRequest, timing: deadlines.Timing, start: datetime
) -> datetime | None:
    """When a round that began at a moment is due: the law's time, or the office's shorter one."""
    step = STEPS.get(request.urgency)
    if step is None:
        return None
    found = [timing.due(step, HIGH, start, organisation=request.organisation)]
    ground = current().get(request.ground)
    hours = ground.urgency.hours if ground and ground.urgency.key == request.urgency else None
    if hours is not None:
        found.append(start + timedelta(hours=hours))
    return min((each for each in found if each is not None), default=None)


def due_of(
    request: PlatformRequest,
    timing: deadlines.Timing | None = None,
    *,
    letters: list[datetime] | None = None,
    is_answered: bool | None = None,
) -> Due | None:
    """The round that runs now; None before sending, after every answer, and without a clock.

    Args:
        letters: when each letter went out, oldest first; read where not told.
        is_answered: whether every item has its answer; read where not told.
    """
    if request.sent_at is None or request.state not in RUNNING:
        return None
    if is_answered is None:
        is_answered = not request.items.filter(state=ItemState.PENDING).exists()
    if is_answered:
        return None
    if letters is None:
        letters = list(request.letters.values_list("sent_at", flat=True))
    start = letters[-1] if letters else request.sent_at
    due_at = length_of(request, timing or deadlines.timing(), start)
    if due_at is None:
        return None
    return Due(
        step=STEPS.get(request.urgency, STEPS[URGENT]),
        started_at=start,
        due_at=due_at,
        next_letter=len(letters) + 1 if len(letters) < LETTERS else None,
    )
