"""What a page of indicators was asked: which days, whose cases, which reality."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.cases.models import Priority
from tangkal.desk.tracking_effectiveness.kpi.facts import Scope
from tangkal.desk.tracking_effectiveness.kpi.periods import period_of
from tangkal.desk.ui.numbers import whole_number


def scope_of(request: HttpRequest, reader: User, offices: list[Organisation]) -> Scope:
    """The scope of a query; an unknown value is no filter, so an old link still opens."""
    now = timezone.now()
    asked = request.GET
    # A demonstration holds nothing but an exercise: there it is what one comes to see.
    usual = "exercise" if settings.TANGKAL.is_demo else "real"
    wanted = whole_number(asked.get("office"))
    priority = asked.get("priority", "")
    return Scope(
        reader=reader,
        period=period_of({key: str(value) for key, value in asked.items()}, now),
        exercise=asked.get("reality", usual) == "exercise",
        now=now,
        office=next((each for each in offices if each.pk == wanted), None),
        priority=priority if priority in Priority.values else "",
        platform=asked.get("platform", "")[:40],
    )


def offices_of(reader: User) -> list[Organisation]:
    """The offices whose cases a person reads, by name: nobody is ranked."""
    scopes = reader.content_scopes()
    found = [
        office
        for office in Organisation.objects.all()
        if any(office.path.startswith(scope) for scope in scopes)
    ]
    return sorted(found, key=lambda each: each.name.casefold())
