"""Whom a clock wakes, stage by stage, until a person says "I have it".

The stages are a table. One call a person, stage and round of the clock: the table of calls
refuses a second, so a worker that was killed goes on where it stood and tells nobody twice.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation, RoleAssignment, User, in_force
from tangkal.desk.accounts.roles import Role
from tangkal.desk.audit.commands import record
from tangkal.desk.deadlines import clocks, duty, words
from tangkal.desk.deadlines.clocks import Running
from tangkal.desk.deadlines.models import Escalation
from tangkal.desk.inbox.commands import tell
from tangkal.desk.ui.moments import deadline_words

log = logging.getLogger(__name__)

# A quarter of the longest limit (90 days) lies so far before its deadline.
AHEAD = timedelta(days=23)
# What was missed longer ago and never called stays on the list and wakes nobody: an update of
# the desk, or a worker that stood for a week, must not call everybody at once.
HISTORY = timedelta(days=7)
PATIENCE = timedelta(minutes=30)  # at most; a quarter of the step's time where that is shorter
# A quiet decision's own day opens the case; the case's next clock calls.
SILENT_STEPS = frozenset({"review"})


@dataclass(frozen=True, slots=True)
class Stage:
    """Who hears of a clock from which share of its time on."""

    number: int
    from_share: float | None  # None: only where nobody answered the stage before
    people: Callable[[Running, Organisation, datetime], list[User]]


def owner_or_duty(running: Running, office: Organisation, now: datetime) -> list[User]:
    """Its owner; whoever is on duty beside an owner who is not, and where it is nobody's."""
    on_duty = duty.on_duty(office, now)
    owner = User.objects.filter(pk=running.owner_id or 0, is_active=True).first()
    if owner is None:
        return duty.first_asked(holders(office, running.roles or (Role.APPROVER.value,)), on_duty)
    if not on_duty.people or owner.pk in on_duty.people:
        return [owner]
    return [owner, *User.objects.filter(pk__in=on_duty.people)]


def owner_and_approvers(running: Running, office: Organisation, now: datetime) -> list[User]:
    """Its owner and the office's approvers, those on duty first; an office without asks above."""
    owner = User.objects.filter(pk=running.owner_id or 0, is_active=True)
    return [*owner, *approvers_from(office, now)]


def approvers_above(levels: int) -> Callable[[Running, Organisation, datetime], list[User]]:
    """Approvers of the office so many levels above: district, province, centre."""

    def people(_running: Running, office: Organisation, now: datetime) -> list[User]:
        above: Organisation | None = office
        for _level in range(levels):
            above = above.parent if above else None
        return approvers_from(above, now) if above else []

    return people


STAGES: tuple[Stage, ...] = (
    Stage(1, 0.75, owner_or_duty),
    Stage(2, 1.0, owner_and_approvers),
    Stage(3, 1.5, approvers_above(1)),
    Stage(4, None, approvers_above(2)),
    Stage(5, None, approvers_above(3)),
)


def approvers_from(office: Organisation | None, now: datetime) -> list[User]:
    """The approvers of an office, those on duty first; where it has none, of the next above."""
    here = office
    while here is not None:
        if found := holders(here, (Role.APPROVER.value,)):
            return duty.first_asked(found, duty.on_duty(here, now))
        here = here.parent
    return []


def holders(office: Organisation, roles: Iterable[str]) -> list[User]:
    """Who holds one of these roles for this very office; nobody is woken for all below theirs."""
    held = RoleAssignment.objects.filter(
        in_force(),
        scope=office,
        role__in=list(roles),
        user__is_active=True,
    )
    return list(User.objects.filter(pk__in=held.values("user")).order_by("pk"))


def tick(now: datetime) -> int:
    """Call whoever is to be called now; answers how many calls were made."""
    due = [each for each in clocks.calling(due_before=now + AHEAD) if is_worth_a_call(each, now)]
    told = known_calls(due)
    return sum(call(each, told.get(each.key, ()), now) for each in due)


def is_worth_a_call(running: Running, now: datetime) -> bool:
    return (
        running.step not in SILENT_STEPS
        and running.used(now) >= (STAGES[0].from_share or 0)
        and running.due_at > now - HISTORY
    )


def known_calls(due: Sequence[Running]) -> dict[str, list[Escalation]]:
    found: dict[str, list[Escalation]] = defaultdict(list)
    keys = [each.key for each in due]
    for start in range(0, len(keys), 500):  # SQLite takes so many in one question
        for row in Escalation.objects.filter(clock__in=keys[start : start + 500]):
            found[row.clock].append(row)
    return found


def call(running: Running, before: Sequence[Escalation], now: datetime) -> int:
    """The stages that are due and were not called yet; answers how many people were told."""
    try:
        return sum(call_stage(running, stage, now) for stage in due_stages(running, before, now))
    except Exception:  # one clock must not keep the others from calling
        log.exception("escalation of %s", running.key)
        return 0


def due_stages(running: Running, before: Sequence[Escalation], now: datetime) -> Iterator[Stage]:
    """Stages whose share is used up, and one further where nobody answered the last."""
    called = {row.stage for row in before}
    used = running.used(now)
    for stage in STAGES:
        if stage.number in called:
            continue
        by_time = stage.from_share is not None and used >= stage.from_share
        if by_time or is_unanswered(running, stage.number - 1, before, now):
            yield stage


def is_unanswered(
    running: Running, stage: int, before: Sequence[Escalation], now: datetime
) -> bool:
    """Whether a stage was called, nobody said "I have it", and the patience is over.

    The first stage is a reminder: its answer is waited for until the deadline.
    """
    if stage < 2:
        return False
    calls = [row for row in before if row.stage == stage]
    if any(row.person_id is None for row in calls):
        return True
    answered = any(row.acknowledged_at for row in before if row.stage >= stage)
    return bool(calls) and not answered and now >= max(c.at for c in calls) + patience(running)


def patience(running: Running) -> timedelta:
    return min(PATIENCE, (running.due_at - running.started_at) / 4)


@transaction.atomic
def call_stage(running: Running, stage: Stage, now: datetime) -> int:
    """Put the calls of one stage on record and in people's inboxes, both or neither."""
    office = Organisation.objects.select_related("parent", "region").get(pk=running.organisation_id)
    people = {person.pk: person for person in stage.people(running, office, now)}
    readers = [p for p in people.values() if may_read(p, running)]
    locked = Escalation.objects.select_for_update()
    if locked.filter(clock=running.key, stage=stage.number).exists():
        return 0
    called: list[User | None] = [*readers] or [None]
    Escalation.objects.bulk_create([row(running, stage, person, now) for person in called])
    if readers:
        record(
            "escalation.called",
            None,
            by=None,
            clock=running.key,
            step=running.step,
            stage=stage.number,
            people=[person.pk for person in readers],
            due_at=running.due_at,
            is_exercise=running.is_exercise,
        )
        tell(
            readers,
            kind="deadline" if stage.number == 1 else "escalated",
            subject_url=running.url,
            title=lambda: sentence(running, now),
            is_exercise=running.is_exercise,
        )
    return len(readers)


def may_read(person: User, running: Running) -> bool:
    return any(running.office.startswith(scope) for scope in person.content_scopes())


def row(running: Running, stage: Stage, person: User | None, now: datetime) -> Escalation:
    return Escalation(
        clock=running.key,
        stage=stage.number,
        person=person,
        organisation_id=running.organisation_id,
        step=running.step,
        title=running.label[:200],
        url=running.url,
        due_at=running.due_at,
        at=now,
        is_exercise=running.is_exercise,
    )


def sentence(running: Running, now: datetime) -> str:
    """What a person reads: which thing, which step, how late; nothing of any post."""
    return _("%(what)s: %(step)s, %(late)s") % {
        "what": running.label,
        "step": words.step_name(running.step),
        "late": deadline_words(running.due_at, now).text,
    }
