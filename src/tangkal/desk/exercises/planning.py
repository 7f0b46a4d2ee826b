"""The demonstration's planning record, written and switched on by its fictional analyst."""

from datetime import timedelta

from django.utils import timezone

from tangkal.desk.accounts.models import User
from tangkal.desk.early_warning.models import Plan
from tangkal.desk.early_warning.watching import commands
from tangkal.exercises import watch

REVIEW_AFTER = timedelta(days=21)


def plan_watch(people: dict[str, User]) -> None:
    """Write the record once; a second start finds it."""
    analyst = people["analis"]
    if Plan.objects.filter(title=watch.TITLE, is_exercise=True).exists():
        return
    today = timezone.localdate()
    values = watch.PARTS | {
        "title": watch.TITLE,
        "trigger_dates": watch.trigger_dates(today),
        "review_on": today + REVIEW_AFTER,
        "owner": analyst,
    }
    plan = commands.write_plan(values, at=analyst.organisation, by=analyst, is_exercise=True)
    for each in watch.INDICATORS:
        indicator = commands.write_indicator(
            plan,
            {
                "name": each.name,
                "any_of": each.any_of,
                "all_of": "",
                "none_of": each.none_of,
                "severity": each.severity,
                "items_hour": each.items_hour,
                "items_day": each.items_day,
                "new_regions": None,
                "reports_percent": None,
            },
            by=analyst,
        )
        if each.is_on:
            commands.switch(indicator, on=True, by=analyst)
