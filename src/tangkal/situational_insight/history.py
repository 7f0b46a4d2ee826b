"""The readable history of narratives: what is told of a merge, and when one begins or rests."""

import json
from datetime import datetime
from typing import Any

import numpy as np

from tangkal.kernel import NarrativeChange
from tangkal.situational_insight.centres import TERM_BITS, USED
from tangkal.situational_insight.live import LiveNarratives
from tangkal.situational_insight.merging import cosine, weight_of
from tangkal.text.normalise import words
from tangkal.text.tokens import hash_word

TOLD_FROM = 5  # items from which a narrative's beginning is told
SLEEPS_AFTER_HOURS = 72.0
SHOWN_WORDS = 8

_TOLD, _ASLEEP = 1, 2  # bits of `Centres.stage`


def merge_evidence(live: LiveNarratives, into: int, source: int, odds: float) -> dict[str, Any]:
    """Why two narratives were found to be one: figures and words that a person can check.

    Of each pair, the first is the one that stays.
    """
    centres = live.centres
    first = max(centres.first_hour[into], centres.first_hour[source])
    last = min(centres.last_hour[into], centres.last_hour[source])
    texts = [next((text for _, text in live.typical(slot)), "") for slot in (into, source)]
    return {
        "odds": round(odds, 2),  # natural logarithm, beyond what a merge asks for
        "cosine": round(cosine(centres, into, source, live.scratch.marked), 3),
        "words": shared_words(live, into, source),
        "texts": texts,
        "families": [int(centres.families[slot]) for slot in (into, source)],
        "items": [int(centres.items[slot]) for slot in (into, source)],
        "hours_apart": round(max(0.0, float(first - last)), 1),
    }


def shared_words(live: LiveNarratives, one: int, other: int) -> list[str]:
    """The weightiest words that both narratives use, as their typical texts spell them."""
    centres = live.centres
    weights: dict[int, float] = {}
    theirs = set(centres.terms[other, : centres.held[other]].tolist())
    held = centres.held[one]
    own = zip(centres.terms[one, :held].tolist(), centres.weights[one, :held].tolist(), strict=True)
    for term, used in own:
        if term in theirs:
            weights[term] = float(np.log1p(used)) * weight_of(centres, term)
    spelt: dict[int, str] = {}
    for slot in (one, other):
        for _, text in live.leads[slot]:
            for word in words(text):
                spelt.setdefault(term_of(word), word)
    known = sorted((term for term in weights if term in spelt), key=lambda t: (-weights[t], t))
    return [spelt[term] for term in known[:SHOWN_WORDS]]


def term_of(word: str) -> int:
    """A normalised word's number in the index: the kernel's, one word at a time."""
    hashed = hash_word(word)
    return (hashed ^ (hashed >> 32)) & ((1 << TERM_BITS) - 1)


def rests(live: LiveNarratives) -> list[NarrativeChange]:
    """Which narratives were born, fell asleep or woke since this was asked last."""
    centres, now = live.centres, live.hour
    used = int(centres.counters[USED])
    stage, items, last = centres.stage[:used], centres.items[:used], centres.last_hour[:used]
    held = centres.serial[:used] >= 0
    told, asleep = (stage & _TOLD) > 0, (stage & _ASLEEP) > 0
    is_silent = now - last > SLEEPS_AFTER_HOURS
    turns = (
        ("born", held & ~told & (items >= TOLD_FROM)),
        ("woke", held & asleep & ~is_silent),
        ("slept", held & told & ~asleep & is_silent),
    )
    changes = []
    for kind, chosen in turns:
        slots = np.flatnonzero(chosen)
        slots = slots[np.argsort(centres.serial[slots], kind="stable")]
        stage[slots] = {"born": _TOLD, "woke": _TOLD, "slept": _TOLD | _ASLEEP}[kind]
        changes += [_rest(live, kind, int(slot)) for slot in slots]
    return changes


def _rest(live: LiveNarratives, kind: str, slot: int) -> NarrativeChange:
    centres = live.centres
    evidence: dict[str, Any] = {
        "items": int(centres.items[slot]),
        "families": int(centres.families[slot]),
    }
    if kind == "slept":
        evidence["silent_hours"] = round(live.hour - float(centres.last_hour[slot]), 1)
    return NarrativeChange(kind=kind, narrative_id=live.ids[slot], at=live.now, evidence=evidence)


def change_to_json(change: NarrativeChange) -> str:
    """One change as a line of JSON, so that a snapshot can keep it."""
    return json.dumps(
        {
            "kind": change.kind,
            "narrative_id": change.narrative_id,
            "at": change.at.isoformat(),
            "other_id": change.other_id,
            "families": change.families,
            "evidence": dict(change.evidence),
            "by": change.by,
        }
    )


def change_from_json(line: str) -> NarrativeChange:
    """The change that :func:`change_to_json` wrote."""
    told = json.loads(line)
    told["at"] = datetime.fromisoformat(told["at"])
    told["families"] = tuple(told["families"])
    return NarrativeChange(**told)
