"""A local text against the key messages of the centre: present, partial, missing, contradicting.

A measurement for a person to confirm, never a verdict: when a text contradicts the centre, it
may be the centre that is wrong. Sentences are compared with sentences: topic words by stem and
synonym, then what both state (amounts, times, places, who, for whom, duty, denial). A sentence
that only repeats hearsay or tells of the past contradicts nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from tangkal.kernel import InvalidInput
from tangkal.strategic_communication.alignment import lexicon, places
from tangkal.strategic_communication.alignment.clashes import (
    completes,
    find_clashes,
    find_scope_clashes,
)
from tangkal.strategic_communication.alignment.comparing import Match, compare
from tangkal.strategic_communication.alignment.fact_clashes import kind_of, lone_values
from tangkal.strategic_communication.alignment.facts import Fact
from tangkal.strategic_communication.alignment.leads import LEAD, find_leads
from tangkal.strategic_communication.alignment.measures import Measured, Measures, Told
from tangkal.strategic_communication.alignment.statements import Statement, read_statements
from tangkal.strategic_communication.alignment.topics import Nearness, nearness_of
from tangkal.strategic_communication.alignment.views import Clash, Kind
from tangkal.strategic_communication.alignment.weighing import read_weighing

VERSION = "alignment/7"
LONGEST = 200_000  # characters of a local text

# Shares of a message found, from which it is called present, partly present.
PRESENT, PARTIAL = 0.72, 0.42
# How likely a difference must be to be shown as a contradiction. A lead has to be surer, and much
# surer where there is little to weigh it by: a message of one sentence, a text of other matters.
CUT, CUT_OF_LEAD, CUT_OF_LONE_LEAD = 0.3, 0.4, 0.55
_OF_OTHER_MATTERS = 0.3  # share of a message, below which a text is
_FACTS_WEIGH = 0.35
_CLAUSE_SAID = 0.6  # of one statement of the message, from which that part is said
_SHORT_BUT_OURS = 0.6  # a short sentence of which this share is the message's words is part of it
_NEAR = 0.30  # nearness from which a sentence is looked at for the message's facts


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyMessage:
    """One thing the centre wants said. Importance 1 to 3, 3 the most."""

    id: str
    text: str
    importance: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.importance <= 3:
            raise InvalidInput(
                f"importance {self.importance} of message {self.id!r} is not 1, 2 or 3"
            )
        if not self.text.strip():
            raise InvalidInput(f"message {self.id!r} has no text; write it or leave it out")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of one of the two texts."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two passages that cannot both be true, as far as a machine sees."""

    kind: Kind
    central: Passage
    local: Passage
    central_words: str  # what clashes, as written; "" where it is the whole sentence
    local_words: str
    confidence: float  # 0..1


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageCheck:
    """One key message in one local text."""

    message_id: str
    value: float  # 1 present, 0.5 partly, 0 missing, -1 contradicted (doctrine F1)
    share: float  # of the message that was found, 0..1
    found_in: tuple[Passage, ...]  # where, best first
    missing: tuple[str, ...]  # facts of the message that were not found, as written
    contradictions: tuple[Contradiction, ...]

    @property
    def is_contradicted(self) -> bool:
        return bool(self.contradictions)


def check_text(messages: Sequence[KeyMessage], text: str) -> tuple[MessageCheck, ...]:
    """Every key message against a local text, in the order of the messages.

    Args:
        messages: at least one.
        text: the local text as published; up to 200,000 characters.

    Raises:
        InvalidInput: no message, two of one id, or a text that is too long.

    >>> price = KeyMessage(id="1", text="Harga Pertalite tetap Rp10.000 per liter.")
    >>> check_text([price], "Mulai besok Pertalite dijual Rp12.000 per liter.")[0].value
    -1.0
    """
    if not messages:
        raise InvalidInput("there is no key message to compare the text with")
    if len({message.id for message in messages}) < len(messages):
        raise InvalidInput("two key messages have the same id")
    if len(text) > LONGEST:
        raise InvalidInput(f"the text has {len(text)} characters; the most is {LONGEST}")
    statements = read_statements(text)
    return tuple(_check(message, statements, text) for message in messages)


def _check(message: KeyMessage, local: Sequence[Statement], text: str) -> MessageCheck:
    central = read_statements(message.text)
    if not central or not local:
        return _missing(message)
    found, missing = [], []
    is_part = False
    nears = _nearness(central, local)
    presences = [_presence(part, local, near) for part, near in zip(central, nears, strict=True)]
    for plain, near, (said, where, absent) in zip(central, nears, presences, strict=True):
        is_part |= any(each.backward >= _SHORT_BUT_OURS and len(each.matched) > 1 for each in near)
        is_part |= said >= _CLAUSE_SAID
        found += where
        missing += [_words(message.text, plain, fact) for fact in absent]
    share = _share(central, [said for said, _, _ in presences])
    contradictions = [
        _contradiction(clash, sure, part, local[clash.at], message.text, text)
        for part, clash, sure in _weighed(central, local, nears, share)
    ]
    value = 1.0 if share >= PRESENT else 0.5 if share >= PARTIAL or is_part else 0.0
    return MessageCheck(
        message_id=message.id,
        value=-1.0 if contradictions else value,
        share=share,
        found_in=tuple(_passage(text, local[at]) for at in dict.fromkeys(found)),
        missing=tuple(missing),
        contradictions=tuple(contradictions),
    )


def _nearness(central: Sequence[Statement], local: Sequence[Statement]) -> list[list[Nearness]]:
    stems = frozenset().union(*(statement.stems for statement in central))
    return [
        [nearness_of(statement, local, at, stems) for at in range(len(local))]
        for statement in central
    ]


def _share(central: Sequence[Statement], said: Sequence[float]) -> float:
    """How much of a message a text has, of how much of each part, 0 to 1; long parts weigh more."""
    weights = [max(1, len(part.words) + len(_own_facts(part))) for part in central]
    return sum(a * b for a, b in zip(said, weights, strict=True)) / sum(weights)


def find_differences(
    central: Sequence[Statement],
    local: Sequence[Statement],
    nears: Sequence[Sequence[Nearness]],
    share: float,
) -> list[Told]:
    """All that may contradict, each with the part of the message: what rules say, and leads.

    `share` is how much of the message the text has, 0 to 1.
    """
    told: list[Told] = []
    stems = frozenset().union(*(statement.stems for statement in central))
    for plain, near in zip(central, nears, strict=True):
        rivals = [
            [
                (other, far[at].forward)
                for other, far in zip(central, nears, strict=True)
                if other is not plain
            ]
            for at in range(len(local))
        ]
        others = tuple(fact for each in central if each is not plain for fact in each.facts)
        statement = replace(plain, others=others, whole=stems)
        told += [(plain, clash) for clash in find_clashes(statement, local, near, rivals)]
    told += find_scope_clashes(central, local, nears)
    told += [
        (part, _lone_clash(own, fact, local.index(each)))
        for part, own, each, fact in lone_values(central, local, share)
    ]
    leads = find_leads(central, local, nears)
    return told + [(part, lead) for part, lead in leads if not completes(part, local[lead.at])]


def differences_of(message: str, text: str) -> tuple[list[Measured], list[str]]:
    """What is measured of every difference between two texts, and its kind: to learn from."""
    central, local = read_statements(message), read_statements(text)
    if not central or not local:
        return [], []
    nears = _nearness(central, local)
    said = [_presence(part, local, near)[0] for part, near in zip(central, nears, strict=True)]
    told, measured = _measured(central, local, nears, _share(central, said))
    return measured, [str(clash.kind) for _, clash in told]


def _measured(
    central: Sequence[Statement],
    local: Sequence[Statement],
    nears: Sequence[Sequence[Nearness]],
    share: float,
) -> tuple[list[Told], list[Measured]]:
    told = find_differences(central, local, nears, share)
    measures = Measures(central, local, nears, told)
    return told, [measures.of(part, clash) for part, clash in told]


def _weighed(
    central: Sequence[Statement],
    local: Sequence[Statement],
    nears: Sequence[Sequence[Nearness]],
    share: float,
) -> list[tuple[Statement, Clash, float]]:
    """What likely contradicts, surest first: one of a kind for each local statement."""
    told, measured = _measured(central, local, nears, share)
    sure = read_weighing().weigh(measured)
    is_lone = len(central) == 1 or share < _OF_OTHER_MATTERS
    cut_of_lead = CUT_OF_LONE_LEAD if is_lone else CUT_OF_LEAD
    said = {_lows(each) for each in local}
    best: dict[tuple[Kind, int], tuple[Statement, Clash, float]] = {}
    for k in np.argsort(-sure, kind="stable"):
        part, clash = told[k]
        is_lead = clash.rule.startswith(LEAD)
        if is_lead and _lows(part) in said:
            continue  # the text has that part word for word
        if sure[k] >= (cut_of_lead if is_lead else CUT):
            best.setdefault((clash.kind, clash.at), (part, clash, float(sure[k])))
    return list(best.values())


def _lows(statement: Statement) -> tuple[str, ...]:
    return tuple(token.low for token in statement.tokens if token.is_word or token.is_number)


_ALONE = 0.4  # how near that counts


def _lone_clash(own: Fact, fact: Fact, at: int) -> Clash:
    kind = kind_of(own, fact)
    return Clash(kind=kind, at=at, central=own, local=fact, topic=_ALONE, rule="alone of its kind")


def _missing(message: KeyMessage) -> MessageCheck:
    return MessageCheck(
        message_id=message.id, value=0.0, share=0.0, found_in=(), missing=(), contradictions=()
    )


def _own_facts(statement: Statement) -> list[Fact]:
    """Facts that a text must carry to carry the statement."""
    return [
        fact
        for fact in statement.facts
        if fact.kind not in lexicon.CLASSES
        and fact.counts
        and fact.role != "implied"
        and fact.value != places.COUNTRY
    ]


def _presence(
    central: Statement, local: Sequence[Statement], near: Sequence[Nearness]
) -> tuple[float, list[int], list[Fact]]:
    """Share of a statement found in the best sentence and the one that adds most to it."""
    order = sorted(range(len(local)), key=lambda at: -near[at].forward)
    best = [at for at in order[:1] if near[at].forward > 0]
    covered = set(near[order[0]].matched) if best else set()
    extra = max(order[1:], key=lambda at: len(near[at].matched - covered), default=None)
    if extra is not None and best and near[extra].matched - covered:
        together = covered | near[extra].matched
        if abs(extra - best[0]) <= 2:
            covered, best = together, [*best, extra]
    words = len(covered) / len(central.words) if central.words else 0.0
    facts = _own_facts(central)
    if not facts:
        return words, best, []
    stated = [
        fact
        for at, statement in enumerate(local)
        if near[at].topic >= _NEAR or at in best
        for fact in statement.facts
        if fact.counts
    ]
    absent = [
        fact for fact in facts if not any(compare(fact, each) is Match.SAME for each in stated)
    ]
    kept = 1 - len(absent) / len(facts)
    if not central.words:
        return kept, best, absent
    return (1 - _FACTS_WEIGH) * words + _FACTS_WEIGH * kept * (words > 0), best, absent


def _passage(text: str, statement: Statement) -> Passage:
    return Passage(
        text=text[statement.start : statement.end], start=statement.start, end=statement.end
    )


def _words(text: str, statement: Statement, fact: Fact | None) -> str:
    if fact is None:
        return ""
    first, last = statement.tokens[fact.first], statement.tokens[fact.last - 1]
    return text[first.start : last.end]


def _contradiction(
    clash: Clash, sure: float, central: Statement, local: Statement, message: str, text: str
) -> Contradiction:
    return Contradiction(
        kind=clash.kind,
        central=_passage(message, central),
        local=_passage(text, local),
        central_words=clash.central_words or _words(message, central, clash.central),
        local_words=clash.local_words or _words(text, local, clash.local),
        confidence=round(sure, 3),
    )
