"""What every request passes before an operation sees it: size, token, scope, pace."""

import logging
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt

from tangkal.desk.accounts.models import User
from tangkal.desk.api import pace, problems, tokens
from tangkal.desk.api.models import ApiToken
from tangkal.desk.api.problems import Problem
from tangkal.desk.api.scopes import SCOPES
from tangkal.desk.ui.timezones import zone_or_default

log = logging.getLogger(__name__)
Handler = Callable[..., HttpResponse]
MOST_BYTES = 256 * 1024
A_MINUTE = 120  # requests of one token, over all web processes


def open_view(view: Handler) -> Handler:
    """A view that asks for no token and answers problems as problems."""

    @csrf_exempt  # no cookie is read here, so none can be abused
    @wraps(view)
    def answer(request: HttpRequest, **arguments: object) -> HttpResponse:
        try:
            return view(request, **arguments)
        except Problem as problem:
            return problems.respond(problem)
        except Exception:
            log.exception("%s %s", request.method, request.path)
            return problems.respond(problems.broken())

    return answer


def admit(
    request: HttpRequest,
    scope: str,
    act: Callable[[ApiToken], HttpResponse],
    *,
    most_bytes: int = MOST_BYTES,
) -> HttpResponse:
    """Run an operation for a token that has its scope, in its owner's name and language.

    Raises:
        Problem: no token in force.
    """
    token = token_of(request)
    owner = token.owner
    zone = zone_or_default(owner.time_zone)
    with translation.override(owner.language), timezone.override(zone):
        try:
            check_size(request, most_bytes)
            check_scope(token, scope)
            check_pace(token)
            tokens.note_use(token)
            request.user = owner  # whoever is signed in beside it does not count
            return act(token)
        except Problem as problem:
            return problems.respond(problem)


def token_of(request: HttpRequest) -> ApiToken:
    """The token that the request carries.

    Raises:
        Problem: none, or none in force.
    """
    scheme, _space, text = request.headers.get("authorization", "").partition(" ")
    found = tokens.find(text.strip()) if scheme.lower() == "bearer" and text.strip() else None
    if found is None:
        raise problems.unauthorised()
    return found


def check_scope(token: ApiToken, scope: str) -> None:
    """A scope counts only as long as its owner's roles give it.

    Raises:
        Problem: the token lacks the scope, or its owner the role.
    """
    if not can_use(token, scope):
        raise problems.forbidden(
            translation.gettext("This token does not give “%(scope)s”.") % {"scope": scope}
        )


def can_use(token: ApiToken, scope: str) -> bool:
    owner: User = token.owner
    return scope in token.scopes and SCOPES[scope].may_have(owner)


def check_size(request: HttpRequest, most: int) -> None:
    """Refuse a body before it is read.

    Raises:
        Problem: it is larger than allowed.
    """
    told = request.META.get("CONTENT_LENGTH") or "0"
    if not told.isdecimal() or int(told) > most:
        raise problems.too_large(most)


def check_pace(token: ApiToken) -> None:
    """Count this request among its minute's.

    Raises:
        Problem: the token has used up its minute.
    """
    if seconds := pace.allows(token, A_MINUTE):
        raise problems.too_many(seconds)
