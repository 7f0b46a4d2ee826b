"""Every operation of the API, asked by every role of the own and of a foreign organisation.

Each asks with a token that has every scope, so that what keeps it out is its owner's roles;
then without a token, with a revoked one, and with one that lacks the scope. The operations come
from the OpenAPI document: one that no table names fails the suite.
"""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone

from tangkal.desk.api import document, gate, tokens
from tangkal.desk.api.models import ApiToken
from tangkal.desk.api.scopes import SCOPES
from tangkal.desk.cases import items
from tests.desk.lakes import item, lake_of
from tests.safeguards import addresses, operations, world
from tests.safeguards.answers import ACCOUNTS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("refusals_unlogged")]
TABLE = operations.whole_table()
WAYS = ("get", "post", "put", "patch", "delete")
UNKNOWN_SCOPE, NO_TOKEN = 403, 401


def documented() -> dict[str, dict[str, Any]]:
    """Operation → its way, address, scope and example, from the document."""
    found = {}
    for address, ways in document.schema()["paths"].items():
        for way, operation in ways.items():
            content = operation.get("requestBody", {}).get("content", {})
            found[operation["operationId"]] = {
                "way": way,
                "address": address,
                "scope": operation["x-scope"],
                "kind": next(iter(content), ""),
                "example": next((each.get("example") for each in content.values()), None),
            }
    return found


@pytest.fixture(autouse=True)
def in_no_hurry(monkeypatch):
    monkeypatch.setattr(gate, "A_MINUTE", 10**9)
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def asked(case, people, parts, tmp_path, monkeypatch) -> dict[str, operations.Place]:
    """Where each operation is asked, and with what."""
    found = lake_of(tmp_path / "lake", item("a"), item("b"))
    monkeypatch.setattr(items, "open_lake", lambda _place: found)
    built = world.build(case, people, parts) | addresses.all_arguments(case, people)
    return operations.all_places(built, case, people)


def ask(client: Client, told: dict[str, Any], place: operations.Place, token: str = "") -> Any:
    arguments, fields = place
    address = told["address"].format(**arguments)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    if told["way"] == "get":
        return client.get(address, headers=headers)
    if told["kind"] == "multipart/form-data":
        for each in fields.values():
            if hasattr(each, "seek"):
                each.seek(0)
        return client.post(address, fields, headers=headers)
    body = {**(told["example"] or {}), **fields}
    return client.post(address, json.dumps(body), content_type="application/json", headers=headers)


def all_powerful(person, **change: Any) -> str:
    """A token of this person that names every scope."""
    text = tokens.PREFIX + person.username.ljust(32, "x")
    now = timezone.now()
    values = {"scopes": sorted(SCOPES), "expires_at": now + timedelta(hours=1), "last_used_at": now}
    ApiToken.objects.create(
        owner=person, name="uji", start=text[:10], hash=tokens.hashed(text), **(values | change)
    )
    return text


def test_every_operation_stands_in_a_table_and_nothing_else_does():
    assert sorted(documented()) == sorted(TABLE)


def test_every_operation_answers_each_role_as_its_table_says(asked, people):
    told, client, wrong = documented(), Client(), []
    held = {who: all_powerful(people[who]) for who in ACCOUNTS}
    for name, expected in TABLE.items():
        for who in ACCOUNTS if operations.is_chosen(name) else ():
            with transaction.atomic():  # whatever it does is undone before the next
                reply = ask(client, told[name], asked.get(name, ({}, {})), held[who])
                transaction.set_rollback(True)
            if reply.status_code != expected.expected(who):
                wrong.append(f"{name} {who}: {reply.status_code}, not {expected.expected(who)}")
    assert not wrong, "\n".join(wrong)


def test_no_operation_opens_without_a_token_in_force_that_has_its_scope(asked, people):
    told, client, wrong = documented(), Client(), []
    revoked = all_powerful(people["analis"], revoked_at=timezone.now())
    bare = {who: all_powerful(people[who], scopes=[]) for who in ("penyetuju", "admin_sistem")}
    for name in filter(operations.is_chosen, TABLE):
        place = asked.get(name, ({}, {}))
        answers = {
            "none": ask(client, told[name], place).status_code,
            "revoked": ask(client, told[name], place, revoked).status_code,
        } | {who: ask(client, told[name], place, text).status_code for who, text in bare.items()}
        if answers != {
            "none": NO_TOKEN,
            "revoked": NO_TOKEN,
            "penyetuju": UNKNOWN_SCOPE,
            "admin_sistem": UNKNOWN_SCOPE,
        }:
            wrong.append(f"{name}: {answers}")
    assert not wrong, "\n".join(wrong)


def test_an_operation_that_approves_publishes_or_decides_needs_a_scope_that_acts():
    """On the screens these steps ask for a fresh sign-in."""
    weighty = ("approve", "publish", "decide", "confirm", "sign", "promote")
    for name, told in documented().items():
        act = name.partition(".")[2]
        if act.startswith(weighty) and name not in LIGHT:
            assert SCOPES[told["scope"]].acts, name


# What only sounds weighty: the first of two words, which the second one still has to follow, a
# person's reading of what was measured, and an office's report of what it published itself.
LIGHT = {
    "messages.confirm_facts",
    "houses.confirm_facts",
    "alignment.confirm",
    "directives.publish",
}
