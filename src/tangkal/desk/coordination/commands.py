"""Ask for a run, keep the allow-list, note who took a network out."""

from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.audit.commands import record
from tangkal.desk.coordination import rules
from tangkal.desk.coordination.models import AllowedEntry, Definition, Run

MOST_WAITING = 5
MOST_ITEMS = 500_000  # that one run reads; of a window with more the newest
LONGEST_ALLOWED = timedelta(days=366)


@transaction.atomic
def ask_for_run(
    *,
    by: User | None,
    until: datetime,
    days: int,
    window_seconds: int = 60,
    min_weight: int = 2,
    definition: str = Definition.TANGKAL,
    is_exercise: bool = False,
) -> Run:
    """Put a run in line for the worker; without a person it is the daily one.

    Raises:
        ActionDenied: the person starts no runs.
        ValidationError: too many wait already.
    """
    if by is not None:
        rules.check_can_work(by)
        if Run.objects.filter(state=Run.State.WAITING).count() >= MOST_WAITING:
            raise ValidationError(_("Several runs wait already; look at those first."))
    run = Run.objects.create(
        asked_by=by,
        since=until - timedelta(days=days),
        until=until,
        definition=definition,
        window_seconds=window_seconds,
        min_weight=min_weight,
        is_exercise=is_exercise,
    )
    record(
        "coordination.asked",
        run,
        by=by,
        definition=definition,
        window_seconds=window_seconds,
        min_weight=min_weight,
        days=days,
        is_exercise=is_exercise,
    )
    return run


@transaction.atomic
def allow(
    *, kind: str, value: str, reason: str, until: date, by: User, title: str = ""
) -> AllowedEntry:
    """Leave something out from the next run on.

    Raises:
        ActionDenied: the person does not keep the list.
        ValidationError: nothing is named, no reason is given, or the day is past or too far.
    """
    rules.check_can_work(by)
    value = named(kind, value)
    if not value:
        raise ValidationError(_("Say what is to be left out."))
    if not reason.strip():
        raise ValidationError(_("Give a reason: it is part of the record."))
    today = timezone.localdate()
    if not today <= until <= today + LONGEST_ALLOWED:
        raise ValidationError(_("Choose a last day from today to one year from now."))
    if AllowedEntry.objects.filter(kind=kind, value=value, ended_at=None).exists():
        raise ValidationError(_("This is on the list already; end that entry first."))
    entry = AllowedEntry.objects.create(
        kind=kind,
        value=value,
        title=title.strip()[:200],
        reason=reason.strip()[:300],
        until=until,
        added_by=by,
    )
    record("coordination.allowed", entry, by=by, kind=kind, value=value, why=reason, until=until)
    return entry


def named(kind: str, value: str) -> str:
    """What is named, without what people paste around it.

    >>> named("domain", " https://www.Berita.example/a ")
    'berita.example'
    """
    value = " ".join(value.split())[:500]
    if kind != AllowedEntry.Kind.DOMAIN:
        return value
    try:
        host = urlsplit(value if "//" in value else f"//{value}").hostname or ""
    except ValueError:
        return ""
    return host.lower().removeprefix("www.")


@transaction.atomic
def end_allowed(entry: AllowedEntry, *, why: str, by: User) -> AllowedEntry:
    """Compare again what was left out, from the next run on.

    Raises:
        ActionDenied: the person does not keep the list.
        ValidationError: no reason is given, or the entry has ended.
    """
    rules.check_can_work(by)
    entry = AllowedEntry.objects.select_for_update().get(pk=entry.pk)
    if not why.strip():
        raise ValidationError(_("Give a reason: it is part of the record."))
    if entry.ended_at is not None:
        raise ValidationError(_("This entry has ended already."))
    entry.ended_at, entry.ended_by, entry.ended_why = timezone.now(), by, why.strip()[:300]
    entry.save(update_fields=["ended_at", "ended_by", "ended_why"])
    record("coordination.allowed_ended", entry, by=by, kind=entry.kind, why=why)
    return entry


@transaction.atomic
def note_download(run: Run, form: str, *, by: User) -> None:
    """Write down who took a network out, before anything leaves.

    Raises:
        ActionDenied: the person takes none out.
    """
    rules.check_can_work(by)
    record("coordination.exported", run, by=by, form=form)
