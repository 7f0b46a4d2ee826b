"""`tangkal report evaluation`: listed, drafted in a person's name, taken out on record."""

import json

import pytest
from click.testing import CliRunner

from tangkal.cli.report import report
from tangkal.desk import entry

entry.set_up()

from tangkal.desk.accounts import commands  # noqa: E402
from tangkal.desk.accounts.models import Organisation  # noqa: E402
from tangkal.desk.accounts.roles import Role  # noqa: E402
from tangkal.desk.audit.models import AuditEvent  # noqa: E402
from tangkal.desk.tracking_effectiveness.kpi import measures  # noqa: E402
from tangkal.desk.tracking_effectiveness.models import EvaluationReport  # noqa: E402
from tangkal.kernel import InvalidInput  # noqa: E402
from tests.desk.lakes import item, lake_of  # noqa: E402

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(monkeypatch, tmp_path):
    """The command finds its home made; the tests have their own settings and their own lake."""
    monkeypatch.setattr("tangkal.cli.report.open_desk", lambda home: None)
    lake = lake_of(tmp_path / "lake", item("001", hours_ago=30))
    monkeypatch.setattr(measures, "lake", lambda: lake)


@pytest.fixture
def office() -> Organisation:
    found = Organisation.objects.create(name="Badan Contoh", type="lembaga")
    for name, role in (("penilai", Role.EVALUATOR), ("pembaca", Role.AUDITOR)):
        commands.make_person(name, name.title(), found, [role], by=None)
    return found


def run(*arguments: str) -> str:
    result = CliRunner().invoke(report, ["evaluation", *arguments])
    if result.exception:
        raise result.exception
    return result.output


def draft(office, **changes: str) -> str:
    options = {"by": "penilai", "kind": "quarter", "day": "2026-02-28"} | changes
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    return run("draft", str(office.pk), *words)


def test_a_report_is_drafted_listed_and_taken_out_on_record(office, tmp_path):
    assert "no evaluation report yet" in run("list")
    assert run("list", "--json") == "[]\n"
    assert "confirm its charts at the desk" in draft(office)
    made = EvaluationReport.objects.get()
    assert (made.kind, made.language, made.drafted_by.username) == ("quarter", "id", "penilai")
    (row,) = json.loads(run("list", "--json"))
    assert (row["since"], row["state"]) == ("2026-01-01", made.state)
    assert "Badan" in run("list")

    told = run("export", str(made.pk), "--form", "json", "--out", str(tmp_path))
    (path,) = [each for each in tmp_path.iterdir() if each.suffix == ".json"]
    assert str(path) in told
    assert json.loads(path.read_text())["schema"] == "tangkal.evaluation-report/1"
    assert run("export", str(made.pk), "--out", str(tmp_path / "x.pdf")).startswith("wrote")
    assert (tmp_path / "x.pdf").read_bytes().startswith(b"%PDF")
    assert AuditEvent.objects.filter(action="evaluation_report.taken").count() == 2


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"by": "siapa"}, "no account 'siapa'"),
        ({"by": "pembaca"}, "."),
        ({"day": "kemarin"}, "'kemarin' is no day"),
        ({"day": "2999-01-01"}, "."),
    ],
)
def test_what_the_desk_refuses_is_refused_with_the_value(office, changes, why):
    with pytest.raises(InvalidInput, match=why):
        draft(office, **changes)
    assert not EvaluationReport.objects.exists()


def test_an_office_or_a_report_that_is_not_there_is_named(office, tmp_path):
    with pytest.raises(InvalidInput, match="no office 999"):
        run("draft", "999", "--by", "penilai")
    with pytest.raises(InvalidInput, match="no report 999"):
        run("export", "999")
    draft(office)
    key = str(EvaluationReport.objects.get().pk)
    with pytest.raises(InvalidInput, match="cannot be written"):
        run("export", key, "--form", "json", "--out", str(tmp_path / "nowhere" / "x.json"))
