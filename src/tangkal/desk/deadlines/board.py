"""The page of what is due: whose it is, how late, and who can act."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from tangkal.desk.accounts.models import RoleAssignment, User, in_force
from tangkal.desk.cases.models import Signal
from tangkal.desk.cases.states import SignalState
from tangkal.desk.deadlines import queries, words
from tangkal.desk.deadlines.clocks import Running
from tangkal.desk.deadlines.models import Escalation, Pause

SHOWN = 200
NAMES = 3
MINE, OFFICE, ALL = "mine", "office", "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One clock as the page shows it."""

    running: Running
    step: str
    is_overdue: bool
    pause: Pause | None
    who: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepCount:
    code: str
    step: str
    overdue: int
    running: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Everything the page shows of one scope."""

    lines: list[Line]
    steps: list[StepCount]
    counts: dict[str, int]  # overdue, by scope
    left_out: int


def is_in(scope: str, user: User, running: Running) -> bool:
    if scope == MINE:
        return running.owner_id == user.pk
    return scope == ALL or running.organisation_id == user.organisation_id


def board(user: User, *, scope: str, step: str, now: datetime | None = None) -> Board:
    """What is due in a scope, overdue first; `step` narrows the list, not the counts."""
    now = now or timezone.now()
    seen = list(queries.seen_by(user))
    inside = [each for each in seen if is_in(scope, user, each)]
    chosen = sorted(
        (each for each in inside if not step or each.step == step), key=lambda each: each.due_at
    )
    late = [each for each in seen if each.due_at < now]
    return Board(
        lines=as_lines(chosen[:SHOWN], now),
        steps=step_counts(inside, now),
        counts={s: sum(is_in(s, user, each) for each in late) for s in (MINE, OFFICE, ALL)},
        left_out=max(0, len(chosen) - SHOWN),
    )


def step_counts(inside: Iterable[Running], now: datetime) -> list[StepCount]:
    running, overdue = Counter[str](), Counter[str]()
    for each in inside:
        running[each.step] += 1
        overdue[each.step] += each.due_at < now
    order = [*words.STEPS, *sorted(running.keys() - words.STEPS.keys())]
    return [
        StepCount(code=s, step=words.step_name(s), overdue=overdue[s], running=running[s])
        for s in order
        if running[s]
    ]


def as_lines(shown: Sequence[Running], now: datetime) -> list[Line]:
    pauses = pauses_now([each.subject for each in shown], now)
    names = Names(shown)
    return [
        Line(
            running=each,
            step=words.step_name(each.step),
            is_overdue=each.due_at < now,
            pause=pauses.get(each.subject),
            who=names.of(each),
        )
        for each in shown
    ]


def pauses_now(subjects: Sequence[str], now: datetime) -> dict[str, Pause]:
    """The pauses that hold these clocks now."""
    rows = Pause.objects.filter(
        subject__in=subjects, started_at__lte=now, until__gt=now, ended_at=None
    )
    return {row.subject: row for row in rows}


class Names:
    """Who can act on each of these clocks, in two queries for all of them."""

    def __init__(self, shown: Sequence[Running]) -> None:
        owners = {each.owner_id for each in shown if each.owner_id}
        self.owners = dict(User.objects.filter(pk__in=owners).values_list("pk", "display_name"))
        self.holders: dict[tuple[int, str], list[str]] = defaultdict(list)
        rows = (
            RoleAssignment.objects.filter(
                in_force(),
                scope__in={each.organisation_id for each in shown if not each.owner_id},
                role__in={role for each in shown for role in each.roles},
                user__is_active=True,
            )
            .order_by("user__display_name")
            .values_list("scope_id", "role", "user__display_name")
        )
        for office, role, name in rows:
            self.holders[office, role].append(name)

    def of(self, running: Running) -> list[str]:
        if running.owner_id in self.owners:
            return [self.owners[running.owner_id]]
        found = dict.fromkeys(
            name for role in running.roles for name in self.holders[running.organisation_id, role]
        )
        return list(found)[:NAMES]


def signals_overdue(now: datetime) -> int:
    """Signals that nobody has screened in time; they belong to no office and have their queue."""
    return Signal.objects.filter(state=SignalState.NEW, due_at__lt=now).count()


def calls_for(user: User) -> list[Escalation]:
    """Calls that wait for this person's "I have it", the highest stage of each clock."""
    rows = Escalation.objects.filter(person=user, acknowledged_at=None).order_by("-stage", "-at")
    return list({row.clock: row for row in reversed(rows[:100])}.values())
