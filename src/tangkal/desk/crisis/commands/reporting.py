"""The crisis' situation reports: a series of its own, drafted from the room."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.crisis import rules
from tangkal.desk.crisis.commands.base import lock, log
from tangkal.desk.crisis.commands.first_hour import tick_if_open
from tangkal.desk.crisis.models import Crisis, LogEntry
from tangkal.desk.situation_reports import commands as reports
from tangkal.desk.situation_reports.models import Edition, Series
from tangkal.engines.base import Lake

HOURS = 24


def series_of(crisis: Crisis) -> Series | None:
    """The series of a crisis' reports; None before the first one."""
    return Series.objects.filter(
        organisation=crisis.organisation, name=series_name(crisis), is_exercise=crisis.is_exercise
    ).first()


def series_name(crisis: Crisis) -> str:
    return f"{crisis.title[:60]} · K{crisis.pk}"


def draft_report(crisis: Crisis, lake: Lake, *, by: User) -> Edition:
    """Draft the next report up to this minute; the first one begins the series.

    The measuring takes seconds and holds no lock; what the room notes of it is one transaction.

    Raises:
        ActionDenied: no analyst of the lead agency, or not one who works in the room.
        ValidationError: the crisis has no level, so no rhythm either.
    """
    rules.check_may_work(by, crisis)
    if not crisis.has_level:
        raise ValidationError(_("Reports of a crisis are drafted while a level is in force."))
    series = series_of(crisis) or reports.create_series(
        by=by,
        name=series_name(crisis),
        kind=Series.Kind.AD_HOC,
        crisis_level=crisis.level,
        organisation=crisis.organisation,
        region=crisis.organisation.region,
        time_zone=crisis.time_zone,
        is_exercise=crisis.is_exercise,
    )
    now = timezone.now().replace(second=0, microsecond=0)
    edition = reports.draft(series, lake, until=now, hours=HOURS, by=by, now=now)
    note_draft(crisis, edition, by=by)
    return edition


@transaction.atomic
def note_draft(crisis: Crisis, edition: Edition, *, by: User) -> None:
    crisis = lock(crisis)
    log(crisis, LogEntry.Kind.ACTION, _("Situation report %(n)d drafted.")
        % {"n": edition.number}, by=by)  # fmt: skip
    tick_if_open(crisis, "report", by=by, note=str(edition))
