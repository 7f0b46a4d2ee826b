"""Read message houses within a person's scope, and what is in force."""

from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.models import Case
from tangkal.desk.cases.queries import visible_cases
from tangkal.desk.cases.spoken import Spoken
from tangkal.desk.strategic_communication.house_models import MessageHouse, MessageHouseVersion
from tangkal.desk.strategic_communication.house_states import HouseState
from tangkal.strategic_communication import house as rooms
from tangkal.strategic_communication.alignment.check import KeyMessage


def houses_for(reader: User) -> QuerySet[MessageHouse]:
    """Message houses on the cases this person reads."""
    return MessageHouse.objects.filter(case__in=visible_cases(reader)).select_related(
        "case__lead_organisation", "organisation", "created_by", "changed_by"
    )


def listed(reader: User) -> QuerySet[MessageHouse]:
    """Houses with their newest number and umbrella, and the number in force, newest first."""
    newest = MessageHouseVersion.objects.filter(house=OuterRef("pk")).order_by("-number")
    stands = newest.filter(approved_at__isnull=False, superseded_at=None, withdrawn_at=None)
    return houses_for(reader).annotate(
        newest_number=Subquery(newest.values("number")[:1]),
        newest_umbrella=Subquery(newest.values("content__umbrella")[:1]),
        standing_number=Subquery(stands.values("number")[:1]),
        ends_at=Subquery(stands.values("expires_at")[:1]),
    )


def in_force(house: MessageHouse) -> MessageHouseVersion | None:
    """The version that everyone is to say now; None before the first approval, after the last
    moment, and once withdrawn."""
    found = standing(house)
    return found if found is not None and not found.has_expired() else None


def standing(house: MessageHouse) -> MessageHouseVersion | None:
    """The version approved last, unless withdrawn; it may have expired."""
    return (
        house.versions.filter(approved_at__isnull=False, superseded_at=None, withdrawn_at=None)
        .select_related("house", "author", "approved_by")
        .first()
    )


def house_of(case: Case) -> MessageHouse | None:
    """The case's message house that was not withdrawn."""
    return MessageHouse.objects.filter(case=case).exclude(state=HouseState.WITHDRAWN).first()


def in_force_on(case: Case) -> MessageHouseVersion | None:
    """What is to be said on a case now."""
    house = house_of(case)
    return in_force(house) if house is not None else None


def in_force_on_any(cases: QuerySet[Case], reader: User) -> list[MessageHouseVersion]:
    """What is to be said now on some cases, as far as this person reads their houses."""
    found = MessageHouseVersion.objects.filter(
        house__in=houses_for(reader).filter(case__in=cases),
        approved_at__isnull=False,
        superseded_at=None,
        withdrawn_at=None,
    ).select_related("house__case", "approved_by")
    return [version for version in found if not version.has_expired()]


def said_between(case: Case, since: datetime, until: datetime) -> list[Spoken]:
    """Versions of the case's house that were in force at any moment between two, oldest first."""
    approved = MessageHouseVersion.objects.filter(
        house__case=case, approved_at__isnull=False, approved_at__lt=until
    )
    return [
        Spoken(
            number=version.number,
            words=tuple(message.text for message in key_messages(version)),
            locked=tuple(lock.text for lock in read(version).locked),
            language=version.house.language,
            since=version.approved_at,
            until=ended,
            url=f"{reverse('house', args=[version.house_id])}?version={version.number}",
        )
        for version in approved.select_related("house").order_by("approved_at", "pk")
        if version.approved_at is not None
        and ((ended := ended_at(version)) is None or ended > since)
    ]


def ended_at(version: MessageHouseVersion) -> datetime | None:
    """When a version stopped being what everybody is to say; its expiry may lie ahead."""
    ends = (version.superseded_at, version.withdrawn_at, version.expires_at)
    return min((end for end in ends if end is not None), default=None)


def read(version: MessageHouseVersion) -> rooms.House:
    """What a version says."""
    return rooms.read_house(version.content)


def key_messages(version: MessageHouseVersion, language: str = "") -> tuple[KeyMessage, ...]:
    """What a text is compared with: umbrella "0", then the pillars by their ids.

    Args:
        language: a translation's; "" or the house's own gives the words as written.
    """
    own = language in {"", version.house.language}
    return rooms.key_messages(read(version), "" if own else language)


def latest(house: MessageHouse) -> MessageHouseVersion:
    """The newest version, in force or not; a house is never without one."""
    return house.versions.select_related("house", "author", "approved_by").latest("number")
