"""From stored signals to alerts, in the transaction that stores them: neither lost nor doubled."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import Max, QuerySet

from tangkal.desk.accounts.models import in_force
from tangkal.desk.accounts.roles import CONTENT_ROLES
from tangkal.desk.alerts.models import Alert, Destination, ExerciseLeave, Rule, Severity
from tangkal.desk.alerts.mutes import muted
from tangkal.desk.alerts.severity import Wanted, severity_of
from tangkal.desk.cases.models import Signal
from tangkal.desk.cases.states import SignalState

FRESH = timedelta(hours=24)  # what was last seen earlier is history: nobody is woken for it
OVER = frozenset({SignalState.DISMISSED, SignalState.DUPLICATE})


def notice(signals: Sequence[Signal], *, now: datetime) -> int:
    """Make the alerts that these signals are worth; answers how many are new.

    Call it in the transaction that stored the signals. A signal alerts once a rule, and again
    only at a higher severity; what a person has taken in hand, only then.
    """
    found = [signal for signal in signals if is_worth_asking(signal, now)]
    rules = active_rules(now) if found else []
    if not rules:
        return 0
    has_leave = may_exercises_alert(now)
    silent = muted(found, now)
    told = highest_told(rules, found)
    fresh = [
        make(rule, signal, now)
        for rule, wanted in rules
        for signal in found
        if signal.pk not in silent
        and (has_leave or not signal.is_exercise)
        and wanted.fits(signal)
        and is_news(signal, told.get((rule.pk, signal.pk)))
    ]
    Alert.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def is_worth_asking(signal: Signal, now: datetime) -> bool:
    return signal.state not in OVER and signal.last_seen_at >= now - FRESH


def is_news(signal: Signal, told: int | None) -> bool:
    if told is not None:
        return severity_of(signal) > told
    return not is_taken(signal)


def is_taken(signal: Signal) -> bool:
    """A person has looked or looks after it: taking a signal is how the desk says "seen"."""
    return signal.owner_id is not None or signal.state != SignalState.NEW


def active_rules(now: datetime) -> list[tuple[Rule, Wanted]]:
    """Rules in force whose destination is open."""
    rules = rules_in_force(now).filter(destination__is_active=True).select_related("destination")
    return [(rule, Wanted.of(rule)) for rule in rules]


def rules_in_force(now: datetime) -> QuerySet[Rule]:
    """Rules whose owner still reads content for an office that still is, wherever they point."""
    return Rule.objects.filter(
        in_force("owner__assignments__", now=now),
        is_active=True,
        owner__is_active=True,
        owner__assignments__role__in=[role.value for role in CONTENT_ROLES],
    ).distinct()


def may_exercises_alert(now: datetime) -> bool:
    return ExerciseLeave.objects.filter(ended_at=None, created_at__lte=now, until__gt=now).exists()


def highest_told(
    rules: Iterable[tuple[Rule, Wanted]], signals: Sequence[Signal]
) -> dict[tuple[int, int], int]:
    """The highest severity that each rule has told of each signal."""
    rows = (
        Alert.objects.filter(rule__in=[rule for rule, _wanted in rules], signal__in=signals, step=0)
        .values_list("rule_id", "signal_id")
        .annotate(Max("severity"))
        .order_by()
    )
    return {(rule, signal): severity for rule, signal, severity in rows}


def make(
    rule: Rule,
    signal: Signal,
    now: datetime,
    *,
    step: int = 0,
    destination: Destination | None = None,
) -> Alert:
    """An alert that waits for its moment; an escalation waits for no digest."""
    severity = severity_of(signal)
    timetable, through = rule.timetable, rule.breaks_quiet and severity == Severity.CRITICAL
    if step:
        due = now if through else timetable.after_quiet(now)
    else:
        due = timetable.due(now, breaks_quiet=through)
    return Alert(
        rule=rule,
        signal=signal,
        destination=destination or rule.destination,
        severity=severity,
        step=step,
        created_at=now,
        due_at=due,
        is_exercise=signal.is_exercise,
    )
