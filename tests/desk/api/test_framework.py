"""What every operation has in common: pages, versions, tags, refusals, scopes that act."""

import json
from datetime import timedelta
from pkgutil import iter_modules

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from ninja import Schema

from tangkal.desk.api import document, operations, resources, tokens
from tangkal.desk.api.models import ApiToken
from tangkal.desk.api.scopes import SCOPES
from tangkal.desk.cases import commands
from tangkal.desk.cases.models import Case, Signal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def program(people):
    """``program("analis", "cases:read")``: a caller with a token of that person."""

    def made(who: str, *scopes: str):
        token = tokens.make(people[who], name="uji", scopes=scopes, days=1, is_proven=True)[1]

        def call(way: str, address: str, body=None, **headers):
            headers["Authorization"] = f"Bearer {token}"
            more = {"content_type": "application/json"} if way == "post" else {}
            sent = json.dumps(body) if way == "post" else body
            return getattr(Client(), way)(f"/api/v1/{address}", sent, headers=headers, **more)

        return call

    return made


def signals(n: int, start: int = 0) -> list[Signal]:
    now = timezone.now()
    return [
        Signal.objects.create(key=f"k{each}", title=str(each), first_seen_at=now, last_seen_at=now)
        for each in range(start, start + n)
    ]


def test_pages_meet_without_gap_or_double_while_others_add(program):
    call = program("analis", "signals:read")
    made = {each.pk for each in signals(23)}
    seen, address = [], "signals?limit=10"
    while address:
        told = call("get", address).json()
        seen += [each["id"] for each in told["items"]]
        signals(3, start=100 + len(seen))  # newer ones come while somebody reads
        address = told["next"].removeprefix("/api/v1/") if told["next"] else ""
    assert len(seen) == len(set(seen))
    assert set(seen) == made


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "limit=x", "cursor=!!", "cursor=W10", "state=X", "a=1"]
)
def test_a_page_that_cannot_be_is_refused(program, query):
    reply = program("analis", "signals:read")("get", f"signals?{query}")
    assert reply.status_code == 422
    assert reply["Content-Type"] == "application/problem+json"


def test_a_stale_version_is_refused_and_names_who_was_faster(program, people, chain_holds):
    case = commands.open_case([], title="Isu", by=people["pemantau"])
    commands.triage(case, by=people["second_analis"])
    call = program("analis", "cases:write")
    reply = call("post", f"cases/{case.number}/assign", {"version": 1, "to": None})
    assert (reply.status_code, reply.json()["changed_by"]) == (409, "Second Analis")
    assert Case.objects.get().owner == people["second_analis"]
    assert chain_holds()


def test_a_version_comes_in_the_body_or_as_if_match_and_never_not_at_all(program, people):
    case = commands.open_case([], title="Isu", by=people["pemantau"])
    call = program("analis", "cases:read", "cases:write")
    assert call("post", f"cases/{case.number}/triage", {}).status_code == 428
    tag = call("get", f"cases/{case.number}")["ETag"]
    assert call("post", f"cases/{case.number}/triage", {}, **{"If-Match": tag}).status_code == 200
    assert call("post", f"cases/{case.number}/triage", {}, **{"If-Match": tag}).status_code == 409


def test_what_has_not_changed_is_not_sent_again(program):
    call = program("analis", "signals:read")
    tag = call("get", "signals")["ETag"]
    again = call("get", "signals", **{"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    signals(1)
    assert call("get", "signals", **{"If-None-Match": tag}).status_code == 200


def test_head_tells_the_length_and_nothing_else(program):
    call = program("analis", "signals:read")
    assert call("head", "signals").content == b""
    assert int(call("head", "signals")["Content-Length"]) == len(call("get", "signals").content)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ('{"title": "a\\u0000b"}', 422),
        ('{"title": "\\ud800"}', 422),
        ('{"title": "a", "signals": [1e400]}', 422),
        ('{"title": NaN}', 400),
        ('{"title": "a", "signals": [99999999999999999999]}', 422),
        ('{"title": "a", "signals": ["1"]}', 422),
        ('{"title": "a", "signals": [true]}', 422),
        ('{"title": 7}', 422),
        ('{"title": "a", "owner": "saya"}', 422),
        ("[" * 5_000 + "]" * 5_000, 422),
        ('{"title":' * 40 + "1" + "}" * 40, 422),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_no_store_could_keep_never_gets_in(people, body, status):
    token = tokens.make(people["analis"], name="uji", scopes=["cases:write"], days=1)[1]
    reply = Client().post(
        "/api/v1/cases",
        body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )
    assert reply.status_code == status, reply.content
    assert not Case.objects.exists()


def test_a_body_of_another_kind_is_refused(program, people):
    token = tokens.make(people["analis"], name="uji", scopes=["cases:write"], days=1)[1]
    reply = Client().post(
        "/api/v1/cases", {"title": "a"}, headers={"Authorization": f"Bearer {token}"}
    )
    assert (reply.status_code, reply.json()["status"]) == (415, 415)


def test_a_moment_is_told_in_utc_and_taken_with_its_offset(program, people):
    [signal] = signals(1)
    call = program("analis", "signals:read", "watch:write")
    assert call("get", f"signals/{signal.pk}").json()["first_seen_at"].endswith("Z")
    ahead = (timezone.now() + timedelta(days=2)).replace(microsecond=0)
    for until, status in (
        (ahead.isoformat(), 201),
        (ahead.replace(tzinfo=None).isoformat(), 422),
        (int(ahead.timestamp()), 422),
    ):
        body = {"reason": "dikenal", "until": until}
        assert call("post", f"signals/{signal.pk}/mute", body).status_code == status


# Scopes that act


def test_a_token_that_acts_needs_a_fresh_sign_in_and_lives_a_shift(people, signed_in):
    scopes = ["decisions:act", "cases:read"]
    with pytest.raises(Exception, match="signing in anew"):
        tokens.make(people["penyetuju"], name="uji", scopes=scopes, days=90)
    token, _text = tokens.make(
        people["penyetuju"], name="uji", scopes=scopes, days=90, is_proven=True
    )
    assert token.expires_at - token.created_at <= tokens.LONGEST_ACTING + timedelta(seconds=1)


def test_the_page_asks_for_the_sign_in_and_keeps_the_form(signed_in):
    browser = signed_in("penyetuju")
    form = {"name": "papan", "scopes": ["decisions:act"], "days": "30"}
    session = browser.session
    session["proved_at"] = 0.0
    session.save()
    reply = browser.post("/desk/account/tokens/", form)
    assert (reply.status_code, ApiToken.objects.count()) == (302, 0)
    session = browser.session
    session["proved_at"] = timezone.now().timestamp()
    session.save()
    assert browser.post("/desk/account/tokens/", form).status_code == 200
    assert ApiToken.objects.get().scopes == ["decisions:act"]


def test_only_a_session_with_a_second_factor_makes_a_token_that_acts(signed_in, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    browser = signed_in("verifikator")
    form = {"name": "papan", "scopes": ["verdicts:act"], "days": "30"}
    assert browser.post("/desk/account/tokens/", form).status_code == 422
    session = browser.session
    session["second_factor"] = "code"
    session.save()
    assert browser.post("/desk/account/tokens/", form).status_code == 200
    assert ApiToken.objects.count() == 1


def test_who_still_owes_a_second_factor_has_no_token_in_force(program, settings):
    call = program("penyetuju", "cases:read")
    assert call("get", "cases").status_code == 200
    settings.SECOND_FACTOR_REQUIRED = True
    assert call("get", "cases").status_code == 401


def test_every_scope_is_asked_by_an_operation_and_every_operation_asks_one():
    asked = {
        operation["x-scope"]
        for item in document.schema()["paths"].values()
        for operation in item.values()
    }
    assert asked == set(SCOPES)


# The document


def test_every_operation_is_told_in_words_with_an_example_and_its_answers():
    for address, item in document.schema()["paths"].items():
        for way, operation in item.items():
            where = f"{way} {address}"
            assert all(operation[each] for each in ("summary", "description", "tags")), where
            assert {"401", "403", "422", "429", "500", "503"} <= set(operation["responses"]), where
            body = operation.get("requestBody", {}).get("content", {})
            if "application/json" in body:
                assert "example" in body["application/json"], where
            names = [each["name"] for each in operation["parameters"]]
            assert len(names) == len(set(names)), where


def test_no_two_kinds_of_object_share_a_name():
    """One would stand in the other's place in the document."""
    named: dict[str, set[str]] = {}
    for module in (
        operations.import_module(f"{resources.__name__}.{each.name}")
        for each in iter_modules(resources.__path__)
    ):
        for kind in vars(module).values():
            if (
                isinstance(kind, type)
                and issubclass(kind, Schema)
                and kind.__module__ == module.__name__
            ):
                named.setdefault(kind.__name__, set()).add(module.__name__)
    assert not {name: where for name, where in named.items() if len(where) > 1}


def test_every_example_is_what_its_operation_takes():
    for bound in operations.api()._get_bound_routers():
        for view in bound.path_operations.values():
            for operation in view.operations:
                example = operation.openapi_extra.get("x-example")
                body = [m for m in operation.models if m.__ninja_param_source__ == "body"]
                assert bool(body) == (example is not None), operation.view_func.__name__
                for model in body:
                    field = model.__read_from_single_attr__
                    model.model_validate({field: example})
