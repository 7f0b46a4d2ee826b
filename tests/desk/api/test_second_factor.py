"""Tokens of people who must have a second factor: the API asks for it without a session.

The desk's middleware looks at sessions and at addresses below /desk/; a token has no session, so
the API has to ask by itself, at each request and when a token is made.
"""

import json

import pytest
from django.test import Client
from django.urls import reverse

from tangkal.desk.accounts import second_factor
from tangkal.desk.accounts.commands import assign_role
from tangkal.desk.accounts.factor_models import Authenticator
from tangkal.desk.accounts.roles import Role
from tangkal.desk.api import tokens
from tangkal.desk.api.models import ApiToken

pytestmark = pytest.mark.django_db
ADDRESSES = ("cases", "messages", "crises", "people", "me")


@pytest.fixture(autouse=True)
def demanded(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def token_of(person, *scopes: str) -> str:
    scopes = scopes or ("cases:read", "messages:read", "crises:read", "account:write")
    return tokens.make(person, name="uji", scopes=scopes, days=1, is_proven=True)[1]


def get(text: str, address: str = "cases"):
    return Client().get(f"/api/v1/{address}", headers={"Authorization": f"Bearer {text}"})


def enrol(person) -> Authenticator:
    return Authenticator.objects.create(user=person, kind=Authenticator.Kind.TOTP, name="uji")


@pytest.mark.parametrize("who", ["penyetuju", "admin_sistem"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_who_needs_a_second_factor_and_has_none_has_no_token_in_force(people, who, address):
    text = token_of(people[who], "account:write")
    reply = get(text, address)
    assert (reply.status_code, reply["Content-Type"]) == (401, "application/problem+json")


def test_nothing_is_changed_by_such_a_token(people):
    text = token_of(people["penyetuju"], "account:write")
    reply = Client().post(
        "/api/v1/me/preferences",
        json.dumps({"language": "id", "time_zone": "Asia/Jayapura"}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {text}"},
    )
    people["penyetuju"].refresh_from_db()
    assert (reply.status_code, people["penyetuju"].time_zone) == (401, "Asia/Jakarta")


def test_with_one_the_token_opens_and_without_it_again_it_does_not(people):
    approver = people["penyetuju"]
    text = token_of(approver)
    own = enrol(approver)
    assert get(text).status_code == 200
    own.delete()
    assert get(text).status_code == 401


def test_an_administrators_reset_ends_what_the_tokens_open(people):
    approver = people["penyetuju"]
    enrol(approver)
    text = token_of(approver)
    second_factor.reset(approver, by=people["admin_sistem"])
    assert get(text).status_code == 401


def test_a_role_that_needs_one_takes_the_tokens_of_who_has_none(people, organisations):
    analyst = people["analis"]
    text = token_of(analyst)
    assert get(text).status_code == 200
    assign_role(analyst, Role.APPROVER, organisations["agency"], by=None)
    assert get(text).status_code == 401


def test_a_password_that_an_administrator_knows_opens_no_token(people):
    analyst = people["analis"]
    text = token_of(analyst)
    analyst.must_change_password = True
    analyst.save()
    assert get(text).status_code == 401


@pytest.mark.parametrize("has_one", [False, True])
def test_a_session_without_a_second_factor_makes_no_token_that_acts(people, signed_in, has_one):
    """Also for roles that need none: what acts is never worth a password alone."""
    verifier = people["verifikator"]
    if has_one:
        enrol(verifier)
    reply = signed_in("verifikator").post(
        reverse("api-tokens"), {"name": "uji", "scopes": ["verdicts:act"], "days": "1"}
    )
    assert reply.status_code in {302, 422}
    assert not ApiToken.objects.exists()
