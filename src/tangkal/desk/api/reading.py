"""The OpenAPI document as people read it, on a page of the desk."""

import json
from collections.abc import Iterator
from typing import Any

from tangkal.desk.api.document import schema


def groups() -> list[tuple[str, list[dict[str, Any]]]]:
    """Every operation by its first tag, as the page shows it."""
    document = schema()
    found: dict[str, list[dict[str, Any]]] = {}
    for address, item in document["paths"].items():
        for way, operation in item.items():
            shown = {
                "way": way.upper(),
                "address": address,
                "summary": operation["summary"],
                "description": operation["description"],
                "scope": operation["x-scope"],
                "acts": operation["x-acts"],
                "fields": list(fields(operation, document)),
                "example": example(operation),
                "answers": list(operation["responses"]),
            }
            found.setdefault(operation["tags"][0], []).append(shown)
    return sorted(found.items())


def fields(operation: dict[str, Any], document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for each in operation["parameters"]:
        if each["in"] == "query":
            yield {"name": each["name"], "kind": kind(each["schema"]), "must": each["required"]}
    for content in operation.get("requestBody", {}).get("content", {}).values():
        body = content["schema"]
        if "$ref" in body:
            body = document["components"]["schemas"][body["$ref"].rpartition("/")[2]]
        for name, about in body.get("properties", {}).items():
            must = name in body.get("required", ())
            yield {"name": name, "kind": kind(about), "must": must}


def kind(about: dict[str, Any]) -> str:
    """What a value may be, in a few words."""
    if "enum" in about:
        return ", ".join(str(code) or "“”" for code in about["enum"])
    if "anyOf" in about:
        return " / ".join(kind(each) for each in about["anyOf"])
    if "$ref" in about:
        return str(about["$ref"]).rpartition("/")[2]
    if about.get("type") == "array":
        return f"[{kind(about.get('items', {}))}]"
    return str(about.get("format") or about.get("const") or about.get("type", ""))


def example(operation: dict[str, Any]) -> str:
    for content in operation.get("requestBody", {}).get("content", {}).values():
        if "example" in content:
            return json.dumps(content["example"], ensure_ascii=False, indent=1)
    return ""
