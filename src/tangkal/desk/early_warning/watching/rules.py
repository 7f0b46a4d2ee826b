"""Who plans a watch, who mutes, who says whether a signal was useful."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.cases import rules as cases
from tangkal.desk.cases.models import Signal
from tangkal.desk.early_warning.watching.models import Indicator, Mute, Plan, Severity
from tangkal.desk.workflow import ActionDenied

PLANNERS = frozenset({Role.ANALYST.value, Role.APPROVER.value})
ANSWERERS = cases.OPENERS | {Role.VERIFIER.value, Role.APPROVER.value}
# As urgent as the class with the shortest deadline: no mute hides it. Above every weaker mix.
CRITICAL_URGENCY = 0.75
LONGEST_MUTE = timedelta(days=90)


def may_plan(user: User, at: Organisation | None = None) -> bool:
    return user.has_role(*PLANNERS, at=at)


def check_may_plan(user: User, at: Organisation | None = None) -> None:
    """Raises ActionDenied where none of the person's roles plans a watch there."""
    cases.check_role(user, PLANNERS, at=at)


def may_change(user: User, plan: Plan) -> bool:
    return may_plan(user, plan.organisation)


def check_may_answer(user: User) -> None:
    cases.check_role(user, ANSWERERS)


def may_answer(user: User) -> bool:
    return user.has_role(*ANSWERERS)


def check_mute(reason: str, until: datetime, now: datetime) -> None:
    """A mute has a reason, and an end that somebody will live to see.

    Raises:
        ValidationError: one of them is missing or out of bounds.
    """
    if not reason.strip():
        raise ValidationError(_("Give a reason: it is part of the record."))
    if not now < until <= now + LONGEST_MUTE:
        raise ValidationError(
            _("A mute ends between now and %(days)d days from now.") % {"days": LONGEST_MUTE.days}
        )


def check_may_mute_signal(user: User, signal: Signal) -> None:
    """Raises ActionDenied for a signal this person does not screen, or one too urgent to hide."""
    cases.check_screens(user, signal)
    if signal.urgency >= CRITICAL_URGENCY:
        raise ActionDenied(
            _(
                "This signal is in the most urgent class, which no mute hides: "
                "take it in hand, or dismiss it with a reason."
            )
        )


def check_may_mute_indicator(user: User, indicator: Indicator) -> None:
    check_may_plan(user, indicator.plan.organisation)
    if indicator.severity == Severity.CRITICAL:
        raise ActionDenied(
            _("A critical indicator is not muted: change its thresholds, or switch it off.")
        )


def check_may_unmute(user: User, mute: Mute) -> None:
    if mute.of == Mute.Of.INDICATOR and mute.indicator is not None:
        check_may_plan(user, mute.indicator.plan.organisation)
    else:
        cases.check_role(user, cases.OPENERS)


def may_end_mutes(user: User) -> bool:
    return user.has_role(*PLANNERS, *cases.OPENERS)
