"""Who sets limits and hours, who lets a clock stand still, who plans the duty."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.cases import deadlines as clocks
from tangkal.desk.cases.models import Case, Priority
from tangkal.desk.cases.rules import check_role
from tangkal.desk.deadlines import words
from tangkal.desk.deadlines.models import LONGEST_MINUTES, Pause
from tangkal.desk.workflow import ActionDenied
from tangkal.impact_analysis import deadlines

PAUSERS = (Role.ANALYST.value, Role.VERIFIER.value, Role.WRITER.value, Role.APPROVER.value)
# From this share of its time on, whoever looks after a case does not stop its clock alone.
LAST_QUARTER = 0.75
# One pause lasts at most so long; then its clock runs again by itself.
LONGEST_PAUSE = {
    Priority.HIGH.value: timedelta(hours=6),
    Priority.MEDIUM.value: timedelta(days=3),
    Priority.LOW.value: timedelta(days=7),
}


def check_can_set(by: User, organisation: Organisation | None) -> None:
    """An approver of the office; for what holds everywhere, an approver at the top of a tree.

    Raises:
        ActionDenied
    """
    if organisation is not None:
        check_role(by, [Role.APPROVER.value], at=organisation)
    elif not any(
        each.role == Role.APPROVER and each.scope.parent_id is None
        for each in by.active_assignments
    ):
        raise ActionDenied(
            _("What holds for every office is set by an approver of an office above all others.")
        )


def can_set(by: User, organisation: Organisation | None) -> bool:
    try:
        check_can_set(by, organisation)
    except ActionDenied:
        return False
    return True


def check_limit(step: str, priority: str, minutes: int | None, *, in_working_time: bool) -> None:
    """Refuse what no office may give itself.

    Raises:
        ValidationError
    """
    if step not in deadlines.DEADLINES or priority not in Priority:
        raise ValidationError(
            _("%(step)s, %(priority)s is not in the table.") % {"step": step, "priority": priority}
        )
    if minutes is not None and not 1 <= minutes <= LONGEST_MINUTES:
        raise ValidationError(
            _("%(n)s minutes is not a length from 1 minute to 90 days.") % {"n": minutes}
        )
    if in_working_time and not deadlines.may_count_working_time(step, priority):
        raise ValidationError(
            _("“%(step)s” at this priority counts every hour: nobody waits for Monday with it.")
            % {"step": words.step_name(step)}
        )
    longest, source = deadlines.LAW.get(step, (None, ""))
    if longest is not None and (minutes is None or timedelta(minutes=minutes) > longest):
        raise ValidationError(
            _("“%(step)s” may take at most %(longest)s: %(source)s.")
            % {
                "step": words.step_name(step),
                "longest": words.limit_words(longest),
                "source": source,
            }
        )


def check_can_pause(by: User, case: Case, *, until: datetime, now: datetime) -> str:
    """The step whose clock would stand still.

    A missed deadline is not paused away: by then a pause would change nothing. In the last
    quarter the clock is stopped by somebody else than whoever looks after the case.

    Raises:
        ActionDenied: the role, the step, or a clock that stands still already.
        ValidationError: an end that lies behind, or too far ahead.
    """
    check_role(by, PAUSERS, at=case.lead_organisation)
    step, due = clocks.deadline_of(case)
    clock = clocks.clock_of(case)
    if clock is None or due is None:
        raise ActionDenied(_("No clock runs on this case now."))
    if step not in deadlines.MAY_PAUSE:
        raise ActionDenied(
            _("The clock of “%(step)s” never stands still.") % {"step": words.step_name(step)}
        )
    if due <= now:
        raise ActionDenied(
            _("The deadline has passed; a pause would not bring it back. Go on with the step.")
        )
    if pause_now(case, now) is not None:
        raise ActionDenied(_("The clock stands still already; start it again first."))
    used = (now - clock[1]) / (due - clock[1])
    if used >= LAST_QUARTER and by.pk == case.owner_id:
        raise ActionDenied(
            _(
                "Three quarters of the time are gone and you look after this case: a colleague "
                "must stop its clock."
            )
        )
    longest = LONGEST_PAUSE[clocks.working_priority(case)]
    if not now < until <= now + longest:
        raise ValidationError(
            _("A pause at this priority ends at most %(longest)s from now.")
            % {"longest": words.limit_words(longest)}
        )
    return step


def pause_now(case: Case, now: datetime) -> Pause | None:
    """The pause that holds a case's clock at a moment."""
    return next((p for p in case.pauses.all() if stands_still(p, now)), None)


def stands_still(pause: Pause, now: datetime) -> bool:
    return pause.ended_at is None and pause.started_at <= now < pause.until


def check_can_resume(by: User, case: Case) -> None:
    check_role(by, PAUSERS, at=case.lead_organisation)


def check_can_plan_duty(by: User, organisation: Organisation) -> None:
    """Approvers and analysts of an office plan who is on duty there."""
    check_role(by, [Role.APPROVER.value, Role.ANALYST.value], at=organisation)


def can_plan_duty(by: User, organisation: Organisation) -> bool:
    try:
        check_can_plan_duty(by, organisation)
    except ActionDenied:
        return False
    return True


def check_can_hand_over(by: User, organisation: Organisation) -> None:
    if not by.reads_content or not any(
        organisation.path.startswith(scope) for scope in by.content_scopes()
    ):
        raise ActionDenied(_("This office's duty is another's."))
