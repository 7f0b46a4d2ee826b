"""Narratives that might be the same as this one, with what they share."""

from dataclasses import dataclass

from tangkal.desk.cases import items
from tangkal.desk.situational_insight import rows
from tangkal.desk.situational_insight.evidence import texts_of, typical
from tangkal.desk.situational_insight.membership import current_id
from tangkal.desk.situational_insight.models import Narrative
from tangkal.engines import Search
from tangkal.situational_insight.likeness import likeness, shared_words

MOST = 8
WORDS_LOOKED_FOR = 2  # of its own strongest words, where nobody typed any


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
    asked = words.split() or shared_words(mine, mine)[:WORDS_LOOKED_FOR]
    found = (
        by_id(words)
        or items.lake().narratives(
            Search(words=tuple(word.lower() for word in asked[:10]), limit=MOST + 1)
        )
        if asked
        else []
    )
    stored = Narrative.objects.in_bulk([each.narrative_id for each in found])
    others = [
        stored.get(each.narrative_id) or rows.as_row(each)
        for each in found
        if each.narrative_id != narrative.pk
    ]
    return sorted((candidate(row, mine) for row in others[:MOST]), key=lambda each: -each.cosine)


def by_id(words: str) -> list[object]:
    """The narrative whose id, or page's address, was pasted."""
    name = words.rstrip("/").rsplit("/", 1)[-1]
    if not name.startswith("N") or " " in name:
        return []
    return list(items.lake().narratives(Search(narrative_id=current_id(name), limit=1)))


def candidate(row: Narrative, mine: list[str]) -> Candidate:
    texts = texts_of(row.pk)
    return Candidate(
        row=row, cosine=likeness(mine, texts), words=shared_words(mine, texts), text=typical(texts)
    )
