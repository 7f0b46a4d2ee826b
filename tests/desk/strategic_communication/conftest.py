"""A case that two verifiers stand behind and that was decided to be answered."""

from datetime import UTC, datetime

import pytest

from tangkal.desk.cases import commands
from tangkal.desk.cases.evidence import from_words
from tangkal.desk.cases.models import Case, Evidence
from tangkal.desk.cases.response_gate import QUESTIONS
from tangkal.desk.recognise import matcher

PARTS = {
    "headline": "Harga BBM tidak naik malam ini",
    "fact": "Harga bahan bakar tetap sampai akhir bulan menurut keputusan tanggal 1.",
    "myth": "Hati-hati, beredar klaim yang tidak sesuai bukti: “BBM naik malam ini”",
    "explanation": "Surat yang beredar memakai nomor keputusan tahun lalu.",
    "fact_again": "Jadi, yang benar: harga tetap.",
    "action": "Periksa di https://energi.example/harga.",
}


@pytest.fixture(autouse=True)
def fresh_matcher():
    """The live index outlives a test's database."""
    matcher.forget()
    yield
    matcher.forget()


@pytest.fixture
def parts() -> dict[str, str]:
    return dict(PARTS)


@pytest.fixture
def case(people, organisations) -> Case:
    """Through gate, verdict and judgement to the decision to respond."""
    analyst, approver = people["analis"], people["penyetuju"]
    found = commands.open_case([], title="Isu BBM naik", by=analyst)
    commands.triage(found, by=analyst)
    claim = commands.add_claim(found, text="BBM naik malam ini", by=analyst, category="perdagangan")
    proof = commands.add_evidence(
        found,
        from_words(
            kind=Evidence.Kind.DOCUMENT,
            title="Keputusan harga",
            text="Harga tetap.",
            url="https://energi.example/keputusan",
            source="Kementerian Contoh",
            captured_at=datetime(2026, 3, 2, tzinfo=UTC),
        ),
        is_public=True,
        by=analyst,
    )
    commands.assess_gate(found, kind="fact_claim", reason="Dapat diperiksa.", by=analyst)
    commands.send_to_verification(found, by=analyst)
    verdict = commands.draft_verdict(
        found,
        claim=claim,
        value="SALAH",
        reasons="Keputusan menyebut harga tetap.",
        evidence=[proof],
        by=people["verifikator"],
    )
    commands.submit_verdict(verdict, by=people["verifikator"])
    commands.approve_verdict(verdict, by=people["second_verifikator"])
    commands.judge_impact(
        found,
        severities={"finances": 3},
        reach=2,
        breakout=2,
        probability_term="likely",
        confidence="moderate",
        reasoning="Antrean di SPBU.",
        by=analyst,
    )
    commands.decide(
        found,
        option="RESPONS",
        rationale="Warga perlu tahu.",
        gate_answers=answers(),
        by=approver,
    )
    return Case.objects.get(pk=found.pk)


def answers() -> dict[str, str]:
    """The response gate answered: checkable, not right, no harm done by answering."""
    choices = {"checkable": "yes", "criticism_right": "no"}
    return {
        question.key: choices.get(question.key, "no") if question.is_choice else "Humas."
        for question in QUESTIONS
    }


@pytest.fixture
def crisis(case, people):
    """A case that was decided to be a crisis."""
    commands.reopen(case, by=people["analis"], why="air naik")
    commands.triage(case, by=people["analis"])
    commands.judge_impact(
        case,
        severities={"life_health": 2},
        reach=2,
        breakout=2,
        probability_term="likely",
        confidence="moderate",
        reasoning="Air naik.",
        by=people["analis"],
    )
    commands.decide(
        case, option="KRISIS", rationale="Nyawa.", gate_answers=answers(), by=people["penyetuju"]
    )
    return case
