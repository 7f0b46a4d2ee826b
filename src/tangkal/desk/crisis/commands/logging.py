"""Write the log, and correct it by a later entry."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.audit.commands import record
from tangkal.desk.crisis import rules
from tangkal.desk.crisis.commands.base import at_most, lock, log, required
from tangkal.desk.crisis.models import Crisis, LogEntry

MOST = 2000


@transaction.atomic
def write_entry(
    crisis: Crisis,
    kind: str,
    text: str,
    *,
    by: User,
    at: datetime | None = None,
    done_by: str = "",
) -> LogEntry:
    """Append what happened.

    Args:
        at: when it happened; now where not told, never later than now.
        done_by: who did or said it, where it was not who writes it down.

    Raises:
        ActionDenied: the crisis is not active, or the person does not work in it.
        ValidationError: no text, no such kind, or a moment that lies ahead.
    """
    crisis = lock(crisis)
    rules.check_may_work(by, crisis)
    if kind not in LogEntry.Kind:
        raise ValidationError(_("“%(kind)s” is no kind of entry.") % {"kind": kind})
    if at is not None and at > timezone.now():
        raise ValidationError(_("The log holds what has happened; this moment lies ahead."))
    text = at_most(required(text, _("Write what happened.")), MOST)
    entry = log(crisis, kind, text, by=by, at=at, done_by=done_by)
    record("crisis.logged", entry, by=by, crisis=crisis.pk, kind=kind, at=entry.at)
    return entry


@transaction.atomic
def correct_entry(entry: LogEntry, text: str, *, by: User) -> LogEntry:
    """Append what is right; the old entry stays as it was and points to the new one."""
    crisis = lock(Crisis(pk=entry.crisis_id))
    rules.check_may_work(by, crisis)
    text = at_most(required(text, _("Write what is right.")), MOST)
    if entry.corrections.exists():
        raise ValidationError(
            _("Entry %(n)d is corrected already; correct the newer one.") % {"n": entry.number}
        )
    made = log(crisis, entry.kind, text, by=by, at=entry.at, done_by=entry.done_by, corrects=entry)
    record("crisis.log_corrected", made, by=by, crisis=crisis.pk, corrects=entry.number)
    return made
