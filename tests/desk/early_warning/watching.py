"""Plans and indicators as tests need them."""

from datetime import timedelta

from django.utils import timezone

from tangkal.desk.early_warning.watching import commands

BLANK = {
    "objective": "",
    "audiences": "",
    "vulnerabilities": "",
    "expected_narratives": "",
    "channels": "",
    "prepared_lines": "",
    "trigger_dates": [],
    "owner": None,
}


def plan_of(people, **fields):
    analyst = people["analis"]
    is_exercise = fields.pop("is_exercise", False)
    values = BLANK | {"title": "Bansos 2026", "review_on": timezone.localdate()} | fields
    return commands.write_plan(values, at=analyst.organisation, by=analyst, is_exercise=is_exercise)


def indicator_of(people, plan=None, *, on=True, **fields):
    values = {
        "name": "Pendaftaran",
        "any_of": "pendaftaran bantuan",
        "all_of": "",
        "none_of": "",
        "severity": "medium",
        "items_hour": 3,
        "items_day": None,
        "new_regions": None,
        "reports_percent": None,
    } | fields
    made = commands.write_indicator(plan or plan_of(people), values, by=people["analis"])
    return commands.switch(made, on=True, by=people["analis"]) if on else made


def in_days(days: float):
    return timezone.now() + timedelta(days=days)
