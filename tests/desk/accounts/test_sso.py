"""The office's sign-in service opens an account that is there, and nothing else."""

import dataclasses
import time
from urllib.parse import parse_qsl, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from tangkal.desk.accounts import oidc, second_factor, totp
from tangkal.desk.accounts.factor_models import ExternalIdentity
from tangkal.desk.accounts.freshness import PROVED_AT
from tangkal.desk.accounts.models import RoleAssignment, User
from tangkal.desk.audit.models import AuditEvent
from tangkal.kernel import InvalidInput
from tangkal.pipeline.settings import Settings
from tests.desk.accounts.provider import CLIENT, SECRET, Provider

pytestmark = pytest.mark.django_db
BEGIN, SIGN_IN = "/desk/sign-in/sso/", "/desk/sign-in/"


@pytest.fixture(scope="module")
def running():
    provider = Provider()
    yield provider
    provider.stop()


@pytest.fixture
def provider(running, settings, people):
    """The service, honest again, and known to the desk; "analis" has an e-mail address."""
    running.changes, running.description_changes = {}, {}
    running.in_userinfo, running.signing_key = False, running.key
    oidc._KEPT.clear()
    secret = settings.HOME.secret_path(oidc.SECRET)
    secret.write_text(SECRET)
    settings.TANGKAL = dataclasses.replace(
        settings.TANGKAL, oidc_issuer=running.issuer, oidc_client_id=CLIENT, oidc_name="Akun K/L"
    )
    User.objects.filter(pk=people["analis"].pk).update(email="Analis@contoh.go.id")
    yield running
    secret.unlink()


def come_back(browser: Client, provider: Provider, begin: str = BEGIN):
    """To the service and back, as a browser follows it."""
    return browser.get(provider.sign_in(browser.get(begin).headers["Location"]))


def english() -> Client:
    """A browser whose reader chose English: refusals are compared in the code's own words."""
    browser = Client()
    browser.cookies["django_language"] = "en"
    return browser


def is_in(browser: Client) -> bool:
    return browser.get("/desk/account/").status_code == 200


def test_the_button_stands_only_where_a_service_is_set(provider, settings):
    assert "Akun K/L" in Client().get(SIGN_IN).text
    settings.TANGKAL = dataclasses.replace(settings.TANGKAL, oidc_issuer="")
    assert BEGIN not in Client().get(SIGN_IN).text
    assert Client().get(BEGIN).status_code == 404


@pytest.mark.parametrize("in_userinfo", [False, True])
def test_a_verified_address_opens_the_account_an_administrator_made(
    provider, people, in_userinfo, chain_holds
):
    provider.in_userinfo = in_userinfo
    before = (User.objects.count(), RoleAssignment.objects.count())
    browser = Client()
    reply = come_back(browser, provider, f"{BEGIN}?next=/desk/cases/")
    assert reply.headers["Location"] == "/desk/cases/"
    assert is_in(browser)
    assert browser.session["_auth_user_id"] == str(people["analis"].pk)
    assert (User.objects.count(), RoleAssignment.objects.count()) == before
    assert AuditEvent.objects.get(action="account.sso_linked").actor_id == people["analis"].pk
    chain_holds()


def test_what_is_asked_carries_state_nonce_and_a_challenge(provider):
    browser = Client()
    asked = dict(parse_qsl(urlsplit(browser.get(BEGIN).headers["Location"]).query))
    assert asked["response_type"] == "code"
    assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3


LONG_AGO = int(time.time()) - 3600
LIES = {
    "another service": ({"iss": "https://lain.example"}, "another sign-in service"),
    "for another program": ({"aud": "lain"}, "meant for another program"),
    "for another program by name": ({"azp": "lain"}, "meant for another program"),
    "another sign-in": ({"nonce": "lain"}, "another sign-in; begin again"),
    "no nonce": ({"nonce": None}, "another sign-in; begin again"),
    "expired": ({"exp": LONG_AGO}, "has expired"),
    "no end": ({"exp": None}, "cannot be trusted"),
    "from tomorrow": ({"iat": LONG_AGO + 90_000}, "cannot be trusted"),
    "unverified e-mail": ({"email_verified": False}, "has not verified"),
    "verified in words": ({"email_verified": "true"}, "has not verified"),
    "no e-mail": ({"email": ""}, "has not verified"),
    "unknown e-mail": ({"email": "lain@contoh.go.id"}, "No account here"),
    "shared e-mail": ({"email": "berdua@contoh.go.id"}, "No account here"),
}


@pytest.mark.parametrize("lie", LIES)
def test_what_is_not_believed_is_refused_with_a_sentence(provider, people, lie):
    changes, sentence = LIES[lie]
    two = [people["pemantau"].pk, people["second_pemantau"].pk]
    User.objects.filter(pk__in=two).update(email="berdua@contoh.go.id")
    provider.changes = changes
    browser = english()
    reply = come_back(browser, provider)
    assert reply.headers["Location"] == SIGN_IN
    assert sentence in browser.get(SIGN_IN).text
    assert not is_in(browser)
    assert not ExternalIdentity.objects.exists()


def test_a_token_signed_by_somebody_else_is_refused(provider):
    provider.signing_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    browser = Client()
    come_back(browser, provider)
    assert not is_in(browser)


def test_a_description_of_another_service_is_refused(provider):
    provider.description_changes = {"issuer": "https://lain.example"}
    assert Client().get(BEGIN).headers["Location"] == SIGN_IN


def test_a_closed_account_stays_closed(provider, people):
    come_back(Client(), provider)
    User.objects.filter(pk=people["analis"].pk).update(is_active=False)
    browser = english()
    come_back(browser, provider)
    assert "This account is closed." in browser.get(SIGN_IN).text
    assert not is_in(browser)


def test_an_answer_is_good_once_and_in_its_own_browser(provider):
    browser = Client()
    address = provider.sign_in(browser.get(BEGIN).headers["Location"])
    assert Client().get(address).headers["Location"] == SIGN_IN
    browser.get(address)
    assert is_in(browser)
    browser.post("/desk/sign-out/")
    assert browser.get(address).headers["Location"] == SIGN_IN


def test_another_state_is_refused(provider):
    browser = Client()
    address = provider.sign_in(browser.get(BEGIN).headers["Location"])
    browser.get(address.replace("state=", "state=x"))
    assert not is_in(browser)


def test_later_the_service_s_name_for_the_person_counts_and_not_the_address(provider, people):
    come_back(Client(), provider)
    User.objects.filter(pk=people["analis"].pk).update(email="baru@contoh.go.id")
    browser = Client()
    come_back(browser, provider)
    assert is_in(browser)

    # The address went to somebody else at the service: it opens the old owner's account no more.
    User.objects.filter(pk=people["analis"].pk).update(email="analis@contoh.go.id")
    provider.changes = {"sub": "subject-8"}
    successor = Client()
    come_back(successor, provider)
    assert not is_in(successor)


def test_an_administrator_s_new_address_links_the_account_anew(
    provider, people, signed_in, organisations, chain_holds
):
    come_back(Client(), provider)
    provider.changes = {"sub": "subject-8", "email": "pengganti@contoh.go.id"}
    access = f"/desk/people/{people['analis'].pk}/access/"
    fields = {"action": "email", "email": "pengganti@contoh.go.id"}
    assert signed_in("auditor").post(access, fields).status_code == 403
    administrator = signed_in("admin_sistem")
    administrator.post(access, fields | {"email": "bukan alamat"})
    assert ExternalIdentity.objects.exists()
    administrator.post(access, fields)
    browser = Client()
    come_back(browser, provider)
    assert is_in(browser)
    chain_holds()


def test_the_second_factor_is_still_asked_for(provider, people, settings):
    secret = totp.new_secret()
    now = int(time.time()) // totp.STEP_S
    code = totp.code_at(secret, now - 1)
    second_factor.add_totp(people["analis"], secret=secret, code=code, name="")
    provider.changes = {"amr": ["pwd", "otp"]}
    browser = Client()
    assert come_back(browser, provider).headers["Location"] == "/desk/sign-in/second/"
    assert not is_in(browser)
    browser.post("/desk/sign-in/second/", {"code": totp.code_at(secret, now + 1)})
    assert is_in(browser)

    settings.TANGKAL = dataclasses.replace(settings.TANGKAL, oidc_trusted_methods=("otp",))
    trusted = Client()
    come_back(trusted, provider)
    assert is_in(trusted)


@pytest.mark.parametrize(("methods", "opens"), [((), False), (("mfa",), True)])
def test_an_approver_works_only_after_a_second_factor_here_or_a_trusted_one_there(
    provider, people, settings, methods, opens
):
    settings.SECOND_FACTOR_REQUIRED = True
    settings.TANGKAL = dataclasses.replace(settings.TANGKAL, oidc_trusted_methods=methods)
    User.objects.filter(pk=people["penyetuju"].pk).update(email="penyetuju@contoh.go.id")
    provider.changes = {"email": "penyetuju@contoh.go.id", "acr": "mfa"}
    browser = Client()
    come_back(browser, provider)
    assert is_in(browser) is opens


def test_who_came_through_the_service_has_no_password_to_change(provider, people):
    User.objects.filter(pk=people["analis"].pk).update(must_change_password=True)
    browser = Client()
    come_back(browser, provider)
    assert is_in(browser)


@pytest.mark.parametrize(
    ("changes", "is_proof"),
    [({}, True), ({"sub": "lain"}, False), ({"auth_time": LONG_AGO}, False)],
)
def test_a_proof_needs_the_same_person_asked_anew(provider, changes, is_proof):
    browser = Client()
    come_back(browser, provider)
    session = browser.session
    session[PROVED_AT] = 0.0
    session.save()
    asked = dict(parse_qsl(urlsplit(browser.get(BEGIN).headers["Location"]).query))
    assert (asked["prompt"], asked["max_age"]) == ("login", "0")
    provider.changes = changes
    come_back(browser, provider, f"{BEGIN}?next=/desk/cases/")
    assert (browser.session[PROVED_AT] > 0) is is_proof


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"ISSUER": "http://sso.example", "CLIENT_ID": "x"}, "https"),
        ({"ISSUER": "sso.example", "CLIENT_ID": "x"}, "https"),
        ({"ISSUER": "https://sso.example"}, "CLIENT_ID"),
    ],
)
def test_a_half_set_service_stops_the_start(values, word):
    environment = {f"TANGKAL_OIDC_{name}": value for name, value in values.items()}
    with pytest.raises(InvalidInput, match=word):
        Settings.from_environment(environment)
