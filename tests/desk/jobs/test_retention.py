"""What was promised on the portal happens: raw material goes when its time is over."""

import os
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.intake import uploads
from tangkal.desk.jobs.retention import drop_expired
from tangkal.desk.portal.models import PublicReport
from tangkal.engines import MemoryLake
from tangkal.kernel import QuarantinedRow
from tangkal.pipeline.home import Home
from tangkal.pipeline.quarantine import Held, Quarantine
from tangkal.pipeline.settings import Settings

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
OLD, YOUNG = NOW - timedelta(days=91), NOW - timedelta(days=89)


@pytest.fixture
def home(tmp_path, settings) -> Home:
    found = Home(tmp_path / "home")
    found.make()
    settings.TANGKAL = Settings(home=found)
    return found


def question(created_at: datetime) -> PublicReport:
    return PublicReport.objects.create(
        token=uuid4(),
        receipt=uuid4().hex[:8].upper(),
        text="Apa benar?",
        url="https://contoh.example/",
        item_id=uuid4().hex,
        created_at=created_at,
    )


def quarantined(home: Home, seen_at: datetime) -> str:
    row = QuarantinedRow(
        row_id=uuid4().hex, source="a.csv", line=1, reason="?", raw="isi", seen_at=seen_at
    )
    with Quarantine(home.intake_database) as quarantine:
        quarantine.add([Held(row=row, about="text", context={})])
    return row.row_id


def upload(given_at: datetime) -> str:
    kept = uploads.keep("a.csv", [b"text\nhalo\n"])
    path = uploads.folder() / kept.stored_as
    os.utime(path, (given_at.timestamp(), given_at.timestamp()))
    return kept.stored_as


def test_what_is_past_its_time_goes_and_what_is_not_stays(home, settings, chain_holds):
    old, young = question(OLD), question(YOUNG)
    old_row, young_row = quarantined(home, OLD), quarantined(home, YOUNG)
    old_file, young_file = upload(OLD), upload(YOUNG)

    dropped = drop_expired(settings.TANGKAL, MemoryLake(), now=NOW)

    assert (dropped.questions, dropped.quarantined_rows, dropped.uploads) == (1, 1, 1)
    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.text, old.url, young.text) == ("", "", "Apa benar?")
    with Quarantine(home.intake_database) as quarantine:
        assert [row.row_id for row in quarantine.list(status=None)] == [young_row] != [old_row]
    names = {path.name for path in uploads.folder().iterdir()}
    assert young_file in names
    assert old_file not in names
    assert AuditEvent.objects.filter(action="retention.dropped").count() == 1
    chain_holds()


def test_a_run_that_drops_nothing_leaves_no_event(home, settings):
    question(YOUNG)
    drop_expired(settings.TANGKAL, MemoryLake(), now=NOW)
    assert not AuditEvent.objects.filter(action="retention.dropped").exists()


def test_a_question_whose_text_is_gone_still_leads_to_its_page(client, home, settings):
    report = question(OLD)
    drop_expired(settings.TANGKAL, MemoryLake(), now=NOW)
    page = client.get(f"/lapor/{report.receipt}/").content.decode()
    assert report.receipt in page
    assert "Apa benar?" not in page
