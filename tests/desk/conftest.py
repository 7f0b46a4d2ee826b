# ruff: noqa: E402 - the models can be imported only after set_up
"""People, organisations and the audit chain as the desk's tests need them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.models.signals import post_migrate
from django.test import Client
from django.utils import translation
from pytest_django.plugin import blocking_manager_key

from tangkal.desk import entry
from tangkal.desk.ui.messages import compile_messages

# A fresh checkout has no compiled messages, and Django reads them once a process.
compile_messages()

# Named on the command line, this conftest loads before pytest-django has set Django up.
entry.set_up()

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.management import create_contenttypes
from django.contrib.contenttypes.models import ContentType

from tangkal.desk.accounts.models import Organisation, Region, RoleAssignment, User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.audit import guards
from tangkal.desk.audit.queries import verify_chain
from tangkal.desk.rights import access

CREATE_PERMISSIONS = "django.contrib.auth.management.create_permissions"
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
def nothing_of_others() -> Iterator[None]:
    """What a process keeps beside the database: access rows that wait, how often one asked."""
    yield
    access.forget_waiting()
    cache.clear()


def is_transactional(item) -> bool:
    """Whether its tables are emptied afterwards; a live server asks for that by itself."""
    marker = item.get_closest_marker("django_db")
    asked = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(asked) or bool(marker and marker.kwargs.get("transaction"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    """The triggers stand also in tables that were made without migrations.

    Nobody here asks Django's own permissions. It would write a thousand of them anew whenever a
    transactional test has emptied the tables: they are gone from the start, so that all tests
    find the same.
    """
    post_migrate.disconnect(create_contenttypes)
    post_migrate.disconnect(dispatch_uid=CREATE_PERMISSIONS)
    with django_db_blocker.unblock():
        Permission.objects.all().delete()
        ContentType.objects.all().delete()
        guards.install(connection)


@pytest.fixture(autouse=True)
def audit_triggers_step_aside(request) -> Iterator[None]:
    """Let a transactional test empty its tables afterwards.

    pytest-django empties every table after such a test, which the triggers rightly refuse.
    Fixtures end in reverse: this one asks for the database's own, so that it removes the
    triggers before the flush.
    """
    if is_transactional(request.node):
        request.getfixturevalue("transactional_db")
        yield
        guards.remove(connection)
    else:
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Put the triggers back for good once a transactional test's tables are empty.

    Put back within the next test's transaction they would be undone with it, and every test
    after it would pay again.
    """
    try:
        return (yield)
    finally:
        if is_transactional(item) and nextitem is not None:  # after the last one no table is left
            with item.config.stash[blocking_manager_key].unblock():
                guards.install(connection)
                connection.close()


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


def unsaved_person(username: str, organisation: Organisation) -> User:
    return User(
        username=username,
        display_name=username.replace("_", " ").title(),
        organisation=organisation,
        language="en",
    )


def make_person(username: str, organisation: Organisation, *roles: str) -> User:
    """An account without a password: tests sign in with ``client.force_login``."""
    user = unsaved_person(username, organisation)
    user.save()
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
    doubled = (Role.ANALYST, Role.VERIFIER, Role.WRITER, Role.APPROVER, Role.MONITOR)
    wanted = [(role.value, ministry, role) for role in Role]
    wanted += [(f"second_{role.value}", ministry, role) for role in doubled]
    for place in ("province", "district"):
        wanted.append((f"{place}_{Role.ANALYST.value}", organisations[place], Role.ANALYST))
    wanted += [(f"foreign_{role.value}", foreign, role) for role in Role]
    # Two questions instead of ninety: most of the desk's tests begin here.
    rows = [unsaved_person(username, office) for username, office, _role in wanted]
    found = {user.username: user for user in User.objects.bulk_create(rows)}
    RoleAssignment.objects.bulk_create(
        RoleAssignment(user=found[username], role=role, scope=office)
        for username, office, role in wanted
    )
    return found | {"nobody": make_person("nobody", ministry)}


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
