"""The tree of organisations: added to, changed, moved; nothing in it is ever deleted."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field

from tangkal.desk.accounts import organising
from tangkal.desk.accounts.models import Organisation
from tangkal.desk.accounts.organisations import FIELDS, OrganisationForm, above, readable
from tangkal.desk.accounts.people import administered, reader_of
from tangkal.desk.api.declare import asks, version_of
from tangkal.desk.api.fields import Among, Body, Key, Versioned
from tangkal.desk.api.people import checked, shown
from tangkal.kernel import InvalidInput

router = Router(tags=["administration"])


class OfficeWhole(Schema):
    """One organisation: what is written of it, and where it hangs."""

    id: int
    version: int
    name: str
    name_en: str
    type: str
    region: str | None
    active_from: date | None
    active_to: date | None
    above: list[str] = Field(description="from the top down")
    below: list[str]


@router.get(
    "organisations/{int:organisation_id}",
    response=OfficeWhole,
    **asks("people:read"),
    summary="One organisation",
)
def get_office(request: HttpRequest, organisation_id: int) -> Any:
    """In the scopes over which the owner administers or audits."""
    return office_whole(one(request, organisation_id))


class OfficeFacts(Schema):
    """What is written down of one organisation."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    name_en: Annotated[str, Field(max_length=200)] = ""
    type: Annotated[str, Among(Organisation.Type.values)]
    region: Annotated[str, Field(max_length=13)] | None = None
    active_from: date | None = None
    active_to: date | None = Field(None, description="after it, roles over it count no more")


class NewOffice(Body, OfficeFacts):
    """A new organisation below another."""

    below: Key


@router.post(
    "organisations",
    response={201: OfficeWhole},
    **asks("people:admin", example={"below": 1, "name": "Biro Humas", "type": "opd"}),
    summary="Add an organisation",
)
def add_office(request: HttpRequest, body: NewOffice) -> Any:
    """Below one that the administrator may change."""
    by = reader_of(request)
    parent = place(request, body.below)
    made = organising.add(parent, by=by, **values_of(body, None))
    return office_whole(one(request, made.pk))


class OfficeChanging(Versioned, OfficeFacts):
    """Everything that is written of it, anew."""


@router.post(
    "organisations/{int:organisation_id}/change",
    response=OfficeWhole,
    **asks("people:admin", example={"version": 1, "name": "Biro Humas", "type": "kementerian"}),
    summary="Change an organisation",
)
def change_office(request: HttpRequest, organisation_id: int, body: OfficeChanging) -> Any:
    """What is left out is empty."""
    by, found = reader_of(request), one(request, organisation_id)
    organising.check_administers(by, found)
    version = version_of(request, body)
    values = values_of(body, Organisation.objects.get(pk=found.pk))
    organising.change(found, by=by, version=version, **values)
    return office_whole(one(request, organisation_id))


class OfficeMoving(Versioned):
    """Under which organisation it hangs from now on."""

    below: Key


@router.post(
    "organisations/{int:organisation_id}/move",
    response=OfficeWhole,
    **asks("people:admin", example={"version": 1, "below": 1}),
    summary="Move an organisation with all below it",
)
def move_office(request: HttpRequest, organisation_id: int, body: OfficeMoving) -> Any:
    """Old and new place lie in the administrator's scope."""
    by, found = reader_of(request), one(request, organisation_id)
    organising.check_administers(by, found)
    version = version_of(request, body)
    organising.move(found, below=place(request, body.below), by=by, version=version)
    return office_whole(one(request, organisation_id))


def values_of(body: OfficeFacts, instance: Organisation | None) -> dict[str, Any]:
    """What the screens' own form makes of it."""
    given = body.model_dump(mode="json", include=set(FIELDS))
    values = checked(OrganisationForm(given, instance=instance))
    return {name: values[name] for name in FIELDS}


def place(request: HttpRequest, key: int) -> Organisation:
    """An organisation of the administrator's own scope.

    Raises:
        InvalidInput: it is none, or there is none.
    """
    found = administered(reader_of(request)).filter(pk=key).first()
    if found is None:
        raise InvalidInput(_("You administer no organisation %(id)d.") % {"id": key})
    return found


def one(request: HttpRequest, organisation_id: int) -> Organisation:
    return shown(readable(reader_of(request)).select_related("parent"), pk=organisation_id)


def office_whole(found: Organisation) -> dict[str, Any]:
    names = ("id", "version", "name", "name_en", "type", "active_from", "active_to")
    return {name: getattr(found, name) for name in names} | {
        "region": found.region_id,
        "above": [str(each) for each in above(found)],
        "below": [str(each) for each in found.children.order_by("name")],
    }
