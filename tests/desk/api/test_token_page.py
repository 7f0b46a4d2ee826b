"""People make their tokens, see them once, and end them; administrators end them too."""

import pytest

from tangkal.desk.api import tokens
from tangkal.desk.api.models import ApiToken
from tangkal.desk.audit.models import AuditEvent
from tests.desk.markup import inline_code

pytestmark = pytest.mark.django_db

PAGE = "/desk/account/tokens/"
FORM = {"name": "Peramban warga", "scopes": ["match:read"], "days": "90"}


def test_a_token_is_shown_once_and_never_again(signed_in, chain_holds):
    browser = signed_in("analis")
    reply = browser.post(PAGE, FORM)
    token = ApiToken.objects.get()
    shown = [word for word in reply.text.split("<code") if ">tgk_" in word]
    text = next(part.partition(">")[2].partition("<")[0] for part in shown if "…" not in part[:40])
    assert tokens.hashed(text) == token.hash
    assert reply["Cache-Control"] == "no-store"
    assert inline_code(reply.text) == []

    again = browser.get(PAGE).text
    assert text not in again
    assert token.start in again
    assert AuditEvent.objects.filter(action="api_token.made").count() == 1
    assert text not in " ".join(AuditEvent.objects.values_list("detail", flat=True))
    assert chain_holds()


@pytest.mark.parametrize(
    "change", [{"name": " "}, {"scopes": []}, {"scopes": ["all"]}, {"days": "0"}, {"days": "9999"}]
)
def test_a_token_needs_a_name_a_permission_and_an_end(signed_in, change):
    assert signed_in("analis").post(PAGE, FORM | change).status_code == 422
    assert not ApiToken.objects.exists()


def test_nobody_hoards_tokens(people):
    for n in range(tokens.MOST_TOKENS):
        tokens.make(people["analis"], name=str(n), scopes=["match:read"], days=1)
    with pytest.raises(Exception, match="revoke one first"):
        tokens.make(people["analis"], name="x", scopes=["match:read"], days=1)


@pytest.mark.parametrize(
    ("who", "answer", "is_revoked"),
    [
        ("analis", 302, True),
        ("admin_sistem", 302, True),
        ("second_analis", 404, False),
        ("auditor", 404, False),
        ("foreign_admin_sistem", 404, False),
    ],
)
def test_its_owner_or_an_administrator_above_ends_a_token(
    people, signed_in, who, answer, is_revoked, chain_holds
):
    token, text = tokens.make(people["analis"], name="p", scopes=["match:read"], days=1)
    assert signed_in(who).post(f"{PAGE}{token.pk}/revoke/").status_code == answer
    assert (tokens.find(text) is None) is is_revoked
    assert AuditEvent.objects.filter(action="api_token.revoked").count() == is_revoked
    assert chain_holds()


def test_an_administrator_sees_the_tokens_below_and_no_others(people, signed_in):
    tokens.make(people["analis"], name="punya kami", scopes=["match:read"], days=1)
    tokens.make(people["foreign_analis"], name="punya mereka", scopes=["match:read"], days=1)
    page = signed_in("admin_sistem").get(PAGE).text
    assert "punya kami" in page
    assert "punya mereka" not in page
    assert "punya kami" not in signed_in("second_analis").get(PAGE).text
