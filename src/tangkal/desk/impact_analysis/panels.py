"""What judging shows on the page of a case."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import get_language

from tangkal.desk.accounts.models import User
from tangkal.desk.cases import held, judgements
from tangkal.desk.cases.models import Case
from tangkal.desk.cases.words import DISORDER_TYPES, TECHNIQUES, say
from tangkal.desk.impact_analysis import blinding, queries, rules, words
from tangkal.desk.impact_analysis.models import (
    AbcdeAssessment,
    FirstAssessment,
    IntentRating,
    SecondLook,
    TechniqueRecord,
)
from tangkal.desk.impact_analysis.states import LookState
from tangkal.impact_analysis.abcde import LETTERS, brief
from tangkal.impact_analysis.first import heads
from tangkal.impact_analysis.intent import Disorder
from tangkal.impact_analysis.techniques import Matrix, Technique

Panel = Mapping[str, Any]
M = TypeVar("M", bound=Model)


def seen_of(case: Case, rows: QuerySet[M]) -> list[M]:
    """The rows, unless the page knows already that the case has none."""
    return list(rows) if held.may_hold(case, rows.model._meta.label) else []


def first_of(case: Case, reader: User) -> Panel | None:
    """FIRST: the newest answers by head, and how many came before."""
    rows = FirstAssessment.objects.filter(case=case).select_related("by")
    rows = rows.prefetch_related("marks__evidence")
    is_veiled = judgements.is_hidden(case, reader)
    found = seen_of(case, rows.filter(by=reader) if is_veiled else rows)
    may = rules.can_judge(reader, case)
    if not found and not may:
        return None
    newest = found[0] if found else None
    marks = {mark.item: mark for mark in newest.marks.all()} if newest else {}
    said = heads({item: mark.present for item, mark in marks.items()})
    return {
        "may": may,
        "is_veiled": is_veiled,
        "newest": newest,
        "heads": [
            (words.HEAD_NAMES[head], words.PRESENTS[present])
            for head, present in said.items()
            if present
        ],
        "marks": [
            (words.FIRST_ITEMS[item], words.PRESENTS[mark.present], mark)
            for item, mark in marks.items()
        ],
        "earlier": found[1:],
    }


def abcde_of(case: Case, reader: User) -> Panel | None:
    """ABCDE and the one-sentence brief."""
    rows = AbcdeAssessment.objects.filter(case=case).select_related("by")
    is_veiled = judgements.is_hidden(case, reader)
    found = seen_of(case, rows.filter(by=reader) if is_veiled else rows)
    may = rules.can_judge(reader, case)
    if not found and not may:
        return None
    newest = found[0] if found else None
    language = "en" if get_language() == "en" else "id"
    return {
        "may": may,
        "is_veiled": is_veiled,
        "newest": newest,
        "kind": words.ACTOR_KINDS.get(newest.actor_kind, "") if newest else "",
        "letters": [(words.LETTERS[each], getattr(newest, each)) for each in LETTERS]
        if newest
        else [],
        "brief": brief(newest.scotch, language) if newest else "",
        "earlier": found[1:],
    }


def intent_of(case: Case, reader: User) -> Panel | None:
    """Intent by claim: what raters hold, and the word that follows from it."""
    claims = list(case.claims.all())
    is_rated = held.may_hold(case, IntentRating._meta.label)
    ratings = (
        list(blinding.seen_ratings(case, reader).prefetch_related("evidence")) if is_rated else []
    )
    may = rules.can_rate_intent(reader, case)
    if not claims or not (may or ratings):
        return None
    kinds = queries.disorders(case) if is_rated else {}
    own = {rating.claim_id for rating in ratings if rating.by_id == reader.pk}
    is_rater = reader.has_role(*rules.RATING, at=case.lead_organisation)
    return {
        "may": may,
        "rows": [
            {
                "claim": claim,
                "is_own": claim.pk in own,
                # The word itself would tell a second rater what the first one held.
                "disorder": None
                if is_rater and claim.pk not in own
                else words.DISORDERS.get(kinds.get(claim.pk, Disorder.NONE)),
                "is_rated": claim.pk in kinds,
                "ratings": [
                    (
                        rating,
                        words.INTENTS[rating.intent],
                        say(DISORDER_TYPES, rating.disorder_type),
                        [
                            (words.CUES[cue], words.PRESENTS[answer])
                            for cue, answer in rating.cues.items()
                        ],
                    )
                    for rating in ratings
                    if rating.claim_id == claim.pk
                ],
            }
            for claim in claims
        ],
    }


def techniques_of(case: Case, reader: User) -> Panel | None:
    """Structured techniques on record, and the ones that can be recorded."""
    rows = TechniqueRecord.objects.filter(case=case).select_related("by")
    is_veiled = judgements.is_hidden(case, reader)
    found = seen_of(case, rows.filter(by=reader) if is_veiled else rows)
    may = rules.can_judge(reader, case)
    if not found and not may:
        return None
    return {
        "may": may,
        "is_veiled": is_veiled,
        "records": [record_row(record) for record in found],
        "choices": [(code, name) for code, name in TECHNIQUES.items()],
    }


def record_row(record: TechniqueRecord) -> dict[str, object]:
    """A record as its template shows it: a table, a matrix or a text."""
    content = record.content
    row: dict[str, object] = {"record": record, "text": content.get("text", "")}
    if record.technique == Technique.COMPETING_HYPOTHESES:
        matrix = Matrix(
            hypotheses=tuple(content["hypotheses"]),
            evidence=tuple(content["evidence"]),
            scores=tuple(tuple(scores) for scores in content["scores"]),
        )
        row |= {
            "hypotheses": matrix.hypotheses,
            "matrix": [
                (name, [words.SCORES[score] for score in scores])
                for name, scores in zip(matrix.evidence, matrix.scores, strict=True)
            ],
            "against": matrix.contradictions(),
            "least": matrix.least_contradicted(),
            "telling": matrix.telling(),
        }
    elif columns := words.columns_of(record.technique):
        row |= {
            "columns": [heading for _key, heading in columns],
            "rows": [[each.get(key, "") for key, _heading in columns] for each in content["rows"]],
        }
    return row


def second_look_of(case: Case, reader: User) -> Panel | None:
    """Where the second judgement stands, and whose it may be."""
    looks = SecondLook.objects.filter(case=case).select_related("rater", "first", "reconciled_by")
    look = looks.first() if held.may_hold(case, SecondLook._meta.label) else None
    if look is None:
        return None
    return {
        "look": look,
        "why": words.LOOK_REASONS[look.why],
        "is_mine": look.state == LookState.TAKEN and look.rater_id == reader.pk,
        "may_take": look.state == LookState.OFFERED and blinding.may_be_second(reader, case, look),
    }
