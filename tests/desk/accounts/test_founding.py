"""A centre, the 546 governments below it, and the roles people hold over them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tangkal.desk.accounts import commands
from tangkal.desk.accounts.models import Organisation, Region, RoleAssignment, User
from tangkal.desk.accounts.regions import load_governments, load_regions
from tangkal.desk.accounts.roles import CONTENT_ROLES, Role
from tangkal.desk.audit.models import AuditEvent
from tangkal.kernel import TangkalError

pytestmark = pytest.mark.django_db

PASSWORD = "kuda-besi-lima-ratus"


@pytest.fixture
def centre(db) -> Organisation:
    return commands.found_centre("Badan Contoh", "kepala", PASSWORD)


def test_a_founded_centre_has_every_government_once(centre, chain_holds):
    kinds = Organisation.Type
    assert Organisation.objects.filter(type=kinds.PROVINCE).count() == 38
    assert Organisation.objects.filter(type=kinds.DISTRICT).count() == 508
    assert Organisation.objects.exclude(pk=centre.pk).count() == 546
    assert load_governments(centre) == 0
    assert Organisation.objects.count() == 547
    assert chain_holds()


def test_regions_are_whole_and_keep_their_codes_as_words(centre):
    levels = Region.Level
    assert Region.objects.filter(level=levels.PROVINCE).count() == 38
    assert Region.objects.exclude(level=levels.PROVINCE).count() == 514
    assert load_regions() == 552  # again changes nothing
    assert Region.objects.count() == 552
    codes = set(Region.objects.values_list("code", flat=True))
    assert {"11", "32.04", "11.10", "31.01"} <= codes
    assert "11.1" not in codes  # what becomes of 11.10 as a number
    assert Region.objects.get(code="32.04").parent_id == "32"
    assert Region.objects.filter(is_autonomous=False).count() == 6  # Jakarta's own


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        ("32.04", "Asia/Jakarta"),
        ("61", "Asia/Jakarta"),
        ("62", "Asia/Jakarta"),
        ("51", "Asia/Makassar"),
        ("63", "Asia/Makassar"),
        ("73.71", "Asia/Makassar"),
        ("81", "Asia/Jayapura"),
        ("94", "Asia/Jayapura"),
        ("96", "Asia/Jayapura"),
    ],
)
def test_regions_live_on_their_own_clock(centre, code, zone):
    assert Region.objects.get(code=code).time_zone == zone


def test_a_district_hangs_below_its_province_and_that_below_the_centre(centre):
    district = Organisation.objects.get(region_id="32.04")

    assert district.parent.region_id == "32"
    assert district.parent.parent == centre
    assert district.path == f"{centre.pk}.{district.parent_id}.{district.pk}."
    assert not Organisation.objects.filter(path="").exists()


def test_a_home_is_founded_once(centre):
    with pytest.raises(TangkalError, match="Badan Contoh"):
        commands.found_centre("Badan Lain", "lain", PASSWORD)
    assert Organisation.objects.filter(parent=None).count() == 1


@pytest.mark.parametrize("password", ["pendek", "password1234", "kepala-kepala"])
def test_a_weak_password_founds_nothing(db, password):
    with pytest.raises(TangkalError, match="password"):
        commands.found_centre("Badan Contoh", "kepala-kepala", password)
    assert not Organisation.objects.exists()
    assert not User.objects.exists()


def test_the_first_administrator_reads_no_content(centre):
    person = User.objects.get(username="kepala")

    assert person.check_password(PASSWORD)
    assert person.has_role(Role.SYSTEM_ADMIN, at=Organisation.objects.get(region_id="32.04"))
    assert not person.reads_content
    assert person.content_scopes() == []


def fresh(person: User) -> User:
    return User.objects.get(pk=person.pk)


@pytest.mark.parametrize("role", list(Role))
def test_a_role_holds_over_its_organisation_and_below_and_nowhere_else(organisations, people, role):
    person = people["nobody"]
    commands.assign_role(person, role, organisations["province"], by=None)
    person = fresh(person)

    held = {name: person.roles_at(each) for name, each in organisations.items()}
    assert held["province"] == held["district"] == {role}
    assert held["ministry"] == held["agency"] == held["foreign"] == frozenset()
    assert person.reads_content is (role in CONTENT_ROLES)


def test_a_path_that_only_begins_alike_is_another_organisation(organisations, people):
    """Organisation 1 is not above organisation 12: the path's closing dot tells them apart."""
    ministry = organisations["ministry"]
    twin = Organisation.objects.create(name="Kembar", type="kementerian")
    Organisation.objects.filter(pk=twin.pk).update(path=f"{ministry.pk}2.")
    twin.refresh_from_db()
    person = people["analis"]

    assert ministry.path == f"{ministry.pk}."
    assert person.roles_at(twin) == frozenset()


def test_a_role_ends_at_its_hour(organisations, people):
    person, ministry = people["nobody"], organisations["ministry"]
    soon = timezone.now() + timedelta(hours=1)
    commands.assign_role(person, Role.ANALYST, ministry, by=None, expires_at=soon)
    assert fresh(person).has_role(Role.ANALYST, at=ministry)
    RoleAssignment.objects.filter(user=person).update(expires_at=timezone.now())
    assert not fresh(person).has_role(Role.ANALYST)
    assert fresh(person).content_scopes() == []


def test_giving_a_role_twice_moves_its_end_and_is_one_role(organisations, people):
    person, ministry = people["nobody"], organisations["ministry"]
    commands.assign_role(person, Role.ANALYST, ministry, by=None)
    soon = timezone.now() + timedelta(hours=1)
    commands.assign_role(person, Role.ANALYST, ministry, by=None, expires_at=soon)

    assert person.assignments.get().expires_at == soon
    assert AuditEvent.objects.filter(action="role.assigned").count() == 2


def test_a_closed_account_holds_nothing(people):
    person = people["analis"]
    commands.set_active(person, is_active=False, by=people["admin_sistem"])

    assert fresh(person).roles == frozenset()
    assert not fresh(person).reads_content


def test_moving_an_organisation_moves_everything_below_it(organisations, people):
    province, agency = organisations["province"], organisations["agency"]
    province.parent = agency
    province.save()
    district = Organisation.objects.get(pk=organisations["district"].pk)

    assert district.path == f"{agency.path}{province.pk}.{district.pk}."
