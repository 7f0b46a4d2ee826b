"""Change destinations, rules and exercises' leave: each one transaction with its audit event."""

from collections.abc import Sequence
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.alerts import rules, secrets
from tangkal.desk.alerts.models import Destination, ExerciseLeave, Message, Rule, Step
from tangkal.desk.audit.commands import record
from tangkal.desk.workflow import check_version

MOST_RULES = 30
MOST_STEPS = 3
LONGEST_LEAVE = timedelta(days=7)
TEST_EVERY = timedelta(seconds=30)

# What leads a password elsewhere: whoever changes it must know the password.
LEADING = ("server", "security", "username")


@transaction.atomic
def make_destination(
    organisation: Organisation, *, by: User, secret: str = "", **fields: object
) -> Destination:
    """A new place for alerts, with its secret put away."""
    rules.check_can_change_destination(by, organisation)
    destination = Destination(organisation=organisation, **fields)
    destination.secret_name = secrets.keep(secret) if secret else ""
    destination.save()
    record("alert_destination.made", destination, by=by, **facts(destination))
    return destination


@transaction.atomic
def change_destination(
    destination: Destination, *, by: User, version: int, secret: str = "", **fields: object
) -> Destination:
    """Change a destination; an empty secret leaves the present one.

    Raises:
        ActionDenied, StaleObject
        ValidationError: the server changes, and the password was not entered again.
    """
    destination = locked(destination, version)
    rules.check_can_change_destination(by, destination.organisation)
    changed = sorted(name for name, value in fields.items() if getattr(destination, name) != value)
    if destination.secret_name and not secret and set(changed) & set(LEADING):
        raise ValidationError(
            _("Enter the password again: it would go to a server it was not entered for.")
        )
    old = destination.secret_name if secret else ""
    for name, value in fields.items():
        setattr(destination, name, value)
    if secret:
        destination.secret_name = secrets.keep(secret)
    destination.version += 1
    destination.save()
    record(
        "alert_destination.changed",
        destination,
        by=by,
        changed=changed,
        is_secret_new=bool(secret),
        **facts(destination),
    )
    transaction.on_commit(lambda: secrets.forget(old))
    return destination


@transaction.atomic
def set_open(destination: Destination, *, is_open: bool, by: User, version: int) -> Destination:
    """Close a destination, so that nothing goes there any more, or open it again."""
    destination = locked(destination, version)
    rules.check_can_change_destination(by, destination.organisation)
    destination.is_active = is_open
    destination.version += 1
    destination.save(update_fields=["is_active", "version"])
    record(f"alert_destination.{'opened' if is_open else 'closed'}", destination, by=by)
    return destination


def locked(destination: Destination, version: int) -> Destination:
    rows = Destination.objects.select_for_update(of=("self",)).select_related("organisation")
    found = rows.get(pk=destination.pk)
    check_version(found, version)
    return found


def facts(destination: Destination) -> dict[str, object]:
    """What the audit keeps: kind and server, never a secret, never people's addresses."""
    return {
        "kind": destination.kind,
        "server": destination.server or destination.shown,
        "most_an_hour": destination.most_an_hour,
    }


@transaction.atomic
def send_test(destination: Destination, *, by: User) -> Message:
    """Put a test message in the queue of deliveries; the worker sends it within seconds."""
    destination = Destination.objects.select_for_update().get(pk=destination.pk)
    rules.check_can_change_destination(by, destination.organisation)
    if not destination.is_active:
        raise ValidationError(_("The destination is closed; open it first."))
    recent = timezone.now() - TEST_EVERY
    if destination.messages.filter(is_test=True, created_at__gt=recent).exists():
        raise ValidationError(_("A test was sent just now; look below for what became of it."))
    with translation.override("id"):  # as every alert, whatever its sender reads
        subject = _("Tangkal: test message")
        body = _("This is a test. Alerts to “%(name)s” arrive here.") % {"name": destination.name}
    message = Message.objects.create(
        destination=destination, subject=subject, body=body, is_test=True
    )
    record("alert_destination.tested", destination, by=by, message=message.pk)
    return message


@transaction.atomic
def save_rule(rule: Rule, steps: Sequence[tuple[int, Destination]], *, by: User) -> Rule:
    """Keep a new or changed rule and whom it tells next.

    Args:
        rule: as the form filled it; its version is what the form showed.
        steps: minutes without an answer, and the place to tell then; in order.

    Raises:
        ActionDenied, StaleObject
        ValidationError: too many rules or steps.
    """
    rules.check_can_make_rule(by, rule.destination, *(place for _minutes, place in steps))
    if len(steps) > MOST_STEPS:
        raise ValidationError(_("At most %(n)d further calls.") % {"n": MOST_STEPS})
    is_new = rule.pk is None
    if is_new:
        check_room(by)
        rule.owner = by
    else:
        found = Rule.objects.select_for_update().get(pk=rule.pk)
        rules.check_can_change_rule(by, found)
        check_version(found, rule.version, by=by)
        rule.version += 1
    rule.save()
    rule.steps.all().delete()
    Step.objects.bulk_create(
        Step(rule=rule, number=number, after_minutes=minutes, destination=place)
        for number, (minutes, place) in enumerate(steps, start=1)
    )
    record(
        f"alert_rule.{'made' if is_new else 'changed'}",
        rule,
        by=by,
        destination=rule.destination_id,
        severity=rule.severity,
        mode=rule.mode,
        steps=[[minutes, place.pk] for minutes, place in steps],
    )
    return rule


def check_room(by: User) -> None:
    User.objects.select_for_update().get(pk=by.pk)  # two at once must not pass the limit
    if Rule.objects.filter(owner=by, is_active=True).count() >= MOST_RULES:
        raise ValidationError(_("You keep %(n)d rules already; end one first.") % {"n": MOST_RULES})


@transaction.atomic
def end_rule(rule: Rule, *, by: User) -> None:
    """End a rule: it makes no more alerts; its history stays."""
    rule = Rule.objects.select_for_update().get(pk=rule.pk)
    rules.check_can_change_rule(by, rule)
    if rule.is_active:
        rule.is_active = False
        rule.version += 1
        rule.save(update_fields=["is_active", "version"])
        record("alert_rule.ended", rule, by=by)


@transaction.atomic
def give_leave(*, by: User, why: str, hours: int) -> ExerciseLeave:
    """Let exercise signals alert outside for some hours, marked as an exercise.

    Raises:
        ActionDenied
        ValidationError: no reason, or longer than a week.
    """
    rules.check_can_give_leave(by)
    why = why.strip()[:200]
    if not why:
        raise ValidationError(_("Say which exercise it is and whom it alerts."))
    span = timedelta(hours=hours)
    if not timedelta(0) < span <= LONGEST_LEAVE:
        raise ValidationError(_("Between 1 hour and 7 days."))
    now = timezone.now()
    leave = ExerciseLeave.objects.create(by=by, why=why, created_at=now, until=now + span)
    record("alert_exercise.allowed", leave, by=by, why=why, until=leave.until)
    return leave


@transaction.atomic
def end_leaves(*, by: User) -> int:
    """Keep exercises inside the desk again, at once."""
    rules.check_can_give_leave(by)
    leaves = list(ExerciseLeave.objects.select_for_update().filter(ended_at=None))
    for leave in leaves:
        leave.ended_at = timezone.now()
        leave.save(update_fields=["ended_at"])
        record("alert_exercise.ended", leave, by=by)
    return len(leaves)
