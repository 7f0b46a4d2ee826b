"""Published pages that share words with a question which the matcher does not know.

A young archive is too small for the matcher to tell rare words from common ones, and a
citizen who asks about what the office itself has just answered must be shown it. What is
found here is never more than "perhaps one of these".
"""

from functools import lru_cache

from tangkal.desk.portal.models import Clarification
from tangkal.desk.portal.search import published
from tangkal.situational_insight.function_words import FUNCTION_WORDS
from tangkal.text.stem import stem_text

RECENT = 500  # newest pages looked at; what people ask about is mostly young
SHARE = 0.5  # of the claim's stems that a question has to hold
LEAST = 2  # stems in common, however short the claim
MOST = 3

_EMPTY_STEMS = frozenset(stem for word in FUNCTION_WORDS for stem in stem_text(word).split())


@lru_cache(maxsize=4096)
def stems_of(text: str) -> frozenset[str]:
    """The stems that carry a text's meaning: "Harga BBM akan naik" has harga, bbm, naik."""
    return frozenset(stem_text(text).split()) - _EMPTY_STEMS


def related_pages(question: str) -> list[tuple[Clarification, tuple[str, ...]]]:
    """Pages whose claim shares most words with a question, and the shared stems; best first."""
    asked = stems_of(question)
    ranked: list[tuple[float, int, tuple[str, ...]]] = []
    for key, claim in published().values_list("pk", "claim_text")[:RECENT]:
        told = stems_of(claim)
        common = asked & told
        if len(common) >= LEAST and len(common) >= SHARE * min(len(told), len(asked)):
            ranked.append((len(common) / len(told | asked), key, tuple(sorted(common))))
    best = sorted(ranked, reverse=True)[:MOST]
    pages = published().select_related("issuer").in_bulk([key for _share, key, _stems in best])
    return [(pages[key], stems) for _share, key, stems in best if key in pages]
