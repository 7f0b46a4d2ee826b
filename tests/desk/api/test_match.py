"""A program asks by token: what it gets, what it is refused, and why."""

import json
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tangkal.desk.accounts.roles import CONTENT_ROLES, Role
from tangkal.desk.api import gate, pace, tokens
from tangkal.desk.api.models import ApiToken
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.recognise import matcher
from tangkal.desk.recognise.commands import store_claims
from tangkal.kernel import KnownClaim

pytestmark = pytest.mark.django_db

TITLE = "Air garam menyembuhkan penyakit jantung dalam sehari"
ADDRESS = "/api/v1/match"


@pytest.fixture(autouse=True)
def known():
    matcher.forget()
    cache.clear()
    store_claims(
        [KnownClaim(claim_id="c1", title=TITLE, verdict="SALAH", publisher="Arsip")], by=None
    )
    yield
    matcher.forget()
    cache.clear()


@pytest.fixture
def token(people) -> str:
    return tokens.make(people["analis"], name="peramban", scopes=["match:read"], days=30)[1]


def ask(token: str | None, body=None, *, browser: Client | None = None, **headers):
    browser = browser or Client(enforce_csrf_checks=True)
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    content = body if isinstance(body, str | bytes) else json.dumps(body or {"text": TITLE})
    return browser.post(ADDRESS, content, content_type="application/json", headers=headers)


def problem(reply, status: int) -> dict:
    assert reply.status_code == status, reply.content
    assert reply["Content-Type"] == "application/problem+json"
    told = reply.json()
    assert (told["status"], bool(told["title"])) == (status, True)
    return told


def test_a_text_gets_its_claims_reasons_and_which_matcher_answered(token):
    reply = ask(token, {"text": f"katanya {TITLE}, benar?"})
    assert reply.status_code == 200
    told = reply.json()
    assert (told["answer"], told["matcher_version"]) == ("same", 0)
    best = told["matches"][0]
    assert (best["claim_id"], best["verdict"], best["answer"]) == ("c1", "SALAH", "same")
    assert 0 <= best["score"] <= 1
    assert all("|" in each["code"] and each["text"] for each in best["reasons"])


def test_what_nobody_checked_is_not_known(token):
    told = ask(token, {"text": "kucing pandai bermain biola"}).json()
    assert (told["answer"], told["matches"]) == ("unknown", [])


def test_only_a_token_in_force_opens_the_door(people, token, signed_in):
    assert "token" in problem(ask(None), 401)["detail"]
    assert problem(ask("tgk_made-up"), 401)
    assert ask(None)["WWW-Authenticate"].startswith("Bearer")
    # A person signed in beside it is nobody here: neither let in nor confused with the owner.
    assert problem(ask(None, browser=signed_in("analis")), 401)
    assert ask(token, browser=signed_in("admin_sistem")).status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"revoked_at": timezone.now()},
        {"expires_at": timezone.now() - timedelta(seconds=1)},
    ],
)
def test_a_revoked_or_ended_token_opens_nothing(token, change):
    ApiToken.objects.update(**change)
    problem(ask(token), 401)


@pytest.mark.parametrize("change", [{"is_active": False}, {"must_change_password": True}])
def test_a_closed_account_has_no_tokens(people, token, change):
    type(people["analis"]).objects.filter(pk=people["analis"].pk).update(**change)
    problem(ask(token), 401)


def test_a_token_gives_no_more_than_its_owners_roles_now(people, token):
    people["analis"].assignments.all().delete()
    assert "match:read" in problem(ask(token), 403)["detail"]


def test_a_token_without_the_scope_is_refused(token):
    ApiToken.objects.update(scopes=[])
    problem(ask(token), 403)


@pytest.mark.parametrize("role", list(Role))
def test_who_reads_content_may_give_a_program_the_matcher_and_nobody_else(people, role):
    person = people[role.value]
    if role in CONTENT_ROLES:
        token, text = tokens.make(person, name="p", scopes=["match:read"], days=1)
        assert ask(text).status_code == 200
        assert text not in json.dumps(list(ApiToken.objects.values()), default=str)
        assert token.hash == tokens.hashed(text)
    else:
        with pytest.raises(Exception, match="do not let you"):
            tokens.make(person, name="p", scopes=["match:read"], days=1)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("not json", 400),
        (b"\xff\xfe\x00", 400),
        ("[]", 422),
        ("{}", 422),
        ({"text": ""}, 422),
        ({"text": " \u200b "}, 200),
        ({"text": "\x00"}, 422),
        ({"text": "🤔"}, 200),
        ({"text": "\u202eterbalik"}, 200),
        ({"text": "x" * 20_001}, 422),
        ({"text": "x" * 20_000}, 200),
        ({"text": "a", "k": 0}, 422),
        ({"text": "a", "k": "banyak"}, 422),
        ({"text": 7}, 422),
        ({"text": "a", "teks": "b"}, 422),
        ({"text": "y" * 1_000_000}, 413),
    ],
    ids=lambda value: str(value)[:24],
)
def test_whatever_is_sent_is_answered_or_refused_with_a_reason(token, body, status):
    reply = ask(token, body)
    if status == 200:
        assert reply.status_code == 200
    else:
        told = problem(reply, status)
        assert "yyy" not in json.dumps(told)


def test_a_field_at_fault_is_named(token):
    told = problem(ask(token, {"text": "a", "k": 99}), 422)
    assert [each["at"] for each in told["errors"]] == ["question.k"] or [
        each["at"] for each in told["errors"]
    ] == ["k"]


def test_a_token_has_its_pace_and_others_are_not_held_up(people, token, monkeypatch):
    monkeypatch.setattr(gate, "A_MINUTE", 3)
    monkeypatch.setattr(pace.time, "time", lambda: 1_800_000_030.0)
    other = tokens.make(people["verifikator"], name="lain", scopes=["match:read"], days=1)[1]
    assert [ask(token).status_code for _ in range(3)] == [200] * 3
    reply = ask(token)
    problem(reply, 429)
    assert reply["Retry-After"] == "30"
    assert ask(other).status_code == 200


def test_the_use_is_noted_to_the_minute(token):
    ask(token)
    first = ApiToken.objects.get().last_used_at
    assert first is not None
    ask(token)
    assert ApiToken.objects.get().last_used_at == first


def test_a_wrong_way_and_a_wrong_address_are_problems_too(token):
    reply = Client().get(ADDRESS, headers={"Authorization": f"Bearer {token}"})
    assert "POST" in problem(reply, 405)["detail"]
    problem(Client().get("/api/v1/nowhere"), 404)
    problem(Client().post("/api/v2/match"), 404)


def test_the_owners_language_is_spoken(people, token):
    people["analis"].language = "id"
    people["analis"].save()
    assert "tidak" in problem(ask(token, "not json"), 400)["title"].lower()


def test_the_document_is_openapi_3_1_and_names_every_answer(token):
    reply = Client().get("/api/v1/openapi.json")
    assert reply.status_code == 200
    told = reply.json()
    assert told["openapi"] == "3.1.0"
    operation = told["paths"][ADDRESS]["post"]
    assert {"200", "400", "401", "403", "413", "422", "429"} <= set(operation["responses"])
    assert told["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    for status, answer in operation["responses"].items():
        kind = "application/json" if status == "200" else "application/problem+json"
        assert kind in answer["content"]


def test_asking_writes_nothing_about_the_text(token):
    before = AuditEvent.objects.count()
    ask(token, {"text": "rahasia sekali"})
    assert AuditEvent.objects.count() == before


def test_the_web_process_starts_without_loading_the_api():
    code = (
        "import django, sys; django.setup()\n"
        "from django.urls import get_resolver\n"
        "get_resolver().url_patterns\n"
        "print('heavy:', sorted({'ninja', 'pydantic', 'numba'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("heavy: []\n")
