"""Known claims, what the matcher suggests of them, and people's word on that."""

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks
from tangkal.desk.api.fields import Among, Body, Key, Line, Moment, Reason
from tangkal.desk.api.paging import Page, Paged, page
from tangkal.desk.api.people import shown
from tangkal.desk.api.resources.cases import EvidenceOut, Number, evidence_out
from tangkal.desk.api.resources.cases import one as case_of
from tangkal.desk.cases.matching import commands as matching
from tangkal.desk.cases.matching import queries as suggested
from tangkal.desk.recognise import commands, queries
from tangkal.desk.recognise.judging import ANSWERS, Answer, as_shown
from tangkal.desk.recognise.models import KnownClaim, MatchJudgement, MatchSuggestion
from tangkal.kernel import InvalidInput, InvalidRecord
from tangkal.kernel import KnownClaim as ClaimRecord

router = Router(tags=["claims"])
ClaimId = Annotated[str, Field(max_length=40)]
Seen = Annotated[int, Field(ge=0, le=2**63 - 1, description="judgement that stood; 0 for none")]


class WantedClaims(Paged):
    """Which known claims."""

    q: str = Field("", max_length=200, description="words; each in title or publisher")
    origin: Annotated[str, Among(("", *KnownClaim.Origin.values))] = ""


class KnownClaimOut(Schema):
    """A claim that somebody has checked, with where the answer stands."""

    id: str
    title: str
    verdict: str = Field(description="as its publisher wrote it")
    publisher: str
    url: str
    published_on: date | None
    language: str
    origin: str
    is_withdrawn: bool
    revision: int = Field(description="grows with every change of any claim")


@router.get(
    "known-claims", response=Page[KnownClaimOut], **asks("claims:read"), summary="Known claims"
)
def list_claims(request: HttpRequest, wanted: Query[WantedClaims]) -> Any:
    """By their ids, a page at a time."""
    reader_of(request)
    rows = queries.find_claims(wanted.q, wanted.origin)
    return page(request, rows, wanted, claim_out, is_oldest_first=True)


@router.get(
    "known-claims/{claim_id}",
    response=KnownClaimOut,
    **asks("claims:read"),
    summary="One known claim",
)
def get_claim(request: HttpRequest, claim_id: ClaimId) -> Any:
    """One claim, withdrawn or not."""
    reader_of(request)
    return claim_out(shown(KnownClaim.objects.all(), pk=claim_id))


class NewKnownClaim(Body):
    """A fact-check by somebody else, to be matched from now on."""

    id: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9._-]+$")]
    title: Annotated[str, Field(min_length=1, max_length=500)]
    verdict: Annotated[str, Field(max_length=80)] = ""
    publisher: Line = ""
    url: Annotated[str, Field(max_length=1_000)] = ""
    published_on: date | None = None
    language: Annotated[str, Field(max_length=10)] = ""
    article_text: Annotated[str, Field(max_length=100_000)] = ""


class Import(Body):
    """Several at once; one that is there already is brought up to date."""

    claims: list[NewKnownClaim] = Field(min_length=1, max_length=100)


class Imported(Schema):
    """What came of it."""

    changed: int = Field(description="how many were new or different")


@router.post(
    "known-claims",
    response=Imported,
    **asks(
        "claims:write",
        example={"claims": [{"id": "kc-9", "title": "Air garam menyembuhkan jantung"}]},
    ),
    summary="Import known claims",
)
def import_claims(request: HttpRequest, body: Import) -> Any:
    """By a verifier; our own clarifications cannot be overwritten."""
    by = reader_of(request)
    commands.check_can_keep(by)
    try:
        records = [record_of(each) for each in body.claims]
    except InvalidRecord as error:
        raise InvalidInput(str(error)) from error
    return Imported(changed=commands.import_claims(records, by=by))


def record_of(claim: NewKnownClaim) -> ClaimRecord:
    given = claim.model_dump(exclude={"id"})
    return ClaimRecord(claim_id=claim.id, **given)


class ClaimWithdrawal(Body):
    """Why it is no longer matched."""

    why: Reason


@router.post(
    "known-claims/{claim_id}/withdraw",
    response=KnownClaimOut,
    **asks("claims:write", example={"why": "Sumbernya mencabut"}),
    summary="Stop matching a claim",
)
def withdraw_claim(request: HttpRequest, claim_id: ClaimId, body: ClaimWithdrawal) -> Any:
    """Its past matches stay on record."""
    by = reader_of(request)
    claim = shown(KnownClaim.objects.all(), pk=claim_id)
    commands.withdraw_by_hand(claim, by=by, why=body.why)
    return claim_out(shown(KnownClaim.objects.all(), pk=claim_id))


class WantedSuggestions(Paged):
    """Which suggestions: the list's own filters."""

    state: Annotated[str, Among(suggested.STATES)] = "waiting"
    level: Literal["", "same", "maybe"] = ""
    reality: Literal["", "real", "exercise"] = ""
    q: str = Field("", max_length=200)


class SuggestionOut(Schema):
    """One text measured against one known claim: a measurement, and what people said to it."""

    id: int
    signal: int | None
    claim: str
    claim_title: str
    text: str
    score: float
    level: str
    reasons: list[str]
    method: str
    matcher_version: int
    judgement: int | None = Field(description="what stands now; send it as `seen`")
    answer: str | None
    judged_by: str | None
    is_exercise: bool


@router.get(
    "suggestions",
    response=Page[SuggestionOut],
    **asks("claims:read"),
    summary="What the matcher suggests of signals",
)
def list_suggestions(request: HttpRequest, wanted: Query[WantedSuggestions]) -> Any:
    """The newest first."""
    reader_of(request)
    chosen = suggested.SuggestionFilter(
        state=wanted.state, level=wanted.level, reality=wanted.reality, words=wanted.q.strip()
    )
    return page(request, suggested.suggestion_list(chosen), wanted, suggestion_out)


class Judging(Body):
    """A person's answer to one suggestion, as it was shown."""

    answer: Annotated[str, Among(ANSWERS)]
    seen: Seen = 0
    why: Annotated[str, Field(max_length=300)] = ""


class JudgementOut(Schema):
    """One answer; never changed, only taken back by another."""

    id: int
    subject: str
    claim: str
    answer: str
    why: str
    by: str
    at: Moment


@router.post(
    "suggestions/{int:suggestion_id}/judge",
    response={201: JudgementOut},
    **asks("claims:write", example={"answer": "same", "seen": 0}),
    summary="Answer one suggestion",
)
def judge(request: HttpRequest, suggestion_id: int, body: Judging) -> Any:
    """409 where somebody answered since."""
    by = reader_of(request)
    row = shown(suggested.suggestions(), pk=suggestion_id)
    made = matching.judge(as_shown(row), body.answer, by=by, seen=body.seen, why=body.why)
    return judgement_out(made)


class ChosenSuggestion(Body):
    """A suggestion and the judgement that stood when it was read."""

    id: Key
    seen: Seen = 0


class ManyJudgements(Body):
    """The same answer to several suggestions."""

    answer: Annotated[str, Among(ANSWERS)]
    suggestions: list[ChosenSuggestion] = Field(min_length=1, max_length=100)
    why: Annotated[str, Field(max_length=300)] = ""


class JudgedMany(Schema):
    """What came of it: what was answered meanwhile, or is not allowed, is left as it is."""

    judged: list[int] = Field(description="ids of the judgements made")
    stale: list[str]
    refused: list[str]


@router.post(
    "suggestions/bulk",
    response=JudgedMany,
    **asks("claims:write", example={"answer": "not_same", "suggestions": [{"id": 1, "seen": 0}]}),
    summary="Answer several suggestions",
)
def judge_many(request: HttpRequest, body: ManyJudgements) -> Any:
    """Each in a transaction of its own."""
    by = reader_of(request)
    seen = {each.id: each.seen for each in body.suggestions}
    found = suggested.suggestions().in_bulk(list(seen))
    chosen = [(row, seen[pk]) for pk, row in sorted(found.items())]
    return outcome_out(matching.judge_all(chosen, body.answer, by=by, why=body.why))


class TakingBack(Body):
    """Which answers are taken back."""

    judgements: list[Key] = Field(min_length=1, max_length=100)


@router.post(
    "judgements/take-back",
    response=JudgedMany,
    **asks("claims:write", example={"judgements": [1]}),
    summary="Take answers to suggestions back",
)
def take_back(request: HttpRequest, body: TakingBack) -> Any:
    """As far as they still stand; both rows stay on record."""
    by = reader_of(request)
    rows = MatchJudgement.objects.filter(pk__in=body.judgements).exclude(answer=Answer.TAKEN_BACK)
    return outcome_out(matching.take_all_back(rows.order_by("pk"), by=by))


class Copying(Body):
    """Which known claim becomes evidence."""

    claim: ClaimId


@router.post(
    "cases/{number}/evidence/known-claims",
    response={201: EvidenceOut},
    **asks("cases:write", example={"claim": "kc-1"}),
    summary="Copy a known claim into a case as an earlier fact-check",
)
def link_claim(request: HttpRequest, number: Number, body: Copying) -> Any:
    """As it reads today."""
    case = case_of(request, number)
    claim = KnownClaim.objects.filter(pk=body.claim, is_withdrawn=False).first()
    if claim is None:
        raise InvalidInput(_("There is no known claim “%(id)s”.") % {"id": body.claim})
    return evidence_out(matching.link_claim(case, claim, by=reader_of(request)))


def claim_out(claim: KnownClaim) -> dict[str, Any]:
    names = ("title", "verdict", "publisher", "url", "published_on", "language", "origin")
    return {name: getattr(claim, name) for name in (*names, "is_withdrawn", "revision")} | {
        "id": claim.pk
    }


def suggestion_out(row: MatchSuggestion) -> dict[str, Any]:
    names = ("id", "text", "score", "level", "reasons", "method", "matcher_version")
    judged = row.judgement
    return {name: getattr(row, name) for name in (*names, "is_exercise")} | {
        "signal": row.signal_id,
        "claim": row.claim_id,
        "claim_title": row.claim.title,
        "judgement": judged.pk if judged else None,
        "answer": judged.answer if judged else None,
        "judged_by": str(judged.by) if judged else None,
    }


def judgement_out(made: MatchJudgement) -> dict[str, Any]:
    names = ("id", "subject", "answer", "why", "at")
    return {name: getattr(made, name) for name in names} | {
        "claim": made.claim_id,
        "by": str(made.by),
    }


def outcome_out(outcome: matching.Outcome) -> JudgedMany:
    return JudgedMany(
        judged=[each.pk for each in outcome.judged],
        stale=outcome.stale,
        refused=sorted(set(outcome.refused)),
    )
