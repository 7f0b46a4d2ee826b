"""Cases that may be the same one: shown with the reasons, decided by a person.

The cheap comparison: what both rest on (a fact-check, a narrative, a post), and how many words of
title and claims they share. It suggests; it merges nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.models import Case, Signal
from tangkal.desk.cases.queries import visible_cases
from tangkal.desk.cases.spreads.models import Spread
from tangkal.desk.cases.states import CaseState
from tangkal.text.normalise import words

COMPARED = 300  # the newest open cases one reads; older ones are closed or known
SHOWN = 5
ALIKE = 0.5  # of the words of both together
FEWEST_WORDS = 3
# What weighs how much: a post seen in both says more than a narrative both belong to.
WEIGHTS = {"spread": 4.0, "claim": 3.0, "narrative": 2.0, "words": 2.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Likely:
    """A case that may be the same, and why."""

    case: Case
    reasons: tuple[str, ...]
    weight: float


def for_case(case: Case, reader: User) -> list[Likely]:
    """What may be the same as a case; four queries."""
    texts = [case.title, *(claim.text for claim in case.claims.all())]
    keys = list(case.spreads.filter(removed_at__isnull=True).values_list("key", flat=True))
    return likely(reader, list(case.signals.all()), texts, keys, of=case)


def for_opening(signals: Sequence[Signal], reader: User) -> list[Likely]:
    """What may be the same as a case about to be opened on these signals."""
    is_exercise = any(signal.is_exercise for signal in signals)
    texts = [signal.title for signal in signals]
    return likely(reader, signals, texts, [], is_exercise=is_exercise)


def likely(
    reader: User,
    signals: Iterable[Signal],
    texts: Sequence[str],
    keys: Sequence[str],
    *,
    of: Case | None = None,
    is_exercise: bool = False,
) -> list[Likely]:
    others = visible_cases(reader).filter(
        is_exercise=of.is_exercise if of else is_exercise, merged_into=None
    )
    others = others.exclude(state=CaseState.CLOSED)
    if of is not None:
        others = others.exclude(pk=of.pk)
    found: dict[int, set[str]] = defaultdict(set)
    for pk, kind in [*by_signals(others, signals), *by_posts(others, keys)]:
        found[pk].add(kind)
    compared = {case.pk: case for case in others.prefetch_related("claims")[:COMPARED]}
    for pk in by_words(compared.values(), texts):
        found[pk].add("words")
    # An older one that shares a post or a narrative is rare; it is left to the search.
    rows = [as_likely(compared[pk], kinds) for pk, kinds in found.items() if pk in compared]
    return sorted(rows, key=lambda row: (-row.weight, -row.case.pk))[:SHOWN]


def by_signals(others: QuerySet[Case], signals: Iterable[Signal]) -> list[tuple[int, str]]:
    """Cases whose signals are of the same narrative, or nearest to the same fact-check."""
    narratives = {signal.narrative_id for signal in signals if signal.narrative_id}
    claims = {signal.best_claim_id for signal in signals if signal.best_claim_id}
    if not narratives and not claims:
        return []
    shared = Q(signals__narrative_id__in=narratives) | Q(signals__best_claim__in=claims)
    rows = others.filter(shared).values_list(
        "pk", "signals__narrative_id", "signals__best_claim_id"
    )
    kinds = [(pk, "narrative") for pk, narrative, _claim in rows if narrative in narratives]
    return kinds + [(pk, "claim") for pk, _narrative, claim in rows if claim in claims]


def by_posts(others: QuerySet[Case], keys: Sequence[str]) -> list[tuple[int, str]]:
    """Cases that count one of these posts as a spread."""
    if not keys:
        return []
    rows = Spread.objects.filter(case__in=others, key__in=keys, removed_at__isnull=True)
    return [(pk, "spread") for pk in rows.values_list("case_id", flat=True)]


def by_words(others: Iterable[Case], texts: Sequence[str]) -> list[int]:
    """Cases of which one title or claim shares half its words with one of ours."""
    ours = [found for text in texts if len(found := word_set(text)) >= FEWEST_WORDS]
    return [
        case.pk
        for case in others
        if any(
            overlap(mine, word_set(theirs)) >= ALIKE
            for theirs in (case.title, *(claim.text for claim in case.claims.all()))
            for mine in ours
        )
    ]


@lru_cache(maxsize=4_096)
def word_set(text: str) -> frozenset[str]:
    """The words of a title or claim: each page compares the same few hundred."""
    return frozenset(words(text))


def overlap(one: frozenset[str], two: frozenset[str]) -> float:
    """Shared words over all words of both (Jaccard).

    >>> overlap(frozenset({"harga", "bbm", "naik"}), frozenset({"harga", "bbm", "turun"}))
    0.5
    """
    return len(one & two) / len(one | two) if one and two else 0.0


def as_likely(case: Case, kinds: set[str]) -> Likely:
    sentences = {
        "spread": _("the same post is counted in both"),
        "claim": _("both are nearest to the same fact-check"),
        "narrative": _("signals of the same narrative"),
        "words": _("title or claims share half their words"),
    }
    ordered = sorted(kinds, key=lambda kind: -WEIGHTS[kind])
    return Likely(
        case=case,
        reasons=tuple(sentences[kind] for kind in ordered),
        weight=sum(WEIGHTS[kind] for kind in kinds),
    )
