"""The demonstration's situation report: a daily series, and one draft that waits to be written."""

from datetime import UTC, datetime

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.items import lake
from tangkal.desk.situation_reports import commands
from tangkal.desk.situation_reports.models import Series

NAME = "Harian nasional"
HOURS = 24


def report_on(people: dict[str, User]) -> None:
    """Begin the series and draft once; a second start finds both."""
    analyst = people["analis"]
    series = Series.objects.filter(name=NAME, is_exercise=True).first()
    if series is None:
        series = commands.create_series(
            by=analyst,
            name=NAME,
            kind=Series.Kind.DAILY,
            organisation=analyst.organisation,
            is_exercise=True,
        )
    if not series.editions.exists():
        now = datetime.now(UTC).replace(second=0, microsecond=0)
        commands.draft(series, lake(), until=now, hours=HOURS, by=None, now=now)
