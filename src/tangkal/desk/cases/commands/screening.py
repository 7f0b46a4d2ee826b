"""Screening: what happens to a signal before, or instead of, a case."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.cases import deadlines, rules
from tangkal.desk.cases.commands.base import (
    keep_signal,
    lock_signal,
    required,
    required_reason,
)
from tangkal.desk.cases.models import Signal

REASON_LENGTH = 200


@transaction.atomic
def screen(signal: Signal, *, by: User, version: int | None = None) -> Signal:
    """Take a signal in hand; it becomes this person's."""
    signal = move(signal, "screen", by=by, version=version)
    signal.owner = by
    return keep_signal(signal, "screened", by=by)


@transaction.atomic
def dismiss(signal: Signal, *, by: User, why: str, version: int | None = None) -> Signal:
    """Put a signal aside, with the reason."""
    why = required_reason(why)
    signal = move(signal, "dismiss", by=by, version=version)
    signal.resolution = why[:REASON_LENGTH]
    return keep_signal(signal, "dismissed", by=by, why=why)


@transaction.atomic
def mark_duplicate(signal: Signal, *, of: Signal, by: User, version: int | None = None) -> Signal:
    """Say that another signal is about the same thing."""
    if of.pk == signal.pk:
        raise ValidationError(_("A signal cannot be a duplicate of itself."))
    signal = move(signal, "mark_duplicate", by=by, version=version)
    signal.duplicate_of = of
    signal.resolution = of.title[:REASON_LENGTH]
    return keep_signal(signal, "marked_duplicate", by=by, of=of.pk)


@transaction.atomic
def ask_data(signal: Signal, *, by: User, what: str, version: int | None = None) -> Signal:
    """Wait for what is missing to judge the signal."""
    what = required(what, _("Say what is missing, so that somebody can look for it."))
    signal = move(signal, "ask_data", by=by, version=version)
    signal.resolution = what[:REASON_LENGTH]
    return keep_signal(signal, "data_asked", by=by, what=what)


@transaction.atomic
def undo(signal: Signal, *, by: User, version: int | None = None) -> Signal:
    """Take the last screening step back: the signal is new again, its deadline the old one."""
    before = lock_signal(signal, version).state
    signal = move(signal, "undo", by=by, version=version)
    signal.resolution = ""
    signal.duplicate_of = None
    signal.owner = None
    signal.screened_at = None
    signal.due_at = deadlines.screening_deadline(signal)
    return keep_signal(signal, "undone", by=by, was=before)


@transaction.atomic
def claim_ownership(signal: Signal, *, by: User, version: int | None = None) -> Signal:
    """Show the others that this person looks after the signal."""
    signal = lock_signal(signal, version)
    rules.check_can_claim_signal(by, signal)
    signal.owner = by
    return keep_signal(signal, "claimed", by=by)


@transaction.atomic
def release(signal: Signal, *, by: User, version: int | None = None) -> Signal:
    """Give a claimed signal back to everybody."""
    signal = lock_signal(signal, version)
    rules.check_can_release_signal(by, signal)
    signal.owner = None
    return keep_signal(signal, "released", by=by)


def move(signal: Signal, action: str, *, by: User, version: int | None) -> Signal:
    """Lock, check and move one signal; screening ends its deadline. Call it in a transaction."""
    signal = lock_signal(signal, version)
    signal.state = rules.check_can_change_signal(by, signal, action)
    signal.screened_at = signal.screened_at or timezone.now()
    signal.due_at = None
    return signal
