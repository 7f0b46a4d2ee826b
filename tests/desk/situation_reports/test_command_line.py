"""Reports from the command line: the same commands, on record as the installation's own."""

import pytest
from django.utils import timezone

from tangkal.desk import entry
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases import items
from tangkal.desk.situation_reports import commands
from tangkal.kernel import InvalidInput
from tests.desk.situation_reports.worlds import lake_of, spread

pytestmark = pytest.mark.django_db


@pytest.fixture
def now_lake(monkeypatch):
    lake = lake_of(spread(1, "N1", timezone.now(), 12))
    monkeypatch.setattr(items, "open_lake", lambda _place: lake)


def test_a_draft_is_made_listed_and_taken_out(series, now_lake):
    key, number = entry.draft_report("Harian", 24)
    (row,) = entry.report_series()
    assert (row["report"], row["newest"], row["state"]) == (key, number, "DRAF")
    assert row["next_due"]
    name, content = entry.take_report_file(key, "pdf")
    assert name == f"sir-{series.pk}-1.pdf"
    assert content.startswith(b"%PDF")
    taken = AuditEvent.objects.get(action="report.taken")
    assert taken.actor_id is None


@pytest.mark.parametrize(
    ("name", "hours", "says"),
    [("Lain", 24, "no series 'Lain'"), ("99", 24, "'99'"), ("Harian", 0, "1 to 744 hours"),
     ("Harian", 10_000, "1 to 744 hours")],
)  # fmt: skip
def test_what_cannot_be_drafted_is_said(series, now_lake, name, hours, says):
    with pytest.raises(InvalidInput, match=says):
        entry.draft_report(name, hours)


def test_two_series_of_one_name_are_told_apart_by_their_numbers(
    series, people, organisations, now_lake
):
    other = commands.create_series(
        by=people["province_analis"],
        name="Harian",
        kind="daily",
        organisation=organisations["province"],
        region=organisations["province"].region,
    )
    with pytest.raises(InvalidInput, match=f"{series.pk}, {other.pk}|{other.pk}, {series.pk}"):
        entry.draft_report("Harian", 24)
    assert entry.draft_report(str(other.pk), 24)[1] == 1


@pytest.mark.parametrize(("key", "form", "says"), [(1, "exe", "exe"), (10**9, "pdf", "no report")])
def test_what_cannot_be_taken_is_said(db, key, form, says):
    with pytest.raises(InvalidInput, match=says):
        entry.take_report_file(key, form)
