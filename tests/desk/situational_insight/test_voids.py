"""Questions that nobody answered are found, answers are found, and no silence is taken for calm."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases.models import Case
from tangkal.desk.jobs import insight
from tangkal.desk.portal.models import Clarification, PublicReport
from tangkal.desk.recognise import matcher
from tangkal.desk.recognise.models import KnownClaim
from tangkal.desk.situational_insight.models import InsightRun, PublicQuestion, QuestionMark
from tangkal.desk.situational_insight.voids import commands, computing, queries
from tangkal.desk.workflow import ActionDenied, StaleObject
from tangkal.engines import LakeError
from tests.desk.lakes import item

VOIDS = "/desk/voids/"
FUEL = "Apa benar harga BBM naik besok pagi?"
AID = "Kapan bansos tahap dua cair di Kabupaten Contoh?"
SCHOOL = "Benarkah sekolah libur dua minggu karena kabut asap?"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_matcher():
    matcher.forget()
    yield
    matcher.forget()


def asked(text, n, start=0, **fields):
    return [
        item(f"{abs(hash(text)) % 10**6:x}{start + k:x}", text=text, hours_ago=2 + k, **fields)
        for k in range(n)
    ]


@pytest.fixture
def page(organisations):
    """A page of ours that says of the school story that it is not so."""
    claim = KnownClaim.objects.create(
        claim_id="own-1",
        title="Sekolah libur dua minggu karena kabut asap",
        origin=KnownClaim.Origin.OWN,
        revision=1,
    )
    return Clarification.objects.create(
        slug="sekolah-tidak-libur",
        claim_text=claim.title,
        verdict="false",
        headline="Sekolah tetap masuk, tidak ada libur dua minggu",
        parts=[{"key": "fact", "text": "Sekolah tetap masuk."}],
        issuer=organisations["ministry"],
        reference="2026-0001",
        known_claim_id=claim.pk,
    )


def measure(lake, **more):
    return computing.measure(lake, now=timezone.now(), is_exercise=False, **more)


@pytest.fixture
def measured(use_lake, page):
    lake = use_lake(
        *asked(FUEL, 4),
        *asked("emang bener ya harga bensin naik besok pagi", 2),
        *asked(AID, 3, region_code="99.01"),
        *asked(SCHOOL, 5),
        *asked("Rapat warga selesai dengan tertib.", 6),
        *asked("Kapan jembatan dibuka?", 2),
        *asked("Kapan lampu jalan diperbaiki pak lurah?", 5, source_kind="media"),
    )
    return measure(lake)


def by_start(word):
    return PublicQuestion.objects.get(question__icontains=word)


def test_planted_voids_come_back_with_their_counts_and_nothing_else(measured):
    assert measured.fault == ""
    found = {row.question: row for row in PublicQuestion.objects.all()}
    assert len(found) == 3  # twice is a conversation, and outlets do not ask for the public
    fuel = by_start("bbm")
    assert (fuel.asks, fuel.askers, fuel.wordings) == (6, 6, 2)
    assert (fuel.answer, fuel.kind) == ("none", "whether")
    assert sum(fuel.daily) == 6
    aid = by_start("bansos")
    assert (aid.answer, aid.kind, aid.regions) == ("none", "when", {"99.01": 3})


def test_a_page_of_ours_answers_whether_it_is_so(measured, page):
    school = by_start("sekolah")
    assert (school.answer, school.page) == ("answered", page)


def test_a_page_that_we_doubt_or_that_is_withdrawn_is_no_answer(use_lake, page):
    page.doubted_at = timezone.now()
    page.save()
    lake = use_lake(*asked(SCHOOL, 4))
    measure(lake)
    assert by_start("sekolah").answer == "maybe"
    page.state = Clarification.State.WITHDRAWN
    page.save()
    measure(lake)
    assert by_start("sekolah").answer == "none"


def test_when_is_not_answered_by_whether(use_lake, page):
    lake = use_lake(*asked("Kapan sekolah libur dua minggu karena kabut asap?", 4))
    measure(lake)
    assert by_start("sekolah").answer == "maybe"


def test_questions_on_our_own_portal_count_once(use_lake, settings):
    rows = asked(FUEL, 3)
    lake = use_lake(*rows)
    PublicReport.objects.create(
        token="6a3f1f8e-6f36-4e0e-8f5e-0b8d0a1b2c3d",
        receipt="ABCDEFGH",
        text="Harga BBM naik besok pagi",
        item_id=rows[0]["item_id"],
    )
    measure(lake)
    fuel = by_start("bbm")
    assert (fuel.asks, fuel.askers, fuel.unnamed, fuel.reports) == (3, 2, 1, 1)
    assert fuel.platforms["portal"] == 1


def test_an_exercise_and_reality_never_share_a_question(use_lake):
    lake = use_lake(*asked(FUEL, 3), *asked(FUEL, 4, start=50, is_exercise=True))
    measure(lake)
    computing.measure(lake, now=timezone.now(), is_exercise=True)
    assert {(q.is_exercise, q.asks) for q in PublicQuestion.objects.all()} == {
        (False, 3),
        (True, 4),
    }


def test_no_account_and_no_telephone_is_stored(use_lake):
    rows = asked("Min, apa benar bantuan bisa diambil lewat 081234567890 besok?", 4)
    measure(use_lake(*rows))
    row = PublicQuestion.objects.get()
    stored = repr({field.name: getattr(row, field.name) for field in row._meta.fields})
    assert "hash-of" not in stored
    assert "081234567890" not in stored


def test_a_later_run_moves_the_figures_and_keeps_what_was_decided(use_lake, people):
    lake = use_lake(*asked(FUEL, 3))
    measure(lake)
    row = PublicQuestion.objects.get()
    commands.mark_not_ours(row, why="Milik kementerian lain", by=people["analis"])
    more = asked(FUEL, 2, start=40)
    lake.append("b2", lake_table(more))
    second = measure(lake)
    again = PublicQuestion.objects.get()
    assert (again.pk, again.asks, again.run) == (row.pk, 5, second)
    assert again.marks.get().what == "not_ours"


def lake_table(rows):
    import pyarrow as pa

    from tangkal.kernel.schema import LAKE

    return pa.Table.from_pylist(rows, schema=LAKE)


# -- never a false "nothing asked" ---------------------------------------------------------


def test_before_the_first_measurement_the_page_says_that_nothing_is_known(signed_in, use_lake):
    use_lake()
    said = signed_in("analis").get(VOIDS).content.decode()
    assert "Not measured yet" in said
    assert "No question here" not in said


def test_a_failed_measurement_is_said_and_leaves_the_last_one_standing(
    measured, signed_in, monkeypatch
):
    def broken(*_args, **_more):
        raise LakeError("the disk is gone")

    monkeypatch.setattr(computing, "read_askings", broken)
    run = measure(None)
    assert run.fault == "the disk is gone"
    said = signed_in("analis").get(VOIDS).content.decode()
    assert "The last measurement stopped." in said
    assert "the disk is gone" in said
    assert FUEL in said


def test_an_unforeseen_fault_stops_no_worker_and_is_on_record(use_lake, monkeypatch):
    monkeypatch.setattr(computing, "asked_often", lambda _read: 1 / 0)
    assert measure(use_lake(*asked(FUEL, 3))).fault == "ZeroDivisionError"


def test_an_old_measurement_is_no_picture_of_now(measured, signed_in):
    InsightRun.objects.update(until=timezone.now() - timedelta(hours=5))
    said = signed_in("analis").get(VOIDS).content.decode()
    assert "This is no picture of now" in said


def test_an_empty_list_beside_a_silent_source_is_not_called_calm(use_lake, signed_in):
    now = timezone.now()
    rows = [
        item(f"f{n:x}", source="rss:kota", text=f"Berita {n} dari kota", hours_ago=20 + n)
        for n in range(24 * 9)
    ]
    lake = use_lake(*rows)
    run = computing.measure(lake, now=now, is_exercise=False)
    assert [each["source"] for each in run.read["silent"]] == ["rss:kota"]
    said = signed_in("analis").get(VOIDS).content.decode()
    assert "no data from rss:kota since" in said
    assert "None seen, and not all was heard" in said
    assert "No question here" not in said
    assert not queries.standing("voids", is_exercise=False).is_whole


# -- what people decide --------------------------------------------------------------------


def test_a_case_is_opened_with_items_as_evidence_and_stands_with_the_question(
    measured, signed_in, people
):
    fuel = by_start("bbm")
    answer = signed_in("analis").post(f"{VOIDS}{fuel.pk}/case/")
    case = Case.objects.get()
    assert answer.url == f"/desk/cases/{case.number}/"
    assert case.evidence.count() == fuel.asks
    assert fuel.marks.get().case == case
    assert AuditEvent.objects.filter(action="question.marked").count() == 1


@pytest.mark.parametrize(
    ("form", "what"),
    [
        ({"what": "answered", "page": "/klarifikasi/sekolah-tidak-libur/"}, "answered"),
        ({"what": "answered", "page": "sekolah-tidak-libur"}, "answered"),
        ({"what": "answered", "page": "tidak-ada"}, None),
        ({"what": "not_ours", "why": "Urusan pusat"}, "not_ours"),
        ({"what": "not_ours", "why": "  "}, None),
        ({"what": "not_ours", "why": "x" * 301}, None),
    ],
)
def test_a_decision_needs_its_page_or_reason(measured, signed_in, form, what):
    fuel = by_start("bbm")
    signed_in("analis").post(f"{VOIDS}{fuel.pk}/mark/", form)
    assert [mark.what for mark in fuel.marks.all()] == ([what] if what else [])
    assert AuditEvent.objects.filter(action="question.marked").count() == (what is not None)


def test_only_one_decision_stands_and_it_can_be_taken_back(measured, people):
    fuel = by_start("bbm")
    first = commands.mark_not_ours(fuel, why="Bukan kami", by=people["analis"])
    with pytest.raises(StaleObject):
        commands.mark_not_ours(fuel, why="Juga bukan", by=people["second_analis"])
    commands.take_back(first, by=people["second_analis"])
    with pytest.raises(ValidationError):
        commands.take_back(first, by=people["analis"])
    commands.mark_not_ours(fuel, why="Tetap bukan", by=people["analis"])
    assert fuel.marks.count() == 2
    with pytest.raises(ActionDenied):
        commands.mark_not_ours(by_start("bansos"), why="…", by=people["penyetuju"])


def test_a_page_of_an_exercise_answers_no_real_question(measured, people, page):
    Clarification.objects.filter(pk=page.pk).update(is_exercise=True)
    with pytest.raises(ValidationError, match="exercise"):
        commands.mark_answered(by_start("bbm"), slug=page.slug, why="", by=people["analis"])


def test_decided_questions_leave_the_list_and_stand_under_decided(measured, signed_in, people):
    commands.mark_not_ours(by_start("bbm"), why="Bukan kami", by=people["analis"])
    client = signed_in("analis")
    assert FUEL not in client.get(VOIDS).content.decode()
    assert "Bukan kami" in client.get(f"{VOIDS}?show=decided").content.decode()


def test_the_page_asks_the_database_as_often_for_many_questions_as_for_few(
    measured, signed_in, use_lake
):
    client = signed_in("analis")
    client.get(VOIDS)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(VOIDS)
    run = measured
    for n in range(20):
        PublicQuestion.objects.create(
            run=run,
            question=f"Apa benar kabar nomor {n}?",
            kind="whether",
            asks=3,
            askers=3,
            unnamed=0,
            wordings=1,
            first_at=run.since,
            last_at=run.until,
            regions={"99": 1},
        )
    with CaptureQueriesContext(connection) as many:
        client.get(VOIDS)
    assert len(many) == len(few) <= 15


# -- the job -------------------------------------------------------------------------------


def test_a_round_measures_what_is_due_and_then_rests(use_lake):
    lake = use_lake(*asked(FUEL, 3))
    now = timezone.now()
    assert insight.work(lake, now=now) == 2  # questions and trends, of reality
    assert insight.work(lake, now=now + timedelta(minutes=5)) == 0
    assert insight.work(lake, now=now + timedelta(minutes=40)) == 2


def test_old_questions_and_runs_go_with_their_items(measured):
    PublicQuestion.objects.update(last_at=timezone.now() - timedelta(days=400))
    InsightRun.objects.update(until=timezone.now() - timedelta(days=400))
    assert insight.forget_before(timezone.now() - timedelta(days=90)) >= 3
    assert InsightRun.objects.count() == 0
    assert QuestionMark.objects.count() == 0
