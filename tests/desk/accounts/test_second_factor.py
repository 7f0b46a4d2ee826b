"""A password alone opens no approver's desk: codes, recovery codes, and what goes wrong."""

import re
import time
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tangkal.desk.accounts import second_factor, totp
from tangkal.desk.accounts.factor_models import Authenticator, FactorFailure, RecoveryCode
from tangkal.desk.accounts.freshness import PROVED_AT
from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
PASSWORD = "kuda-besi-lima-ratus"
SECURITY, ADD_APP = "/desk/account/security/", "/desk/account/security/app/"
SIGN_IN, SECOND = "/desk/sign-in/", "/desk/sign-in/second/"


@pytest.fixture(autouse=True)
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def clock(monkeypatch):
    """A clock that a test turns: codes belong to half-minutes."""

    class Clock:
        now = time.time()

        def on(self, seconds: float) -> None:
            self.now += seconds

    clock = Clock()
    monkeypatch.setattr(second_factor.time, "time", lambda: clock.now)
    return clock


def with_password(person: User) -> User:
    person.set_password(PASSWORD)
    person.save()
    return person


def with_app(person: User, clock) -> str:
    """The secret of an app that the person set up a while ago."""
    secret = totp.new_secret()
    second_factor.add_totp(
        with_password(person), secret=secret, code=code(secret, clock), name="ponsel"
    )
    clock.on(120)
    return secret


def code(secret: str, clock, later: int = 0) -> str:
    return totp.code_at(secret, int(clock.now) // totp.STEP_S + later)


def after_password(username: str) -> Client:
    browser = Client()
    reply = browser.post(SIGN_IN, {"username": username, "password": PASSWORD})
    assert reply.headers["Location"] == SECOND
    return browser


def is_in(browser: Client) -> bool:
    return browser.get("/desk/account/").status_code == 200


# ---- who must ----------------------------------------------------------------------------------


@pytest.mark.parametrize("role", list(Role))
def test_approvers_and_administrators_set_one_up_before_anything_else(signed_in, role):
    reply = signed_in(role.value).get("/desk/account/")
    must = role in {Role.APPROVER, Role.SYSTEM_ADMIN}
    assert (reply.status_code, reply.headers.get("Location")) == (
        (302, SECURITY) if must else (200, None)
    )


@pytest.mark.parametrize("address", ["/desk/", "/desk/cases/", "/desk/people/", "/desk/inbox/"])
def test_everything_else_waits_until_then(signed_in, address):
    browser = signed_in("penyetuju")
    assert browser.get(address).headers["Location"] == SECURITY
    assert browser.post(address).headers["Location"] == SECURITY
    assert browser.get(SECURITY).status_code == browser.get(ADD_APP).status_code == 200
    assert browser.get("/").status_code == 200


def test_nobody_is_asked_where_the_people_are_invented(signed_in, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    assert is_in(signed_in("penyetuju"))


# ---- setting up --------------------------------------------------------------------------------


def test_an_approver_enrols_and_signs_in_with_it(signed_in, people, clock, chain_holds):
    browser = signed_in("penyetuju")
    page = browser.get(ADD_APP).text
    secret = re.search(r"<code>([A-Z2-7 ]{39})</code>", page)[1].replace(" ", "")
    assert "data:image/svg+xml;base64," in page
    reply = browser.post(ADD_APP, {"name": "ponsel", "code": code(secret, clock)})
    codes = re.findall(r"<code>([A-Z2-9]{5}-[A-Z2-9]{5})</code>", reply.text)
    assert len(codes) == 10
    assert is_in(browser)

    with_password(people["penyetuju"])
    clock.on(60)
    fresh = after_password("penyetuju")
    assert not is_in(fresh)
    assert fresh.post(SECOND, {"code": code(secret, clock)}).status_code == 302
    assert is_in(fresh)
    stored = Authenticator.objects.get()
    assert secret not in stored.secret
    assert not RecoveryCode.objects.filter(hash__in=codes).exists()
    chain_holds()


def test_a_wrong_first_code_keeps_nothing(signed_in):
    browser = signed_in("penyetuju")
    browser.get(ADD_APP)
    assert "error-summary" in browser.post(ADD_APP, {"code": "000000"}).text
    assert not Authenticator.objects.exists()


def test_the_first_authenticator_ends_the_person_s_other_sessions(signed_in, clock):
    one, other = signed_in("analis"), signed_in("analis")
    page = one.get(ADD_APP).text
    secret = re.search(r"<code>([A-Z2-7 ]{39})</code>", page)[1].replace(" ", "")
    one.post(ADD_APP, {"code": code(secret, clock)})
    assert is_in(one)
    assert not is_in(other)


# ---- signing in --------------------------------------------------------------------------------


def test_a_code_is_taken_once(people, clock):
    secret = with_app(people["penyetuju"], clock)
    now = code(secret, clock)
    assert after_password("penyetuju").post(SECOND, {"code": now}).status_code == 302
    again = after_password("penyetuju")
    assert again.post(SECOND, {"code": now}).status_code == 200
    assert again.post(SECOND, {"code": code(secret, clock, -1)}).status_code == 200  # nor older
    assert not is_in(again)
    assert again.post(SECOND, {"code": code(secret, clock, 1)}).status_code == 302


@pytest.mark.parametrize(("steps", "right"), [(-2, False), (-1, True), (0, True), (1, True)])
def test_a_phone_s_clock_may_be_off_by_half_a_minute(people, clock, steps, right):
    secret = with_app(people["penyetuju"], clock)
    browser = after_password("penyetuju")
    browser.post(SECOND, {"code": code(secret, clock, steps)})
    assert is_in(browser) is right


def test_a_recovery_code_opens_once(people, clock, chain_holds):
    with_app(people["penyetuju"], clock)
    spare = second_factor.make_recovery_codes(people["penyetuju"])[3]
    typed = spare.lower().replace("-", " ")
    assert after_password("penyetuju").post(SECOND, {"code": typed}).status_code == 302
    again = after_password("penyetuju")
    again.post(SECOND, {"code": spare})
    assert not is_in(again)
    assert AuditEvent.objects.filter(action="account.recovery_code_used").count() == 1
    chain_holds()


def test_new_recovery_codes_end_the_old_ones(people, clock):
    with_app(people["penyetuju"], clock)
    old = second_factor.make_recovery_codes(people["penyetuju"])[0]
    second_factor.make_recovery_codes(people["penyetuju"])
    assert not second_factor.take_code(people["penyetuju"], old)


@pytest.mark.parametrize("typed", ["", "12345", "１２３４５６", "x" * 41, "0" * 6])
def test_what_is_no_code_opens_nothing(people, clock, typed):
    with_app(people["penyetuju"], clock)
    browser = after_password("penyetuju")
    assert browser.post(SECOND, {"code": typed}).status_code == 200
    assert not is_in(browser)


def test_guessing_locks_the_account_s_codes_for_a_while(people, clock):
    secret = with_app(people["penyetuju"], clock)
    browser = after_password("penyetuju")
    for _each in range(second_factor.MOST_FAILURES):
        browser.post(SECOND, {"code": "000000"})
    other = after_password("penyetuju")  # another address would help nobody either
    reply = other.post(f"{SECOND}?lang=en", {"code": code(secret, clock)})
    assert reply.status_code == 429
    assert "Too many wrong codes" in reply.text
    assert AuditEvent.objects.filter(action="account.second_factor_locked").count() == 1

    FactorFailure.objects.update(at=timezone.now() - timedelta(minutes=16))
    assert other.post(SECOND, {"code": code(secret, clock)}).status_code == 302


def test_the_second_step_needs_the_first(people, clock):
    with_app(people["penyetuju"], clock)
    assert Client().get(SECOND).headers["Location"] == SIGN_IN


@pytest.mark.parametrize("change", ["password", "closed", "late"])
def test_the_first_step_does_not_count_for_ever(people, clock, change, monkeypatch):
    person = people["penyetuju"]
    secret = with_app(person, clock)
    browser = after_password("penyetuju")
    if change == "password":
        person.set_password("sandi-lain-yang-panjang")
    elif change == "closed":
        person.is_active = False
    else:
        clock.on(3600)
    person.save()
    reply = browser.post(SECOND, {"code": code(secret, clock)})
    assert reply.headers["Location"] == SIGN_IN
    assert not is_in(browser)


def test_onward_leads_where_the_person_wanted_to_go_and_nowhere_else(people, clock):
    secret = with_app(people["analis"], clock)
    for wanted, reached in (("/desk/cases/", "/desk/cases/"), ("https://x.example/", "/desk/")):
        browser = Client()
        browser.post(SIGN_IN, {"username": "analis", "password": PASSWORD, "next": wanted})
        reply = browser.post(SECOND, {"code": code(secret, clock)})
        assert reply.headers["Location"] == reached
        clock.on(60)


# ---- changing ----------------------------------------------------------------------------------


def test_changing_asks_for_a_fresh_sign_in(signed_in, people, clock):
    with_app(people["analis"], clock)
    browser = signed_in("analis")
    session = browser.session
    session[PROVED_AT] = 0.0
    session.save()
    held = people["analis"].authenticators.get()
    assert browser.get(ADD_APP).headers["Location"].startswith("/desk/account/prove/")
    for address in (f"{held.pk}/rename/", f"{held.pk}/remove/", "codes/"):
        assert browser.post(SECURITY + address).headers["Location"] == "/desk/account/prove/"
    assert people["analis"].authenticators.exists()


def test_a_code_proves_anew_too(signed_in, people, clock):
    secret = with_app(people["analis"], clock)
    browser = signed_in("analis")
    session = browser.session
    session[PROVED_AT] = 0.0
    session.save()
    prove = "/desk/account/prove/"
    assert browser.post(prove, {"code": "000000"}).status_code == 200
    reply = browser.post(prove, {"code": code(secret, clock), "next": ADD_APP})
    assert reply.headers["Location"] == ADD_APP
    assert browser.get(ADD_APP).status_code == 200


def test_a_password_does_not_stand_in_for_the_second_factor(signed_in, people, clock):
    secret = with_app(people["penyetuju"], clock)
    browser = signed_in("penyetuju")  # a session without the mark
    prove = "/desk/account/prove/"
    assert browser.get("/desk/cases/").headers["Location"] == prove
    browser.post(prove, {"password": PASSWORD})
    assert browser.get("/desk/cases/").headers["Location"] == prove
    browser.post(prove, {"code": code(secret, clock)})
    assert browser.get("/desk/cases/").status_code == 200


def test_the_last_one_stays_with_whoever_must_have_one(signed_in, people, clock):
    for who in ("penyetuju", "analis"):
        with_app(people[who], clock)
        second_factor.make_recovery_codes(people[who])
    approver = signed_in("penyetuju")
    session = approver.session
    session[second_factor.MARK] = "code"
    session.save()
    held = people["penyetuju"].authenticators.get()
    reply = approver.post(f"{SECURITY}{held.pk}/remove/")
    assert reply.status_code == 403
    assert "add another one" in reply.text
    signed_in("analis").post(f"{SECURITY}{people['analis'].authenticators.get().pk}/remove/")
    assert list(Authenticator.objects.values_list("user__username", flat=True)) == ["penyetuju"]
    assert not people["analis"].recovery_codes.exists()


def test_nobody_touches_somebody_else_s(signed_in, people, clock):
    with_app(people["analis"], clock)
    held = people["analis"].authenticators.get()
    for act in ("rename", "remove"):
        reply = signed_in("pemantau").post(f"{SECURITY}{held.pk}/{act}/", {"name": "x"})
        assert reply.status_code == 404


# ---- an administrator's reset ------------------------------------------------------------------


def reset(browser: Client, person: User):
    return browser.post(f"/desk/people/{person.pk}/access/", {"action": "reset_second_factor"})


@pytest.fixture
def administrator(signed_in) -> Client:
    browser = signed_in("admin_sistem")
    session = browser.session
    session[second_factor.MARK] = "code"
    session.save()
    return browser


def test_an_administrator_resets_and_the_person_enrols_anew(
    administrator, people, clock, chain_holds
):
    secret = with_app(people["penyetuju"], clock)
    open_session = after_password("penyetuju")
    open_session.post(SECOND, {"code": code(secret, clock)})
    assert is_in(open_session)
    assert reset(administrator, people["penyetuju"]).status_code == 302

    assert not is_in(open_session)
    assert not Authenticator.objects.exists()
    fresh = Client()
    fresh.post(SIGN_IN, {"username": "penyetuju", "password": PASSWORD})
    assert fresh.get("/desk/cases/").headers["Location"] == SECURITY
    assert AuditEvent.objects.filter(action="account.second_factor_reset").count() == 1
    chain_holds()


def test_a_reset_needs_every_role_of_the_account_to_be_theirs_to_give(
    administrator, people, organisations, clock
):
    person = people["analis"]
    with_app(person, clock)
    person.assignments.create(role=Role.ANALYST, scope=organisations["foreign"])
    assert reset(administrator, person).status_code == 403
    assert reset(administrator, people["admin_sistem"]).status_code == 403
    assert person.authenticators.exists()
