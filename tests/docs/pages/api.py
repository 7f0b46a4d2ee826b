"""The operations of the API, from the OpenAPI document that programs read."""

from collections.abc import Iterator
from typing import Any

from tests.docs.markdown import code, head, joined, table

LEDE = """
Programs do over HTTPS, under `/api/v1/`, what the screens do, under the same rules: a program
sees what the owner of its token may see, and changes what they may change. [How to use
it](../how-to/api.md), with a client to copy. The machine-readable description (OpenAPI 3.1) is
at `/api/v1/openapi.json`, open to everybody; the same page as this one stands on the desk under
*Token untuk program*.
"""

COMMON = """
## What all operations have in common

- **Token**: `Authorization: Bearer tgk_…`, made under **Akun saya** → **Token untuk program**.
  Shown once; only its hash is kept. Cookies are not read.
- **Errors** are `application/problem+json` (RFC 9457) with `title`, `status` and mostly
  `detail`, in the language of the token's owner. A field at fault is named in `errors`; what
  was sent is never repeated.
- **Lists** answer `items` and `next`, the address of the next page, null on the last one.
  `limit` is at most 100. What is added meanwhile moves nothing.
- **Versions**: whoever changes something sends the `version` they have read, or its ETag as
  `If-Match`. Somebody was faster: 409, with `changed_by`. None sent: 428.
- **Idempotency**: `Idempotency-Key` with a POST names the request. Sent again within 24 hours
  it gets the first answer, with `Idempotent-Replayed: true`, and changes nothing. The same key
  with another request: 422; while the first is under way: 409 with `Retry-After`.
- **Moments** are ISO 8601 in UTC; sent ones carry their offset. A field or parameter that is
  not known is refused.
- **Pace**: 120 requests a minute for each token, over all web processes together; then 429 with
  `Retry-After`. A process takes ten at a time: what it leaves unused may be missed by the others
  until the next minute.
- **Reading again** is cheap: a GET answers an `ETag`; with `If-None-Match` it answers 304 while
  nothing changed.
- **Scopes that act** approve, publish, decide or manage. They are given only right after
  signing in anew, and their token ends after 8 hours at the latest.
"""


def page() -> str:
    from tangkal.desk.api.document import schema

    document = schema()
    lines = head("The API", "the OpenAPI document", LEDE)
    lines += [COMMON.strip(), "", "## Scopes", "", *scopes()]
    for tag in document["tags"]:
        lines += section(tag["name"], document)
    return joined(lines)


def scopes() -> list[str]:
    from django.utils import translation

    from tangkal.desk.api.scopes import SCOPES

    with translation.override("en"):
        return table(
            ["scope", "lets a program", "acts"],
            (
                [code(name), scope.label, "yes" if scope.acts else ""]
                for name, scope in sorted(SCOPES.items())
            ),
        )


def section(tag: str, document: dict[str, Any]) -> Iterator[str]:
    yield f"## {tag.capitalize()}"
    yield ""
    rows = [
        [
            code(f"{way.upper()} {address.removeprefix('/api/v1')}"),
            operation["summary"],
            code(operation["x-scope"]),
            fields(operation, document),
        ]
        for address, item in document["paths"].items()
        for way, operation in item.items()
        if tag in operation["tags"]
    ]
    yield from table(["operation", "what it does", "scope", "fields or parameters"], rows)


def fields(operation: dict[str, Any], document: dict[str, Any]) -> str:
    """Names of what may be sent; those that must be are bold."""
    found = [
        (each["name"], each["required"])
        for each in operation["parameters"]
        if each["in"] == "query"
    ]
    for content in operation.get("requestBody", {}).get("content", {}).values():
        schema = content["schema"]
        if "$ref" in schema:
            schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        required = schema.get("required", ())
        found += [(name, name in required) for name in schema.get("properties", ())]
    return ", ".join(f"**{code(name)}**" if must else code(name) for name, must in found)
