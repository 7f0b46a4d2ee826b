"""The same question asked by many, counted as one: by its stems, and by what it asks for.

Who asked is only counted, by keyed account, and no account leaves this module.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tangkal.kernel import InvalidInput
from tangkal.kernel.records import check_aware
from tangkal.situational_insight.questions.finding import FEWEST_TERMS, Question, content_terms
from tangkal.situational_insight.questions.phrases import OPPOSITES, Kind
from tangkal.text.normalise import words
from tangkal.text.stem import stem_word

SAME = 0.6  # share of the words' weight that two wordings of one question have in common
SAMPLES = 5
_OPPOSITES = tuple((stem_word(a), stem_word(b)) for a, b in OPPOSITES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One question as one item asked it."""

    item_id: str
    question: Question
    asked_at: datetime
    asker: str | None = None  # keyed account; None where nobody can be told apart
    platform: str = "unknown"
    region: str | None = None
    language: str | None = None

    def __post_init__(self) -> None:
        check_aware(self.asked_at, "asked_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionGroup:
    """One question in all its wordings: counts, never names."""

    question: str  # the wording nearest to all others
    kind: Kind
    asks: int  # items that ask it
    askers: int  # distinct keyed accounts among them
    unnamed: int  # items whose asker cannot be told apart: citizens' reports, feeds
    wordings: int  # different ways of saying it; 1 with many asks is one text passed on
    platforms: Mapping[str, int]  # asks of each, most first
    regions: Mapping[str, int]
    languages: Mapping[str, int]
    first: datetime
    last: datetime
    samples: tuple[str, ...]  # the commonest wordings, the question itself first
    terms: tuple[str, ...]  # stemmed words that carry it, heaviest first
    moments: tuple[datetime, ...] = field(repr=False)  # of every ask, oldest first
    item_ids: tuple[str, ...] = field(repr=False)  # in the same order


def group_questions(
    askings: Sequence[Asking], *, same: float = SAME, least: int = 1
) -> list[QuestionGroup]:
    """The same question asked by many, as one; most asked first.

    Args:
        askings: in any order; equal input in another order gives equal groups.
        same: share of the words' weight that makes two wordings one question, above 0 to 1.
        least: asks below which a group is left out.

    Returns:
        Groups by people who asked (accounts and unnamed), then asks, then wording.

    Raises:
        InvalidInput: a share outside that range, or a least under 1.
    """
    if not 0.0 < same <= 1.0 or least < 1:
        raise InvalidInput(f"{same=} must lie above 0 and up to 1, and {least=} be 1 or more")
    forms: dict[tuple[Kind, tuple[str, ...]], list[Asking]] = defaultdict(list)
    for each in sorted(askings, key=lambda each: (each.asked_at, each.item_id)):
        terms = content_terms(each.question.wording)
        if len(terms) >= FEWEST_TERMS:
            forms[each.question.kind, terms].append(each)
    weights = term_weights([terms for _kind, terms in forms])
    groups = (
        _as_group([(key[1], forms[key]) for key in keys], keys[0][0], weights)
        for keys in _gathered(forms, weights, same)
    )
    kept = [group for group in groups if group.asks >= least]
    return sorted(kept, key=lambda g: (-(g.askers + g.unnamed), -g.asks, g.question))


def term_weights(forms: Sequence[tuple[str, ...]]) -> dict[str, float]:
    """How much each stem tells one question from another: log(1 + forms / forms with it)."""
    met = Counter(term for terms in forms for term in terms)
    return {term: math.log(1.0 + len(forms) / count) for term, count in met.items()}


def likeness(
    one: Sequence[str], other: Sequence[str], weights: Mapping[str, float] | None = None
) -> float:
    """How far two wordings are about the same, 0..1: weight of the stems in common over the
    geometric mean of both weights (Ochiai), 0 where one holds the opposite of the other.

    An unknown stem weighs 1.

    >>> likeness(("bbm", "naik"), ("bbm", "naik", "besok", "harga")).__round__(2)
    0.71
    >>> likeness(("bbm", "besok", "naik"), ("bbm", "besok", "turun"))
    0.0
    """
    known = weights or {}
    mine, yours = set(one), set(other)
    if any(
        (a in mine and b in yours and a not in yours)
        or (b in mine and a in yours and b not in yours)
        for a, b in _OPPOSITES
    ):
        return 0.0
    shared, left, right = (
        sum(known.get(term, 1.0) for term in sorted(terms)) for terms in (mine & yours, mine, yours)
    )
    return shared / math.sqrt(left * right) if shared else 0.0


def can_be_one(kind: Kind, other: Kind) -> bool:
    """Questions for different things are different; one that asks for "any word" fits each."""
    return kind == other or "open" in {kind, other}


_Form = tuple[Kind, tuple[str, ...]]


def _gathered(
    forms: Mapping[_Form, Sequence[Asking]], weights: Mapping[str, float], same: float
) -> list[list[_Form]]:
    """Wordings gathered about the commonest: each joins the likest leader, or leads.

    Only leaders are compared with, so a chain of small differences cannot join what differs;
    and only those that share a stem are looked at.
    """
    order = sorted(forms, key=lambda form: (-len(forms[form]), form[0] == "open", form))
    groups: list[list[_Form]] = []
    holding: dict[str, list[int]] = defaultdict(list)
    for form in order:
        place = _likest(form, groups, holding, weights, same)
        if place is None:
            place = len(groups)
            groups.append([])
            for term in form[1]:
                holding[term].append(place)
        groups[place].append(form)
    return groups


def _likest(
    form: _Form,
    groups: Sequence[Sequence[_Form]],
    holding: Mapping[str, Sequence[int]],
    weights: Mapping[str, float],
    same: float,
) -> int | None:
    near = {place for term in _telling(form[1], weights, same) for place in holding.get(term, ())}
    best, chosen = same, None
    for place in sorted(near):
        kind, terms = groups[place][0]
        found = likeness(form[1], terms, weights) if can_be_one(form[0], kind) else 0.0
        if found >= same and (chosen is None or found > best):
            best, chosen = found, place
    return chosen


def _telling(terms: Sequence[str], weights: Mapping[str, float], same: float) -> Iterator[str]:
    """The rare stems of which a likeness of `same` must share one.

    shared ≥ same · √(mine · yours) and shared ≤ yours give shared ≥ same² · mine: whoever
    shares only common stems that weigh less than that together cannot reach it.
    """
    left = sum(weights.get(term, 1.0) for term in sorted(terms))
    needed = same * same * left
    for term in sorted(terms, key=lambda term: (-weights.get(term, 1.0), term)):
        if left < needed:
            return
        yield term
        left -= weights.get(term, 1.0)


def _as_group(
    members: Sequence[tuple[tuple[str, ...], Sequence[Asking]]],
    kind: Kind,
    weights: Mapping[str, float],
) -> QuestionGroup:
    items: dict[str, Asking] = {}  # an item that asks in two wordings asks once
    for _form, askings in members:
        for each in askings:
            items.setdefault(each.item_id, each)
    rows = sorted(items.values(), key=lambda each: (each.asked_at, each.item_id))
    told = Counter(" ".join(words(each.question.wording)) for each in rows)
    first_said = {
        " ".join(words(each.question.wording)): each.question.wording for each in rows[::-1]
    }
    common = [first_said[key] for key, _n in sorted(told.items(), key=lambda kv: (-kv[1], kv[0]))]
    leader = members[0][0]
    read = {each.question.wording for each in rows if each.language == "id"}
    leading = [text for text in common if content_terms(text) == leader] or common
    chosen = next((text for text in leading if text in read), leading[0])
    samples = [chosen, *(text for text in common if text != chosen)][:SAMPLES]
    return QuestionGroup(
        question=chosen,
        kind=kind,
        asks=len(rows),
        askers=len({each.asker for each in rows if each.asker}),
        unnamed=sum(each.asker is None for each in rows),
        wordings=len(told),
        platforms=_counted(each.platform for each in rows),
        regions=_counted(each.region for each in rows),
        languages=_counted(each.language for each in rows),
        first=rows[0].asked_at,
        last=rows[-1].asked_at,
        samples=tuple(samples),
        terms=tuple(sorted(leader, key=lambda term: (-weights.get(term, 0.0), term))),
        moments=tuple(each.asked_at for each in rows),
        item_ids=tuple(each.item_id for each in rows),
    )


def _counted(values: Iterable[str | None]) -> dict[str, int]:
    met = Counter(value for value in values if value)
    return dict(sorted(met.items(), key=lambda kv: (-kv[1], kv[0])))
