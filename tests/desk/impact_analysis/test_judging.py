"""FIRST, ABCDE, intent and techniques on a case: gate first, evidence, nobody by name."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tangkal.desk.cases import commands as cases
from tangkal.desk.cases import response_gate, words
from tangkal.desk.cases.explaining import BECAUSE, priority_sentence
from tangkal.desk.cases.models import Case, ImpactAssessment
from tangkal.desk.cases.states import CaseState, DecisionOption
from tangkal.desk.impact_analysis import commands, queries
from tangkal.desk.impact_analysis import words as own_words
from tangkal.desk.impact_analysis.commands import Mark
from tangkal.desk.impact_analysis.models import FirstAssessment, IntentRating, TechniqueRecord
from tangkal.desk.workflow import ActionDenied
from tangkal.impact_analysis import abcde, first, intent, priority, response, second_look
from tangkal.impact_analysis.techniques import TABLES, Technique
from tests.desk.cases import walk

pytestmark = pytest.mark.django_db

LETTERS = dict.fromkeys(abcde.LETTERS, "sebuah jenis")
CONTENT = {
    **{code: {"text": "dalil"} for code in Technique},
    **{code: {"rows": [dict.fromkeys(columns, "x")]} for code, columns in TABLES.items()},
    Technique.COMPETING_HYPOTHESES: {
        "hypotheses": ["sengaja", "salah paham"],
        "evidence": ["surat"],
        "scores": [[-1, 1]],
    },
}


@pytest.fixture
def gated(people) -> Case:
    """Past the gate, with a claim and a piece of evidence."""
    return walk.case_at(CaseState.VERIFICATION, people)


def judgements(case, by):
    """Every kind of judgement, as that person would give it."""
    claim = case.claims.first()
    proof = list(case.evidence.all())
    return {
        "first": lambda: commands.assess_first(
            case, marks=[Mark(item="bots", present="no")], by=by
        ),
        "abcde": lambda: commands.assess_abcde(
            case, actor_kind="unknown", letters=LETTERS, by=by, evidence=proof
        ),
        "intent": lambda: commands.rate_intent(
            claim, intent="unknown", cues={}, reasoning="belum jelas", by=by
        ),
        "technique": lambda: commands.record_technique(
            case, technique="what_if", asked="?", content={"text": "x"}, changed="tidak ada", by=by
        ),
    }


def test_nothing_is_judged_before_the_gate(people):
    case = walk.case_at(CaseState.TRIAGE, people)
    walk.with_claim(case, people)
    for act in judgements(case, people["analis"]).values():
        with pytest.raises(ActionDenied, match="gate comes first"):
            act()


def test_only_analysts_judge_and_verifiers_rate_intent(gated, people):
    for who in ("penyetuju", "penyusun", "pemantau", "auditor", "foreign_analis", "verifikator"):
        for kind, act in judgements(gated, people[who]).items():
            if (who, kind) == ("verifikator", "intent"):
                act()
            else:
                with pytest.raises(ActionDenied):
                    act()


def test_a_yes_rests_on_evidence_of_this_very_case(gated, people):
    by = people["analis"]
    with pytest.raises(ValidationError, match="Forged document"):
        commands.assess_first(gated, marks=[Mark(item="forged_document", present="yes")], by=by)
    other = walk.open_case(people)
    foreign = [Mark(item="bots", present="yes", evidence=list(other.evidence.all()))]
    with pytest.raises(ValidationError, match="another case"):
        commands.assess_first(gated, marks=foreign, by=by)
    assert not FirstAssessment.objects.exists()


def test_a_better_answer_is_a_new_row_and_the_old_one_stays(gated, people, signed_in, chain_holds):
    proof = list(gated.evidence.all())
    for present in ("unclear", "yes"):
        commands.assess_first(
            gated,
            marks=[Mark(item="bots", present=present, evidence=proof)],
            note=f"kali {present}",
            by=people["analis"],
        )
    assert [f.marks.get().present for f in gated.firsts.all()] == ["yes", "unclear"]
    assert {f.framework_edition for f in gated.firsts.all()} == {"RESIST 2"}
    page = signed_in("analis").get(reverse("case", args=[gated.number])).content.decode()
    assert "Technology: Yes" in page
    assert "1 earlier" in page
    assert chain_holds()


def test_the_edition_of_the_office_is_kept_with_every_judgement(gated, people, settings):
    from dataclasses import replace

    settings.TANGKAL = replace(settings.TANGKAL, framework_edition="RESIST 3")
    for act in judgements(gated, people["analis"]).values():
        assert act().framework_edition == "RESIST 3"
    walk.approved(gated, people)
    walk.judge(gated, people)
    assert gated.assessments.get().framework_edition == "RESIST 3"


@pytest.mark.parametrize("name", ["akun @budi77", "0812-3456-7890", "NIK 3204011234567890"])
@pytest.mark.parametrize("field", ["actor", "scotch"])
def test_nobody_is_described_by_name(gated, people, field, name):
    given = {"letters": LETTERS, "scotch": {}}
    if field == "actor":
        given["letters"] = LETTERS | {"actor": name}
    else:
        given["scotch"] = {"source": name}
    with pytest.raises(ValidationError, match="kind of actor"):
        commands.assess_abcde(gated, actor_kind="unknown", by=people["analis"], **given)


def test_the_brief_is_read_on_the_case_page(gated, people, signed_in):
    commands.assess_abcde(
        gated,
        actor_kind="anonymous_network",
        letters=LETTERS,
        scotch={part: f"kata {part}" for part in abcde.SCOTCH},
        by=people["analis"],
    )
    page = signed_in("penyetuju").get(reverse("case", args=[gated.number])).content.decode()
    assert "Kata source spreads kata composition" in page


def disorder_of(claim) -> str:
    return queries.disorders(claim.case).get(claim.pk, "")


def rate(case, by, held="deliberate"):
    return commands.rate_intent(
        case.claims.get(),
        intent=held,
        cues={"repeated": "yes"},
        reasoning="diulang tiga kali",
        evidence=list(case.evidence.all()),
        by=by,
    )


def test_disinformation_is_said_once_two_hold_it_each_without_the_other(gated, people):
    claim = gated.claims.get()
    assert disorder_of(claim) == ""
    rate(gated, people["analis"])
    assert disorder_of(claim) == "misinformation"
    rate(gated, people["analis"])  # the same person twice is one rater
    assert disorder_of(claim) == "misinformation"
    rate(gated, people["verifikator"])
    assert disorder_of(claim) == "disinformation"
    rate(gated, people["second_analis"], "negligent")
    assert disorder_of(claim) == "misinformation"


def test_a_mind_changed_after_seeing_the_other_is_no_second_opinion(gated, people):
    rate(gated, people["analis"], "negligent")
    rate(gated, people["verifikator"], "deliberate")
    changed = rate(gated, people["analis"], "deliberate")
    assert not changed.is_independent
    assert disorder_of(gated.claims.get()) == "misinformation"


def test_anothers_rating_is_kept_from_whoever_may_still_rate(gated, people, signed_in):
    rate(gated, people["analis"])
    address = reverse("case", args=[gated.number])
    seen = {who: signed_in(who).get(address).content.decode() for who in ("verifikator", "auditor")}
    assert "diulang tiga kali" not in seen["verifikator"]
    assert "Misinformation" not in seen["verifikator"]
    assert "diulang tiga kali" in seen["auditor"]
    rate(gated, people["verifikator"])
    assert "Disinformation" in signed_in("verifikator").get(address).content.decode()


def test_nobody_asks_after_the_intent_behind_what_the_gate_protects(people):
    case = walk.case_at(CaseState.TRIAGE, people)
    walk.with_claim(case, people)
    walk.with_gate(case, people, "criticism")
    with pytest.raises(ActionDenied, match="protects"):
        rate(case, people["analis"])
    assert not IntentRating.objects.exists()


def test_deliberate_without_evidence_or_cue_is_refused_in_the_officers_words(gated, people):
    claim, by = gated.claims.get(), people["analis"]
    with pytest.raises(ValidationError, match="evidence of this case"):
        commands.rate_intent(
            claim, intent="deliberate", cues={"repeated": "yes"}, reasoning="x", by=by
        )
    with pytest.raises(ValidationError, match="cue"):
        commands.rate_intent(
            claim,
            intent="deliberate",
            cues={"corrected_when_challenged": "yes"},
            reasoning="x",
            evidence=list(gated.evidence.all()),
            by=by,
        )


def test_every_technique_is_a_record_that_its_page_shows(gated, people, signed_in):
    for code in Technique:
        commands.record_technique(
            gated,
            technique=code,
            asked=f"tanya {code}",
            content=CONTENT[code],
            changed="tidak ada",
            by=people["analis"],
        )
        with pytest.raises(ValidationError, match="not complete"):
            commands.record_technique(
                gated, technique=code, asked="?", content={}, changed="-", by=people["analis"]
            )
    page = signed_in("analis").get(reverse("case", args=[gated.number])).content.decode()
    assert all(f"tanya {code}" in page for code in Technique)
    assert "Least contradicted: salah paham" in page


def test_a_high_priority_rests_on_a_record_and_not_on_a_tick(gated, people):
    walk.approved(gated, people)
    severe = walk.MILD | {"severities": {"life_health": 3}, "reach": 3, "by": people["analis"]}
    for techniques in ((), ("red_team",)):
        with pytest.raises(ValidationError, match="record"):
            cases.judge_impact(gated, **severe, techniques=techniques)
    walk.record_technique(gated, people, "what_if")
    made = cases.judge_impact(gated, **severe)
    assert made.techniques == ["what_if"]


def test_a_record_of_an_earlier_round_does_not_carry_a_later_one(people):
    case = walk.case_at(CaseState.VERIFICATION, people)
    walk.record_technique(case, people)
    assert queries.recorded(case) == {"red_team"}
    TechniqueRecord.objects.update(at=case.opened_at)
    case.reopened_at = case.opened_at.replace(year=case.opened_at.year + 1)
    assert queries.recorded(case) == set()


def test_the_sentence_names_the_facts_of_every_rule(db):
    assert set(BECAUSE) == set(priority.RULES)
    for severities, reach, breakout, term in (
        ({"life_health": 4}, 0, 1, "likely"),
        ({"life_health": 3}, 3, 1, None),
        ({"life_health": 3}, 0, 4, None),
        ({"economy": 2}, 0, 6, None),
        ({"economy": 2}, 2, 1, None),
        ({"service_delivery": 3}, 2, 1, None),
        ({}, 0, 3, None),
        ({"reputation": 4}, 2, 1, None),
        ({}, 0, 1, None),
    ):
        found = priority.compute_priority(
            severities, reach=reach, breakout=breakout, likelihood=term
        )
        said = priority_sentence(
            ImpactAssessment(computed_priority=found.priority.value, computed_rule=found.as_json())
        )
        assert said.startswith(f"{found.priority} because ")
        assert "%(" not in said
        if severities and "reputation" not in severities:
            assert words.say(words.SEVERITY_ITEMS, next(iter(severities))).lower() in said


def test_the_page_of_the_decision_says_what_the_impact_speaks_for(people, signed_in):
    case = walk.case_at(CaseState.ASSESSED, people)
    page = signed_in("penyetuju").get(reverse("case-decide", args=[case.number])).content.decode()
    assert "Little reach and little harm" in page
    assert "LOW because" in page
    order = [page.index(f'value="{code}"') for code in response.OPTIONS]
    assert order == sorted(order)
    assert set(response.OPTIONS) == set(DecisionOption.values)


@pytest.mark.parametrize(
    ("option", "approach", "is_refused"),
    [
        ("RESPONS", "", True),
        ("RESPONS", "debunk", True),
        ("RESPONS", "fix_and_admit", False),
        ("TIDAK_DIRESPONS", "", False),
    ],
)
def test_right_criticism_is_answered_by_fixing_and_admitting(people, option, approach, is_refused):
    case = walk.case_at(CaseState.ASSESSED, people)
    answers = walk.ANSWERS | {"criticism_right": "yes"}
    if approach:
        answers[response_gate.APPROACH] = approach

    def act():
        return cases.decide(
            case,
            option=option,
            rationale="warga benar",
            gate_answers=answers,
            by=people["penyetuju"],
        )

    if is_refused:
        with pytest.raises(ValidationError, match="put it right"):
            act()
    else:
        assert act().gate_answers.get("approach", "") == approach


def test_every_code_of_the_library_has_words():
    tables = {
        "heads": ({h.value for h in first.Head}, own_words.FIRST_HEADS),
        "items": (set(first.HEAD_OF), own_words.FIRST_ITEMS),
        "letters": (set(abcde.LETTERS), own_words.LETTERS),
        "scotch": (set(abcde.SCOTCH), own_words.SCOTCH_PARTS),
        "actors": ({a.value for a in abcde.ActorKind}, own_words.ACTOR_KINDS),
        "intents": ({i.value for i in intent.Intent}, own_words.INTENTS),
        "cues": ({c.value for c in intent.Cue}, own_words.CUES),
        "disorders": ({d.value for d in intent.Disorder}, own_words.DISORDERS),
        "approaches": ({a.value for a in response.Approach}, response_gate.APPROACHES),
        "columns": ({c for row in TABLES.values() for c in row}, own_words.COLUMNS),
    }
    for name, (codes, table) in tables.items():
        assert codes == set(table), name
    for question in second_look.QUESTIONS:
        assert own_words.question(question.key)
        assert all(own_words.answer(question.key, answer) for answer in question.answers)
