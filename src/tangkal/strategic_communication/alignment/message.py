"""A message read as one: what all of its parts affirm, deny, limit, and tell in a row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from tangkal.strategic_communication.alignment import lexicon
from tangkal.strategic_communication.alignment.conditions import left_out
from tangkal.strategic_communication.alignment.facts import Fact
from tangkal.strategic_communication.alignment.statements import Statement, Word
from tangkal.strategic_communication.alignment.tokens import word_set
from tangkal.strategic_communication.alignment.views import Kind

ENDS = word_set(
    ", ; : ( ) . ! ? – — tetapi tapi namun melainkan sedangkan karena sebab sehingga agar supaya"
    " jika bila apabila kalau"
)
PREPOSITIONS = word_set("di ke dari pada untuk bagi kepada oleh lewat melalui dengan dalam buat")
FEW = 6  # tokens of a phrase
Found = tuple[Kind, str, str]  # kind, the centre's words, the region's
# Words of a sentence that tells who is served.
SERVED = word_set(
    """
bagi untuk kepada oleh berhak boleh dapat bisa terbuka berlaku dibagi dibagikan menerima mendapat
mendapatkan menikmati dinikmati diambil dapet diberikan memperoleh dilayani akan diikuti nampa
"""
)


@dataclass(frozen=True)
class Message:
    """All parts of a message, with what may be looked for in any of them."""

    parts: Sequence[Statement]

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset().union(*(part.stems for part in self.parts))

    @cached_property
    def affirmed(self) -> frozenset[str]:
        """Stems that no negator reaches."""
        return frozenset(
            word.stem
            for part in self.parts
            for word in part.words
            if word.negated is False and not _was(part, word.at)
        )

    @cached_property
    def denied(self) -> frozenset[str]:
        """Stems that stand only behind a negator, "kecuali" or a ban, or of whom a ban tells."""
        out = [term.stems for part in self.parts for term in left_out(part)]
        reached = {stem for part in self.parts for stem in _denied_words(part)}
        banned = [
            _of_ban(part)
            - frozenset().union(*(other.stems for other in self.parts if other != part))
            for part in self.parts
            if "forbidden" in part.modality and len(self.parts) > 1
        ]
        return (frozenset(reached) - self.affirmed).union(*out, *banned)

    @cached_property
    def lows(self) -> frozenset[str]:
        return frozenset(token.low for part in self.parts for token in part.tokens)

    @cached_property
    def text(self) -> str:
        return f" {' '.join(token.low for part in self.parts for token in part.tokens)} "

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        return tuple(fact for part in self.parts for fact in part.facts if fact.counts)

    @cached_property
    def lists(self) -> tuple[tuple[frozenset[str], ...], ...]:
        """What is told in a row: "anjing, kucing, dan kera"."""
        return tuple(row for part in self.parts for row in _rows(part))

    @cached_property
    def for_everyone(self) -> bool:
        return any(part.everyone for part in self.parts)

    @cached_property
    def is_limited(self) -> bool:
        """Whether it says of some only that it holds for them."""
        limits = {"age", "area", "power", "count", "number", "money", "mass"}
        bounded = any(f.kind in limits and (f.bound or f.is_limit) for f in self.facts)
        return bounded or any(part.only for part in self.parts) or self.for_some

    @cached_property
    def for_some(self) -> bool:
        """Whether somebody is named more closely behind "bagi", "untuk", "kepada", "yang"."""
        return any(
            low[at] in FOR_WHOM and topics_in(part, at + 1, at + 1 + FEW)
            for part in self.parts
            for low in [[token.low for token in part.tokens]]
            for at in range(len(low))
        )


def _was(part: Statement, at: int) -> bool:
    """ "dari Awas menjadi Siaga": it is Awas no more."""
    low = [token.low for token in part.tokens]
    return bool(at) and low[at - 1] == "dari" and "menjadi" in low[at : at + 4]


_NO_MORE_OF_IT = frozenset({",", ";", "dan", "sedangkan", "tetapi"})


def _of_ban(part: Statement) -> frozenset[str]:
    """Topic words of a ban, up to the end of its own part of the sentence."""
    low = [token.low for token in part.tokens]
    spans = [at for at, word in enumerate(low) if word in lexicon.NEGATORS | _BANNED]
    if not spans:
        return part.stems
    last = next((at for at in range(spans[0], len(low)) if low[at] in _NO_MORE_OF_IT), len(low))
    return frozenset(word.stem for word in part.words if word.at < last)


_BANNED = frozenset({"dilarang", "melarang", "larangan", "haram"})
FOR_WHOM = frozenset({"bagi", "untuk", "kepada"})


def lows_of(statement: Statement) -> list[str]:
    return [token.low for token in statement.tokens]


def topics_in(statement: Statement, first: int, last: int) -> list[Word]:
    """Topic words of a stretch, up to the end of its part."""
    low = lows_of(statement)
    last = next((at for at in range(max(0, first), min(last, len(low))) if low[at] in ENDS), last)
    return [word for word in statement.words if first <= word.at < last]


def text_of(statement: Statement, first: int, last: int) -> str:
    return " ".join(token.text for token in statement.tokens[first:last])


def _rows(statement: Statement) -> Iterator[tuple[frozenset[str], ...]]:
    """The members of each row of nouns: what stands between commas and a joining word."""
    low = lows_of(statement)
    by_token = {word.at: word.stem for word in statement.words}
    for fact in statement.facts:
        if fact.first in by_token and fact.kind in {*lexicon.CLASSES, "label", "site"}:
            by_token |= dict.fromkeys(range(fact.first, fact.last), by_token[fact.first])
    for at, word in enumerate(low):
        if word not in {"dan", "atau", "serta", "maupun"}:
            continue
        right = _run(low, by_token, at + 1, 1)
        items: list[frozenset[str]] = []
        back = at - 1
        while back >= 0:
            if low[back] == ",":
                back -= 1
            item = _run(low, by_token, back, -1)
            if not item:
                break
            items.append(item)
            back -= _length(low, by_token, back)
            if back < 0 or low[back] != ",":
                break
        if right and items:
            yield (*reversed(items), right)


RUN = 3


def _length(low: Sequence[str], by_token: dict[int, str], at: int) -> int:
    steps = 0
    while at - steps >= 0 and at - steps in by_token and steps < RUN:
        steps += 1
    return steps


def _run(low: Sequence[str], by_token: dict[int, str], at: int, step: int) -> frozenset[str]:
    found: list[str] = []
    while 0 <= at < len(low) and at in by_token and len(found) < (1 if step > 0 else RUN):
        found.append(by_token[at])
        at += step
    return frozenset(found)


NOT_THAT = word_set("tidak tak belum bukan ora durung teu acan jangan")
_BEHIND = 4  # tokens that such a word reaches


def _denied_words(statement: Statement) -> Iterator[str]:
    """What stands behind a negator that frees of nothing: "yang belum menerima PKH"."""
    low = lows_of(statement)
    for at, word in enumerate(low):
        if word not in NOT_THAT or low[at + 1 : at + 2] in (["perlu"], ["usah"], ["wajib"]):
            continue
        last = next(
            (k for k in range(at + 2, min(at + 1 + _BEHIND, len(low))) if low[k] in PREPOSITIONS),
            at + 1 + _BEHIND,
        )
        yield from (each.stem for each in topics_in(statement, at + 1, last))


def shown(stems: frozenset[str]) -> Iterator[str]:
    yield from (stem.partition(":")[2] or stem for stem in stems)
