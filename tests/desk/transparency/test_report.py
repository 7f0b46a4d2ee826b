"""The quarterly report: counted from events, decided by a person, late in public where it is."""

import io
import json
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from tangkal.desk.cases import commands as cases
from tangkal.desk.cases.models import Case
from tangkal.desk.deadlines import clocks
from tangkal.desk.platform_requests import commands as requests
from tangkal.desk.platform_requests.models import Item, PlatformRequest, RequestEvent
from tangkal.desk.platform_requests.states import RequestState
from tangkal.desk.portal.models import Appeal, Clarification, Correction
from tangkal.desk.rights import appeals
from tangkal.desk.rights.models import Review
from tangkal.desk.rights.overview import counts
from tangkal.desk.rights.subjects import subject_of
from tangkal.desk.tracking_effectiveness.kpi import elsewhere
from tangkal.desk.transparency import commands, figures, hiding, queries
from tangkal.desk.transparency.models import TransparencyReport
from tangkal.desk.transparency.quarters import ZONE, Quarter, ended
from tangkal.desk.transparency.states import ReportState
from tangkal.desk.transparency.words import FIGURES
from tangkal.desk.workflow import ActionDenied, StaleObject
from tests.desk.platform_requests.walk import begin, let_time_pass, object_to, request_at
from tests.desk.rights.conftest import publish
from tests.desk.rights.test_appeals import contest

FIRST = Quarter(2026, 1)
BEGUN = datetime(2026, 2, 10, 9, tzinfo=ZONE)


@pytest.fixture
def quarter(case, people):
    """Things happened in the first quarter of 2026: one request acted on, one refused by us."""
    request_at("acted", case, people)
    refused = request_at("legal", case, people, paths=("2",))
    requests.refuse(refused, why="Unsur tidak ada.", by=people["hukum"])
    Case.objects.update(opened_at=BEGUN)
    RequestEvent.objects.update(at=BEGUN)
    PlatformRequest.objects.update(created_at=BEGUN)
    PlatformRequest.objects.exclude(sent_at=None).update(sent_at=BEGUN)
    PlatformRequest.objects.exclude(refused_at=None).update(refused_at=BEGUN)
    return FIRST


@pytest.fixture
def office(case):
    return case.lead_organisation


def published(office, quarter, people, **fields) -> TransparencyReport:
    report = commands.begin(office, quarter, by=people["analis"], **fields)
    seen = figures.sha256_of(figures.compute(office, quarter))
    return commands.publish(
        report, decision="Sudah dibaca.", by=people["penyetuju"], sha256_seen=seen
    )


# Quarters and small cells


def test_quarters_follow_one_another_on_the_offices_clock():
    assert [str(each) for each in ended(Quarter(2025, 3), BEGUN)] == ["2025-Q3", "2025-Q4"]
    assert Quarter.of(datetime(2026, 3, 31, 23, tzinfo=ZONE)) == FIRST
    assert FIRST.due_at == datetime(2026, 5, 1, tzinfo=ZONE)


tables = st.lists(st.integers(0, 12), min_size=1, max_size=8)


@given(counts=tables)
def test_no_count_of_one_to_four_is_shown_nor_follows_from_the_total(counts):
    rows = [(str(n), {"n": value}) for n, value in enumerate(counts)]
    shown = [row["cells"]["n"] for row in hiding.shown(rows)]
    assert not [value for value in shown if value is not None and 0 < value < hiding.LEAST]
    if len(rows) > 1:
        assert shown.count(None) != 1


@given(counts=tables)
def test_what_is_shown_is_the_count_itself(counts):
    rows = [(str(n), {"n": value}) for n, value in enumerate(counts)]
    for row, value in zip(hiding.shown(rows), counts, strict=True):
        assert row["cells"]["n"] in {None, value}


# Figures


@pytest.mark.django_db
def test_the_figures_are_counted_from_what_happened(quarter, office):
    totals = figures.compute(office, quarter)["totals"]
    told = {key: value for key, value in totals.items() if value}
    assert told == {
        "begun": 2,
        "sent": 1,
        "sent_complete": 1,
        "refused_by_legal": 1,
        "items_requested": 1,
        "items_acted": 1,
    }
    assert totals.keys() == FIGURES.keys()
    assert not any(figures.compute(office, FIRST.next)["totals"].values())


def pin(at=BEGUN):
    """Everything as if it had happened at one moment."""
    for model, fields in (
        (Case, ["opened_at"]),
        (RequestEvent, ["at"]),
        (PlatformRequest, ["created_at", "sent_at", "refused_at", "reversed_at"]),
        (Clarification, ["published_at"]),
        (Correction, ["at"]),
        (Appeal, ["received_at"]),
    ):
        for field in fields:
            model.objects.exclude(**{field: None}).update(**{field: at})


def objected(request, people, outcome) -> PlatformRequest:
    review = Review.objects.get(appeal=object_to(request))
    officer = people["auditor"]
    review = appeals.assign(review, officer, first_reply="Kami tinjau.", by=officer)
    seen = subject_of(review.appeal).sha256_now()
    appeals.decide(review, outcome, reason="Bukti baru.", by=officer, sha256_seen=seen)
    return PlatformRequest.objects.get(pk=request.pk)


@pytest.mark.django_db
def test_refusals_reversals_objections_and_restorations_are_counted_each_once(case, people, office):
    by = {"by": people["penyetuju"]}
    begin(case, people, paths=("a",), kind="impersonation")  # refused by a rule
    requests.drop(request_at("draft", case, people, paths=("b",)), why="x", by=people["analis"])
    requests.refuse(
        request_at("legal", case, people, paths=("c",)), why="Data.", by=people["pejabat_pdp"]
    )
    late = let_time_pass(request_at("received", case, people, paths=("d",)), hours=25)
    requests.expire(late, why="Tidak ada jawaban.", **by)
    mixed = request_at("received", case, people, paths=("e", "f", "g"))
    for item, state in zip(mixed.items.all(), ("acted", "refused"), strict=False):
        requests.answer(item, state=state, text="x", by=people["analis"])
    objected(request_at("acted", case, people, paths=("h",)), people, "uphold")
    wrong = objected(request_at("acted", case, people, paths=("i",)), people, "withdraw")
    wrong = requests.ask_restoration(wrong, reference="P-1", **by)
    requests.restored(wrong, text="Tayang lagi", **by)
    PlatformRequest.objects.filter(pk=mixed.pk).update(urgency="urgent")
    pin()

    totals = figures.compute(office, FIRST)["totals"]
    assert {key: value for key, value in totals.items() if value} == {
        "begun": 7, "refused_by_rule": 1, "refused_by_data": 1, "dropped": 1,
        "sent": 4, "sent_urgent": 1, "sent_complete": 4,
        "items_requested": 6, "items_acted": 3, "items_refused": 1, "items_pending": 2,
        "expired": 1, "objections": 2, "objections_stood": 1, "reversed": 1,
        "restoration_asked": 1, "restored": 1,
    }  # fmt: skip
    [taken_back] = figures.compute(office, FIRST)["taken_back"]
    assert taken_back == {
        "kind": "takedown",
        "at": "2026-02-10",
        "reason": "Setelah sanggahan: Bukti baru.",
    }

    cases.withdraw_verdict(case.verdicts.get(), by=people["verifikator"], why="Salah.")
    pin()
    assert figures.compute(office, FIRST)["totals"]["fell"] == 3  # late, mixed and what stood
    assert len(figures.compute(office, FIRST)["taken_back"]) == 4


@pytest.mark.django_db
def test_an_incomplete_form_that_went_out_all_the_same_is_not_counted_as_complete(
    case, people, office
):
    request = request_at("sent", case, people)
    request.items.update(alternatives={})
    pin()
    totals = figures.compute(office, FIRST)["totals"]
    assert (totals["sent"], totals["sent_complete"]) == (1, 0)


@pytest.mark.django_db
def test_corrections_appeals_and_errors_of_our_own_answers_are_counted(case, people, parts, office):
    first, second, third = [page_of(publish(case, people, parts)) for _each in range(3)]
    kinds = Correction.Kind
    Correction.objects.bulk_create(
        Correction(clarification=page, kind=kind, reason="x", before={}, after={}, edition=2)
        for page, kind in (
            (first, kinds.CORRECTED), (first, kinds.CORRECTED), (second, kinds.UPDATED),
        )
    )  # fmt: skip
    for outcome in ("TETAP", "DIREVISI", "DIREVISI", "DICABUT", ""):
        appeal = contest(third).appeal
        Appeal.objects.filter(pk=appeal.pk).update(
            outcome=outcome, state="DIUMUMKAN" if outcome else appeal.state
        )
    pin()
    totals = figures.compute(office, FIRST)["totals"]
    assert {key: value for key, value in totals.items() if value} == {
        "answers": 3, "answers_wrong": 1, "corrected": 2, "updated": 1,
        "appeals": 5, "appeals_stood": 1, "appeals_revised": 2, "appeals_withdrawn": 1,
        "appeals_open": 1,
    }  # fmt: skip

    # The gate finds afterwards that it was press work: every label comes down, and is counted.
    cases.reopen(case, by=people["analis"], why="ternyata karya pers")
    cases.triage(case, by=people["analis"])
    cases.assess_gate(case, kind="press_work", reason="Media terdaftar.", by=people["analis"])
    pin()
    totals = figures.compute(office, FIRST)["totals"]
    assert (totals["answers_protected"], totals["withdrawn"], totals["answers_wrong"]) == (3, 3, 3)


def page_of(message) -> Clarification:
    return Clarification.objects.get(slug=message.clarification_slug)


@pytest.mark.django_db
def test_another_offices_requests_are_not_counted(quarter, organisations):
    totals = figures.compute(organisations["foreign"], quarter)["totals"]
    assert not any(totals.values())


@pytest.mark.django_db
def test_what_a_rule_refused_is_counted_too(case, people, office):
    begin(case, people, kind="impersonation", ground="illegal_finance")  # SALAH is no imposter
    assert figures.compute(office, Quarter.of(Case.objects.get().opened_at))["totals"][
        "refused_by_rule"
    ] == 1  # fmt: skip


# The decision


@pytest.mark.django_db
def test_publishing_is_the_decision_of_another_person_with_a_date(
    quarter, office, people, chain_holds
):
    report = commands.begin(office, quarter, by=people["analis"])
    seen = figures.sha256_of(figures.compute(office, quarter))
    for who in ("analis", "hukum", "foreign_penyetuju"):
        with pytest.raises(ActionDenied):
            commands.publish(report, decision="ya", by=people[who], sha256_seen=seen)
    with pytest.raises(ActionDenied):
        commands.publish(report, decision=" ", by=people["penyetuju"], sha256_seen=seen)
    with pytest.raises(StaleObject):
        commands.publish(report, decision="ya", by=people["penyetuju"], sha256_seen="0")
    report = commands.publish(report, decision="ya", by=people["penyetuju"], sha256_seen=seen)
    assert (report.state, report.published_by) == (ReportState.PUBLISHED, people["penyetuju"])
    assert figures.sha256_of(report.content) == report.sha256
    states = set(PlatformRequest.objects.values_list("state", flat=True))
    assert states == {RequestState.REPORTED}
    chain_holds()


@pytest.mark.django_db
def test_published_figures_stay_and_a_correction_is_a_new_edition_with_its_reason(
    quarter, office, people
):
    first = published(office, quarter, people)
    PlatformRequest.objects.update(sent_at=None)
    first.refresh_from_db()
    assert first.content["totals"]["sent"] == 1
    with pytest.raises(ActionDenied):
        commands.begin(office, quarter, by=people["analis"])
    second = published(office, quarter, people, correction="Pengiriman salah catat.")
    first.refresh_from_db()
    assert (first.state, second.edition) == (ReportState.REPLACED, 2)


@pytest.mark.django_db
def test_there_is_no_report_of_a_quarter_that_is_not_over(case, office, people):
    with pytest.raises(ActionDenied, match="not over"):
        commands.begin(office, Quarter.of(case.opened_at), by=people["analis"])


@pytest.mark.django_db
def test_one_draft_waits_at_a_time(quarter, office, people):
    commands.begin(office, quarter, by=people["analis"])
    with pytest.raises(ValidationError):
        commands.begin(office, quarter, by=people["hukum"])


# Lateness


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("days", "late", "on_time"), [(-1, 0, None), (0, 0, None), (1, 1, False), (40, 40, False)]
)
def test_what_is_not_published_is_late_by_the_day(quarter, office, days, late, on_time):
    now = quarter.due_at + timedelta(days=days)
    each = next(s for s in queries.standings(office, now) if s.quarter == quarter)
    assert (each.days_late, each.is_on_time) == (late, on_time)


@pytest.mark.django_db
def test_a_late_report_stays_late_and_a_correction_does_not_make_it_later(quarter, office, people):
    report = published(office, quarter, people)
    TransparencyReport.objects.filter(pk=report.pk).update(
        published_at=quarter.due_at + timedelta(days=3, hours=1)
    )
    published(office, quarter, people, correction="Salah hitung.")
    each = next(
        s
        for s in queries.standings(office, quarter.due_at + timedelta(days=300))
        if s.quarter == quarter
    )
    assert (each.days_late, each.is_on_time, each.newest.edition) == (3, False, 2)


@pytest.mark.django_db
def test_lateness_stands_in_public_also_where_nothing_was_published(quarter, office, client):
    page = client.get("/transparansi/?lang=en")
    assert "not published:" in page.text
    assert "days late" in page.text
    one = client.get(f"/transparansi/{office.pk}/2026-1/?lang=en")
    assert "This report is not published." in one.text
    assert client.get(f"/transparansi/{office.pk}/2026-1/csv/").status_code == 404


@pytest.mark.django_db
def test_what_is_owed_has_a_clock_until_it_is_out(quarter, office, people):
    def owed():
        return {each.label for each in clocks.running() if each.kind == "transparency"}

    assert "transparansi 2026-Q1" in owed()
    published(office, quarter, people)
    assert "transparansi 2026-Q1" not in owed()


# What anybody reads


@pytest.mark.django_db
def test_open_data_says_the_same_as_the_page_with_licence_and_definitions(
    quarter, office, people, client
):
    report = published(office, quarter, people, foreword="Satu permintaan saja.")
    base = f"/transparansi/{office.pk}/2026-1/"
    page = client.get(f"{base}?lang=en")
    assert "Satu permintaan saja." in page.text
    data = json.loads(client.get(f"{base}json/").content)
    assert data["totals"] == report.content["totals"]
    assert data["licence"] == "CC-BY-4.0"
    assert data["definitions"].keys() == data["totals"].keys()
    assert data["sha256"] == figures.sha256_of(report.content)
    text = client.get(f"{base}csv/").content.decode("utf-8-sig")
    assert "2026-Q1,totals,sent,n,1,0,CC-BY-4.0" in text
    assert client.get(f"{base}pdf/").content.startswith(b"%PDF")
    assert client.get(f"{base}exe/").status_code == 404


@pytest.mark.django_db
def test_page_and_paper_name_a_platform_and_open_data_keeps_its_code(
    quarter, office, people, client
):
    Item.objects.update(platform="tiktok")
    published(office, quarter, people)
    base = f"/transparansi/{office.pk}/2026-1/"
    paper = PdfReader(io.BytesIO(client.get(f"{base}pdf/").content))
    assert ">TikTok<" in client.get(base).text
    assert "TikTok" in "".join(page.extract_text() for page in paper.pages)
    assert ",by_platform,tiktok," in client.get(f"{base}csv/").content.decode("utf-8-sig")
    [table] = [
        each for each in client.get(f"{base}json/").json()["tables"] if each["key"] == "by_platform"
    ]
    assert [row["key"] for row in table["rows"]] == ["tiktok"]


@pytest.mark.django_db
def test_no_breakdown_shows_a_single_request(quarter, office, people):
    report = published(office, quarter, people)
    cells = [
        value
        for table in report.content["tables"]
        for row in table["rows"]
        for value in row["cells"].values()
    ]
    assert cells
    assert not [value for value in cells if value is not None and 0 < value < 5]


# Who else reads of it


@pytest.mark.django_db
def test_auditors_and_indicators_hear_of_it(quarter, people):
    labels = [str(row.label) for row in counts(people["auditor"], since=BEGUN)]
    assert "Requests refused by a rule or in review" in labels
    assert "Transparency reports that are late" in labels
    for key in ("takedown_complete", "takedown_refused", "transparency_on_time"):
        assert key in elsewhere.givers


def test_no_figure_is_a_target_and_none_is_ranked():
    from tangkal.tracking_effectiveness.kpis import FORBIDDEN

    assert not FORBIDDEN & FIGURES.keys()
