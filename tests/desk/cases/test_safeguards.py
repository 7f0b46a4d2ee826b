"""The safeguards by name: separation of duties, the gate, honest numbers, quiet decisions."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases import commands, evidence, rules
from tangkal.desk.cases.models import Case, Priority, Signal
from tangkal.desk.cases.states import CaseState, DecisionOption, SignalState, VerdictState
from tangkal.desk.workflow import ActionDenied, StaleObject
from tangkal.impact_analysis.verdicts import Verdict as VerdictCode
from tangkal.kernel import InvalidInput
from tests.desk.cases import walk

pytestmark = pytest.mark.django_db


def also(person: User, role: Role) -> User:
    """The same person with one more role, as a small office would have it."""
    person.assignments.create(role=role, scope=person.organisation)
    return User.objects.get(pk=person.pk)


# Separation of duties


def test_who_judged_the_impact_does_not_decide(people):
    case = walk.case_at(CaseState.ASSESSED, people)
    both = also(people["analis"], Role.APPROVER)
    with pytest.raises(ActionDenied, match="judged the impact"):
        commands.decide(
            case, option="PANTAU", rationale="quiet", gate_answers=walk.ANSWERS, by=both
        )
    walk.decide(case, people)


def test_who_drafted_a_verdict_does_not_approve_it(people):
    case = walk.case_at(CaseState.VERIFICATION, people)
    verdict = walk.draft(case, people)
    commands.submit_verdict(verdict, by=people["verifikator"])
    with pytest.raises(ActionDenied, match="second verifier"):
        commands.approve_verdict(verdict, by=people["verifikator"])
    assert commands.approve_verdict(verdict, by=people["second_verifikator"]).state == (
        VerdictState.APPROVED
    )


def test_who_wrote_the_claim_does_not_approve_its_verdict(people):
    case = walk.case_at(CaseState.VERIFICATION, people)
    verdict = walk.draft(case, people)
    commands.submit_verdict(verdict, by=people["verifikator"])
    author = also(people["analis"], Role.VERIFIER)
    with pytest.raises(ActionDenied, match="wrote the claim"):
        commands.approve_verdict(verdict, by=author)


def test_only_the_drafter_changes_or_submits_a_draft(people):
    case = walk.case_at(CaseState.VERIFICATION, people)
    verdict = walk.draft(case, people)
    with pytest.raises(ActionDenied):
        commands.submit_verdict(verdict, by=people["second_verifikator"])
    with pytest.raises(ActionDenied):
        commands.revise_verdict(
            verdict,
            value="BENAR",
            reasons="another view",
            evidence=list(case.evidence.all()),
            by=people["second_verifikator"],
        )


# The gate

PROTECTED = ["opinion", "criticism", "satire", "press_work", "whistleblowing"]


@pytest.mark.parametrize("kind", PROTECTED)
@pytest.mark.parametrize("value", [code.value for code in VerdictCode])
def test_protected_content_is_never_labelled(people, kind, value):
    case = walk.case_at(CaseState.TRIAGE, people)
    walk.with_gate(case, people, kind)
    walk.with_claim(case, people)
    commands.send_to_verification(case, by=people["analis"])
    assert not rules.latest_gate(case).may_be_labelled
    if value in {"BUKAN_KLAIM_FAKTA", "SATIRE"}:
        walk.draft(case, people, value)
        return
    with pytest.raises(ActionDenied, match="keeps"):
        walk.draft(case, people, value)
    assert not case.verdicts.exists()


def test_a_gate_assessed_anew_stops_a_label_on_its_way(people):
    case = walk.case_at(CaseState.VERIFICATION, people)
    verdict = walk.draft(case, people)
    commands.submit_verdict(verdict, by=people["verifikator"])
    walk.with_gate(case, people, "criticism")
    with pytest.raises(ActionDenied):
        commands.approve_verdict(verdict, by=people["second_verifikator"])


def test_criticism_keeps_its_protection_whatever_it_is_said_to_rest_on(people):
    case = walk.case_at(CaseState.TRIAGE, people)
    gate = commands.assess_gate(
        case,
        kind="criticism",
        reason="it blames the ministry",
        rests_on_false_information=True,
        by=people["analis"],
    )
    assert not gate.may_be_labelled


def test_take_down_is_no_option():
    assert set(DecisionOption.values) == {
        "TIDAK_DIRESPONS",
        "PANTAU",
        "RESPONS",
        "KRISIS",
        "RUJUK",
    }


@pytest.mark.parametrize("missing", ["gate", "claim"])
def test_verification_waits_for_the_gate_and_a_claim(people, missing):
    case = walk.case_at(CaseState.TRIAGE, people)
    if missing != "gate":
        walk.with_gate(case, people)
    if missing != "claim":
        walk.with_claim(case, people)
    with pytest.raises(ActionDenied):
        commands.send_to_verification(case, by=people["analis"])


def test_impact_is_judged_after_a_second_verifier_has_agreed(people):
    case = walk.case_at(CaseState.VERIFICATION, people)
    verdict = walk.draft(case, people)
    commands.submit_verdict(verdict, by=people["verifikator"])
    with pytest.raises(ActionDenied, match="second verifier"):
        walk.judge(case, people)


def test_protected_content_is_judged_and_decided_without_a_verdict(people):
    case = walk.case_at(CaseState.TRIAGE, people)
    walk.with_gate(case, people, "criticism")
    walk.judge(case, people)
    walk.decide(case, people, DecisionOption.RESPOND)  # fix it and say so
    case.refresh_from_db()
    assert case.state == CaseState.DECIDED


def test_a_verdict_needs_evidence_of_its_own_case(people):
    case = walk.case_at(CaseState.VERIFICATION, people)
    other = walk.open_case(people)
    for chosen in ([], list(other.evidence.all())):
        with pytest.raises(ValidationError):
            commands.draft_verdict(
                case,
                claim=case.claims.get(),
                value="SALAH",
                reasons="a list",
                evidence=chosen,
                by=people["verifikator"],
            )


# Honest numbers


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"probability_term": "likely", "probability_percent": 52}, "52"),
        ({"probability_term": "unlikely", "probability_percent": 60}, "60"),
        ({"probability_percent": 7}, "7"),
        ({"probability_term": "maybe"}, "maybe"),
        ({"reach": 5}, "5"),
        ({"breakout": 0}, "0"),
        ({"severities": {"economy": 5}}, "economy"),
        ({"severities": {"feelings": 1}}, "feelings"),
        ({"confidence": "total"}, "confidence"),
        ({"techniques": ["guessing"]}, "guessing"),
        ({"reasoning": "  "}, "judgement"),
    ],
)
def test_values_outside_their_scale_are_refused_by_name(people, changes, said):
    case = walk.case_at(CaseState.VERIFICATION, people)
    walk.approved(case, people)
    with pytest.raises(ValidationError, match=said):
        walk.judge(case, people, **changes)
    assert not case.assessments.exists()


def test_a_number_within_the_terms_range_is_kept(people):
    case = walk.case_at(CaseState.VERIFICATION, people)
    walk.approved(case, people)
    walk.judge(case, people, probability_term="likely", probability_percent=60)
    assert case.assessments.get().probability_percent == 60


def test_a_high_priority_needs_a_structured_technique(people):
    case = walk.case_at(CaseState.VERIFICATION, people)
    walk.approved(case, people)
    severe = {"severities": {"life_health": 3}, "reach": 3}
    with pytest.raises(ValidationError, match="technique"):
        walk.judge(case, people, **severe)
    walk.judge(case, people, **severe, techniques=["red_team"])
    case.refresh_from_db()
    assert case.priority == Priority.HIGH


# A priority changed by two


def asked(case: Case, people, priority: str = "HIGH", **changes: object) -> None:
    walk.judge(
        case,
        people,
        override_priority=priority,
        override_reason="the strike begins tomorrow",
        techniques=["what_if"],
        **changes,
    )


def test_an_override_counts_once_a_second_person_confirms_it(people):
    case = walk.case_at(CaseState.ASSESSED, people)
    asked(case, people)
    case.refresh_from_db()
    assert case.priority == Priority.LOW
    with pytest.raises(ActionDenied, match="second person"):
        commands.confirm_override(case, by=people["analis"])
    commands.confirm_override(case, by=people["second_analis"])
    case.refresh_from_db()
    assert case.priority == Priority.HIGH
    assert case.assessments.first().priority == Priority.HIGH
    with pytest.raises(ActionDenied, match="waits"):
        commands.confirm_override(case, by=people["second_analis"])


def test_an_override_needs_a_reason(people):
    case = walk.case_at(CaseState.ASSESSED, people)
    with pytest.raises(ValidationError):
        walk.judge(case, people, override_priority="MEDIUM", override_reason=" ")


def test_reputation_alone_is_never_a_high_priority_not_even_by_override(people):
    case = walk.case_at(CaseState.ASSESSED, people)
    with pytest.raises(ValidationError, match="reputation"):
        asked(case, people, severities={"reputation": 4}, reach=4, breakout=6)


# Quiet decisions


@pytest.mark.parametrize("option", ["TIDAK_DIRESPONS", "PANTAU"])
def test_no_response_is_a_full_decision_with_its_own_tripwire(people, chain_holds, option):
    case = walk.case_at(CaseState.ASSESSED, people)
    walk.decide(case, people, option)
    decision = case.decisions.get()
    assert decision.rationale
    assert set(decision.gate_answers) == set(walk.ANSWERS)
    assert decision.tripwire == {
        "reach": 2,
        "breakout": 2,
        "items": 50,
        "assumed": {"reach": 1, "breakout": 1, "items": 0},
    }
    assert timedelta(days=13) < decision.review_at - timezone.now() <= timedelta(days=14)
    case.refresh_from_db()
    assert (case.due_step, case.due_at) == ("review", decision.review_at)
    event = AuditEvent.objects.last()
    assert event.action == "case.decided"
    assert event.details["option"] == option
    assert event.details["rationale"] == decision.rationale
    assert event.details["gate_answers"] == decision.gate_answers
    chain_holds()


def test_every_option_asks_for_the_same(people):
    """Reasons and six answers, whichever option: none is cheaper than another."""
    case = walk.case_at(CaseState.ASSESSED, people)
    for option in DecisionOption.values:
        for spoiled in (
            {"rationale": " ", "gate_answers": walk.ANSWERS},
            *(
                {"rationale": "why", "gate_answers": {**walk.ANSWERS, key: ""}}
                for key in walk.ANSWERS
            ),
        ):
            with pytest.raises(ValidationError):
                commands.decide(
                    case, option=option, refer_to="X", by=people["penyetuju"], **spoiled
                )
    assert not case.decisions.exists()


@pytest.mark.parametrize(
    "spoiled",
    [
        {"option": "HAPUS"},
        {"option": "RUJUK", "refer_to": " "},
        {"tripwire": {"reach": 9}},
        {"tripwire": {"colour": 1}},
        {"review_at": "past"},
        {"gate_answers": {**walk.ANSWERS, "checkable": "perhaps"}},
        {"gate_answers": {**walk.ANSWERS, "seventh": "yes"}},
    ],
)
def test_an_incomplete_decision_is_refused(people, spoiled):
    case = walk.case_at(CaseState.ASSESSED, people)
    if spoiled.get("review_at") == "past":
        spoiled = {"review_at": timezone.now() - timedelta(hours=1)}
    values = {"option": "PANTAU", "rationale": "quiet", "gate_answers": walk.ANSWERS}
    with pytest.raises(ValidationError):
        commands.decide(case, by=people["penyetuju"], **{**values, **spoiled})
    case.refresh_from_db()
    assert case.state == CaseState.ASSESSED


def test_a_decision_to_respond_is_not_closed_unanswered(people):
    case = walk.case_at(CaseState.DECIDED, people)
    with pytest.raises(ActionDenied, match="to respond"):
        commands.close(case, by=people["analis"])


def test_a_quiet_decision_begins_no_response(people):
    case = walk.case_at(CaseState.ASSESSED, people)
    walk.decide(case, people, DecisionOption.NO_RESPONSE)
    with pytest.raises(ActionDenied, match="not to respond"):
        commands.respond(case, by=people["penyusun"])
    with pytest.raises(ActionDenied):
        commands.mark_published(case, by=people["penyetuju"])


def test_publishing_marks_the_approved_verdict_published(people):
    case = walk.case_at(CaseState.PUBLISHED, people)
    assert case.verdicts.get().state == VerdictState.PUBLISHED


# Evidence


def test_items_are_copied_with_a_hash_that_anyone_can_compute_again(people):
    case = walk.open_case(people)
    kept = case.evidence.get()
    assert evidence.record_hash(kept) == kept.sha256
    assert evidence.is_intact(kept)
    kept.text += "!"
    assert not evidence.is_intact(kept)


def test_the_same_item_is_one_piece_of_evidence(people):
    signal = walk.make_signal()
    case = walk.open_case(people)
    commands.link(signal, case, by=people["analis"], items=[walk.item(), walk.item("b" * 32)])
    assert sorted(case.evidence.values_list("item_id", flat=True)) == ["a" * 32, "b" * 32]


def test_the_same_words_twice_are_refused(people):
    case = walk.open_case(people)
    when = timezone.now()
    commands.add_evidence(case, walk.statement(captured_at=when), by=people["analis"])
    with pytest.raises(ValidationError, match="same hash"):
        commands.add_evidence(case, walk.statement(captured_at=when), by=people["analis"])


@pytest.mark.parametrize("missing", ["item_id", "text", "observed_at"])
def test_an_item_without_its_essentials_is_refused(missing):
    with pytest.raises(InvalidInput):
        evidence.from_item({**walk.item(), missing: None})


@pytest.mark.parametrize("grade", [("B", ""), ("", "2"), ("G", "1"), ("A", "7")])
def test_half_or_unknown_grades_are_refused(people, grade):
    case = walk.open_case(people)
    with pytest.raises(ValidationError):
        commands.add_evidence(
            case, walk.statement(), reliability=grade[0], credibility=grade[1], by=people["analis"]
        )


def test_a_private_author_is_never_the_source(people):
    made = evidence.from_item(walk.item(author="f" * 32))
    assert "f" * 32 not in (made.source, made.text, made.title)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "https://x/" + "a" * 1000]
)
def test_what_is_no_address_never_becomes_a_link_and_is_not_lost(url):
    made = evidence.from_item(walk.item(url=url))
    assert made.url == ""
    assert url in made.text


# Opening


def test_numbers_are_free_of_gaps_even_when_opening_fails(people):
    first = walk.open_case(people)
    with pytest.raises(InvalidInput):
        commands.open_case([], title="x", by=people["analis"], items=[{"item_id": ""}])
    second = walk.open_case(people)
    year = timezone.localtime().year
    assert (first.number, second.number) == (f"{year}-0001", f"{year}-0002")


def test_exercise_and_reality_never_share_a_case(people):
    real, unreal = walk.make_signal("a"), walk.make_signal("b", is_exercise=True)
    with pytest.raises(ValidationError):
        commands.open_case([real, unreal], title="x", by=people["analis"])
    with pytest.raises(ValidationError):
        commands.link(unreal, walk.open_case(people), by=people["analis"])
    real.refresh_from_db()
    assert real.state == SignalState.NEW


def test_opening_links_its_signals_and_ends_their_deadline(people):
    signal = walk.make_signal()
    case = commands.open_case([signal], title="Harga BBM", by=people["pemantau"])
    signal.refresh_from_db()
    assert (signal.state, signal.due_at, signal.resolution) == (
        SignalState.LINKED,
        None,
        case.number,
    )
    assert AuditEvent.objects.count() == 1
    with pytest.raises(ActionDenied):
        commands.open_case([signal], title="again", by=people["pemantau"])


def test_the_word_hoaks_is_nowhere_chosen_by_the_machine(people):
    case = walk.case_at(CaseState.CLOSED, people)
    said = [case.title, case.summary, *case.verdicts.values_list("value", flat=True)]
    assert not any("hoaks" in text.lower() for text in said)


# Signals


def test_undo_brings_a_signal_back_with_its_old_deadline(people):
    signal = walk.make_signal(due_at=None)
    commands.dismiss(signal, by=people["pemantau"], why="an advertisement")
    signal.refresh_from_db()
    assert (signal.resolution, signal.due_at) == ("an advertisement", None)
    undone = commands.undo(signal, by=people["pemantau"])
    assert undone.due_at == signal.created_at + timedelta(hours=1)
    assert (undone.state, undone.resolution, undone.owner) == (SignalState.NEW, "", None)


@pytest.mark.parametrize("text", ["", "   "])
def test_dismissing_and_asking_need_words(people, text):
    signal = walk.make_signal()
    with pytest.raises(ValidationError):
        commands.dismiss(signal, by=people["pemantau"], why=text)
    with pytest.raises(ValidationError):
        commands.ask_data(signal, by=people["pemantau"], what=text)
    assert AuditEvent.objects.count() == 0


def test_a_claimed_signal_is_released_by_its_owner(people):
    signal = walk.make_signal()
    commands.claim_ownership(signal, by=people["pemantau"])
    with pytest.raises(ActionDenied, match=people["pemantau"].display_name):
        commands.claim_ownership(signal, by=people["second_pemantau"])
    with pytest.raises(ActionDenied):
        commands.release(signal, by=people["second_pemantau"])
    assert commands.release(signal, by=people["pemantau"]).owner is None


def test_a_stale_version_is_refused_by_name(people):
    signal = walk.make_signal()
    commands.claim_ownership(signal, by=people["pemantau"], version=1)
    with pytest.raises(StaleObject) as caught:
        commands.screen(signal, by=people["analis"], version=1)
    assert caught.value.changed_by == people["pemantau"].display_name
    assert Signal.objects.get().state == SignalState.NEW


# Deadlines


def minutes(case: Case, since) -> float:
    case.refresh_from_db()
    return round((case.due_at - since).total_seconds() / 60)


def test_deadlines_follow_the_doctrines_table(people):
    signal = walk.make_signal(priority=Priority.HIGH)
    case = commands.open_case([signal], title="Banjir", by=people["analis"], items=[walk.item()])
    assert (case.due_step, minutes(case, case.opened_at)) == ("triage", 30)
    walk.to_triage(case, people)
    case.refresh_from_db()
    assert (case.due_step, minutes(case, case.triaged_at)) == ("verify", 180)
    walk.to_verification(case, people)
    walk.approved(case, people)
    walk.judge(
        case,
        people,
        severities={"life_health": 4},
        probability_term="likely",
        techniques=["red_team"],
    )
    case.refresh_from_db()
    assert (case.due_step, minutes(case, case.opened_at)) == ("first_line", 60)
    walk.decide(case, people)
    assert minutes(case, case.opened_at) == 60
    commands.respond(case, by=people["penyusun"])
    case.refresh_from_db()
    assert (case.due_step, minutes(case, case.opened_at)) == ("clarification", 360)
    commands.mark_published(case, by=people["penyetuju"])
    case.refresh_from_db()
    assert (case.due_step, case.due_at) == ("", None)


def test_a_low_priority_has_no_deadline_for_a_first_line(people):
    case = walk.case_at(CaseState.ASSESSED, people)
    assert (case.priority, case.due_step, case.due_at) == ("LOW", "", None)


def test_reopening_starts_the_clock_anew(people):
    case = walk.case_at(CaseState.REOPENED, people)
    assert case.due_step == "triage"
    assert case.due_at > case.reopened_at
