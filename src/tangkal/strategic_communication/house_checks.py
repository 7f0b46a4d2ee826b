"""What a message house still lacks, and whether a text written from it keeps to it.

A text that leaves a locked fact out is incomplete; a text that states another figure, day or
place contradicts it. Both are measured, and only a contradicted locked fact stands in the way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tangkal.strategic_communication.alignment.check import PARTIAL, Contradiction, check_text
from tangkal.strategic_communication.alignment.comparing import Match, compare
from tangkal.strategic_communication.alignment.places import COUNTRY
from tangkal.strategic_communication.checks import MYTH_PARTS, Finding, check_umbrella
from tangkal.strategic_communication.house import House, Locked, key_messages, same, texts_of
from tangkal.strategic_communication.other_words import as_figures
from tangkal.strategic_communication.placeholders import NAMED, find_placeholders
from tangkal.strategic_communication.read_twice import check_twice
from tangkal.strategic_communication.stated import (
    Stated,
    agree,
    facts_in,
    stands_as_written,
    stands_in,
)

# Which kinds of the reader of facts are which kind of locked fact.
KIND_OF: Mapping[str, str] = {
    "date": "date",
    "time": "date",
    "month": "date",
    "year": "date",
    "place": "place",
    "agency": "name",
    "site": "name",
    "label": "name",
}
# Members of closed classes ("pelajar", "KTP") say whom or what with; alone they lock nothing.
_NO_LOCK = frozenset({"group", "document", "channel", "product"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A locked fact that a text states otherwise."""

    lock: Locked
    central: str  # the passage of the house
    local: str  # the passage of the text
    local_words: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A text beside the house in force."""

    broken: tuple[Broken, ...] = ()  # locked facts stated otherwise: these block
    other: tuple[Contradiction, ...] = ()  # contradictions of words that nobody locked
    missing: tuple[Locked, ...] = ()  # locked facts the text does not carry
    forbidden: tuple[str, ...] = ()  # words of the do-not-say list

    @property
    def is_clean(self) -> bool:
        return not (self.broken or self.other or self.missing or self.forbidden)


def gaps_in(house: House) -> list[Finding]:
    """What stands between a draft and its fact check, in reading order.

    >>> [gap.code for gap in gaps_in(House(umbrella="Harga tetap."))]
    ['no_pillar', 'no_lock']
    """
    gaps = []
    if not house.umbrella:
        gaps.append(Finding(code="no_umbrella", part="umbrella"))
    gaps += check_umbrella(house.umbrella)
    if not house.pillars:
        gaps.append(Finding(code="no_pillar", part="pillars"))
    for at, pillar in enumerate(house.pillars, start=1):
        if not pillar.proof or not pillar.source:
            gaps.append(Finding(code="no_proof", part="pillars", facts=(("number", at),)))
    if not house.locked:
        gaps.append(Finding(code="no_lock", part="locked"))
    gaps += [
        Finding(code="no_answer", part="questions", facts=(("question", question),))
        for question, answer in house.questions
        if not answer
    ]
    slots = {f"{{{slot.name}}}" for slot in house.slots}
    gaps += [
        Finding(code="open_placeholder", part="", facts=(("place", place),))
        for place in dict.fromkeys(
            place for text in _all_texts(house) for place in find_placeholders(text)
        )
        if place not in slots
    ]
    return gaps


def _all_texts(house: House) -> list[str]:
    texts = texts_of(house)
    for pillar in house.pillars:
        texts += [*pillar.proof, pillar.source, pillar.actions]
    texts += [words for pair in house.questions for words in pair]
    for translation in house.translations.values():
        texts += [translation.umbrella, *translation.pillars.values()]
    return texts


def propose_locks(house: House) -> list[Locked]:
    """Figures, dates, places and names that the umbrella and the pillars state, not yet locked.

    >>> [lock.text for lock in propose_locks(House(umbrella="Harga tetap Rp10.000 per liter."))]
    ['Rp10.000 per liter']
    """
    found: dict[str, Locked] = {}
    for text in texts_of(house):
        for words, fact in facts_in(text):
            if fact.kind in _NO_LOCK or not fact.counts or NAMED.search(words):
                continue
            if fact.value == COUNTRY:
                continue
            found.setdefault(same(words), Locked(text=words, kind=KIND_OF.get(fact.kind, "figure")))
    locked = [same(lock.text) for lock in house.locked]
    return [
        lock
        for words, lock in found.items()
        if not any(words in there or there in words for there in locked)
    ]


def compare_with_house(
    house: House, parts: Mapping[str, str], *, language: str = "", is_myth_part: bool = True
) -> Report:
    """A text beside the house: locked facts stated otherwise or left out, words not to be said.

    Args:
        parts: part → text in reading order; the part that names the myth states another thing
            on purpose and is not compared.
        language: of the text, where the house is translated into it; "" compares with the
            house's own words.
        is_myth_part: whether "myth" is such a part here.

    Returns:
        A report; nothing in it where the house or the text says nothing yet.
    """
    said = "\n".join(
        text for part, text in parts.items() if not (is_myth_part and part in MYTH_PARTS)
    ).strip()
    messages = key_messages(house, language)
    if not said or not messages:
        return Report()
    clashes = [clash for found in check_twice(messages, said)[1] for clash in found]
    broken, other = [], []
    for clash in clashes:
        locks = [lock for lock in house.locked if _is_about(lock, clash)]
        broken += [_broken(lock, clash) for lock in locks]
        if not locks:
            other.append(clash)
    stated = facts_in(said)
    hit = {each.lock.key for each in broken}
    for lock in house.locked:
        if lock.key not in hit and (rounded := _rounded(lock, house, said, stated)) is not None:
            broken.append(rounded)
            hit.add(lock.key)
    return Report(
        broken=tuple({each.lock.key: each for each in broken}.values()),
        other=tuple(other),
        missing=tuple(
            lock
            for lock in house.locked
            if lock.key not in hit and not stands_in(lock.text, said, stated)
        ),
        forbidden=tuple(words for words in house.do_not_say if _says(said, words)),
    )


def _is_about(lock: Locked, clash: Contradiction) -> bool:
    """Whether a contradiction touches the locked words: they overlap with what clashes."""
    central, whole = same(clash.central_words), same(clash.central.text)
    return any(
        words in central or central in words if central else words in whole
        for words in (same(lock.text), same(as_figures(lock.text)))
    )


def _broken(lock: Locked, clash: Contradiction) -> Broken:
    return Broken(
        lock=lock,
        central=clash.central.text,
        local=clash.local.text,
        local_words=clash.local_words,
        confidence=clash.confidence,
    )


def locks_in(text: str, words: Sequence[str]) -> tuple[str, ...]:
    """Of some locked words, those that a text holds, as written or as the same facts.

    >>> locks_in("Pertalite tetap sepuluh ribu rupiah per liter.", ["Rp10.000 per liter", "solar"])
    ('Rp10.000 per liter',)
    """
    stated = facts_in(text)
    return tuple(each for each in words if stands_in(each, text, stated))


def says_any(house: House, parts: Mapping[str, str]) -> bool:
    """Whether a text says at least one key message of the house, wholly or in part.

    >>> says_any(House(umbrella="Harga Pertalite tetap."), {"fact": "Harga Pertalite tetap."})
    True
    """
    said = "\n".join(str(text) for part, text in parts.items() if part not in MYTH_PARTS).strip()
    messages = key_messages(house)
    if not said or not messages:
        return False
    return any(check.share >= PARTIAL for check in check_text(messages, said))


def _rounded(lock: Locked, house: House, text: str, stated: Sequence[Stated]) -> Broken | None:
    """A locked figure said in round numbers as if it were exact: Rp10.000 for Rp10.500."""
    if stands_as_written(lock.text, text):
        return None
    for _words, want in facts_in(lock.text):
        exact = [each for each in stated if agree(want, each[1])]
        if exact:
            continue
        for words, fact in stated:
            if fact.counts and fact.bound != "about" and compare(want, fact) is Match.SAME:
                central = next((each for each in texts_of(house) if _holds(each, lock)), lock.text)
                return Broken(
                    lock=lock, central=central, local=words, local_words=words, confidence=0.6
                )
    return None


def _holds(text: str, lock: Locked) -> bool:
    return same(lock.text) in same(text)


def _says(text: str, words: str) -> bool:
    """Whether the words stand in the text as whole words."""
    said = f" {' '.join(_letters(text))} "
    return f" {' '.join(_letters(words))} " in said


def _letters(text: str) -> list[str]:
    cleaned = "".join(letter if letter.isalnum() else " " for letter in text.casefold())
    return cleaned.split()
