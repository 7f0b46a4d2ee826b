"""Walk a case to any state, as the people of the desk would."""

from datetime import timedelta

from django.utils import timezone

from tangkal.desk.accounts.models import User
from tangkal.desk.cases import commands, evidence, words
from tangkal.desk.cases.models import Case, Claim, Evidence, Priority, Signal, Verdict
from tangkal.desk.cases.states import CaseState, DecisionOption
from tangkal.desk.impact_analysis.commands import record_technique as record

People = dict[str, User]

ANSWERS = {
    "checkable": "yes",
    "criticism_right": "no",
    "raises_exposure": "no",
    "credible_voice": "the district's health office",
    "least_intrusive": "a clarification on the portal",
    "objective": "calls about the rumour halve within two days",
}
MILD = {
    "severities": {"policy_objective": 1},
    "reach": 1,
    "breakout": 1,
    "probability_term": "unlikely",
    "confidence": "moderate",
    "reasoning": "a small group, and nobody repeats it",
}


def make_signal(key: str = "narrative:N1", **fields: object) -> Signal:
    now = timezone.now()
    values = {
        "title": "Harga BBM naik besok malam",
        "first_seen_at": now - timedelta(hours=2),
        "last_seen_at": now,
        "due_at": now + timedelta(hours=1),
        "priority": Priority.MEDIUM,
    }
    return Signal.objects.create(key=key, **{**values, **fields})


def item(item_id: str = "a" * 32, **fields: object) -> dict[str, object]:
    """A row of the lake."""
    return {
        "item_id": item_id,
        "text": "Besok harga BBM naik dua kali lipat, sebarkan!",
        "title": None,
        "platform": "x",
        "source": "upload",
        "url": "https://x.com/i/status/1",
        "author_name": None,
        "observed_at": timezone.now(),
        "published_at": None,
        **fields,
    }


def open_case(people: People, **fields: object) -> Case:
    return commands.open_case([], title="Harga BBM", by=people["analis"], items=[item()], **fields)


def with_claim(case: Case, people: People) -> Claim:
    return commands.add_claim(case, text="Harga BBM naik besok.", by=people["analis"])


def with_gate(case: Case, people: People, kind: str = "fact_claim") -> None:
    commands.assess_gate(case, kind=kind, reason="it can be checked", by=people["analis"])


def draft(case: Case, people: People, value: str = "SALAH") -> Verdict:
    return commands.draft_verdict(
        case,
        claim=case.claims.get(),
        value=value,
        reasons="the ministry's price list says otherwise",
        evidence=list(case.evidence.all()),
        by=people["verifikator"],
    )


def approved(case: Case, people: People) -> Verdict:
    verdict = draft(case, people)
    commands.submit_verdict(verdict, by=people["verifikator"])
    return commands.approve_verdict(verdict, by=people["second_verifikator"])


def record_technique(case: Case, people: People, technique: str = "red_team") -> None:
    """What a high priority rests on: a technique with something in it."""
    record(
        case,
        technique=technique,
        asked="would it spread further?",
        content={"text": "it would answer with a video"},
        changed="nothing",
        by=people["analis"],
    )


def judge(case: Case, people: People, **changes: object) -> None:
    for technique in changes.get("techniques", ()):
        if technique in words.TECHNIQUES:
            record_technique(case, people, technique)
    commands.judge_impact(case, by=people["analis"], **{**MILD, **changes})


def decide(case: Case, people: People, option: str = DecisionOption.RESPOND) -> None:
    commands.decide(
        case,
        option=option,
        rationale="people ask about it at every counter",
        gate_answers=ANSWERS,
        refer_to="Kementerian Lain" if option == DecisionOption.REFER else "",
        by=people["penyetuju"],
    )


def to_triage(case: Case, people: People) -> None:
    commands.triage(case, by=people["analis"])


def to_verification(case: Case, people: People) -> None:
    with_gate(case, people)
    with_claim(case, people)
    commands.send_to_verification(case, by=people["analis"])


def to_assessed(case: Case, people: People) -> None:
    approved(case, people)
    judge(case, people)


STEPS = (
    (CaseState.OPENED, lambda case, people: None),
    (CaseState.TRIAGE, to_triage),
    (CaseState.VERIFICATION, to_verification),
    (CaseState.ASSESSED, to_assessed),
    (CaseState.DECIDED, decide),
    (CaseState.RESPONSE, lambda c, people: commands.respond(c, by=people["penyusun"])),
    (CaseState.PUBLISHED, lambda c, people: commands.mark_published(c, by=people["penyetuju"])),
    (CaseState.EVALUATION, lambda c, people: commands.evaluate(c, by=people["evaluator"])),
    (CaseState.CLOSED, lambda c, people: commands.close(c, by=people["evaluator"])),
    (
        CaseState.REOPENED,
        lambda c, people: commands.reopen(c, by=people["analis"], why="it is back"),
    ),
)


def case_at(state: str, people: People) -> Case:
    """A case in a state, reached by the ordinary way."""
    case = open_case(people)
    for reached, step in STEPS:
        step(case, people)
        if reached == state:
            return Case.objects.get(pk=case.pk)
    raise LookupError(f"no way to {state}")


def statement(**fields: object) -> Evidence:
    values = {
        "kind": Evidence.Kind.STATEMENT,
        "title": "Keterangan dinas",
        "source": "Dinas Energi",
        "text": "Harga tidak berubah.",
    }
    return evidence.from_words(**{**values, **fields})
