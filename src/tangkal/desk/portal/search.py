"""Find clarifications by words or by a whole pasted chain letter."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TypeVar

from django.conf import settings
from django.db.models import QuerySet

from tangkal.desk.portal import fulltext
from tangkal.desk.portal.cleaning import without_controls
from tangkal.desk.portal.models import Clarification
from tangkal.desk.portal.prepared import Prepared
from tangkal.desk.recognise import matcher
from tangkal.desk.recognise.models import KnownClaim
from tangkal.desk.recognise.queries import nearest_claims
from tangkal.kernel import ClaimMatch
from tangkal.recognise.restraint import Answer, answer
from tangkal.text.stem import stem_text

T = TypeVar("T")

MOST_WORDS = 12  # a search of more words than this is a pasted text: the matcher answers it
MOST_FOUND = 200
AT_ONCE = 20  # rows of a page of results
ROW = ("slug", "language", "headline", "verdict", "claim_text", "published_at", "issuer__name")
NEAREST = 10  # as many as the matcher is asked for, whatever it thinks of them


def published() -> QuerySet[Clarification]:
    """What the public may find, newest first.

    An exercise's texts stay with the exercise; in a demonstration everything is one.
    """
    found = Clarification.objects.filter(state=Clarification.State.PUBLISHED)
    return found if settings.TANGKAL.is_demo else found.filter(is_exercise=False)


def find(words: str) -> list[Clarification]:
    """Clarifications for a query, the most likely answer first."""
    return load(find_keys(words))


def find_keys(words: str) -> list[int]:
    """The same by primary key: a page of results loads only what it shows.

    The claim matcher speaks first, as it forgives other wording; then follow the pages that
    hold every word of a short query, by stem, newest first; then what is worded most like it,
    which answers nothing and may still be what was looked for.
    """
    query = without_controls(words).strip()
    if not query:
        return []
    matches = matcher.live().match(query, k=NEAREST, floor=0.0)
    claims = [match.claim_id for match in matches]
    pages = {page.known_claim_id: page.pk for page in of_claims(claims)}
    known = [(pages[m.claim_id], is_likely(m)) for m in matches if m.claim_id in pages]
    sure = [key for key, likely in known if likely]
    rest = [key for key, likely in known if not likely]
    return list(dict.fromkeys([*sure, *holding_words(query), *rest]))


def load(keys: Sequence[int]) -> list[Clarification]:
    """The rows of these keys, in their order."""
    # Unordered: asked for an order, SQLite walks the index that has it, past every answer.
    rows = published().order_by().select_related("issuer").in_bulk(keys)
    return [rows[key] for key in keys if key in rows]


def load_rows(keys: Sequence[int]) -> list[Clarification]:
    """The same with what a list's row shows of each, and no more."""
    if not keys or len(keys) > AT_ONCE:
        return load(keys)
    rows = {row.pk: row for row in rows_of(settings.TANGKAL.is_demo).ask(*filled(keys, AT_ONCE))}
    return [rows[key] for key in keys if key in rows]


def of_claims(claims: Sequence[str]) -> list[Clarification]:
    """The published answers of some claims, with their claim and their key alone."""
    if not claims:
        return []
    return answers_to(settings.TANGKAL.is_demo).ask(*filled(claims, NEAREST))


def filled(asked: Sequence[T], most: int) -> list[T]:
    """As many as a prepared question has holes for: the last one again and again."""
    return [*asked, *[asked[-1]] * (most - len(asked))]


@lru_cache(maxsize=2)
def rows_of(is_demo: bool) -> Prepared[Clarification]:
    """Answers as rows of a list; what the public may find is another thing in a demonstration."""
    return Prepared(
        *range(-AT_ONCE, 0),
        made=lambda *keys: (
            published().order_by().filter(pk__in=keys).select_related("issuer").only(*ROW)
        ),
    )


@lru_cache(maxsize=2)
def answers_to(is_demo: bool) -> Prepared[Clarification]:
    return Prepared(
        *(f"claim-{number}" for number in range(NEAREST)),
        made=lambda *claims: (
            published().order_by().filter(known_claim_id__in=claims).only("known_claim_id")
        ),
    )


def is_likely(match: ClaimMatch) -> bool:
    return answer(match) != "unknown"


def likely_claims(text: str, *, k: int) -> tuple[Answer, list[tuple[KnownClaim, ClaimMatch]]]:
    """The matcher's answer, with no claim beside it that it would not stand for."""
    result, matches = nearest_claims(text, k=k)
    return result, [pair for pair in matches if is_likely(pair[1])]


def pages_of(claims: Sequence[KnownClaim]) -> dict[str, Clarification]:
    """The published page of each claim that has one, by the claim's id."""
    keys = [claim.claim_id for claim in claims]
    found = published().order_by().filter(known_claim_id__in=keys).select_related("issuer")
    return {page.known_claim_id: page for page in found}


def holding_words(query: str) -> list[int]:
    """The newest published answers that hold every word of a short query, by stem."""
    stems = stem_text(query).split()
    if not stems or len(stems) > MOST_WORDS:
        return []
    return fulltext.holding_all(stems, MOST_FOUND, exercises=settings.TANGKAL.is_demo)
