"""Why two narratives were joined, or one divided: figures and words that a person can check."""

from collections.abc import Sequence
from typing import Any

from tangkal.desk.cases import items
from tangkal.desk.situational_insight.families import FamilyCount
from tangkal.desk.situational_insight.models import Narrative
from tangkal.situational_insight.likeness import likeness, nearest_the_centre, shared_words

READ = 200  # newest items of each narrative that words are compared among
SHOWN = 240  # characters of a typical text

Evidence = dict[str, Any]


def of_merge(narrative: Narrative, other: Narrative) -> Evidence:
    """What an analyst's merge rests on; `texts` and `items` in this order, survivor first."""
    one, two = texts_of(narrative.pk), texts_of(other.pk)
    return {
        "titles": [str(narrative), str(other)],
        "cosine": likeness(one, two),
        "words": shared_words(one, two),
        "texts": [typical(one), typical(two)],
        "items": items.lake().totals([narrative.pk, other.pk]).tolist(),
    }


def of_split(moving: Sequence[FamilyCount], staying: Sequence[FamilyCount]) -> Evidence:
    """How much moved and how much stayed; `texts`: one that moved, one that stayed."""
    moved, stayed = firsts_of(moving), firsts_of(staying)
    return {
        "families": [len(moving), len(staying)],
        "items": [sum(each.items for each in moving), sum(each.items for each in staying)],
        "cosine": likeness(moved, stayed),
        "texts": [typical(moved), typical(stayed)],
    }


def texts_of(narrative_id: str) -> list[str]:
    """One text a family, of the newest items: a flood of copies counts once."""
    rows = items.lake().narrative_items(narrative_id, limit=READ).to_pylist()
    return list({row["family_id"]: str(row["text"]) for row in rows}.values())


def firsts_of(families: Sequence[FamilyCount]) -> list[str]:
    """What the largest families say: the text of each one's first item."""
    rows = items.lake().items([each.first_item for each in families[:READ]]).to_pylist()
    return [str(row["text"]) for row in rows]


def typical(texts: Sequence[str]) -> str:
    chosen = nearest_the_centre(texts, most=1)
    return texts[chosen[0]][:SHOWN] if chosen else ""
