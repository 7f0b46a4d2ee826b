"""Which office a page of settings is about, and whether this person may change it."""

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.ui.numbers import whole_number


def offices_read(reader: User) -> QuerySet[Organisation]:
    """The offices whose cases this person reads, and their own."""
    found = Q(pk=reader.organisation_id)
    for scope in reader.content_scopes():
        found |= Q(path__startswith=scope)
    return Organisation.objects.filter(found).select_related("region", "parent")


def chosen_office(request: HttpRequest, reader: User) -> Organisation:
    """The office in the address, else the person's own; another's is as if there were none."""
    asked = whole_number(request.GET.get("office"), otherwise=0)
    return get_object_or_404(offices_read(reader), pk=asked or reader.organisation_id)
