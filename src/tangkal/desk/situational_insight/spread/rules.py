"""Who says that a narrative broke out further than counts can show: analysts and verifiers."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.cases import rules as cases
from tangkal.desk.situational_insight.spread.models import BreakoutFlag

EARLIEST = 2000  # year of a flag; an older one is a slip of the hand
FLAGGERS = frozenset({Role.ANALYST.value, Role.VERIFIER.value})


def may_flag(user: User) -> bool:
    return user.has_role(*FLAGGERS)


def check_may_flag(user: User) -> None:
    """Raises ActionDenied where none of the person's roles sets flags."""
    cases.check_role(user, FLAGGERS)


def check_flag(kind: str, evidence: str, happened_at: datetime, now: datetime) -> None:
    """A flag is one of the four, lies in the past, and says where it can be seen.

    Raises:
        ValidationError: naming what is missing.
    """
    if kind not in BreakoutFlag.Kind.values:
        raise ValidationError(_("“%(value)s” is not in the list.") % {"value": kind})
    if not evidence.strip():
        raise ValidationError(_("Say where it can be seen: an address, or the evidence in words."))
    if happened_at.year < EARLIEST:
        raise ValidationError(_("That year is not plausible: correct the date."))
    if happened_at > now:
        raise ValidationError(_("That moment lies ahead: a flag says what has happened."))


def check_can_withdraw(flag: BreakoutFlag, why: str) -> None:
    if flag.withdrawn_at is not None:
        raise ValidationError(_("This flag was withdrawn already."))
    if not why.strip():
        raise ValidationError(_("Give a reason: it is part of the record."))
