"""An operator learns what is wrong, and what to do, before users notice."""

import json
import os
import time
from datetime import date, timedelta

import pytest
from click.testing import CliRunner
from django.utils import timezone

from tangkal.cli.doctor import doctor
from tangkal.cli.tokens import tokens as command
from tangkal.desk.jobs import condition
from tangkal.impact_analysis import holidays
from tangkal.pipeline.settings import current

pytestmark = pytest.mark.django_db


def findings(**options) -> dict[str, condition.Finding]:
    return {each.name: each for each in condition.examine(current(), **options)}


def test_every_finding_that_is_not_well_says_what_to_do():
    found = findings()
    assert {"home", "database", "tables", "worker", "disk", "backup"} <= set(found)
    for each in found.values():
        assert (each.state == condition.OK) == (not each.remedy), each


def test_a_backup_of_last_week_is_no_backup(tmp_path):
    (tmp_path / "desk.dump").write_text("x")
    assert findings(backup=tmp_path)["backup"].state == condition.OK
    old = time.time() - timedelta(days=7).total_seconds()
    os.utime(tmp_path / "desk.dump", (old, old))
    assert findings(backup=tmp_path)["backup"].state == condition.BROKEN


def test_keys_that_others_can_read_are_found():
    secrets = current().home.secret_path("secret_key").parent
    before = secrets.stat().st_mode
    secrets.chmod(0o755)
    try:
        assert findings()["home"].state == condition.BROKEN
    finally:
        secrets.chmod(before)


def test_a_clock_that_was_set_back_is_found(people, monkeypatch):
    from tangkal.desk.api import tokens

    tokens.make(people["analis"], name="uji", scopes=["match:read"], days=1)  # leaves an event
    past = timezone.now() - timedelta(hours=1)
    monkeypatch.setattr(condition.timezone, "now", lambda: past)
    assert condition.clock().state == condition.BROKEN


def test_a_year_whose_holidays_are_not_known_is_said_before_clocks_reach_it():
    last = max(holidays.known_years())
    assert condition.known_holidays(date(last, 9, 1)).state == condition.OK
    found = condition.known_holidays(date(last, 10, 15))
    assert found.state == condition.LOOK
    assert str(last + 1) in found.says


def test_the_command_says_it_and_its_exit_code_too():
    done = CliRunner().invoke(doctor, ["--json"])
    told = json.loads(done.output)["findings"]
    assert (done.exit_code == 1) == any(each["state"] == "broken" for each in told)


def test_an_operator_lists_tokens_and_ends_one(people):
    from tangkal.desk.api import tokens

    token, text = tokens.make(people["analis"], name="papan", scopes=["match:read"], days=1)
    listed = CliRunner().invoke(command, ["list"])
    assert "papan" in listed.output
    assert text not in listed.output
    assert CliRunner().invoke(command, ["revoke", str(token.pk)]).exit_code == 0
    assert tokens.find(text) is None
    assert json.loads(CliRunner().invoke(command, ["list", "--json"]).output) == []
