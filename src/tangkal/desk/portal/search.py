"""Find clarifications by words or by a whole pasted chain letter."""

from collections.abc import Sequence

from django.conf import settings
from django.db.models import Q, QuerySet

from tangkal.desk.portal.cleaning import without_controls
from tangkal.desk.portal.models import Clarification
from tangkal.desk.recognise.models import KnownClaim
from tangkal.desk.recognise.queries import nearest_claims
from tangkal.kernel import ClaimMatch
from tangkal.recognise.restraint import Answer, answer
from tangkal.text.stem import stem_text

MOST_WORDS = 12  # a search of more words than this is a pasted text: the matcher answers it
MOST_FOUND = 200


def published() -> QuerySet[Clarification]:
    """What the public may find, newest first.

    An exercise's texts stay with the exercise; in a demonstration everything is one.
    """
    found = Clarification.objects.filter(state=Clarification.State.PUBLISHED)
    return found if settings.TANGKAL.is_demo else found.filter(is_exercise=False)


def find(words: str) -> list[Clarification]:
    """Clarifications for a query, the most likely answer first.

    The claim matcher speaks first, as it forgives other wording; then follow the pages that
    hold every word of a short query, by stem, newest first.
    """
    query = without_controls(words).strip()
    if not query:
        return []
    found = by_likeness(query)
    seen = {each.pk for each in found}
    return [*found, *(each for each in by_words(query) if each.pk not in seen)]


def by_likeness(query: str) -> list[Clarification]:
    _answer, matches = likely_claims(query, k=5)
    pages = pages_of([claim for claim, _match in matches])
    return [pages[claim.claim_id] for claim, _match in matches if claim.claim_id in pages]


def likely_claims(text: str, *, k: int) -> tuple[Answer, list[tuple[KnownClaim, ClaimMatch]]]:
    """The matcher's answer, with no claim beside it that it would not stand for."""
    result, matches = nearest_claims(text, k=k)
    return result, [pair for pair in matches if answer(pair[1]) != "unknown"]


def pages_of(claims: Sequence[KnownClaim]) -> dict[str, Clarification]:
    """The published page of each claim that has one, by the claim's id."""
    keys = [claim.claim_id for claim in claims]
    found = published().filter(known_claim_id__in=keys).select_related("issuer")
    return {page.known_claim_id: page for page in found}


def by_words(query: str) -> list[Clarification]:
    stems = stem_text(query).split()
    if not stems or len(stems) > MOST_WORDS:
        return []
    holds_all = Q()
    for stem in stems:
        holds_all &= Q(search_text__contains=stem)
    return list(published().filter(holds_all).select_related("issuer")[:MOST_FOUND])
