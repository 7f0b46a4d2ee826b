"""Train and compare versions of the matcher. A version learns from the past only.

The pairs are divided by time: the earlier part teaches, the later part tests. What is tested
on was never learned from, by any of the versions compared.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import takewhile
from types import MappingProxyType

import numpy as np

from tangkal.kernel import InvalidInput, KnownClaim
from tangkal.pipeline.judged_pairs import (
    MIN_LATER,
    MIN_PAIRS,
    NEEDED,
    JudgedPair,
    in_time,
    missing_pairs,
)
from tangkal.pipeline.matcher_versions import SHIPPED, Card, Figures, MatcherVersions
from tangkal.recognise.encoders.question import TwiceRead
from tangkal.recognise.encoders.second_reading import Reading, SecondReader
from tangkal.recognise.encoders.vectors import ClaimVectors
from tangkal.recognise.knowledge import Knowledge
from tangkal.recognise.known_claims import KnownClaimIndex
from tangkal.recognise.learning import learn
from tangkal.recognise.restraint import SAME

LEARNED_SHARE = 0.8
PRECISION = 0.95


def train(
    versions: MatcherVersions,
    pairs: Sequence[JudgedPair],
    titles: Sequence[str],
    *,
    articles: Mapping[str, str] = MappingProxyType({}),
    now: datetime,
    until: date | None = None,
    encoder: ClaimVectors | None = None,
) -> Card:
    """Learn a new version, test it on the later part, keep it beside the others.

    Args:
        pairs: judged by people, in any order.
        titles: of all claims known; the larger the pool, the truer.
        articles: the answer's text by its title, where the archive has it.
        until: learn from pairs up to this day; else from the earlier four fifths.
        encoder: vectors of a sentence encoder, to learn how much to make of it as well.

    Returns:
        The card of the new version. It answers nothing until somebody promotes it.

    Raises:
        InvalidInput: too few confirmed pairs; the message says how many are missing.
    """
    earlier, later = divide(in_time(pairs), until)
    check_enough(earlier, later)
    pool = list(dict.fromkeys([*titles, *(pair.title for pair in pairs if pair.title)]))
    known = [pair for pair in earlier if pair.is_same]
    unanswered = only_rejected(earlier)
    knowledge = learn(
        [pair.text for pair in known],
        [pair.title for pair in known],
        pool,
        unanswered=unanswered,
        articles=articles,
    )
    days = [pair.on for pair in earlier if pair.on]
    later_days = [pair.on for pair in later if pair.on]
    card = Card(
        number=SHIPPED + 1,
        made_at=now,
        confirmed=len(known),
        rejected=len(unanswered),
        from_desk=sum(pair.from_desk for pair in earlier),
        learned_since=min(days, default=None),
        learned_until=max(days, default=None),
        tested_until=max(later_days, default=None),
        figures=measure(knowledge, later, pool),
        shipped=measure(Knowledge.shipped(), later, pool),
    )
    return versions.keep(knowledge, card, learn_readings(encoder, known, pool))


def learn_readings(
    vectors: ClaimVectors | None, known: Sequence[JudgedPair], titles: Sequence[str]
) -> dict[str, Reading]:
    """How much to make of an encoder, by its fingerprint; empty without one or with few pairs.

    Learned beside the shipped matcher: what learned from these pairs would promise too much.
    """
    if vectors is None:
        return {}
    index = KnownClaimIndex()
    index.add([KnownClaim(claim_id=name_of(title), title=title) for title in titles])
    twice = TwiceRead(index, SecondReader(vectors.encoder, vectors))
    try:
        reading = twice.learn([p.text for p in known], [name_of(p.title) for p in known])
    except InvalidInput:  # too few in reach: the shipped reading goes on
        return {}
    return {vectors.encoder.fingerprint: reading}


def divide(
    pairs: Sequence[JudgedPair], until: date | None
) -> tuple[list[JudgedPair], list[JudgedPair]]:
    """The earlier and the later part. One day is never in both, so nothing later is learned."""
    if until is None and pairs:
        confirmed = [pair for pair in pairs if pair.is_same] or list(pairs)
        until = confirmed[max(0, int(len(confirmed) * LEARNED_SHARE) - 1)].on or date.min
    last = until or date.min
    earlier = list(takewhile(lambda pair: (pair.on or date.min) <= last, pairs))
    return earlier, list(pairs[len(earlier) :])


def check_enough(earlier: Sequence[JudgedPair], later: Sequence[JudgedPair]) -> None:
    """Refuse to learn from too little, and say how much is missing.

    Raises:
        InvalidInput: under MIN_PAIRS confirmed pairs to learn from, or MIN_LATER to test on.
    """
    taught = sum(pair.is_same for pair in earlier)
    tested = sum(pair.is_same for pair in later)
    if taught + tested < NEEDED:
        raise InvalidInput(
            f"{taught + tested} confirmed pairs are too few to learn from:"
            f" {missing_pairs(taught + tested)} more are needed"
            f" ({MIN_PAIRS} to learn from, {MIN_LATER} later ones to test on)"
        )
    if taught < MIN_PAIRS or tested < MIN_LATER:
        raise InvalidInput(
            f"{taught} confirmed pairs up to the dividing day and {tested} after it;"
            f" {MIN_PAIRS} and {MIN_LATER} are needed: choose another day with --until"
        )


def only_rejected(pairs: Sequence[JudgedPair]) -> list[str]:
    """Texts of which a suggestion was rejected and none confirmed, each once."""
    confirmed = {pair.text for pair in pairs if pair.is_same}
    return list(dict.fromkeys(p.text for p in pairs if not p.is_same and p.text not in confirmed))


def compare(
    versions: MatcherVersions,
    numbers: Sequence[int],
    pairs: Sequence[JudgedPair],
    titles: Sequence[str],
) -> tuple[dict[int, Figures], date | None]:
    """Ask several versions about the same texts, all later than anything they learned from.

    Returns:
        Figures by version number, and the day after which the texts appeared (None: all).

    Raises:
        InvalidInput: no such version, or under MIN_LATER confirmed pairs are late enough.
    """
    ends = [versions.card(number).learned_until for number in numbers if number != SHIPPED]
    last = max((end for end in ends if end), default=None)
    later = [pair for pair in pairs if last is None or (pair.on or date.min) > last]
    confirmed = sum(pair.is_same for pair in later)
    if confirmed < MIN_LATER:
        raise InvalidInput(
            f"{confirmed} confirmed pairs are later than what these versions learned from"
            f" ({last or 'any day'}): {MIN_LATER - confirmed} more are needed to compare them"
        )
    pool = list(dict.fromkeys([*titles, *(pair.title for pair in pairs if pair.title)]))
    return {number: measure(versions.load(number), later, pool) for number in numbers}, last


def measure(knowledge: Knowledge, pairs: Sequence[JudgedPair], titles: Sequence[str]) -> Figures:
    """How a matcher with this knowledge does on judged pairs, among all these titles.

    A confirmed text is asked about twice: with its claim among the known ones, and, its claim
    passed over, as a text that nobody has checked. Rejected texts count as unchecked too.
    """
    index = KnownClaimIndex(knowledge)
    index.add([KnownClaim(claim_id=name_of(title), title=title) for title in titles])
    known = [pair for pair in pairs if pair.is_same]
    found = index.rank([pair.text for pair in known], 6)
    gold = [name_of(pair.title) for pair in known]
    places = [
        next((place for place, (claim, _score) in enumerate(row) if claim == right), 99)
        for row, right in zip(found, gold, strict=True)
    ]
    firsts = [row[0][1] if row else 0.0 for row in found]
    others = [
        next((score for claim, score in row if claim != right), 0.0)
        for row, right in zip(found, gold, strict=True)
    ]
    rejected = index.rank(only_rejected(pairs), 1)
    unknown = others + [row[0][1] if row else 0.0 for row in rejected]
    return Figures(
        pairs=len(known),
        unknown=len(unknown),
        s_at_1=share([place == 0 for place in places]) or 0.0,
        s_at_5=share([place < 5 for place in places]) or 0.0,
        recall_at_95=recall_at(firsts, [place == 0 for place in places], unknown),
        false_alarms=share([score >= SAME for score in unknown]),
    )


def name_of(title: str) -> str:
    """Titles that differ in signs and capitals alone are one claim."""
    return "".join(letter for letter in title.lower() if letter.isalnum()) or title


def share(told: Sequence[bool]) -> float | None:
    return round(sum(told) / len(told), 4) if told else None


def recall_at(
    scores: Sequence[float], right: Sequence[bool], unknown: Sequence[float]
) -> float | None:
    """Share of the known texts found at the lowest score where 95% of the answers are right.

    >>> recall_at([0.9, 0.8, 0.3], [True, True, True], [0.5])
    0.6667
    """
    every = np.array([*scores, *unknown])
    is_right = np.array([*right, *[False] * len(unknown)])
    if not len(scores):
        return None
    order = np.argsort(-every, kind="stable")
    hits = np.cumsum(is_right[order])
    precise = hits / np.arange(1, len(order) + 1) >= PRECISION
    ends = np.append(every[order][1:] != every[order][:-1], True)  # equal scores go together
    good = np.flatnonzero(precise & ends)
    return round(float(hits[good[-1]]) / len(scores), 4) if len(good) else None
