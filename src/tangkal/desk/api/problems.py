"""Errors as programs read them: RFC 9457 problem details, never a page and never a traceback."""

import json
from collections.abc import Mapping

from django.http import HttpResponse
from django.utils.translation import gettext as _

TYPE = "application/problem+json"


class Problem(Exception):
    """What went wrong with a request, and what its sender can do."""

    def __init__(
        self, status: int, title: str, detail: str = "", headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail or title)
        self.status, self.title, self.detail = status, title, detail
        self.headers = dict(headers or {})
        self.errors: list[dict[str, object]] = []
        self.facts: dict[str, object] = {}  # members of this problem alone, e.g. who was faster


def respond(problem: Problem) -> HttpResponse:
    """The problem as an answer."""
    told: dict[str, object] = {
        "type": "about:blank",
        "title": problem.title,
        "status": problem.status,
    }
    if problem.detail:
        told["detail"] = problem.detail
    if problem.errors:
        told["errors"] = problem.errors
    told |= problem.facts
    response = HttpResponse(
        json.dumps(told, ensure_ascii=False), status=problem.status, content_type=TYPE
    )
    for name, value in problem.headers.items():
        response[name] = value
    response["Cache-Control"] = "no-store"
    return response


def unauthorised() -> Problem:
    return Problem(
        401,
        _("No valid token"),
        _("Send a token in force as “Authorization: Bearer …”. Cookies are not asked."),
        {"WWW-Authenticate": 'Bearer realm="tangkal"'},
    )


def forbidden(detail: str) -> Problem:
    return Problem(403, _("Not allowed"), detail)


def nothing_here(path: str) -> Problem:
    return Problem(404, _("Nothing at this address"), path)


def too_many(seconds: int) -> Problem:
    return Problem(
        429,
        _("Too many requests"),
        _("This token has asked too often; ask again in %(n)d seconds.") % {"n": seconds},
        {"Retry-After": str(seconds)},
    )


def too_large(most: int) -> Problem:
    return Problem(
        413,
        _("The request is too large"),
        _("At most %(n)d bytes are read. Send the part of the text that makes the claim.")
        % {"n": most},
    )


def not_that_way(allowed: str) -> Problem:
    return Problem(
        405, _("Not this way"), _("Allowed: %(ways)s.") % {"ways": allowed}, {"Allow": allowed}
    )


def wrong_kind(wanted: str) -> Problem:
    return Problem(
        415, _("The body is of another kind"), _("Send it as %(kind)s.") % {"kind": wanted}
    )


def stale(what: str, changed_by: str | None) -> Problem:
    problem = Problem(
        409,
        _("Somebody was faster"),
        _("%(what)s was already changed by %(who)s. Read it again, then decide anew.")
        % {"what": what, "who": changed_by or _("somebody else")},
    )
    problem.facts["changed_by"] = changed_by
    return problem


def without_version() -> Problem:
    return Problem(
        428,
        _("Say which version you have read"),
        _("Send its “version” in the body, or as If-Match, so that no unseen work is lost."),
    )


def busy(detail: str) -> Problem:
    return Problem(503, _("Not possible just now"), detail, {"Retry-After": "5"})


def broken() -> Problem:
    return Problem(
        500,
        _("Something went wrong here"),
        _("It is in the server’s log. What you asked for has not been done."),
    )
