"""No order of steps puts a label in public that gate, verdict and approval do not all allow."""

import pytest

from tangkal.desk.accounts.models import RoleAssignment, User
from tangkal.desk.cases import commands as cases
from tangkal.desk.cases.models import Case, Verdict
from tangkal.desk.portal.models import Clarification, Correction
from tangkal.desk.recognise.models import KnownClaim
from tangkal.desk.strategic_communication import commands
from tangkal.desk.strategic_communication.models import Message
from tangkal.desk.strategic_communication.states import MessageState
from tangkal.desk.workflow import ActionDenied
from tests.desk.strategic_communication.conftest import answers

pytestmark = pytest.mark.django_db
PROTECTED = ["opinion", "criticism", "satire", "press_work", "whistleblowing"]


def step(message: Message, action: str, by: User, comment: str = "") -> Message:
    return commands.take_step(
        message, action, by=by, expected_version=message.version, comment=comment
    )


def through_approval(message: Message, people) -> Message:
    message = step(message, "submit", message.author)
    message = step(message, "confirm_facts", people["second_verifikator"])
    return step(message, "approve", people["penyetuju"])


def publish(message: Message, by: User) -> Message:
    message = Message.objects.get(pk=message.pk)
    return commands.publish(message, by=by, expected_version=message.version)


@pytest.fixture
def approved(case, people, parts) -> Message:
    draft = commands.draft_message(case, "clarification", parts, by=people["penyusun"])
    return through_approval(draft, people)


@pytest.fixture
def published(approved, people) -> Message:
    return publish(approved, people["penyetuju"])


def rework(case: Case, people, kind: str = "fact_claim") -> None:
    """Open a decided case again and assess its gate anew."""
    cases.reopen(case, by=people["analis"], why="Ada keterangan baru.")
    cases.triage(case, by=people["analis"])
    cases.assess_gate(case, kind=kind, reason="Dilihat lagi.", by=people["analis"])


def decide_again(case: Case, people) -> None:
    cases.judge_impact(
        case,
        severities={"finances": 2},
        reach=2,
        breakout=2,
        probability_term="likely",
        confidence="moderate",
        reasoning="Antrean di SPBU.",
        by=people["analis"],
    )
    cases.decide(
        case,
        option="RESPONS",
        rationale="Warga perlu tahu.",
        gate_answers=answers(),
        by=people["penyetuju"],
    )


def second_verdict(case: Case, people, value: str = "MENYESATKAN") -> Verdict:
    """A verdict on a second claim, by the ordinary way."""
    cases.reopen(case, by=people["analis"], why="Ada klaim kedua.")
    cases.triage(case, by=people["analis"])
    claim = cases.add_claim(case, text="Stok BBM habis", by=people["analis"])
    cases.send_to_verification(case, by=people["analis"])
    verdict = cases.draft_verdict(
        case,
        claim=claim,
        value=value,
        reasons="Stok cukup.",
        evidence=list(case.evidence.all()),
        by=people["verifikator"],
    )
    cases.submit_verdict(verdict, by=people["verifikator"])
    return cases.approve_verdict(verdict, by=people["second_verifikator"])


@pytest.mark.parametrize("kind", PROTECTED)
def test_an_approved_text_never_goes_out_once_the_gate_protects_the_content(approved, people, kind):
    case = approved.case
    rework(case, people, kind)
    with pytest.raises(ActionDenied):
        publish(approved, people["penyetuju"])
    decide_again(case, people)
    with pytest.raises(ActionDenied):
        publish(approved, people["penyetuju"])
    assert not Clarification.objects.exists()


@pytest.mark.parametrize("kind", PROTECTED)
def test_a_public_label_comes_down_when_the_gate_turns_out_to_protect_the_content(
    published, people, chain_holds, kind
):
    rework(published.case, people, kind)

    page = Clarification.objects.get()
    assert page.state == Clarification.State.WITHDRAWN
    assert Message.objects.get(pk=published.pk).state == MessageState.WITHDRAWN
    assert KnownClaim.objects.get(pk=page.known_claim_id).is_withdrawn
    assert Correction.objects.get().kind == Correction.Kind.WITHDRAWN
    chain_holds()


def test_a_page_comes_down_with_the_verdict_it_rests_on(published, people, chain_holds):
    verdict = Verdict.objects.get()
    cases.withdraw_verdict(verdict, why="Dokumen ternyata palsu.", by=people["verifikator"])

    page = Clarification.objects.get()
    assert page.state == Clarification.State.WITHDRAWN
    assert "palsu" not in Correction.objects.get().reason  # a verifier's note stays inside
    chain_holds()


def test_an_approved_text_does_not_go_out_without_its_verdict(approved, people):
    cases.withdraw_verdict(Verdict.objects.get(), why="Keliru.", by=people["verifikator"])
    with pytest.raises(ActionDenied):
        publish(approved, people["penyetuju"])


def test_nothing_goes_out_while_the_case_is_opened_again(approved, people):
    cases.reopen(approved.case, by=people["analis"], why="Ada keterangan baru.")
    with pytest.raises(ActionDenied, match="opened again"):
        publish(approved, people["penyetuju"])


def test_an_approval_does_not_carry_over_to_another_verdict(approved, people):
    case = approved.case
    second_verdict(case, people)
    decide_again(case, people)
    with pytest.raises(ActionDenied, match="changed after"):
        publish(approved, people["penyetuju"])


def test_an_approval_does_not_outlive_a_gate_and_a_decision_made_anew(approved, people):
    case = approved.case
    rework(case, people, "criticism")
    cases.assess_gate(case, kind="fact_claim", reason="Tetap klaim.", by=people["second_analis"])
    decide_again(case, people)
    with pytest.raises(ActionDenied, match="changed after"):
        publish(approved, people["penyetuju"])
    again = step(Message.objects.get(pk=approved.pk), "return", people["penyetuju"], "Periksa.")
    publish(through_approval(again, people), people["penyetuju"])
    assert Clarification.objects.get().verdict == "SALAH"


def test_a_text_on_protected_content_is_not_even_approved(case, people, parts):
    draft = commands.draft_message(case, "clarification", parts, by=people["penyusun"])
    rework(case, people, "press_work")
    decide_again(case, people)
    draft = step(draft, "submit", people["penyusun"])
    draft = step(draft, "confirm_facts", people["second_verifikator"])
    with pytest.raises(ActionDenied, match="gate"):
        step(draft, "approve", people["penyetuju"])


def test_who_wrote_the_published_text_does_not_approve_its_correction(
    published, people, organisations
):
    writer = people["penyusun"]
    RoleAssignment.objects.create(user=writer, role="penyetuju", scope=organisations["ministry"])
    writer = User.objects.get(pk=writer.pk)
    correction = commands.begin_correction(
        published, by=people["second_penyusun"], reason="Salah tulis."
    )
    correction = step(correction, "submit", people["second_penyusun"])
    correction = step(correction, "confirm_facts", people["second_verifikator"])
    with pytest.raises(ActionDenied, match="second person"):
        step(correction, "approve", writer)


def test_a_protected_case_may_be_answered_by_silence_as_fully_as_by_a_text(people):
    case = cases.open_case([], title="Kritik jalan rusak", by=people["analis"])
    cases.triage(case, by=people["analis"])
    cases.assess_gate(case, kind="criticism", reason="Kritik.", by=people["analis"])
    cases.judge_impact(
        case,
        severities={"reputation": 1},
        reach=1,
        breakout=1,
        probability_term="unlikely",
        confidence="high",
        reasoning="Benar adanya.",
        by=people["analis"],
    )
    decision = cases.decide(
        case,
        option="TIDAK_DIRESPONS",
        rationale="Perbaiki jalannya.",
        gate_answers=answers(),
        by=people["penyetuju"],
    )
    assert decision.review_at
    assert cases.close(case, by=people["analis"]).is_closed
