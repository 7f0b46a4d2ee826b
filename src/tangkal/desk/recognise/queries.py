"""Read known claims."""

from django.db.models import Q, QuerySet

from tangkal.desk.recognise import matcher
from tangkal.desk.recognise.models import KnownClaim
from tangkal.kernel import ClaimMatch
from tangkal.recognise.restraint import MAYBE, Answer, answer


def find_claims(words: str = "", origin: str = "") -> QuerySet[KnownClaim]:
    """Claims whose title or publisher holds every word, newest first."""
    found = KnownClaim.objects.all()
    for word in words.replace("\x00", "").split()[:12]:  # PostgreSQL refuses NUL
        found = found.filter(Q(title__icontains=word) | Q(publisher__icontains=word))
    if origin in KnownClaim.Origin.values:
        found = found.filter(origin=origin)
    return found


def nearest_claims(
    text: str, *, k: int = 5, floor: float = MAYBE
) -> tuple[Answer, list[tuple[KnownClaim, ClaimMatch]]]:
    """What the matcher says of one text: its answer, and the claims it compared best with.

    Args:
        floor: least likeness of what is returned; an analyst may want to see below "maybe".
    """
    matches = matcher.live().match(text, k=k, floor=floor)
    rows = KnownClaim.objects.in_bulk([match.claim_id for match in matches])
    found = [
        (rows[match.claim_id], match)
        for match in matches
        if match.claim_id in rows and not rows[match.claim_id].is_withdrawn
    ]
    return answer(found[0][1] if found else None), found
