"""The battle rhythm: updates that are given, announced, changed, and missed."""

from collections.abc import Sequence
from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.crisis import facts, rules
from tangkal.desk.crisis.commands.base import (
    at_most,
    concerned,
    keep,
    lock,
    log,
    required,
    tell_about,
    touch,
)
from tangkal.desk.crisis.commands.first_hour import tick_if_open
from tangkal.desk.crisis.models import Briefing, Crisis, LogEntry, MissedUpdate, Topic
from tangkal.desk.ui.moments import in_words

MOST = 4000
MOST_TIMES = 24


@transaction.atomic
def brief(
    crisis: Crisis,
    *,
    situation: str,
    decisions: str,
    actions: str,
    by: User,
    next_update_at: datetime | None = None,
) -> Briefing:
    """Give an update, and announce the next one.

    Whether it was quiet is worked out from what is measured, not from what is written.

    Args:
        next_update_at: when the next one comes; the rhythm's next moment where not told.

    Raises:
        ActionDenied: the person does not work in the room.
        ValidationError: no situation, or a next update that lies behind.
    """
    crisis = lock(crisis)
    rules.check_may_work(by, crisis)
    now = timezone.now()
    if next_update_at is not None and next_update_at <= now:
        raise ValidationError(_("The next update must lie ahead."))
    last = crisis.briefings.first()
    measured = facts.of_crisis(crisis)
    briefing = Briefing.objects.create(
        crisis=crisis,
        number=last.number + 1 if last else 1,
        at=now,
        by=by,
        level=crisis.level,
        situation=at_most(required(situation, _("Say what the situation is.")), MOST),
        decisions=at_most(decisions.strip(), MOST),
        actions=at_most(actions.strip(), MOST),
        due_at=crisis.next_update_at,
        next_update_at=next_update_at or crisis.update_due_after(now),
        facts=measured,
        is_quiet=facts.is_quiet(last.facts if last else {}, measured),
    )
    crisis.next_update_at = briefing.next_update_at
    keep(crisis, "briefed", by=by, number=briefing.number, is_quiet=briefing.is_quiet,
         facts=measured, next_update_at=crisis.next_update_at)  # fmt: skip
    log(crisis, LogEntry.Kind.ACTION, _("Update %(n)d given. Next update: %(when)s.")
        % {"n": briefing.number, "when": announced(crisis)}, by=by)  # fmt: skip
    if crisis.next_update_at is not None:
        tick_if_open(crisis, "next_update", by=by, note=announced(crisis))
    return briefing


def announced(crisis: Crisis) -> str:
    return in_words(crisis.next_update_at) if crisis.next_update_at else _("none is due")


@transaction.atomic
def change_rhythm(
    crisis: Crisis, times: Sequence[time], *, by: User, expected_version: int
) -> Crisis:
    """Set an office's own hours of updates; none of them returns to the level's.

    Raises:
        ActionDenied: not somebody who leads here.
        ValidationError: more than 24 a day.
        StaleObject: somebody changed the crisis meanwhile.
    """
    crisis = lock(crisis, expected_version)
    rules.check_open(crisis)
    rules.check_may_lead(by, crisis.organisation)
    if len(times) > MOST_TIMES:
        raise ValidationError(_("At most 24 updates a day."))
    crisis.own_times = [f"{each:%H:%M}" for each in sorted(set(times))]
    crisis.next_update_at = crisis.update_due_after(timezone.now())
    keep(crisis, "rhythm_changed", by=by, times=crisis.own_times)
    log(crisis, LogEntry.Kind.DECISION, _("Updates at %(times)s. Next: %(when)s.")
        % {"times": ", ".join(crisis.own_times) or _("the level’s hours"),
           "when": announced(crisis)}, by=by)  # fmt: skip
    return crisis


@transaction.atomic
def miss(crisis: Crisis) -> bool:
    """Say loudly that an announced update did not come; answers whether it was new.

    The announced moment stays: the clock counts on until somebody briefs.
    """
    crisis = lock(crisis)
    due = crisis.next_update_at
    if due is None or due > timezone.now():
        return False
    _row, is_new = MissedUpdate.objects.get_or_create(crisis=crisis, at=due)
    if not is_new:
        return False
    keep(crisis, "update_missed", by=None, at=due)
    log(crisis, LogEntry.Kind.FACT, _("The update announced for %(when)s did not come.")
        % {"when": in_words(due)}, by=None)  # fmt: skip
    touch(crisis, Topic.UPDATE)
    tell_about(
        crisis,
        concerned(crisis),
        lambda: (
            _("Update overdue since %(when)s: “%(title)s”")
            % {"when": in_words(due), "title": crisis.title}
        ),
        by=None,
        is_escalated=True,
    )
    return True
