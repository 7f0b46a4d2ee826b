"""What a program may see to of its owner's account: how answers read, and open sessions."""

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from tangkal.desk.accounts import ending, preferences
from tangkal.desk.accounts.factor_models import DeskSession
from tangkal.desk.accounts.models import TimeZone, User
from tangkal.desk.api.declare import asks
from tangkal.desk.api.fields import Among, Body, Moment
from tangkal.desk.api.people import person_of

router = Router(tags=["account"])


class SessionOut(Schema):
    """One browser in which the owner is signed in; its key is never shown."""

    mark: str
    device: str
    place: str
    signed_in_at: Moment | None
    seen_at: Moment | None


class Me(Schema):
    """The token's owner."""

    username: str
    display_name: str
    organisation: str
    organisation_id: int
    roles: list[str]
    language: str
    time_zone: str
    sessions: list[SessionOut]


@router.get("me", response=Me, **asks("account:write"), summary="The token’s owner")
def get_me(request: HttpRequest) -> Any:
    """Roles in force, how answers read, and open sessions."""
    return me(person_of(request))


class Preferences(Body):
    """The language and the clock in which answers and pages read."""

    language: Annotated[str, Among(preferences.LANGUAGES)]
    time_zone: Annotated[str, Among(TimeZone.values)]


@router.post(
    "me/preferences",
    response=Me,
    **asks("account:write", example={"language": "id", "time_zone": "Asia/Jakarta"}),
    summary="Choose language and time zone",
)
def change_preferences(request: HttpRequest, body: Preferences) -> Any:
    """Password, passkeys and second factor stay with the person."""
    user = person_of(request)
    preferences.change_preferences(user, language=body.language, time_zone=body.time_zone)
    return me(user)


class SessionsEnded(Schema):
    """How many sessions ended."""

    ended: int


@router.post(
    "me/sessions/{mark}/end",
    response=SessionsEnded,
    **asks("account:write"),
    summary="End one of one’s own sessions",
)
def end_session(request: HttpRequest, mark: Annotated[str, Field(max_length=16)]) -> Any:
    """It is dead at its next request."""
    if not ending.end_one(person_of(request), mark):
        raise Http404(mark)
    return SessionsEnded(ended=1)


@router.post(
    "me/sessions/end-all",
    response=SessionsEnded,
    **asks("account:write"),
    summary="End all of one’s own sessions",
)
def end_sessions(request: HttpRequest) -> Any:
    """The token stays in force; it is ended as a token."""
    return SessionsEnded(ended=ending.end_others(person_of(request), None))


def me(user: User) -> dict[str, Any]:
    rows = DeskSession.objects.filter(user=user, expire_date__gt=timezone.now())
    names = ("username", "display_name", "organisation_id", "language", "time_zone")
    return {name: getattr(user, name) for name in names} | {
        "organisation": str(user.organisation),
        "roles": sorted(str(role) for role in user.roles),
        "sessions": [
            {name: getattr(each, name) for name in ("device", "place", "signed_in_at", "seen_at")}
            | {"mark": ending.mark_of(each)}
            for each in rows
        ],
    }
