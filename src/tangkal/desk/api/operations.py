"""All operations as one django-ninja API. Loaded at the first request that needs it.

Importing ninja takes half a second, which the web process does not spend before it can serve
a page: the one address in ``urls`` is a plain view that comes here when it is asked.

To add a resource, write one module in ``resources`` (it is found by itself) with a ``router``::

    router = Router(tags=["appeals"])

    class Answer(Versioned):                      # a body: unknown fields are refused
        why: Reason

    @router.post(
        "appeals/{int:appeal_id}/answer",
        response=Done,
        **asks("appeals:act", example={"version": 1, "why": "Bukti baru"}),
        summary="Answer an appeal",
    )
    def answer(request: HttpRequest, appeal_id: int, body: Answer) -> Any:
        \"\"\"What the reader of the document has to know.\"\"\"
        appeal = shown(appeals_for(person_of(request)), pk=appeal_id)   # 404 to who sees none
        commands.answer(appeal, by=person_of(request), why=body.why, version=version_of(...))
        return done(appeal)

- The **scope** is a line in ``scopes.SCOPES``; ``acts=True`` where the screen asks for a fresh
  sign-in. Rules stand in the app's ``rules`` and are checked by its commands, never here.
- **Lists** take ``Query[Paged]`` (inherit for filters) and answer ``page(…)`` as ``Page[Each]``.
- **Errors** are what the commands raise: ``ActionDenied`` 403, ``StaleObject`` 409,
  ``ValidationError`` and ``InvalidInput`` 422, ``Http404`` 404, ``LakeError`` 503.
- **Idempotency keys**, ETag, pace, size, unknown parameters and the document's answers are
  seen to here for every operation.
- Then ``tests/safeguards/operations/`` gets a module that says what each operation answers to
  whom, and ``tests/safeguards/operations/screens.py`` which form of the desk it stands for.
"""

import hashlib
import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.exceptions import ValidationError as Invalid
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.urls import Resolver404, URLPattern, URLResolver
from django.urls.resolvers import RegexPattern, RoutePattern
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Router
from ninja.errors import HttpError, ValidationError
from ninja.operation import Operation

from tangkal import __version__
from tangkal.desk.api import gate, idempotency, problems, resources
from tangkal.desk.api.models import ApiToken
from tangkal.desk.api.parsing import StrictParser
from tangkal.desk.api.problems import Problem
from tangkal.desk.workflow import StaleObject
from tangkal.engines import LakeError
from tangkal.kernel import InvalidInput

log = logging.getLogger(__name__)
ROOT = "/api/v1/"
JSON, MULTIPART = "application/json", "multipart/form-data"
REPLAYABLE = "POST"


class Api(NinjaAPI):
    """Operations are named by module and function: "cases.add_note"."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        module = operation.view_func.__module__.rpartition(".")[2]
        return f"{module}.{operation.view_func.__name__}"


def routers() -> list[Router]:
    """The router of every module in ``resources``, in the order of their names."""
    found = [
        import_module(f"{resources.__name__}.{each.name}")
        for each in iter_modules(resources.__path__)
    ]
    return [module.router for module in found if hasattr(module, "router")]


@lru_cache(maxsize=1)
def api() -> NinjaAPI:
    """The API, made once a process."""
    made = Api(
        title="Tangkal",
        version=__version__,
        description="Everything the screens of the desk do, for programs, under the same rules. "
        "What a machine measured is a measurement: a person judges, an authorised pair decides.",
        openapi_url=None,
        docs_url=None,
        urls_namespace="tangkal-api-v1",
        parser=StrictParser(),
    )
    for router in routers():
        made.add_router("", router)
    for kind, answer in ANSWERS.items():
        made.add_exception_handler(kind, answer)
    return made


# What can go wrong, as problems


def denied(_request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return problems.respond(problems.forbidden(str(error)))


def refused(_request: HttpRequest, error: InvalidInput) -> HttpResponse:
    return problems.respond(Problem(422, _("The request cannot be answered"), str(error)))


def invalid(_request: HttpRequest, error: Invalid) -> HttpResponse:
    """What a command refuses about its input, by field where it names one."""
    problem = Problem(422, _("The request cannot be carried out"), " ".join(error.messages))
    by_field = error.message_dict if hasattr(error, "error_dict") else {}
    problem.errors = [
        {"at": "body" if field == "__all__" else field, "what": what}
        for field, messages in by_field.items()
        for what in messages
    ]
    return problems.respond(problem)


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
    named = parts[1:] if kind in {"body", "query"} and len(parts) > 1 else parts
    return ".".join(str(part) for part in named) or "body"


def http_error(_request: HttpRequest, error: HttpError) -> HttpResponse:
    if isinstance(error.__cause__, Problem):  # the parser's own word on what is wrong
        return problems.respond(error.__cause__)
    title = _("The body is not JSON") if error.status_code == 400 else str(error)
    return problems.respond(Problem(error.status_code, title))


def faster(_request: HttpRequest, error: StaleObject) -> HttpResponse:
    return problems.respond(problems.stale(error.what, error.changed_by))


def not_here(request: HttpRequest, _error: Http404) -> HttpResponse:
    return problems.respond(problems.nothing_here(request.path))


def unreadable(_request: HttpRequest, error: Exception) -> HttpResponse:
    return problems.respond(Problem(400, _("The request cannot be read"), str(error)))


def too_big(_request: HttpRequest, _error: RequestDataTooBig) -> HttpResponse:
    return problems.respond(problems.too_large(gate.MOST_BYTES))


def no_lake(_request: HttpRequest, error: LakeError) -> HttpResponse:
    return problems.respond(problems.busy(str(error)))


def locked(request: HttpRequest, error: OperationalError) -> HttpResponse:
    """Another writer held the database for longer than we wait."""
    log.warning("%s %s: %s", request.method, request.path, error)
    return problems.respond(problems.busy(_("The database is busy; ask again.")))


def broken(request: HttpRequest, _error: Exception) -> HttpResponse:
    log.exception("%s %s", request.method, request.path)
    return problems.respond(problems.broken())


ANSWERS: dict[Any, Callable[[HttpRequest, Any], HttpResponse]] = {
    Problem: lambda _request, problem: problems.respond(problem),
    PermissionDenied: denied,
    InvalidInput: refused,
    Invalid: invalid,
    ValidationError: not_understood,
    HttpError: http_error,
    StaleObject: faster,
    Http404: not_here,
    RequestDataTooBig: too_big,
    SuspiciousOperation: unreadable,
    MultiPartParserError: unreadable,
    UnreadablePostError: unreadable,
    LakeError: no_lake,
    OperationalError: locked,
    Exception: broken,
}


# From an address to its operation


@lru_cache(maxsize=1)
def resolver() -> URLResolver:
    """Addresses below ROOT; what an address leads to is the set of its operations."""
    found: dict[str, Place] = {}
    for bound in api()._get_bound_routers():
        for path, view in bound.path_operations.items():
            found.setdefault(route_of(path), Place()).operations.extend(view.operations)
    patterns: list[URLPattern | URLResolver] = [
        URLPattern(RoutePattern(route, is_endpoint=True), place)  # type: ignore[arg-type]
        for route, place in found.items()
    ]
    return URLResolver(RegexPattern(r"^"), patterns)


@dataclass(frozen=True, slots=True)
class Place:
    """One address: its operations may stand in several modules."""

    operations: list[Operation] = field(default_factory=list)


def route_of(path: str) -> str:
    return path.replace("{", "<").replace("}", ">").lstrip("/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One operation and the arguments that stand in its address."""

    operation: Operation
    arguments: dict[str, Any]

    def told(self, name: str, default: Any = None) -> Any:
        return (self.operation.openapi_extra or {}).get(name, default)

    @property
    def scope(self) -> str:
        return str(self.told("x-scope"))

    @property
    def body_kind(self) -> str:
        """How its body is sent; empty where it takes none."""
        kinds = {model.__ninja_param_source__ for model in self.operation.models}
        if "file" in kinds or "form" in kinds:
            return MULTIPART
        return JSON if "body" in kinds else ""


def find(path: str, method: str) -> Asked:
    """The operation at this path below ROOT.

    Raises:
        Problem: nothing is there, or not this way.
    """
    try:
        found = resolver().resolve(path)
    except Resolver404:
        raise problems.nothing_here(ROOT + path) from None
    place: Place = found.func  # type: ignore[assignment]
    for operation in place.operations:
        if method in operation.methods:
            return Asked(operation=operation, arguments=found.kwargs)
    allowed = ", ".join(sorted(way for each in place.operations for way in each.methods))
    raise problems.not_that_way(allowed)


def answer(request: HttpRequest, path: str) -> HttpResponse:
    """Answer a request to the operation at this path below ROOT.

    Raises:
        Problem: nothing is there, not this way, or no token in force.
    """
    is_head = request.method == "HEAD"
    if is_head:
        request.method = "GET"
    asked = find(path, request.method or "")
    found = gate.admit(
        request,
        asked.scope,
        lambda token: carry_out(request, token, asked),
        most_bytes=asked.told("x-most-bytes", gate.MOST_BYTES),
    )
    if is_head:
        length = found.get("Content-Length") or str(len(content_of(found)))
        found.content = b""
        found["Content-Length"] = length
    return found


def carry_out(request: HttpRequest, token: ApiToken, asked: Asked) -> HttpResponse:
    check_body(request, asked)
    check_parameters(request, asked)
    key = request.headers.get(idempotency.HEADER)
    if request.method != REPLAYABLE or key is None:
        return with_tag(request, run(request, asked))

    def act(begin: idempotency.Begin) -> HttpResponse:
        if asked.told("x-begins-itself"):
            request.begin_change = begin  # type: ignore[attr-defined]
        else:
            begin()
        return run(request, asked)

    return idempotency.once(request, token, key, act)


def run(request: HttpRequest, asked: Asked) -> HttpResponse:
    found = asked.operation.run(request, **asked.arguments)
    assert isinstance(found, HttpResponse) or getattr(found, "streaming", False)
    return found  # type: ignore[return-value]


def check_body(request: HttpRequest, asked: Asked) -> None:
    """A body is of the kind that the operation reads, and there is one.

    Raises:
        Problem: it is of another kind.
    """
    kind = asked.body_kind
    if kind and request.content_type != kind:
        raise problems.wrong_kind(kind)


def check_parameters(request: HttpRequest, asked: Asked) -> None:
    """A parameter that is passed over in silence looks like an answer to it.

    Raises:
        InvalidInput: one that this address does not know.
    """
    known = {
        name
        for model in asked.operation.models
        if model.__ninja_param_source__ == "query"
        for name in getattr(model, "__ninja_flatten_map__", None) or model.model_fields
    }
    unknown = sorted(set(request.GET) - known)
    if unknown:
        problem = Problem(
            422,
            _("The request is not understood"),
            _("“%(name)s” is no parameter here; known are %(known)s.")
            % {"name": unknown[0][:60], "known": ", ".join(sorted(known)) or "–"},
        )
        raise problem


def content_of(found: HttpResponse) -> bytes:
    return b"" if found.streaming else found.content


def with_tag(request: HttpRequest, found: HttpResponse) -> HttpResponse:
    """What was read carries a tag; whoever has it already is told so instead (304)."""
    found.headers.setdefault("Cache-Control", "private, no-cache")
    if request.method not in {"GET", "HEAD"} or found.status_code != 200 or found.streaming:
        return found
    tag = f'"{version_in(found)}{hashlib.sha256(found.content).hexdigest()[:16]}"'
    known = {
        each.strip().removeprefix("W/")
        for each in request.headers.get("if-none-match", "").split(",")
    }
    if tag in known:
        found = HttpResponse(status=304)
        found["Cache-Control"] = "private, no-cache"
    found["ETag"] = tag
    return found


def version_in(found: HttpResponse) -> str:
    """The version that If-Match may carry back, where the object has one."""
    if found.get("Content-Type", "").partition(";")[0] != JSON:
        return ""
    told = json.loads(found.content)
    version = told.get("version") if isinstance(told, dict) else None
    return f"{version}-" if isinstance(version, int) else ""
