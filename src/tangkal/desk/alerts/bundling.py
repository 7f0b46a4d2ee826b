"""From waiting alerts to messages: digests, storms as one, and the next person in line."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from tangkal.desk.alerts import text
from tangkal.desk.alerts.models import Alert, Destination, Message, Rule, Severity, Step
from tangkal.desk.alerts.mutes import muted
from tangkal.desk.alerts.noticing import (
    FRESH,
    OVER,
    is_taken,
    make,
    may_exercises_alert,
    rules_in_force,
)
from tangkal.desk.cases.states import SignalState

HOUR = timedelta(hours=1)
MOST_AT_ONCE = 1000  # alerts of one message; further ones wait for the next round
Bundle = tuple[bool, str]  # an exercise's; digest group

WITHDRAWN = ("over", "taken", "muted", "rule", "exercise")


def bundle(now: datetime) -> int:
    """Put the alerts whose moment has come into messages; answers how many messages."""
    due = Alert.objects.filter(message=None, withdrawn="", due_at__lte=now)
    places = due.order_by("destination_id").values_list("destination_id", flat=True).distinct()
    return sum(bundle_for(place, now) for place in list(places))


@transaction.atomic
def bundle_for(place: int, now: datetime) -> int:
    """One destination's due alerts, as few messages as there are kinds of them.

    Its row is locked: two rounds at once cannot take up one alert twice. Over the hour's
    limit everything waits, and is told together once there is room.
    """
    destination = Destination.objects.select_for_update().get(pk=place)
    waiting = list(
        Alert.objects.filter(destination=destination, message=None, withdrawn="", due_at__lte=now)
        .select_related("signal", "rule")
        .order_by("-severity", "pk")[:MOST_AT_ONCE]
    )
    alerts = without_outdated(destination, waiting, now)
    bundles: dict[Bundle, list[Alert]] = {}
    for alert in alerts:
        bundles.setdefault((alert.is_exercise, group_of(alert)), []).append(alert)
    sent = recent_messages(destination, now)
    made = 0
    for each in sorted(bundles.values(), key=lambda each: -highest(each)):
        if sent + made < limit(destination, highest(each)):
            write(destination, each, now)
            made += 1
    return made


def highest(alerts: Iterable[Alert]) -> int:
    return max(alert.severity for alert in alerts)


def limit(destination: Destination, severity: int) -> int:
    """Messages an hour; the critical may use as many again, so that chatter never holds them up."""
    return destination.most_an_hour * (2 if severity == Severity.CRITICAL else 1)


def group_of(alert: Alert) -> str:
    rule = alert.rule
    if alert.step or rule.mode == Rule.Mode.IMMEDIATE:
        return ""
    return f"{rule.mode}:{rule.group}"


def recent_messages(destination: Destination, now: datetime) -> int:
    return destination.messages.filter(is_test=False, created_at__gt=now - HOUR).count()


def without_outdated(
    destination: Destination, alerts: Sequence[Alert], now: datetime
) -> list[Alert]:
    """Withdraw what need not be told any more, each with why; answers the rest."""
    silent = muted([alert.signal for alert in alerts], now)
    wanted = {alert.rule_id for alert in alerts}
    valid = set(rules_in_force(now).filter(pk__in=wanted).values_list("pk", flat=True))
    has_leave = may_exercises_alert(now)

    def why(alert: Alert) -> str:
        if alert.rule_id not in valid or not destination.is_active:
            return "rule"
        if alert.signal.state in OVER:
            return "over"
        if alert.step and is_taken(alert.signal):
            return "taken"
        if alert.is_exercise and not has_leave:
            return "exercise"
        return "muted" if alert.signal_id in silent else ""

    kept = []
    for alert in alerts:
        alert.withdrawn = why(alert)
        if not alert.withdrawn:
            kept.append(alert)
    Alert.objects.bulk_update([a for a in alerts if a.withdrawn], ["withdrawn"])
    return kept


def write(destination: Destination, alerts: Sequence[Alert], now: datetime) -> Message:
    told = text.compose(alerts, alerts[0].rule.time_zone)
    message = Message.objects.create(
        destination=destination,
        subject=told.subject,
        body=told.body,
        severity=highest(alerts),
        is_exercise=alerts[0].is_exercise,
        signal_ids=list(dict.fromkeys(alert.signal_id for alert in alerts)),
        created_at=now,
        next_attempt_at=now,
    )
    Alert.objects.filter(pk__in=[alert.pk for alert in alerts]).update(message=message)
    return message


def escalate(now: datetime) -> int:
    """Tell the next in line where nobody has taken a signal in time; answers how many alerts.

    The time runs from the last message's end: sent, or failed for good, which tells the next
    one at once. What was noticed more than a day ago is left to the queue's own deadlines.
    """
    steps = steps_in_order()
    if not steps:
        return 0
    waiting = unanswered(steps, now)
    silent = muted([alert.signal for alert in waiting], now)
    fresh = []
    for alert in waiting:
        step = next((s for s in steps[alert.rule_id] if s.number > alert.step), None)
        if step and alert.signal_id not in silent and is_time(alert, step, now):
            call = make(
                alert.rule, alert.signal, now, step=step.number, destination=step.destination
            )
            call.severity = alert.severity  # one chain of calls keeps its own
            fresh.append(call)
    Alert.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def steps_in_order() -> dict[int, list[Step]]:
    """Each rule's further calls to open destinations; a closed one is passed over."""
    found: dict[int, list[Step]] = {}
    steps = Step.objects.filter(destination__is_active=True, rule__is_active=True)
    for step in steps.select_related("destination").order_by("rule_id", "number"):
        found.setdefault(step.rule_id, []).append(step)
    return found


def unanswered(rules: Iterable[int], now: datetime) -> list[Alert]:
    """The last call for each signal that nobody has taken; of two severities the higher."""
    later = Alert.objects.filter(rule=OuterRef("rule"), signal=OuterRef("signal")).filter(
        Q(severity=OuterRef("severity"), step__gt=OuterRef("step"))
        | Q(severity__gt=OuterRef("severity"))
    )
    settled = Alert.objects.filter(
        ~Exists(later),
        rule__in=list(rules),
        created_at__gte=now - FRESH,
        message__settled_at__isnull=False,
        withdrawn="",
        signal__owner=None,
        signal__state=SignalState.NEW,
    )
    return list(settled.select_related("signal", "rule", "message").order_by("pk"))


def is_time(alert: Alert, step: Step, now: datetime) -> bool:
    message = alert.message
    assert message is not None
    if message.state == Message.State.FAILED:
        return True
    return message.settled_at is not None and now >= message.settled_at + timedelta(
        minutes=step.after_minutes
    )
