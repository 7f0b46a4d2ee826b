"""Evaluation reports: drafted by rule, worded by a person, approved by a second one, dated."""

import io
import json
import zipfile
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.tracking_effectiveness.kpi import measures
from tangkal.desk.tracking_effectiveness.kpi.showing import Line
from tangkal.desk.tracking_effectiveness.models import EvaluationReport
from tangkal.desk.tracking_effectiveness.report_models import content_hash
from tangkal.desk.tracking_effectiveness.reports import commands, paper, so_what
from tangkal.desk.workflow import ActionDenied, StaleObject
from tangkal.tracking_effectiveness.kpis import BY_KEY
from tangkal.tracking_effectiveness.kpis_figures import middle, share_of
from tests.desk.cases.walk import case_at
from tests.desk.lakes import item, lake_of
from tests.desk.markup import inline_code

PAGE = "/desk/effectiveness/reports/"


@pytest.fixture(autouse=True)
def lake(tmp_path, monkeypatch):
    found = lake_of(tmp_path / "lake", item("001", hours_ago=30))
    monkeypatch.setattr(measures, "lake", lambda: found)
    return found


@pytest.fixture
def report(people, organisations) -> EvaluationReport:
    case_at("TERBIT", people)
    return commands.draft(
        organisations["ministry"],
        "quarter",
        timezone.localdate(),
        by=people["evaluator"],
        language="en",
    )


def confirmed(report, by) -> EvaluationReport:
    says = {block["key"]: block["suggestion"] for block in paper.charts_of(report)}
    return commands.edit(report, {"says": says}, by=by, expected_version=report.version)


def submitted(report, by) -> EvaluationReport:
    report = confirmed(report, by)
    return commands.take_step(report, "submit", by=by, expected_version=report.version)


def test_a_draft_says_what_was_measured_and_names_its_rules(report):
    keys = [section["key"] for section in report.measured["sections"]]
    assert keys[:4] == ["work", "speed", "deadlines", "rights"]
    assert report.words["summary"]
    for block in paper.charts_of(report):
        assert block["suggestion"]
        assert block["rule"]
        assert block["facts"]
    assert report.sha256 == content_hash(report)
    assert "answered case" in json.dumps(report.measured)


def test_nothing_is_submitted_before_a_person_confirmed_the_charts(report, people):
    by = people["evaluator"]
    with pytest.raises(ActionDenied, match="not ready"):
        commands.take_step(report, "submit", by=by, expected_version=report.version)
    assert submitted(report, by).state == "DIAJUKAN"


def test_a_second_person_approves_and_the_approval_binds_to_the_words(report, people):
    report = submitted(report, people["evaluator"])
    with pytest.raises(ActionDenied):
        commands.take_step(
            report, "approve", by=people["evaluator"], expected_version=report.version
        )
    done = commands.take_step(
        report, "approve", by=people["penyetuju"], expected_version=report.version
    )
    assert (done.state, done.approved_sha256) == ("DISETUJUI", content_hash(done))
    assert AuditEvent.objects.filter(action="evaluation_report.approve").count() == 1
    with pytest.raises(ValidationError):
        commands.edit(done, {"summary": "x"}, by=people["evaluator"], expected_version=done.version)


def test_what_was_changed_behind_the_desk_is_not_approved(report, people):
    report = submitted(report, people["evaluator"])
    EvaluationReport.objects.filter(pk=report.pk).update(words={"summary": "other"})
    with pytest.raises(ActionDenied):
        commands.take_step(
            report, "approve", by=people["penyetuju"], expected_version=report.version
        )


def test_a_page_that_is_old_changes_nothing(report, people):
    confirmed(report, people["evaluator"])
    with pytest.raises(StaleObject):
        commands.edit(report, {"summary": "x"}, by=people["evaluator"], expected_version=1)


def test_words_for_what_is_not_in_the_report_are_refused(report, people):
    with pytest.raises(ValidationError):
        commands.edit(
            report,
            {"says": {"takedowns": "more"}},
            by=people["evaluator"],
            expected_version=report.version,
        )


def test_a_later_report_on_the_period_replaces_the_earlier(report, people, organisations):
    def approve(each):
        each = submitted(each, people["evaluator"])
        return commands.take_step(
            each, "approve", by=people["penyetuju"], expected_version=each.version
        )

    first = approve(report)
    again = commands.draft(
        organisations["ministry"], "quarter", timezone.localdate(), by=people["evaluator"]
    )
    approve(again)
    first.refresh_from_db()
    assert first.state == "DIGANTI"


def test_lateness_shows(report, people):
    now = timezone.now()
    assert not report.is_late
    EvaluationReport.objects.filter(pk=report.pk).update(due_at=now - timedelta(days=1))
    report.refresh_from_db()
    assert report.is_late
    assert "LATE" in paper.assemble(report).marks
    assert commands.overdue(people["analis"], now) == []
    later = now + timedelta(days=140)
    assert commands.overdue(people["analis"], later)


@pytest.mark.parametrize(
    ("kind", "day", "language"),
    [
        ("week", date(2026, 1, 1), "id"),
        ("month", date(2026, 1, 1), "fr"),
        ("quarter", date(9999, 12, 31), "id"),
        ("quarter", date(2190, 1, 1), "id"),
    ],
)
def test_what_cannot_be_reported_is_refused(people, organisations, kind, day, language):
    with pytest.raises(ValidationError):
        commands.draft(
            organisations["ministry"], kind, day, by=people["evaluator"], language=language
        )


def test_only_evaluators_and_analysts_draft(people, organisations):
    for name in ("penyusun", "pemantau", "foreign_analis"):
        with pytest.raises(ActionDenied):
            commands.draft(
                organisations["ministry"], "month", timezone.localdate(), by=people[name]
            )


def test_files_are_whole_marked_and_name_no_staff(report, signed_in, people):
    browser = signed_in("evaluator")
    pdf = browser.get(f"{PAGE}{report.pk}/files/pdf/").content
    assert pdf.startswith(b"%PDF")
    docx = zipfile.ZipFile(io.BytesIO(browser.get(f"{PAGE}{report.pk}/files/docx/").content))
    text = docx.read("word/document.xml").decode()
    assert "Time to first public statement" in text
    assert len([name for name in docx.namelist() if name.startswith("word/media/")]) >= 2
    found = json.loads(browser.get(f"{PAGE}{report.pk}/files/json/").content)
    assert found["state"] == "DRAF"
    assert found["marks"][0].startswith("DRAFT")
    assert AuditEvent.objects.filter(action="evaluation_report.taken").count() == 3
    assert browser.get(f"{PAGE}{report.pk}/files/exe/").status_code == 404


def test_the_pages_lead_from_a_draft_to_an_approved_report(signed_in, people, organisations):
    case_at("TERBIT", people)
    browser = signed_in("evaluator")
    made = browser.post(
        PAGE,
        {
            "office": organisations["ministry"].pk,
            "kind": "quarter",
            "day": f"{timezone.localdate()}",
            "language": "id",
        },
    )
    page = made["Location"]
    assert inline_code(browser.get(page).text) == []
    writing = browser.get(f"{page}edit/")
    form = writing.context["form"]
    assert writing.text.count("<figure") == len(form.charts) > 0  # seen before it is confirmed
    values = {bound.name: bound.initial or "" for bound in form}
    assert browser.post(f"{page}edit/", values).status_code == 302
    version = EvaluationReport.objects.get().version
    browser.post(f"{page}steps/submit/", {"version": version})
    assert EvaluationReport.objects.get().state == "DIAJUKAN"
    other = signed_in("penyetuju")
    other.post(f"{page}steps/approve/", {"version": version + 1})
    assert EvaluationReport.objects.get().state == "DISETUJUI"
    assert inline_code(browser.get(PAGE).text) == []
    assert signed_in("foreign_analis").get(page).status_code == 404


def line(key: str, figure, target=None) -> Line:
    return Line(kpi=BY_KEY[key], label=key, figure=figure, target=target)


HOURS = [n * 3600.0 for n in range(1, 13)]


@pytest.mark.parametrize(
    ("now", "then", "rule"),
    [
        (HOURS, HOURS, "ranges_overlap"),
        (HOURS, [h + 60 * 3600 for h in HOURS], "better"),
        ([h + 60 * 3600 for h in HOURS], HOURS, "worse"),
        (HOURS[:3], HOURS, "too_few_now"),
        (HOURS, HOURS[:3], "too_few_before"),
    ],
)
def test_a_conclusion_goes_no_further_than_the_ranges(now, then, rule):
    found = so_what.change(line("ttfr", middle(now)), line("ttfr", middle(then)))
    assert found.rule == rule
    assert found.facts["now"]["n"] == len(now)


def test_a_target_is_missed_only_beyond_chance():
    near = line("sla_triage", share_of(17, 20), 0.9)
    far = line("sla_verify", share_of(20, 100), 0.9)
    assert so_what.weakest([near]).facts["surely_missed"] == []
    assert so_what.weakest([near, far]).facts["surely_missed"] == ["sla_verify"]
    assert so_what.weakest([line("sla_triage", share_of(1, 2), 0.9)]).rule == "too_few_now"


def test_unmeasured_responses_are_named():
    assert so_what.effects([], answered=3, measured=0).rule == "none_measured"
    found = so_what.effects(["fell", "cannot_tell"], answered=5, measured=2)
    assert "3 answered cases were not measured" in found.text


def test_charts_speak_the_report_s_language_whoever_reads_it(people, organisations, signed_in):
    case_at("TERBIT", people)
    report = commands.draft(
        organisations["ministry"],
        "quarter",
        timezone.localdate(),
        by=people["evaluator"],
        language="id",
    )
    browser = signed_in("evaluator")
    assert "<svg" in browser.get(f"{PAGE}{report.pk}/").text
    for page in ("", "edit/"):
        text = browser.get(f"{PAGE}{report.pk}/{page}").text
        assert "estimates with their ranges" not in text, page
        assert "Write and confirm" in text or page  # the desk around it stays the reader's
