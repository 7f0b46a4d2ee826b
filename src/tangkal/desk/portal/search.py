"""Find clarifications by words or by a whole pasted chain letter."""

from django.db.models import Q, QuerySet

from tangkal.desk.portal.models import Clarification
from tangkal.desk.recognise.queries import nearest_claims
from tangkal.text.stem import stem_text

MOST_WORDS = 12  # a search of more words than this is a pasted text: the matcher answers it
MOST_FOUND = 200


def published() -> QuerySet[Clarification]:
    return Clarification.objects.filter(state=Clarification.State.PUBLISHED)


def find(words: str) -> list[Clarification]:
    """Clarifications for a query, the most likely answer first.

    The claim matcher speaks first, as it forgives other wording; then follow the pages that
    hold every word of a short query, by stem, newest first.
    """
    query = words.strip()
    if not query:
        return []
    found = by_likeness(query)
    seen = {each.pk for each in found}
    return [*found, *(each for each in by_words(query) if each.pk not in seen)]


def by_likeness(query: str) -> list[Clarification]:
    answer, matches = nearest_claims(query, k=5)
    if answer == "unknown":
        return []
    keys = [claim.claim_id for claim, _match in matches]
    pages = {each.known_claim_id: each for each in published().filter(known_claim_id__in=keys)}
    return [pages[key] for key in keys if key in pages]


def by_words(query: str) -> list[Clarification]:
    stems = stem_text(query).split()
    if not stems or len(stems) > MOST_WORDS:
        return []
    holds_all = Q()
    for stem in stems:
        holds_all &= Q(search_text__contains=stem)
    return list(published().filter(holds_all).select_related("issuer")[:MOST_FOUND])
