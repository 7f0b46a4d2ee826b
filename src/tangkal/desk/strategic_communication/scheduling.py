"""Publish later: the worker takes the step at its hour, by the command that people use.

Everything is checked again at that moment. What is refused then goes back to approved with the
reason, and its people are told; nothing waits in the dark and nothing goes out late in a flood.
"""

import logging
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.audit.commands import record
from tangkal.desk.inbox.commands import tell
from tangkal.desk.inbox.models import NoticeKind
from tangkal.desk.strategic_communication import rules
from tangkal.desk.strategic_communication.commands import check_fit, latest, lock, publish, touch
from tangkal.desk.strategic_communication.freezing import freezes, is_frozen
from tangkal.desk.strategic_communication.models import Message
from tangkal.desk.strategic_communication.states import MESSAGE, MessageState
from tangkal.desk.strategic_communication.telling import people_at
from tangkal.desk.workflow import ActionDenied, StaleObject

log = logging.getLogger(__name__)


@transaction.atomic
def schedule(message: Message, *, publish_at: datetime, by: User, expected_version: int) -> Message:
    """Have an approved version published at a time ahead; it must be fit to go out now.

    Raises:
        ActionDenied: what would keep it from being published now, or a freeze.
        ValidationError: the time has passed.
    """
    message = lock(message)
    rules.check_unchanged(message, expected_version)
    target = rules.check_step(message, "schedule", by)
    check_fit(message, latest(message), by, at=publish_at)
    check_not_frozen(message)
    if publish_at <= timezone.now():
        raise ValidationError(_("The time to publish must lie ahead."))
    message.state = target
    message.publish_at, message.scheduled_by, message.schedule_refusal = publish_at, by, ""
    touch(message, by)
    record("message.scheduled", message, by=by, publish_at=publish_at)
    return message


@transaction.atomic
def unschedule(message: Message, *, by: User, expected_version: int) -> Message:
    """Take it off the schedule; it stays approved."""
    message = lock(message)
    rules.check_unchanged(message, expected_version)
    message.state = rules.check_step(message, "unschedule", by)
    message.publish_at = message.scheduled_by = None
    touch(message, by)
    record("message.unscheduled", message, by=by)
    return message


def publish_due(now: datetime) -> int:
    """Take every message whose hour has come; answers how many went out or back."""
    due = Message.objects.filter(state=MessageState.SCHEDULED, publish_at__lte=now)
    done = 0
    for key in list(due.order_by("publish_at", "pk").values_list("pk", flat=True)):
        try:
            done += take(key, now)
        except Exception:
            # One message that fails in a way nobody thought of holds up no other.
            log.exception("scheduled message %d", key)
    return done


@transaction.atomic
def take(key: int, now: datetime) -> bool:
    """One message: out, or back with the reason; False where somebody was quicker."""
    message = lock(Message(pk=key))
    if message.state != MessageState.SCHEDULED or not message.publish_at:
        return False
    if message.publish_at > now:
        return False
    if refusal := attempt(message):
        put_back(message, refusal)
    return True


def attempt(message: Message) -> str:
    """Publish in the name of whoever scheduled it; answers why not, or nothing."""
    by = message.scheduled_by
    assert by is not None
    with translation.override(by.language):
        try:
            check_not_frozen(message)
            with transaction.atomic():
                record("message.due", message, by=None, scheduled_by=by.display_name)
                publish(message, by=by, expected_version=message.version)
        except (ActionDenied, ValidationError, StaleObject) as error:
            return " ".join(getattr(error, "messages", [str(error)]))
    return ""


def put_back(message: Message, refusal: str) -> None:
    """Back to approved, with the reason on its page and in its people's inbox."""
    people = [message.author, *people_at(message.case.lead_organisation, Role.APPROVER)]
    if message.scheduled_by is not None:
        people.append(message.scheduled_by)
    # The machine's own step back: by its table no role but an approver's takes it.
    message.state = MESSAGE.step(message.state, "unschedule").target
    message.publish_at, message.schedule_refusal = None, refusal
    message.scheduled_by = None
    message.version += 1
    message.save()
    record("message.schedule_refused", message, by=None, why=refusal)
    tell(
        people,
        kind=NoticeKind.APPROVAL,
        subject_url=reverse("message", args=[message.pk]),
        title=lambda: _("A scheduled message did not go out; its page says why."),
        case=message.case,
    )


def check_not_frozen(message: Message) -> None:
    """Refuse what is scheduled while publishing stands still.

    Raises:
        ActionDenied: naming since when and why.
    """
    case = message.case
    if is_frozen(case.lead_organisation, is_exercise=case.is_exercise):
        found = freezes(case.lead_organisation, is_exercise=case.is_exercise)[0]
        raise ActionDenied(
            _("Publishing on schedule is frozen: %(reason)s") % {"reason": found.reason}
        )
