"""A page for every region: what was checked about it, then what holds for the whole country."""

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from tangkal.desk.accounts.models import Region
from tangkal.desk.portal import reference, search
from tangkal.desk.portal.caching import public_page
from tangkal.desk.portal.choices import within
from tangkal.desk.portal.models import Clarification, ReferencePage

SHOWN = 20
NATIONAL = 5
SERVICES = 10


@public_page
def regions(request: HttpRequest) -> HttpResponse:
    """The provinces, with how many answers concern each and its districts."""
    counts = Count("pk")
    rows = search.published().filter(region__isnull=False).order_by()
    found: dict[str, int] = {}
    for code, number in rows.values_list("region_id").annotate(counts):
        province = str(code).split(".")[0]
        found[province] = found.get(province, 0) + number
    provinces = Region.objects.filter(level=Region.Level.PROVINCE).order_by("name")
    context = {"rows": [(region, found.get(region.code, 0)) for region in provinces]}
    return render(request, "portal/regions.html", context)


@public_page
def region(request: HttpRequest, code: str) -> HttpResponse:
    """Its own answers first; a district's page shows its province's too."""
    found = get_object_or_404(Region.objects.select_related("parent"), code=code)
    context = {
        "region": found,
        "own": answers().filter(within(code))[:SHOWN],
        "above": answers().filter(region=found.parent)[:NATIONAL] if found.parent else [],
        "national": answers().filter(region=None)[:NATIONAL],
        "services": reference.pages(ReferencePage.Kind.SERVICE).filter(within(code))[:SERVICES],
        "parts": found.children.order_by("name") if found.parent is None else [],
    }
    return render(request, "portal/region.html", context)


def answers() -> QuerySet[Clarification]:
    return search.published().select_related("issuer")
