"""Narratives that might be the same as this one, with what they share."""

from collections.abc import Sequence
from dataclasses import dataclass

from tangkal.desk.cases import items
from tangkal.desk.situational_insight import rows
from tangkal.desk.situational_insight.evidence import texts_of, typical
from tangkal.desk.situational_insight.membership import current_id
from tangkal.desk.situational_insight.models import Narrative
from tangkal.engines import NarrativeCount, Search
from tangkal.situational_insight.likeness import likeness, shared_words

MOST = 8
OWN_WORDS = 3  # of its own strongest words, each looked for, where nobody typed any


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One narrative beside this one."""

    row: Narrative
    cosine: float
    words: list[str]
    text: str


def candidates(narrative: Narrative, words: str) -> list[Candidate]:
    """By words, by id, or with neither by this narrative's own strongest words."""
    mine = texts_of(narrative.pk)
    if words:
        found = by_id(words) or having(words.lower().split()[:10])
    else:
        found = [each for word in shared_words(mine, mine)[:OWN_WORDS] for each in having([word])]
    counts = {each.narrative_id: each for each in found if each.narrative_id != narrative.pk}
    stored = Narrative.objects.in_bulk(list(counts))
    others = [stored.get(key) or rows.as_row(count) for key, count in counts.items()]
    near = sorted((candidate(row, mine) for row in others), key=lambda each: -each.cosine)
    return near[:MOST]


def having(words: Sequence[str]) -> list[NarrativeCount]:
    """The largest narratives with items that hold every word."""
    return items.lake().narratives(Search(words=tuple(words), limit=MOST + 1))


def by_id(words: str) -> list[NarrativeCount]:
    """The narrative whose id, or page's address, was pasted."""
    name = words.rstrip("/").rsplit("/", 1)[-1]
    if not name.startswith("N") or " " in name:
        return []
    return items.lake().narratives(Search(narrative_id=current_id(name), limit=1))


def candidate(row: Narrative, mine: list[str]) -> Candidate:
    texts = texts_of(row.pk)
    return Candidate(
        row=row, cosine=likeness(mine, texts), words=shared_words(mine, texts), text=typical(texts)
    )
