"""All operations as one django-ninja API. Loaded at the first request that needs it.

Importing ninja takes half a second, which the web process does not spend before it can serve
a page: the addresses in ``urls`` are plain views that come here when they are asked.

To add a resource: one file with a ``Router``, its line in :data:`ROUTERS`, its address in
``urls``, its scope in ``scopes``.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from django.urls.resolvers import RegexPattern
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from tangkal import __version__
from tangkal.desk.api import match, narratives, problems
from tangkal.desk.api.problems import Problem
from tangkal.desk.workflow import ActionDenied
from tangkal.kernel import InvalidInput

ROUTERS = (match.router, narratives.router)
ROOT = "/api/v1/"


@lru_cache(maxsize=1)
def api() -> NinjaAPI:
    """The API, made once a process."""
    made = NinjaAPI(
        title="Tangkal",
        version=__version__,
        description="Ask the desk. A match is a measurement: a person judges.",
        openapi_url=None,
        docs_url=None,
        urls_namespace="tangkal-api-v1",
        openapi_extra={
            "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
            "security": [{"token": []}],
        },
    )
    for router in ROUTERS:
        made.add_router("", router)
    for kind, answer in ANSWERS.items():
        made.add_exception_handler(kind, answer)
    return made


def denied(_request: HttpRequest, error: ActionDenied) -> HttpResponse:
    return problems.respond(problems.forbidden(str(error)))


def refused(_request: HttpRequest, error: InvalidInput) -> HttpResponse:
    return problems.respond(Problem(422, _("The request cannot be answered"), str(error)))


def not_understood(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Each field at fault, by its place; never what was sent, which may be personal."""
    problem = Problem(
        422, _("The request is not understood"), _("Fields are missing or not what they must be.")
    )
    problem.errors = [{"at": place_of(each["loc"]), "what": each["msg"]} for each in error.errors]
    return problems.respond(problem)


def place_of(location: Sequence[object]) -> str:
    """The field's own name: of a body, the argument that holds it says nothing."""
    kind, *parts = location
    named = parts[1:] if kind == "body" else parts
    return ".".join(str(part) for part in named) or "body"


def http_error(_request: HttpRequest, error: HttpError) -> HttpResponse:
    title = _("The body is not JSON") if error.status_code == 400 else str(error)
    return problems.respond(Problem(error.status_code, title))


ANSWERS: dict[Any, Callable[[HttpRequest, Any], HttpResponse]] = {
    Problem: lambda _request, problem: problems.respond(problem),
    ActionDenied: denied,
    InvalidInput: refused,
    ValidationError: not_understood,
    HttpError: http_error,
}


@lru_cache(maxsize=1)
def resolver() -> URLResolver:
    patterns: list[URLPattern | URLResolver] = [
        each for each in api().urls[0] if isinstance(each, URLPattern | URLResolver)
    ]
    return URLResolver(RegexPattern(r"^"), patterns)


def run(request: HttpRequest, path: str) -> HttpResponse:
    """Answer a request to the operation at this path below ROOT."""
    found = resolver().resolve(path)
    answer: HttpResponse = found.func(request, *found.args, **found.kwargs)
    if answer.status_code == 405 and not answer.content.startswith(b"{"):
        allowed = answer.get("Allow", "")
        return problems.respond(
            Problem(
                405,
                _("Not this way"),
                _("Allowed: %(ways)s.") % {"ways": allowed},
                {"Allow": allowed},
            )
        )
    return answer


@lru_cache(maxsize=1)
def schema() -> dict[str, object]:
    """The OpenAPI 3.1 document, with the problems every operation may answer."""
    document = dict(api().get_openapi_schema(path_prefix=ROOT))
    document["servers"] = [{"url": "/"}]
    components = dict(document.get("components") or {})
    components.setdefault("schemas", {})
    components["schemas"]["Problem"] = PROBLEM
    components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    document["components"] = components
    for operations in document["paths"].values():
        for operation in operations.values():
            for status, words in PROBLEMS.items():
                operation["responses"].setdefault(int(status), {"description": words} | CONTENT)
    return document


PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"at": {"type": "string"}, "what": {"type": "string"}},
            },
        },
    },
}
CONTENT = {
    "content": {problems.TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
PROBLEMS = {
    "400": "The body is not JSON.",
    "401": "No token in force.",
    "403": "The token or its owner's roles do not allow it.",
    "413": "The request is too large.",
    "422": "A field is missing or cannot be what it is.",
    "429": "The token has asked too often.",
}
