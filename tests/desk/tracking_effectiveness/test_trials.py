"""Tests of wordings: locked facts, two people, stopped at once, proposed and never chosen."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from tangkal.desk.approvals.models import Approval
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.portal import commands as portal
from tangkal.desk.portal import wordings
from tangkal.desk.portal.feedback_models import HelpfulCount, WordingTest
from tangkal.desk.portal.models import Clarification
from tangkal.desk.portal.records import ApprovedText
from tangkal.desk.strategic_communication import freezing
from tangkal.desk.tracking_effectiveness import trial_commands as commands
from tangkal.desk.tracking_effectiveness import trial_queries as queries
from tangkal.desk.tracking_effectiveness import trial_rules as rules
from tangkal.desk.tracking_effectiveness.models import Trial
from tangkal.desk.workflow import ActionDenied, StaleObject
from tests.safeguards.addresses.surveys import TRIAL

pytestmark = pytest.mark.django_db
FACT = "Harga tetap Rp10.000 sampai 31 Desember 2026 di Provinsi Contoh."


@pytest.fixture
def answer(organisations, people) -> Clarification:
    return portal.publish_clarification(
        ApprovedText(
            claim_text="BBM naik malam ini",
            verdict="SALAH",
            headline="Harga BBM tidak naik",
            parts=(("fact", FACT), ("myth", "BBM naik malam ini")),
            sources=(),
            language="id",
            reference="2026-0001",
        ),
        issuer=organisations["ministry"],
        by=people["penyetuju"],
    )


@pytest.fixture
def propose(answer, people):
    return lambda **changes: commands.propose(answer, TRIAL | changes, by=people["evaluator"])


@pytest.fixture
def run(people):
    def started(trial):
        trial = commands.submit(trial, by=people["evaluator"])
        trial = commands.approve(trial, by=people["penyetuju"])
        return commands.start(trial, by=people["evaluator"])

    return started


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"headline": "Harga BBM tidak naik"}, "same words"),
        ({"part_key": "fact", "part_text": FACT.replace("10.000", "9.000")}, "the figure “9.000”"),
        ({"part_key": "fact", "part_text": FACT.replace("Desember", "Mei")}, "“desember”"),
        ({"part_key": "fact", "part_text": FACT.replace("Contoh", "Lain")}, "“Contoh”"),
        ({"headline": "Harga BBM tetap di Kabupaten Contoh"}, "the name or place"),
        ({"vouched": ["true"]}, "Nobody is targeted"),
    ],
)
def test_a_test_with_other_facts_or_an_open_promise_goes_no_further(propose, people, changes, why):
    with pytest.raises(ActionDenied, match=why):
        commands.submit(propose(**changes), by=people["evaluator"])


@pytest.mark.parametrize(
    "changes",
    [
        {"part_key": "myth", "part_text": "lain"},  # the claim is never worded otherwise
        {"part_key": "fact", "part_text": " "},
        {"part_key": "", "part_text": "lain"},
        {"headline": "  "},
    ],
)
def test_only_headline_and_the_answer_s_own_parts_are_worded_otherwise(propose, changes):
    with pytest.raises(ValidationError):
        propose(**changes)


def test_nobody_approves_what_they_wrote_and_nothing_starts_unapproved(
    propose, people, answer, organisations
):
    from tangkal.desk.accounts.models import RoleAssignment

    both = people["evaluator"]
    RoleAssignment.objects.create(user=both, role="penyetuju", scope=organisations["ministry"])
    both = type(both).objects.get(pk=both.pk)
    trial = commands.submit(propose(), by=both)
    for act in (
        lambda: commands.approve(trial, by=both),
        lambda: commands.start(trial, by=both),
        lambda: commands.approve(trial, by=people["foreign_penyetuju"]),
    ):
        with pytest.raises(ActionDenied), transaction.atomic():
            act()
    assert not WordingTest.objects.exists()
    assert "approve" not in rules.actions_of(trial, both)


def test_a_change_after_the_approval_needs_a_new_one(propose, people):
    trial = commands.approve(
        commands.submit(propose(), by=people["evaluator"]), by=people["penyetuju"]
    )
    word = Approval.objects.get()
    trial = commands.revise(trial, TRIAL | {"days": 20}, by=people["penyusun"])

    assert (trial.state, trial.approved_by) == ("RANCANGAN", None)
    assert trial.sha256 != word.version_sha256
    with pytest.raises(ActionDenied):
        commands.start(trial, by=people["evaluator"])


def test_a_corrected_answer_cannot_start_an_old_test(propose, people, answer):
    trial = commands.approve(
        commands.submit(propose(), by=people["evaluator"]), by=people["penyetuju"]
    )
    Clarification.objects.update(edition=2)
    with pytest.raises(ActionDenied, match="changed since"):
        commands.start(trial, by=people["evaluator"])


@pytest.mark.parametrize("who", ["evaluator", "analis", "hukum", "juru_bicara", "penyusun"])
def test_whoever_sees_harm_stops_it_at_once(propose, run, people, who):
    trial = commands.stop(run(propose()), by=people[who], ended="harm")

    assert (trial.state, trial.ended, trial.stopped_by) == ("BERHENTI", "harm", people[who])
    assert WordingTest.objects.get().stopped_at is not None
    assert AuditEvent.objects.filter(action="trial.stopped").count() == 1


def test_a_correction_of_the_answer_stops_the_desk_s_record_too(propose, run, people, answer):
    trial = run(propose())
    portal.doubt_clarification(answer.slug, reason="x", by=people["penyetuju"])
    trial.refresh_from_db()

    assert (trial.state, trial.ended) == ("BERHENTI", "changed")
    assert trial.result["a"]["views"] == 0
    assert AuditEvent.objects.filter(action="trial.stopped").count() == 1


def test_one_test_an_answer_at_a_time(propose, run, people):
    run(propose())
    with pytest.raises(ActionDenied, match="Another test"):
        run(propose(title="Kedua"))


def test_a_stale_page_changes_nothing(propose, people):
    trial = propose()
    commands.submit(trial, by=people["evaluator"], version=trial.version)
    with pytest.raises(StaleObject):
        commands.approve(trial, by=people["penyetuju"], version=trial.version)


@pytest.mark.parametrize(
    ("a", "b", "proposal", "says"),
    [
        (3, 9, "go on", "No difference seen yet"),
        (80, 160, "b brings more", "Version B brings more: +100 %"),
        (160, 80, "a brings more", "Version A brings more"),
        (2500, 2510, "no difference that matters", "alike"),
    ],
)
def test_the_result_is_said_in_words_and_only_proposed(propose, run, a, b, proposal, says):
    trial = run(propose())
    test = WordingTest.objects.get()
    wordings.add(test, "a", "yes", a)
    wordings.add(test, "b", "yes", b)
    wordings.add(test, "a", "views", 5000)
    wordings.add(test, "b", "views", 5000)
    found = queries.result_of(trial)
    test.refresh_from_db()

    assert found.proposal == proposal
    assert says in found.says
    assert test.stopped_at is None  # nobody but a person stops it
    assert trial.clarification.headline == "Harga BBM tidak naik"


def test_a_coin_that_is_off_makes_the_figures_worthless(propose, run):
    trial = run(propose())
    test = WordingTest.objects.get()
    for arm, views in (("a", 1000), ("b", 1400)):
        wordings.add(test, arm, "views", views)

    assert queries.result_of(trial).proposal == "the coin is in doubt"


def test_a_lesson_is_put_on_record_and_the_page_shows_it(propose, run, people, signed_in):
    trial = commands.stop(run(propose()), by=people["evaluator"])
    trial = commands.conclude(trial, lesson="Judul pendek membantu.", by=people["evaluator"])
    page = signed_in("penyetuju").get(f"/desk/effectiveness/wordings/{trial.pk}/")

    assert "Judul pendek membantu." in page.text
    assert "page views and not people" in page.text


def test_helpful_answers_are_shown_with_their_bias_and_never_from_few(answer, signed_in):
    HelpfulCount.objects.create(clarification=answer, edition=1, on="2026-02-01", yes=20, no=9)
    browser = signed_in("evaluator")
    few = browser.get("/desk/effectiveness/helpful/")
    HelpfulCount.objects.create(clarification=answer, edition=1, on="2026-02-02", yes=61, no=10)
    many = browser.get("/desk/effectiveness/helpful/")

    assert "too few: 29" in few.text
    assert "81 % (72–87 %)" in many.text
    assert "Whoever presses chooses to" in many.text
    assert "no target for anybody" in many.text


def test_a_test_goes_its_way_on_the_screens(signed_in, answer, people):
    browser, second = signed_in("evaluator"), signed_in("penyetuju")
    assert answer.headline in browser.get("/desk/effectiveness/wordings/new/").text
    made = browser.post(f"/desk/effectiveness/wordings/new/?clarification={answer.slug}", TRIAL)
    address = made["Location"]
    trial = Trial.objects.get()
    steps = [
        (browser, "submit", {}),
        (second, "send_back", {"why": "Lebih pendek lagi."}),
        (browser, "submit", {}),
        (second, "approve", {}),
        (browser, "start", {}),
        (second, "stop", {"ended": "time"}),
        (browser, "conclude", {"why": "Tidak ada beda."}),
    ]
    for who, action, fields in steps:
        trial.refresh_from_db()
        reply = who.post(f"{address}{action}/", {"version": trial.version} | fields)
        assert reply.status_code == 302, action
        assert who.get(address).status_code == 200
    trial.refresh_from_db()

    assert trial.state == "SELESAI"
    assert browser.get(f"{address}edit/").status_code == 403
    assert browser.post(f"{address}fly/").status_code == 404


def test_a_freeze_ends_running_tests_at_once_and_says_so(
    propose, run, people, organisations, answer, signed_in
):
    trial = run(propose())
    freezing.freeze(people["analis"], "kebakaran", organisations["ministry"])
    trial.refresh_from_db()

    assert (trial.state, trial.ended) == ("BERHENTI", "frozen")
    assert not wordings.running(timezone.now()).exists()
    assert AuditEvent.objects.filter(action="trial.stopped").count() == 1
    page = signed_in("evaluator").get(f"/desk/effectiveness/wordings/{trial.pk}/").text
    assert "Publishing was frozen" in page


def test_no_test_starts_while_publishing_stands_still(
    propose, people, organisations, answer, signed_in
):
    trial = commands.submit(propose(), by=people["evaluator"])
    trial = commands.approve(trial, by=people["penyetuju"])
    office = organisations["ministry"]
    freezing.freeze(people["analis"], "kebakaran", office)
    with pytest.raises(ActionDenied, match="stands still \\(kebakaran\\)"), transaction.atomic():
        commands.start(trial, by=people["evaluator"])
    address = f"/desk/effectiveness/wordings/{trial.pk}/"
    page = signed_in("evaluator").get(address).text
    assert "stands still (kebakaran)" in page
    assert "Start the test" not in page
    assert not WordingTest.objects.exists()

    freezing.thaw(office, by=people["penyetuju"], why="padam")
    assert commands.start(trial, by=people["evaluator"]).state == "BERJALAN"


@pytest.mark.parametrize(("office", "exercise"), [("ministry", True), ("foreign", False)])
def test_a_freeze_of_others_or_of_an_exercise_ends_no_test(
    propose, run, people, organisations, office, exercise
):
    trial = run(propose())
    freezing.freeze(None, "lain", organisations[office], is_exercise=exercise)
    trial.refresh_from_db()
    assert trial.state == "BERJALAN"


def test_nobody_claims_an_end_that_comes_by_itself(propose, run, people):
    with pytest.raises(ValidationError):
        commands.stop(run(propose()), by=people["evaluator"], ended="frozen")
