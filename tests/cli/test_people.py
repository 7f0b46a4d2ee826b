"""`tangkal people` and `tangkal organisations`: what an operator sees and changes, on record."""

import json

import pytest
from click.testing import CliRunner

from tangkal.cli.organisations import organisations
from tangkal.cli.people import people
from tangkal.desk import entry

entry.set_up()

from tangkal.desk.accounts import commands  # noqa: E402
from tangkal.desk.accounts.models import Organisation, User  # noqa: E402
from tangkal.desk.accounts.roles import Role  # noqa: E402
from tangkal.desk.audit.models import AuditEvent  # noqa: E402
from tangkal.kernel import InvalidInput  # noqa: E402

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre() -> Organisation:
    found = Organisation.objects.create(name="Badan Contoh", type="lembaga")
    commands.make_person("kepala", "Kepala", found, [Role.SYSTEM_ADMIN], by=None)
    return found


def run(command, *arguments: str) -> str:
    result = CliRunner().invoke(command, list(arguments))
    if result.exception:
        raise result.exception
    return result.output


def test_accounts_are_listed_with_what_opens_them(centre):
    assert "password only" in run(people, "list")
    (found,) = json.loads(run(people, "list", "kepa", "--json"))
    assert found["roles"] == ["admin_sistem @ Badan Contoh"]
    assert run(people, "list", "tidak-ada") == "0 accounts.\n"


def test_the_last_administrator_is_helped_on_record(centre):
    person = User.objects.get()
    person.authenticators.create(kind="totp", name="ponsel", secret="x")
    run(people, "reset-second-factor", "kepala")
    assert not person.authenticators.exists()
    assert AuditEvent.objects.get(action="account.second_factor_reset").actor_name == "sistem"
    with pytest.raises(InvalidInput, match="siapa"):
        run(people, "reset-second-factor", "siapa")


def test_an_account_is_closed(centre):
    run(people, "close", "kepala")
    assert not User.objects.get().is_active


def test_the_tree_is_seen_added_to_moved_and_ended(centre):
    run(organisations, "add", "Dinas A", "--type", "opd", "--below", str(centre.pk))
    run(organisations, "add", "Dinas B", "--type", "opd", "--below", str(centre.pk))
    first, second = Organisation.objects.exclude(pk=centre.pk).order_by("pk")
    run(organisations, "move", str(second.pk), "--below", str(first.pk))
    run(organisations, "end", str(second.pk), "--on", "2026-12-31")
    listed = run(organisations, "list")
    assert f"{second.pk}     Dinas B (opd, until 2026-12-31)" in listed
    with pytest.raises(InvalidInput, match="itself"):
        run(organisations, "move", str(first.pk), "--below", str(second.pk))
    with pytest.raises(InvalidInput, match="no type"):
        run(organisations, "add", "X", "--type", "warung", "--below", str(centre.pk))
    with pytest.raises(InvalidInput, match="no organisation 0"):
        run(organisations, "end", "0", "--on", "2026-12-31")
