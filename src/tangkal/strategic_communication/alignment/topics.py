"""How near a local sentence is to a central one in topic, facts left aside."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tangkal.strategic_communication.alignment.facts import SITES
from tangkal.strategic_communication.alignment.statements import Statement, group_of

_SITE = re.compile(f"^site:(?:{'|'.join(sorted(SITES, key=len, reverse=True))})")
_CONTEXT = 0.85  # what the sentence before lends counts a little less
_BACKWARD = 0.9
_FEW = 2  # a sentence with fewer topic words says nothing backward
_LEAN = 2  # topic words of a part that leans on the rest: "…, dan warga tidak dipungut biaya"
_SAME_START = 5  # letters that two stems share to be one word ("vaksin", "vaksinasi")


@dataclass(frozen=True, slots=True)
class Nearness:
    """One central statement against one local one."""

    matched: frozenset[int]  # indexes of the central words found
    forward: float  # share of the central words found
    backward: float  # share of the local words that are central ones
    topic: float  # 0..1: how likely both speak of one thing


def nearness_of(
    central: Statement, local: Sequence[Statement], at: int, message: frozenset[str] = frozenset()
) -> Nearness:
    """How near local statement `at` is; `message` are the stems of all of its parts.

    The sentence before may name what a local one is about.
    """
    here = local[at].stems | _spelt_out(local[at], central)
    matched = _found(central, here)
    total = max(1, len(central.words))
    forward = len(matched) / total
    own = central.stems | message
    backward = _backward(local[at], own)
    # What only says how it is ("naik", "buka") is looked for by sense, not by topic.
    # So is who does it, and where, when the other sentence names another.
    theirs = {_disputed(word.stem) for word in local[at].words}
    about = sum(
        i in matched or (word.at not in central.sense and _disputed(word.stem) not in theirs)
        for i, word in enumerate(central.words)
    )
    topic = len(matched) / max(1, about)
    if at:
        lent = len(_found(central, here | local[at - 1].stems)) / total
        topic = max(topic, _CONTEXT * lent if matched or len(here) <= _FEW else 0.0)
    leans = about <= _LEAN and bool(message - central.stems)
    members = {
        i
        for i, word in enumerate(central.words)
        if ":" in word.stem and not word.stem.startswith(_DISPUTED)
    }
    if len(here) >= _FEW and (matched or leans) and (not leans or members <= matched):
        topic = max(topic, _BACKWARD * backward)
    return Nearness(matched, forward, backward, topic)


_LETTERS = 5  # of an abbreviation
_DISPUTED = ("agency:", "channel:", "site:", "means:")


def _disputed(stem: str) -> str:
    """The kind of a member that may be swapped for another, a mark of its own for other words."""
    kind = next((kind for kind in _DISPUTED if stem.startswith(kind)), "")
    return kind or f"={stem}"


def _spelt_out(local: Statement, central: Statement) -> frozenset[str]:
    """Stems of what an abbreviation stands for: "UMK" is "upah minimum kabupaten"."""
    names = {t.low for t in local.tokens if t.text.isupper() and 1 < len(t.text) <= _LETTERS}
    found: set[str] = set()
    for name in names:
        for first in range(len(central.tokens) - len(name) + 1):
            words = central.tokens[first : first + len(name)]
            if "".join(word.low[0] for word in words) == name:
                found |= {
                    word.stem for word in central.words if first <= word.at < first + len(name)
                }
    return frozenset(found)


def _backward(local: Statement, own: frozenset[str]) -> float:
    """Share of the local topic words that the message has; words of sense count only then."""
    ours = {word.stem: any(_alike(word.stem, each) for each in own) for word in local.words}
    sense = {word.stem for word in local.words if word.at in local.sense}
    topics = [
        stem
        for stem, is_ours in ours.items()
        if is_ours or not (stem in sense or stem.startswith(_DISPUTED))
    ]
    return sum(ours[stem] for stem in topics) / max(1, len(topics))


def _found(central: Statement, stems: frozenset[str]) -> frozenset[int]:
    return frozenset(
        index
        for index, word in enumerate(central.words)
        if any(_alike(word.stem, stem) for stem in stems) or _is_named(word.stem, stems)
    )


def _is_named(stem: str, stems: frozenset[str]) -> bool:
    """Whether "Kelurahan Bojong Kulur" is meant by "Bojong Kulur" alone, or the other way."""
    if not stem.startswith("site:"):
        return False
    name = [group_of(part) for part in _SITE.sub("", stem).split()]
    return bool(name) and all(part in stems for part in name)


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    if ":" in one or ":" in other or min(len(one), len(other)) < _SAME_START:
        return False
    return one[:_SAME_START] == other[:_SAME_START] and abs(len(one) - len(other)) <= 3
