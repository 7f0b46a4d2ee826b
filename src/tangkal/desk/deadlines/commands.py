"""Change limits, hours, pauses, duty and calls: each one transaction with its audit event."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation, TimeZone, User
from tangkal.desk.audit.commands import record
from tangkal.desk.cases.commands.base import keep_case, lock_case, required, required_reason
from tangkal.desk.cases.models import Case
from tangkal.desk.deadlines import rules, timing
from tangkal.desk.deadlines.models import (
    Counts,
    DutyOverride,
    DutyShift,
    Escalation,
    HandOver,
    Limit,
    Pause,
    WorkingWeek,
)
from tangkal.desk.workflow import ActionDenied
from tangkal.impact_analysis.working_time import WorkingCalendar
from tangkal.kernel import InvalidInput

FURTHEST_AHEAD = timedelta(days=366)
MOST_DAYS_OFF = 60
LONGEST_OVERRIDE = timedelta(days=60)


@transaction.atomic
def set_limit(
    organisation: Organisation | None,
    step: str,
    priority: str,
    minutes: int | None,
    *,
    why: str,
    by: User,
    in_working_time: bool = False,
    inherits: bool = False,
    valid_from: datetime | None = None,
) -> Limit:
    """From a moment on, this office and those below take so long; clocks that run keep theirs.

    Args:
        organisation: None for every office without rows of its own, and for the signals.
        minutes: None for no deadline.
        inherits: back to what the office above has.

    Raises:
        ActionDenied: not an approver there.
        ValidationError: no reason, or what no office may give itself.
    """
    rules.check_can_set(by, organisation)
    why = required_reason(why)
    if not inherits:
        rules.check_limit(step, priority, minutes, in_working_time=in_working_time)
    before = timing.current().allowed(step, priority, organisation, timezone.now())
    row = Limit.objects.create(
        organisation=organisation,
        step=step,
        priority=priority,
        minutes=None if inherits else minutes,
        counts=Counts.WORKING if in_working_time and not inherits else Counts.EVERY_HOUR,
        inherits=inherits,
        valid_from=from_when(valid_from),
        why=why[:300],
        by=by,
    )
    record(
        "limit.set",
        row,
        by=by,
        organisation=organisation.pk if organisation else None,
        step=step,
        priority=priority,
        was=str(before.length),
        minutes=row.minutes,
        counts=row.counts,
        inherits=inherits,
        valid_from=row.valid_from,
        why=why,
    )
    return row


def from_when(asked: datetime | None) -> datetime:
    """The moment from which something holds; never one that is past, or a year away.

    A limit that held from yesterday on would move deadlines that people worked to.
    """
    now = timezone.now()
    if asked is None:
        return now
    if not now - timedelta(minutes=5) <= asked <= now + FURTHEST_AHEAD:
        raise ValidationError(_("It can hold from now on or from a day within a year."))
    return max(asked, now)


@transaction.atomic
def set_week(
    organisation: Organisation,
    week: Sequence[Sequence[Sequence[str]]],
    *,
    why: str,
    by: User,
    days_off: Sequence[date] = (),
    observes_joint_leave: bool = True,
    time_zone: str = "",
    valid_from: datetime | None = None,
) -> WorkingWeek:
    """From a moment on, this office and those below work at these hours.

    Raises:
        ActionDenied: not an approver there.
        ValidationError: no reason, hours that overlap, no hours at all, too many days off.
    """
    rules.check_can_set(by, organisation)
    why = required_reason(why)
    if len(days_off) > MOST_DAYS_OFF:
        raise ValidationError(_("At most %(n)s days off of its own.") % {"n": MOST_DAYS_OFF})
    if time_zone and time_zone not in TimeZone:
        raise ValidationError(_("%(zone)s is not WIB, WITA or WIT.") % {"zone": time_zone})
    row = WorkingWeek(
        organisation=organisation,
        week=[[list(span) for span in day] for day in week],
        days_off=sorted({day.isoformat() for day in days_off}),
        observes_joint_leave=observes_joint_leave,
        time_zone=time_zone,
        valid_from=from_when(valid_from),
        why=why[:300],
        by=by,
    )
    try:
        WorkingCalendar(week=timing.as_week(row.week))
    except (InvalidInput, ValueError, TypeError):
        raise ValidationError(
            _("Each day's hours must end after they begin, and some day must have hours.")
        ) from None
    row.save()
    record(
        "working_week.set",
        row,
        by=by,
        organisation=organisation.pk,
        week=row.week,
        days_off=row.days_off,
        observes_joint_leave=observes_joint_leave,
        time_zone=time_zone,
        valid_from=row.valid_from,
        why=why,
    )
    return row


@transaction.atomic
def pause(
    case: Case,
    *,
    reason: str,
    text: str,
    until: datetime,
    by: User,
    version: int | None = None,
) -> Pause:
    """Let the clock of a case's step stand still from now on, until a moment at the latest.

    It cannot begin in the past: there is nothing to say when it began.

    Raises:
        ActionDenied, ValidationError: see :func:`rules.check_can_pause`.
    """
    if reason not in Pause.Reason:
        raise ValidationError(_("%(reason)s is not a reason.") % {"reason": reason})
    text = required(text, _("Say what is waited for: it is part of the record."))
    case = lock_case(case, version)
    now = timezone.now()
    step = rules.check_can_pause(by, case, until=until, now=now)
    row = Pause.objects.create(
        subject=f"case:{case.pk}",
        case=case,
        step=step,
        reason=reason,
        text=text[:300],
        started_at=now,
        until=until,
        by=by,
    )
    keep_case(case, "paused", by=by, reason=reason, why=text, step=step, until=until, pause=row.pk)
    return row


@transaction.atomic
def resume(case: Case, *, by: User, version: int | None = None) -> Pause:
    """Start a case's clock again before its pause ends by itself.

    Raises:
        ActionDenied: the role does not allow it, or the clock runs already.
    """
    case = lock_case(case, version)
    rules.check_can_resume(by, case)
    now = timezone.now()
    row = rules.pause_now(case, now)
    if row is None:
        raise ActionDenied(_("The clock runs already."))
    row.ended_at, row.ended_by = now, by
    row.save(update_fields=["ended_at", "ended_by"])
    keep_case(case, "resumed", by=by, pause=row.pk, step=row.step)
    return row


# Duty


@transaction.atomic
def add_shift(
    organisation: Organisation, user: User, *, weekday: int, starts: time, ends: time, by: User
) -> DutyShift:
    """Plan somebody's duty at one weekday's hours, week after week."""
    rules.check_can_plan_duty(by, organisation)
    check_belongs(user, organisation)
    if weekday not in range(7):
        raise ValidationError(_("%(n)s is not a day of the week.") % {"n": weekday})
    row, is_new = DutyShift.objects.get_or_create(
        organisation=organisation,
        user=user,
        weekday=weekday,
        starts=starts,
        defaults={"ends": ends},
    )
    if not is_new:
        raise ValidationError(_("%(who)s is planned for that already.") % {"who": user})
    record("duty.planned", row, by=by, user=user.pk, weekday=weekday, starts=starts, ends=ends)
    return row


@transaction.atomic
def end_shift(shift: DutyShift, *, by: User) -> None:
    """Take one line out of the weekly plan."""
    rules.check_can_plan_duty(by, shift.organisation)
    record("duty.unplanned", shift, by=by, user=shift.user_id, weekday=shift.weekday)
    shift.delete()


@transaction.atomic
def override_duty(
    organisation: Organisation,
    user: User,
    *,
    starts_at: datetime,
    ends_at: datetime,
    why: str,
    by: User,
) -> DutyOverride:
    """Put somebody else on duty for a stretch, whatever the weekly plan says."""
    rules.check_can_plan_duty(by, organisation)
    check_belongs(user, organisation)
    why = required_reason(why)
    if not starts_at < ends_at <= starts_at + LONGEST_OVERRIDE or ends_at <= timezone.now():
        raise ValidationError(
            _("It must end after it begins, within 60 days, and not lie behind us.")
        )
    row = DutyOverride.objects.create(
        organisation=organisation,
        user=user,
        starts_at=starts_at,
        ends_at=ends_at,
        why=why[:200],
        by=by,
    )
    record("duty.overridden", row, by=by, user=user.pk, starts=starts_at, ends=ends_at, why=why)
    return row


@transaction.atomic
def hand_over(organisation: Organisation, *, text: str, by: User) -> HandOver:
    """Leave a note to whoever is on duty next."""
    rules.check_can_hand_over(by, organisation)
    text = required(text, _("Write what the next one must know."))
    row = HandOver.objects.create(organisation=organisation, by=by, text=text[:4000])
    record("duty.handed_over", row, by=by, organisation=organisation.pk)
    return row


def check_belongs(user: User, organisation: Organisation) -> None:
    """Only who can read an office's cases is of any use on its duty."""
    if not any(organisation.path.startswith(scope) for scope in user.content_scopes()):
        raise ValidationError(
            _("%(who)s does not work on the cases of %(office)s.")
            % {"who": user, "office": organisation}
        )


# Calls


@transaction.atomic
def acknowledge(call: Escalation, *, by: User) -> Escalation:
    """ "I have it": nobody further is called for this stage.

    Raises:
        ActionDenied: somebody else was called.
    """
    call = Escalation.objects.select_for_update().get(pk=call.pk)
    if call.person_id != by.pk:
        raise ActionDenied(_("Somebody else was called; only they can say that they have it."))
    if call.acknowledged_at is None:
        call.acknowledged_at = timezone.now()
        call.save(update_fields=["acknowledged_at"])
        record("escalation.acknowledged", call, by=by, clock=call.clock, stage=call.stage)
    return call
