"""The demonstration's last quarter is real work under another hour, and its report adds up."""

import csv
import io
import json
import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from pypdf import PdfReader

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.regions import load_regions
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases.models import Case
from tangkal.desk.deadlines import clocks
from tangkal.desk.exercises import demo, last_quarter
from tangkal.desk.exercises.clock import standing_at
from tangkal.desk.platform_requests.commands import objecting
from tangkal.desk.platform_requests.models import PlatformRequest
from tangkal.desk.portal.models import Appeal
from tangkal.desk.transparency.models import TransparencyReport
from tangkal.desk.transparency.quarters import Quarter
from tangkal.desk.transparency.words import FIGURES
from tangkal.desk.ui.charts import number
from tangkal.kernel import TangkalError
from tangkal.pipeline.settings import Settings

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Asia/Jakarta"))


@pytest.fixture
def in_demo(monkeypatch):
    monkeypatch.setattr(Settings, "is_demo", True)


@pytest.fixture
def reported(in_demo) -> TransparencyReport:
    load_regions()
    last_quarter.report_last_quarter(demo.hire())
    return TransparencyReport.objects.get()


def test_all_of_it_happened_in_that_quarter_and_nothing_waits(reported, chain_holds):
    quarter = Quarter(reported.year, reported.quarter)
    assert quarter.next == Quarter.of(timezone.now())
    case = Case.objects.get()
    assert case.state == "SELESAI"
    begun = PlatformRequest.objects.values_list("created_at", flat=True)
    moments = [case.opened_at, case.closed_at, *begun]
    assert all(quarter.starts_at <= moment < quarter.ends_at for moment in moments)
    assert quarter.ends_at < reported.published_at <= min(quarter.due_at, timezone.now())
    assert AuditEvent.objects.filter(at__range=(quarter.starts_at, quarter.ends_at)).count() > 100
    assert set(PlatformRequest.objects.values_list("state", flat=True)) == {"DILAPORKAN"}
    assert [each.subject for each in clocks.running() if each.is_exercise] == []
    chain_holds()
    last_quarter.report_last_quarter(demo.hire())
    assert TransparencyReport.objects.count() == 1  # a second start finds it


def squeezed(text: str) -> str:
    """Without spaces: a paper breaks its lines where it likes."""
    return "".join(text.split())


def test_page_paper_and_open_data_say_the_same(reported, client):
    base = f"/transparansi/{reported.organisation_id}/{reported.year}-{reported.quarter}/"
    data = json.loads(client.get(f"{base}json/").content)
    page = client.get(base).text
    paper = PdfReader(io.BytesIO(client.get(f"{base}pdf/").content))
    words = " ".join(" ".join(each.extract_text() for each in paper.pages).split())
    lines = list(csv.DictReader(io.StringIO(client.get(f"{base}csv/").content.decode("utf-8-sig"))))
    totals = {line["row"]: int(line["value"]) for line in lines if line["table"] == "totals"}

    assert totals == data["totals"] == reported.content["totals"]
    expected = {
        "begun": 12, "sent": 9, "sent_complete": 9, "refused_by_rule": 1, "refused_by_legal": 1,
        "dropped": 1, "items_requested": 16, "items_acted": 11, "items_refused": 5,
        "objections": 2, "objections_stood": 1, "reversed": 1, "restoration_asked": 1,
        "restored": 1, "answers": 1, "answers_wrong": 1, "corrected": 1,
    }  # fmt: skip
    assert {key: value for key, value in totals.items() if value} == expected
    with override("id"):
        shown = {str(FIGURES[key].label): number(value) for key, value in totals.items()}
    for label, value in shown.items():
        assert squeezed(f"{label}{value}") in squeezed(words), label
        after = re.sub(r"<[^>]+>", " ", page.split(f">{label}</th>")[1]).split()
        assert after[0] == value, label
    rows = {
        (line["row"], line["column"]): line["value"]
        for line in lines if line["table"] == "by_platform"
    }  # fmt: skip
    assert rows["facebook", "refused"] == "5"
    assert rows["tiktok", "acted"] == "6"
    for words_of_row in ("Facebook 10 5 5 0", "TikTok 6 6 0 0"):
        assert words_of_row in words


def test_another_hour_is_for_demonstrations_and_ends(in_demo, monkeypatch):
    with standing_at(MOMENT) as clock:
        assert timezone.now() == MOMENT
        assert Case._meta.get_field("opened_at").get_default() == MOMENT
        clock.move_on(hours=1)
        assert timezone.now().astimezone(ZoneInfo("Asia/Jakarta")).hour == 10
    assert timezone.now() > MOMENT
    monkeypatch.setattr(Settings, "is_demo", False)
    with pytest.raises(TangkalError, match="real"), standing_at(MOMENT):
        pass


def test_what_was_taken_back_and_reported_stays_so(reported, client):
    taken = PlatformRequest.objects.get(reversed_at__isnull=False)
    stood = PlatformRequest.objects.exclude(objection="").exclude(pk=taken.pk).get()
    page, other = (client.get(f"/permintaan/{each.public_number}/").text for each in (taken, stood))
    contest = reverse("public-request-contest", args=[taken.public_number])
    assert contest not in page
    assert "kami cabut" in page
    assert client.get(contest).status_code == 302
    assert reverse("public-request-contest", args=[stood.public_number]) in other
    assert "Ditindak" in other
    assert "Sudah dilaporkan" not in page + other  # says nothing to whoever it is about

    objecting.contest(None, appeal=Appeal.objects.get(subject_id=taken.public_number))
    objecting.fall_with_label(None, case=taken.case, verdict=None, by=taken.case.opened_by)
    before = taken.reversed_at
    taken.refresh_from_db()
    assert (taken.state, taken.reversed_at) == ("DILAPORKAN", before)


def test_the_review_of_an_objection_reads_names_and_not_codes(reported, client):
    client.force_login(User.objects.get(username="auditor"))
    taken = PlatformRequest.objects.get(reversed_at__isnull=False)
    page = client.get(reverse("appeal", args=[taken.objection])).text
    words = page.split('class="facts"')[1].split("</dl>")[0]
    assert "Penurunan konten" in words
    assert "TikTok: https://" in words
    assert "Dasar hukum" in words
    assert "takedown" not in words


def test_a_request_that_a_rule_ended_says_so_in_words_and_lacks_nothing(reported, client):
    client.force_login(User.objects.get(username="hukum"))
    ended = PlatformRequest.objects.get(refused_rule="medium_or_institution")
    page = client.get(reverse("platform-request", args=[ended.pk])).text
    assert "Diakhiri oleh aturan kami." in page
    assert "medium_or_institution" not in page
    assert "belum lengkap" not in page
    assert "Langkah berikutnya" not in page
