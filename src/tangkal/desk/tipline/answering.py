"""The question path in a chat: what we know about a text, and nothing that we do not stand for."""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tangkal.desk.portal import search
from tangkal.desk.portal.models import Clarification
from tangkal.desk.portal.related import related_pages
from tangkal.desk.recognise import matcher
from tangkal.desk.recognise.models import KnownClaim
from tangkal.kernel import ClaimMatch
from tangkal.recognise.restraint import Answer, answer

MOST = 3  # choices of one clarifying question
REMEMBERED = 10_000  # texts


@dataclass(frozen=True, slots=True)
class Choice:
    """A known claim with our page on it, or with another fact checker's."""

    claim: KnownClaim | None
    page: Clarification | None
    score: float = 0.0  # of the match, 0..1

    @property
    def ref(self) -> str:
        """What is remembered of it between two messages."""
        if self.page:
            return f"page:{self.page.pk}"
        return f"claim:{self.claim.pk if self.claim else ''}"

    @property
    def title(self) -> str:
        """What was claimed, to choose by."""
        if self.page:
            return self.page.claim_text
        return self.claim.title if self.claim else ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What there is to say about a text: one answer, up to three to choose from, or nothing."""

    result: Answer
    choices: tuple[Choice, ...] = ()


NOTHING = Finding("unknown")


class Remembered:
    """What the matcher said lately: on the worst evening everybody forwards the same text.

    It holds as long as the matcher has taken nothing new in; pages are asked for each time.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._of: tuple[int, int, int] = (0, 0, 0)
        self._found: OrderedDict[str, list[ClaimMatch]] = OrderedDict()

    def match(self, text: str) -> list[ClaimMatch]:
        """The likely claims of a text, best first."""
        live = matcher.live()
        live.refresh()
        of = (id(live), live.version, live.revision)
        with self._lock:
            if of != self._of:
                self._found.clear()
                self._of = of
            if text in self._found:
                self._found.move_to_end(text)
                return self._found[text]
        found = [match for match in live.match(text, k=MOST) if search.is_likely(match)]
        with self._lock:
            if of == self._of:
                self._found[text] = found
                if len(self._found) > REMEMBERED:
                    self._found.popitem(last=False)
        return found


remembered = Remembered()


def find_all(texts: Iterable[str]) -> dict[str, Finding]:
    """Ask the matcher, and where it knows nothing, our own pages that share the words.

    The same as `recognise.queries.nearest_claims`, with one question to the database for all.
    """
    matches = {text: remembered.match(text) for text in dict.fromkeys(texts)}
    claims = KnownClaim.objects.filter(is_withdrawn=False).in_bulk(
        {match.claim_id for found in matches.values() for match in found}
    )
    pages = search.pages_of(list(claims.values())) if claims else {}
    return {
        text: finding_of(text, [each for each in found if each.claim_id in claims], claims, pages)
        for text, found in matches.items()
    }


def finding_of(
    text: str,
    matches: Sequence[ClaimMatch],
    claims: Mapping[str, KnownClaim],
    pages: Mapping[str, Clarification],
) -> Finding:
    result = answer(matches[0] if matches else None)
    choices = [
        Choice(claims[match.claim_id], pages.get(match.claim_id), match.score)
        for match in matches
        if match.claim_id in pages or claims[match.claim_id].url
    ]
    if result == "same" and (not choices or choices[0].claim != claims[matches[0].claim_id]):
        result = "maybe"  # what it is sure of leads nowhere that a reader could look
    if choices:
        return Finding(result, tuple(choices[:1] if result == "same" else choices))
    related = [Choice(None, page) for page, _stems in related_pages(text)[:MOST]]
    return Finding("maybe", tuple(related)) if related else NOTHING


def load(refs: list[str]) -> list[Choice | None]:
    """The choices that were offered, as they stand now; None for one that is gone."""
    pages = search.published().filter(pk__in=[key_of(ref) for ref in refs if is_page(ref)])
    claims = KnownClaim.objects.filter(
        pk__in=[key_of(ref) for ref in refs if not is_page(ref)], is_withdrawn=False
    )
    found = {Choice(None, page).ref: Choice(None, page) for page in pages}
    found |= {Choice(claim, None).ref: Choice(claim, None) for claim in claims}
    return [found.get(ref) for ref in refs]


def is_page(ref: str) -> bool:
    return ref.startswith("page:")


def key_of(ref: str) -> str:
    return ref.partition(":")[2]


def merged(by_words: Finding, by_picture: Finding) -> Finding:
    """What words and picture say together.

    The same picture under other words is another claim, so it is offered and not asserted.
    """
    if by_words.result == "same" or not by_picture.choices:
        return by_words
    refs = {each.ref: each for each in (*by_picture.choices, *by_words.choices)}
    return Finding("maybe", tuple(refs.values())[:MOST])
