"""The OpenAPI 3.1 document: every operation with every answer it may give."""

from functools import lru_cache
from typing import Any

from tangkal.desk.api import problems
from tangkal.desk.api.operations import MULTIPART, ROOT, api
from tangkal.desk.api.scopes import SCOPES

WAYS = ("get", "post", "put", "patch", "delete")
PROBLEM = {
    "type": "object",
    "description": "What went wrong, as RFC 9457 has it, in the language of the token's owner.",
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
                "required": ["at", "what"],
                "properties": {"at": {"type": "string"}, "what": {"type": "string"}},
            },
        },
        "changed_by": {"type": ["string", "null"], "description": "with 409: who was faster"},
    },
}
ALWAYS = {
    "401": "No token in force.",
    "403": "The token or its owner's roles do not allow it; the sentence says what would help.",
    "422": "A field or parameter is missing, unknown, or cannot be what it is.",
    "429": "The token has asked too often; Retry-After says how many seconds to wait.",
    "500": "A fault of ours; nothing of what was asked has been done.",
    "503": "The database or the collected items cannot be read just now; ask again.",
}
WITH_ARGUMENTS = {"404": "Nothing at this address that the token's owner may see."}
READING = {"304": "Nothing has changed since the ETag that If-None-Match names."}
WITH_BODY = {
    "400": "The body cannot be read.",
    "413": "The request is too large.",
    "415": "The body is of another kind.",
}
CHANGING = {
    "409": "Somebody changed it since it was read, or the first with this key is under way.",
    "428": "The version that was read is missing, in the body and as If-Match.",
}
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Names this request, so that sending it again within 24 hours changes nothing "
    "and gets the first answer.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,100}$"},
}
MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": "The ETag of what was read, instead of `version` in the body.",
    "schema": {"type": "string", "maxLength": 60},
}


@lru_cache(maxsize=1)
def schema() -> dict[str, Any]:
    """The whole document; made once a process."""
    found: dict[str, Any] = dict(api().get_openapi_schema(path_prefix=ROOT))
    found["servers"] = [{"url": "/"}]
    components = dict(found.get("components") or {})
    components.setdefault("schemas", {})["Problem"] = PROBLEM
    components["securitySchemes"] = {
        "token": {
            "type": "http",
            "scheme": "bearer",
            "description": "A token made under My account, Tokens for programs.",
        }
    }
    found["components"] = components
    found["security"] = [{"token": []}]
    found["paths"] = {
        path: {way: whole(operation, way, path) for way, operation in item.items() if way in WAYS}
        for path, item in sorted(found["paths"].items())
    }
    found["tags"] = [{"name": name} for name in tags(found)]
    return found


def tags(found: dict[str, Any]) -> list[str]:
    named = {
        tag
        for item in found["paths"].values()
        for operation in item.values()
        for tag in operation.get("tags", ())
    }
    return sorted(named)


def whole(operation: dict[str, Any], way: str, path: str) -> dict[str, Any]:
    """One operation with its problems, headers and example."""
    made = dict(operation)
    made["parameters"] = [*operation.get("parameters", ()), *headers(operation, way)]
    answers = {str(status): dict(answer) for status, answer in operation["responses"].items()}
    if sends := made.pop("x-sends", ""):
        answers["200"]["content"] = {sends: {"schema": {"type": "string", "format": "binary"}}}
    for status, words in possible(operation, way, path).items():
        answers.setdefault(status, problem(status, words))
    made["responses"] = dict(sorted(answers.items()))
    made["x-acts"] = SCOPES[operation["x-scope"]].acts
    example = made.pop("x-example", None)
    if example is not None and "requestBody" in made:
        body = dict(made["requestBody"])
        body["content"] = {
            kind: held | {"example": example} for kind, held in body["content"].items()
        }
        made["requestBody"] = body
    return made


def headers(operation: dict[str, Any], way: str) -> list[dict[str, Any]]:
    found = [KEY] if way == "post" else []
    return [*found, MATCH] if takes_version(operation) else found


def takes_version(operation: dict[str, Any]) -> bool:
    return "version" in (operation.get("x-example") or {})


def possible(operation: dict[str, Any], way: str, path: str) -> dict[str, str]:
    """The problems that this operation may answer, by status."""
    found = dict(ALWAYS)
    if "{" in path:
        found |= WITH_ARGUMENTS
    if way == "get":
        return found | READING
    if "requestBody" in operation:
        found |= WITH_BODY | WITH_ARGUMENTS  # a body may name what is not there
    return found | CHANGING | {"413": WITH_BODY["413"]}


def problem(status: str, words: str) -> dict[str, Any]:
    if status == "304":
        return {"description": words}
    made: dict[str, Any] = {
        "description": words,
        "content": {problems.TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if status in {"429", "503"}:
        made["headers"] = {"Retry-After": {"description": "seconds", "schema": {"type": "string"}}}
    return made


def is_upload(operation: dict[str, Any]) -> bool:
    return MULTIPART in (operation.get("requestBody") or {}).get("content", {})
