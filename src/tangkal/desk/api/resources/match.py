"""POST /api/v1/match: is a text a claim that somebody has checked before?"""

from datetime import date

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks
from tangkal.desk.recognise import matcher
from tangkal.desk.recognise.models import KnownClaim
from tangkal.desk.recognise.queries import nearest_claims
from tangkal.desk.ui.reasons import in_words
from tangkal.kernel import ClaimMatch
from tangkal.pipeline.matching import check_text
from tangkal.recognise.restraint import answer

router = Router(tags=["match"])


class Question(Schema):
    """A text to compare."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(description="A post or question, at most 20,000 characters.")
    k: int = Field(5, ge=1, le=20, description="How many known claims at most.")


class Reason(Schema):
    """Why a claim matched."""

    code: str = Field(description="kind|detail, the same in every language")
    text: str = Field(description="in the language of the token's owner")


class Match(Schema):
    """One known claim: a measurement, not a verdict."""

    claim_id: str
    title: str
    verdict: str = Field(description="as its publisher wrote it")
    publisher: str
    url: str
    published_on: date | None
    score: float = Field(ge=0, le=1)
    answer: str = Field(description="same, maybe or unknown")
    reasons: list[Reason]
    method: str


class Answered(Schema):
    """What the matcher says, the best claim first. A person judges."""

    answer: str = Field(description="same, maybe or unknown")
    matcher_version: int = Field(description="0 is the matcher as it ships")
    matches: list[Match]


@router.post(
    "match",
    response=Answered,
    **asks("match:read", example={"text": "katanya air garam menyembuhkan sakit jantung", "k": 3}),
    summary="Compare a text with the known claims",
)
def match(request: HttpRequest, question: Question) -> Answered:
    """The nearest known claims of one text, with readable reasons. Nothing is stored."""
    reader_of(request)
    check_text(question.text.replace("\x00", ""))
    said, found = nearest_claims(question.text.replace("\x00", ""), k=question.k)
    return Answered(
        answer=said,
        matcher_version=matcher.live().version,
        matches=[as_match(claim, each) for claim, each in found],
    )


def as_match(claim: KnownClaim, found: ClaimMatch) -> Match:
    return Match(
        claim_id=claim.pk,
        title=claim.title,
        verdict=claim.verdict,
        publisher=claim.publisher,
        url=claim.url,
        published_on=claim.published_on,
        score=round(found.score, 4),
        answer=answer(found),
        reasons=[Reason(code=reason, text=in_words(reason)) for reason in found.reasons],
        method=found.method,
    )
