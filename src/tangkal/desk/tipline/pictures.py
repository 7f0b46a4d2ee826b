"""What is known of a picture: fetched, its fingerprint compared with all banks, and let go."""

import io

from django.core.files.base import File

from tangkal.desk.portal import search
from tangkal.desk.recognise.media import index, reading
from tangkal.desk.tipline.answering import MOST, NOTHING, Choice, Finding


def find(content: bytes) -> Finding:
    """Known claims whose pictures are like this one; a whole picture alike is one answer.

    Raises:
        ValidationError: no picture can be read out of it.
    """
    found = index.find(reading.take(File(io.BytesIO(content), "picture")), k=MOST)
    if not found:
        return NOTHING
    pages = search.pages_of([each.media.claim for each in found])
    by_claim = {
        each.media.claim_id: Choice(
            each.media.claim, pages.get(each.media.claim_id), each.like.score
        )
        for each in found
        if pages.get(each.media.claim_id) or each.media.claim.url
    }
    choices = tuple(by_claim.values())[:MOST]
    # One picture may carry several claims: then the sender says which one is meant.
    is_same = len(choices) == 1 and found[0].like.is_whole
    return Finding("same" if is_same else "maybe", choices) if choices else NOTHING
