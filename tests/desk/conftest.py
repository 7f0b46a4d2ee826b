# ruff: noqa: E402 - the models can be imported only after set_up
"""People, organisations and the audit chain as the desk's tests need them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.utils import translation

from tangkal.desk import entry
from tangkal.desk.ui.messages import compile_messages

# A fresh checkout has no compiled messages, and Django reads them once a process.
compile_messages()

# Named on the command line, this conftest loads before pytest-django has set Django up.
entry.set_up()

from tangkal.desk.accounts.models import Organisation, Region, RoleAssignment, User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.audit import guards
from tangkal.desk.audit.queries import verify_chain

NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)  # 12.00 WIB on a Monday


@pytest.fixture(autouse=True)
def quick_settings(settings, tmp_path):
    """Hashing passwords is slow on purpose, and files belong in the test's own folder."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.AXES_ENABLED = False
    # Which cases are judged twice is drawn; tests that are about that draw by themselves.
    settings.TANGKAL = replace(settings.TANGKAL, second_look_percent=0)
    settings.SECOND_FACTOR_REQUIRED = False  # tests/desk/accounts/test_second_factor.py asks


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Refusals are compared in the words the code holds, whether or not translations are built."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def audit_triggers_step_aside(request) -> Iterator[None]:
    """Let a transactional test empty its tables afterwards; then put the triggers back.

    pytest-django empties every table after such a test, which the triggers rightly refuse.
    Fixtures end in reverse: this one asks for the database's own last, so that it removes the
    triggers before the flush. They come back when the next test that needs them begins.
    """
    marker = request.node.get_closest_marker("django_db")
    is_transactional = "transactional_db" in request.fixturenames or bool(
        marker and marker.kwargs.get("transaction")
    )
    if is_transactional:
        request.getfixturevalue("transactional_db")
        guards.install(connection)
        yield
        guards.remove(connection)
        return
    if marker or "db" in request.fixturenames:
        request.getfixturevalue("db")
        guards.install(connection)
    yield


@pytest.fixture
def organisations(db) -> dict[str, Organisation]:
    """A ministry with an agency and a province below it, a district below that, and another."""
    province = Region.objects.create(
        code="99", name="Provinsi Contoh", level=Region.Level.PROVINCE, time_zone="Asia/Jakarta"
    )
    district = Region.objects.create(
        code="99.01", name="Kabupaten Contoh", level=Region.Level.REGENCY, parent=province
    )
    kinds = Organisation.Type
    ministry = Organisation.objects.create(name="Kementerian Contoh", type=kinds.MINISTRY)
    agency = Organisation.objects.create(name="Lembaga Contoh", type=kinds.AGENCY, parent=ministry)
    government = Organisation.objects.create(
        name="Pemerintah Provinsi Contoh", type=kinds.PROVINCE, parent=ministry, region=province
    )
    below = Organisation.objects.create(
        name="Pemerintah Kabupaten Contoh", type=kinds.DISTRICT, parent=government, region=district
    )
    foreign = Organisation.objects.create(name="Kementerian Lain", type=kinds.MINISTRY)
    return {
        "ministry": ministry,
        "agency": agency,
        "province": government,
        "district": below,
        "foreign": foreign,
    }


def make_person(username: str, organisation: Organisation, *roles: str) -> User:
    """An account without a password: tests sign in with ``client.force_login``."""
    user = User.objects.create(
        username=username,
        display_name=username.replace("_", " ").title(),
        organisation=organisation,
        language="en",
    )
    for role in roles:
        RoleAssignment.objects.create(user=user, role=role, scope=organisation)
    return user


@pytest.fixture
def people(organisations) -> dict[str, User]:
    """One person a role over the ministry, seconds where two are needed, and outsiders.

    Keys: every role's code ("analis", "verifikator", …); "second_<role>" for roles of which two
    must act; "province_analis" and "district_analis" (own government only); "foreign_<role>"
    for every role in another ministry; "nobody" (an account without a role).
    """
    ministry, foreign = organisations["ministry"], organisations["foreign"]
    found = {role.value: make_person(role.value, ministry, role) for role in Role}
    for role in (Role.ANALYST, Role.VERIFIER, Role.WRITER, Role.APPROVER, Role.MONITOR):
        key = f"second_{role.value}"
        found[key] = make_person(key, ministry, role)
    for place in ("province", "district"):
        key = f"{place}_{Role.ANALYST.value}"
        found[key] = make_person(key, organisations[place], Role.ANALYST)
    for role in Role:
        key = f"foreign_{role.value}"
        found[key] = make_person(key, foreign, role)
    found["nobody"] = make_person("nobody", ministry)
    return found


@pytest.fixture
def signed_in(people):
    """``signed_in("analis")``: a browser in which that person has signed in."""

    def sign_in(who: str) -> Client:
        client = Client()
        client.force_login(people[who], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def chain_holds():
    """Call it at a test's end: the audit chain must prove itself."""

    def check() -> int:
        report = verify_chain()
        assert report.holds, f"chain broken at {report.broken_at}: {report.reason}"
        return report.events

    return check
