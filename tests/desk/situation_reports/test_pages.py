"""Pages of reports: who sees what, a person's way through them, and what each shows."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases import items
from tangkal.desk.jobs import reports
from tangkal.desk.situation_reports import commands
from tangkal.desk.situation_reports.document import charts_of
from tangkal.desk.situation_reports.models import Edition, Series
from tangkal.engines import LakeError, MemoryLake
from tests.desk.conftest import NOON
from tests.desk.situation_reports.conftest import confirmed
from tests.desk.situation_reports.worlds import DAY, lake_of, spread

pytestmark = pytest.mark.django_db


def page(client, name, *arguments, **query):
    answer = client.get(reverse(name, args=arguments), query)
    assert answer.status_code == 200
    return answer.content.decode()


def form_of(edition, **changes):
    """The fields of the writing page as a browser sends them."""
    fields = {
        "version": edition.version,
        "top_line": "Kabar BBM tumbuh; siapkan jawaban.",
        "distribution": "Pimpinan",
        "classification": "biasa",
        "action_1": "Siapkan klarifikasi",
        "owner_1": "Humas",
        "due_1": "2026-03-03",
        "note_themes": "Sejalan dengan pengumuman.",
    }
    for block in charts_of(edition.measured):
        fields[f"says_{block['key']}"] = "Naik."
        fields[f"state_{block['key']}"] = "confirmed"
    return {**fields, **changes}


def test_from_draft_to_signature_through_the_pages(signed_in, series, the_lake, people, draft):
    analyst, approver = signed_in("analis"), signed_in("penyetuju")
    edition = draft()
    text = page(analyst, "situation-report", edition.pk)
    assert "Before it can be checked" in text
    answer = analyst.post(
        reverse("situation-report-edit", args=[edition.pk]), form_of(edition), follow=True
    )
    assert "Kabar BBM tumbuh" in answer.content.decode()
    edition.refresh_from_db()
    step = reverse("situation-report-step", args=[edition.pk, "check"])
    analyst.post(step, {"version": edition.version})
    edition.refresh_from_db()
    assert edition.state == "DIPERIKSA"
    assert "another analyst or an approver signs it" in page(
        analyst, "situation-report", edition.pk
    )
    assert "Harian 1" in page(approver, "situation-reports")
    approver.post(
        reverse("situation-report-step", args=[edition.pk, "sign"]), {"version": edition.version}
    )
    edition.refresh_from_db()
    assert (edition.state, edition.signed_by) == ("DITANDATANGANI", people["penyetuju"])
    assert edition.words["actions"] == [
        {"text": "Siapkan klarifikasi", "owner": "Humas", "due": "2026-03-03"}
    ]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"top_line": "kata " * 51}, "51 words"),
        ({"top_line": "x" * 601}, "600"),
        ({"due_1": "besok"}, "date"),
        ({"classification": "top secret"}, "classification"),
        ({"state_volume": "maybe"}, "maybe"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_lost(
    signed_in, draft, change, says
):
    edition = draft()
    answer = signed_in("analis").post(
        reverse("situation-report-edit", args=[edition.pk]), form_of(edition, **change)
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert says in text
    assert "Siapkan klarifikasi" in text
    edition.refresh_from_db()
    assert edition.version == 1


def test_every_figure_links_to_its_question_and_says_when_it_is_different_now(
    signed_in, draft, the_lake
):
    edition = draft()
    client = signed_in("penyetuju")
    text = page(client, "situation-report", edition.pk)
    address = reverse("situation-report-figures", args=[edition.pk])
    assert f'{address}#items">90</a>' in text
    keys = set(re.findall(rf'{address}#([^"]+)"', text))
    figures = page(client, "situation-report-figures", edition.pk)
    assert all(f'id="{key.replace("%3A", ":")}"' in figures for key in keys)
    assert "/desk/narratives/explorer/?" in figures
    assert "0 figures are different now" in page(
        client, "situation-report-figures", edition.pk, now="1"
    )
    late = lake_of(spread(9_000, "N1", NOON, 5)).search(limit=10)
    the_lake.append("late", late)
    now = page(client, "situation-report-figures", edition.pk, now="1")
    assert "different" in now
    assert "<b>95</b>" in now
    edition.refresh_from_db()
    assert {each["key"]: each["value"] for each in edition.figures}["items"] == 90


def test_two_editions_are_shown_word_by_word(signed_in, draft, people):
    first, second = draft(), draft()
    for edition, top in ((first, "Kabar tumbuh dua kali."), (second, "Kabar tumbuh tiga kali.")):
        commands.edit(
            edition, confirmed(edition, top_line=top), by=people["analis"], expected_version=1
        )
    text = page(signed_in("juru_bicara"), "situation-report-compare", second.pk)
    assert re.search(r"<del>.*?dua.*?</del>", text)
    assert re.search(r"<ins>.*?tiga.*?</ins>", text)


def test_missed_slots_are_shown_where_reports_are_listed(signed_in, series, lake):
    Series.objects.filter(pk=series.pk).update(rhythm_since=NOON - 3 * DAY)
    reports.work(lake, now=NOON)
    for name, arguments in (("situation-reports", ()), ("situation-series", (series.pk,))):
        text = page(signed_in("penyetuju"), name, *arguments)
        assert "Missed" in text
        assert "28 Feb 2026" in text


def test_a_series_is_begun_changed_and_asked_for_a_report(
    signed_in, people, organisations, monkeypatch
):
    now = timezone.now()
    monkeypatch.setattr(items, "open_lake", lambda _place: lake_of(spread(1, "N1", now, 7)))
    client = signed_in("analis")
    fields = {
        "name": "Pagi",
        "organisation": organisations["ministry"].pk,
        "kind": "daily",
        "daily_at": "07:30",
        "crisis_level": "1",
        "time_zone": "Asia/Makassar",
        "language": "id",
    }
    assert client.post(reverse("situation-series-new"), fields).status_code == 302
    series = Series.objects.get()
    assert str(series.daily_at) == "07:30:00"
    again = client.post(reverse("situation-series-new"), fields)
    assert again.status_code == 422
    changed = {**fields, "version": 1, "is_active": "on", "kind": "crisis", "crisis_level": "3"}
    client.post(reverse("situation-series-edit", args=[series.pk]), changed)
    series.refresh_from_db()
    assert (series.crisis_level, len(series.rhythm.times)) == (3, 12)
    assert (
        client.post(reverse("situation-series-edit", args=[series.pk]), changed).status_code == 409
    )
    answer = client.post(reverse("situation-report-draft", args=[series.pk]), {"hours": "24"})
    edition = Edition.objects.get()
    assert answer.url == reverse("situation-report", args=[edition.pk])
    assert {each["key"]: each["value"] for each in edition.figures}["items"] == 7


def test_a_signed_report_of_a_province_is_read_by_its_offices_and_by_no_other(
    signed_in, people, organisations, lake
):
    series = commands.create_series(
        by=people["analis"],
        name="Provinsi",
        kind="ad_hoc",
        organisation=organisations["ministry"],
        region=organisations["province"].region,
    )
    edition = commands.draft(series, lake, until=NOON, hours=24, by=people["analis"], now=NOON)
    address = reverse("situation-report", args=[edition.pk])
    assert signed_in("province_analis").get(address).status_code == 404
    Edition.objects.filter(pk=edition.pk).update(state="DITANDATANGANI")
    assert signed_in("province_analis").get(address).status_code == 200
    assert signed_in("district_analis").get(address).status_code == 404
    assert signed_in("foreign_analis").get(address).status_code == 404


def test_whoever_takes_a_file_is_on_record_before_it_leaves(signed_in, draft, chain_holds):
    edition = draft()
    client = signed_in("penyetuju")
    for form in ("pdf", "docx", "txt", "json"):
        answer = client.get(reverse("situation-report-file", args=[edition.pk, form]))
        assert answer.status_code == 200
        assert f"sir-{edition.series_id}-1.{form}" in answer["Content-Disposition"]
    assert client.get(reverse("situation-report-file", args=[edition.pk, "exe"])).status_code == 404
    assert AuditEvent.objects.filter(action="report.taken").count() == 4
    chain_holds()


def test_an_unreadable_lake_stops_no_page(signed_in, draft, monkeypatch, series):
    class Broken(MemoryLake):
        def _tally(self, tally):
            raise LakeError("the lake cannot be read")

    edition = draft()
    monkeypatch.setattr(items, "open_lake", lambda _place: Broken())
    client = signed_in("analis")
    for name in ("situation-report", "situation-report-print", "situation-report-edit"):
        page(client, name, edition.pk)
    text = page(client, "situation-report-figures", edition.pk, now="1")
    assert "not among the figures now" in text
    client.post(reverse("situation-report-draft", args=[series.pk]), {"hours": "24"})
    assert Edition.objects.count() == 2


def test_the_list_costs_the_same_however_many_reports_there_are(
    signed_in, draft, django_assert_max_num_queries
):
    client = signed_in("analis")
    draft()
    with django_assert_max_num_queries(40) as few:
        page(client, "situation-reports")
    for _ in range(4):
        draft()
    with django_assert_max_num_queries(len(few.captured_queries)):
        page(client, "situation-reports")
