"""Sheets for partners, and who agreed to get them."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from tangkal.desk.accounts.models import Organisation, Region
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks
from tangkal.desk.api.fields import Among, Body, Key, Line, Moment
from tangkal.desk.api.paging import Page, Paged, page
from tangkal.desk.api.people import named, shown
from tangkal.desk.directives import briefings, queries
from tangkal.desk.directives.briefing_models import Briefing, Contact

router = Router(tags=["directives"])


class BriefingOut(Schema):
    """One sheet."""

    id: int
    organisation: str
    title: str
    request: str
    contact: str
    state: str
    house_version: int
    approved_by: str | None
    recalled_at: Moment | None
    is_exercise: bool


@router.get(
    "briefings",
    response=Page[BriefingOut],
    **asks("directives:read"),
    summary="Sheets for partners",
)
def list_briefings(request: HttpRequest, wanted: Query[Paged]) -> Any:
    """Of the offices that the token's owner reads."""
    return page(request, briefings.readable(reader_of(request)), wanted, briefing_out)


class NewBriefing(Body):
    """One page of an approved message."""

    house_version: Key = Field(description="id of a version in force")
    organisation: Key
    title: Annotated[str, Field(max_length=120)]
    request: Annotated[str, Field(max_length=600)]
    contact: Line


@router.post(
    "briefings",
    response={201: BriefingOut},
    **asks(
        "directives:write",
        example={
            "house_version": 1,
            "organisation": 1,
            "title": "Harga BBM",
            "request": "Sampaikan kepada warga.",
            "contact": "Diskominfo, 112",
        },
    ),
    summary="Draft a sheet",
)
def write(request: HttpRequest, body: NewBriefing) -> Any:
    """By who keeps the office's contacts."""
    by = reader_of(request)
    made = briefings.write_briefing(
        shown(queries.readable_versions(by), pk=body.house_version),
        shown(Organisation.objects.all(), pk=body.organisation),
        title=body.title,
        request=body.request,
        contact=body.contact,
        by=by,
    )
    return briefing_out(made)


@router.post(
    "briefings/{int:briefing_id}/approve",
    response=BriefingOut,
    **asks("directives:act", example={}),
    summary="Approve a sheet",
)
def approve(request: HttpRequest, briefing_id: int, body: Body) -> Any:
    """A second person's word."""
    by = reader_of(request)
    return briefing_out(
        briefings.approve_briefing(shown(briefings.readable(by), pk=briefing_id), by=by)
    )


class HandingOut(Body):
    """To whom."""

    contacts: Annotated[list[Key], Field(min_length=1, max_length=500)]


class HandedOut(Schema):
    """To how many it was given now."""

    given: int


@router.post(
    "briefings/{int:briefing_id}/hand-out",
    response=HandedOut,
    **asks("directives:write", example={"contacts": [1]}),
    summary="Note to whom a sheet was given",
)
def hand_out(request: HttpRequest, briefing_id: int, body: HandingOut) -> Any:
    """Who withdrew is left out."""
    by = reader_of(request)
    chosen = list(briefings.contacts_of(by).filter(pk__in=body.contacts))
    found = shown(briefings.readable(by), pk=briefing_id)
    return {"given": briefings.hand_out(found, chosen, by=by)}


class ContactOut(Schema):
    """A partner who agreed; after a withdrawal only the dates stay."""

    id: int
    organisation: str
    kind: str
    name: str
    address: str
    purpose: str
    how: str
    consented_on: date
    withdrawn_at: Moment | None


@router.get(
    "contacts",
    response=Page[ContactOut],
    **asks("directives:write"),
    summary="Partners who agreed",
)
def list_contacts(request: HttpRequest, wanted: Query[Paged]) -> Any:
    """For who keeps them."""
    by = reader_of(request)
    briefings.check_keeps_some(by)
    return page(request, briefings.contacts_of(by), wanted, contact_out)


class NewContact(Body):
    """A partner with the consent they gave."""

    organisation: Key
    kind: Annotated[str, Among(Contact.Kind.values)]
    name: Annotated[str, Field(max_length=120)]
    address: Line
    region: Annotated[str, Field(max_length=13)] = ""
    purpose: Annotated[str, Field(max_length=300)]
    how: Annotated[str, Field(max_length=300)]
    consented_on: date


@router.post(
    "contacts",
    response={201: ContactOut},
    **asks(
        "directives:write",
        example={
            "organisation": 1,
            "kind": "kim",
            "name": "KIM Contoh",
            "address": "0800-0000",
            "purpose": "lembar tentang BBM",
            "how": "lisan, dicatat",
            "consented_on": "2026-03-02",
        },
    ),
    summary="Record a partner",
)
def record_contact(request: HttpRequest, body: NewContact) -> Any:
    """With when, to what and how they agreed."""
    values = body.dict() | {
        "organisation": shown(Organisation.objects.all(), pk=body.organisation),
        "region": shown(Region.objects.all(), pk=body.region) if body.region else None,
    }
    return contact_out(briefings.record_contact(**values, by=reader_of(request)))


@router.post(
    "contacts/{int:contact_id}/withdraw",
    response=ContactOut,
    **asks("directives:write", example={}),
    summary="A partner withdrew: erase them",
)
def withdraw(request: HttpRequest, contact_id: int, body: Body) -> Any:
    """Name, address and how they agreed go at once."""
    by = reader_of(request)
    found = shown(briefings.contacts_of(by), pk=contact_id)
    return contact_out(briefings.withdraw_consent(found, by=by))


def briefing_out(briefing: Briefing) -> dict[str, Any]:
    names = ("id", "title", "request", "contact", "state", "recalled_at", "is_exercise")
    return {name: getattr(briefing, name) for name in names} | {
        "organisation": str(briefing.organisation),
        "house_version": briefing.house_version_id,
        "approved_by": named(briefing.approved_by),
    }


def contact_out(contact: Contact) -> dict[str, Any]:
    names = ("id", "kind", "name", "address", "purpose", "how", "consented_on", "withdrawn_at")
    return {name: getattr(contact, name) for name in names} | {
        "organisation": str(contact.organisation)
    }
