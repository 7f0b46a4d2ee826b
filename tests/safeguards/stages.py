"""Cases, messages and reports at every stage: what the operations of the API are asked about."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from tangkal.desk.cases import commands as cases
from tangkal.desk.cases.evidence import from_words
from tangkal.desk.cases.models import Case, Evidence, Signal
from tangkal.desk.deadlines import commands as clocks
from tangkal.desk.impact_analysis import second_looks as looking
from tangkal.desk.impact_analysis.models import SecondLook
from tangkal.desk.recognise.models import KnownClaim, MatchSuggestion
from tangkal.desk.situation_reports.models import Edition
from tangkal.desk.strategic_communication import commands as messages
from tests.desk.strategic_communication.conftest import PARTS, answers

STAGES = (
    *("opened", "triaged", "verifying", "drafted"),
    *("reviewing", "verified", "judged", "decided"),
)


def signal(name: str, **more: object) -> Signal:
    now = timezone.now()
    return Signal.objects.create(
        key=f"narrative:{name}", title=name, first_seen_at=now, last_seen_at=now, **more
    )


def case_at(stage: str, people: dict[str, Any]) -> SimpleNamespace:
    """A case of the ministry that has come so far and no further."""
    analyst, at = people["analis"], STAGES.index(stage)
    # Whoever drafted approves nothing: a draft is "verifikator"'s, what waits for a word is not.
    drafter = people["verifikator" if stage == "drafted" else "second_verifikator"]
    found = SimpleNamespace(case=cases.open_case([], title=f"Kasus {stage}", by=analyst))
    proof = from_words(
        kind=Evidence.Kind.DOCUMENT, title="Keputusan", text="Harga tetap.", source="Dinas"
    )
    if at >= 1:
        cases.triage(found.case, by=analyst)
        found.claim = cases.add_claim(found.case, text="BBM naik", by=analyst)
        found.evidence = cases.add_evidence(found.case, proof, by=analyst)
        cases.assess_gate(found.case, kind="fact_claim", reason="Dapat diperiksa.", by=analyst)
    if at >= 2:
        cases.send_to_verification(found.case, by=analyst)
    if at >= 3:
        found.verdict = cases.draft_verdict(
            found.case,
            claim=found.claim,
            value="SALAH",
            reasons="Harga tetap.",
            evidence=[found.evidence],
            by=drafter,
        )
    if at >= 4:
        found.verdict = cases.submit_verdict(found.verdict, by=drafter)
    if at >= 5:
        cases.approve_verdict(found.verdict, by=people["verifikator"])
    if at >= 6:
        cases.judge_impact(
            found.case,
            severities={"finances": 3},
            reach=2,
            breakout=2,
            probability_term="likely",
            confidence="moderate",
            reasoning="Antrean di SPBU.",
            override_priority="LOW",
            override_reason="Sudah reda.",
            by=people["second_analis"],
        )
    if at >= 7:
        cases.decide(
            found.case,
            option="RESPONS",
            rationale="Warga perlu tahu.",
            gate_answers=answers(),
            by=people["second_penyetuju"],
        )
    found.case = Case.objects.get(pk=found.case.pk)
    found.on = {"number": found.case.number}
    found.version = {"version": found.case.version}
    return found


def message_at(state: str, case: Case, people: dict[str, Any]) -> Any:
    """A message on an answered case that has come so far."""
    found = messages.draft_message(case, "clarification", PARTS, by=people["penyusun"])
    steps = {
        "draft": (),
        "checking": (("submit", "penyusun"),),
        "owner": (("submit", "penyusun"), ("confirm_facts", "second_verifikator")),
        "legal": (
            ("submit", "penyusun"),
            ("confirm_facts", "second_verifikator"),
            ("ask_legal", "second_penyetuju"),
        ),
        "approved": (
            ("submit", "penyusun"),
            ("confirm_facts", "second_verifikator"),
            ("approve", "second_penyetuju"),
        ),
    }
    for action, who in steps[state]:
        found = messages.take_step(found, action, by=people[who], expected_version=found.version)
    return found


def edition_at(state: str, of: Edition, number: int) -> Edition:
    """The same report in another state."""
    found = Edition.objects.get(pk=of.pk)
    found.pk, found.number, found.state = None, number, state
    found.save()
    return found


def paused(case: Case, by: Any) -> dict[str, int]:
    """Its clock stands still; answers the case's version now."""
    clocks.pause(
        case,
        reason="data",
        text="Menunggu data dinas",
        until=timezone.now() + timedelta(minutes=20),
        by=by,
    )
    return {"version": Case.objects.get(pk=case.pk).version}


def second_looks(people: dict[str, Any]) -> dict[str, tuple[dict[str, str], dict[str, int]]]:
    """A second look that is offered, one "analis" has taken, and one with both answers."""
    found = {}
    for state in ("offered", "taken", "judged"):
        case = case_at("judged", people).case
        SecondLook.objects.filter(case=case).delete()  # drawn by chance
        look = SecondLook.objects.create(
            case=case,
            first=case.assessments.first(),
            why="drawn",
            draw=0.01,
            share_percent=10,
            framework_edition="RESIST 2",
        )
        if state != "offered":
            look = looking.take(look, by=people["analis"], expected_version=look.version)
        if state == "judged":
            look = looking.judge(
                look,
                severities={"finances": 2},
                reach=2,
                breakout=2,
                probability_term="likely",
                confidence="moderate",
                reasoning="Antrean pendek.",
                by=people["analis"],
                expected_version=look.version,
            )
        found[state] = ({"number": case.number}, {"version": look.version})
    return found


def suggestion(of: Signal, claim: KnownClaim) -> MatchSuggestion:
    return MatchSuggestion.objects.create(
        subject=f"signal:{of.pk}",
        signal=of,
        claim=claim,
        text="Harga BBM naik",
        score=0.6,
        level="same",
        method="uji/1",
    )
