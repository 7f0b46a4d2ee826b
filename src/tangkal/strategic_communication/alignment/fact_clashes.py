"""Where a value that a local sentence states cannot stand beside what a central one states."""

from collections.abc import Iterator, Sequence
from itertools import product

from tangkal.strategic_communication.alignment import lexicon, places
from tangkal.strategic_communication.alignment.comparing import Match, compare, is_local_total
from tangkal.strategic_communication.alignment.facts import Fact
from tangkal.strategic_communication.alignment.statements import Statement
from tangkal.strategic_communication.alignment.tokens import word_set
from tangkal.strategic_communication.alignment.views import (
    FOR_FACTS,
    FOR_SENSE,
    Clash,
    Kind,
    View,
    named,
)

KINDS = {
    "date": Kind.DATE, "weekday": Kind.DATE, "time": Kind.DATE, "place": Kind.PLACE,
    "channel": Kind.PLACE, "group": Kind.CONDITION, "document": Kind.CONDITION,
    "agency": Kind.RESPONSIBLE, "product": Kind.SUBJECT, "contact": Kind.CONTACT,
    "site": Kind.PLACE, "label": Kind.CONDITION, "means": Kind.CONDITION,
    "stage": Kind.CONDITION,
}  # fmt: skip


def find_fact_clashes(view: View) -> Iterator[Clash]:
    """Values that fill one place in both sentences and differ."""
    if view.topic < FOR_FACTS or _adds(view.central, view.local):
        return
    yield from named("denied fact", _denied(view))
    ours = [fact for fact in view.central.facts if fact.kind not in lexicon.CLASSES]
    stated = [f for f in view.local.facts if f.kind not in lexicon.CLASSES and f.counts]
    elsewhere = {  # what many sentences state alike is compared once
        (fact.kind, fact.value, fact.unit, fact.bound, fact.role, fact.anchors): fact
        for each in view.agreeing()
        for fact in each.facts
        if fact.counts
    }.values()
    # What another part of the message states is no rival of this one.
    parts = [own for own in (*ours, *view.central.others) if own.counts]
    kept = {id(fact) for fact in stated if any(_is_that(own, fact) for own in parts)}
    for own in ours:
        if not own.counts:
            continue
        if own.kind == "place":
            yield from _place_clash(own, ours, stated, view)
        elif (swapped := _bound_elsewhere(own, ours, stated)) is not None and not (
            own.kind == "money" and _told_near(own, view)
        ):
            yield view.clash(kind_of(own, swapped), central=own, local=swapped, rule="swapped")
        elif not any(compare(own, f) is Match.SAME for f in stated) and not any(
            compare(own, f) is Match.SAME and _one_subject(own, f) for f in elsewhere
        ):
            if own.kind == "money" and _told_near(own, view):
                continue  # the one price here, the other in the next sentence
            yield from _other_value(own, [f for f in stated if _one_subject(own, f)], kept, view)


Lone = tuple[Statement, Fact, Statement, Fact]
# Share of the message that a text must carry, for a value of a kind to be held against it alone.
_CARRIED = {
    "contact": 0.15, "date": 0.3, "time": 0.3, "distance": 0.25, "tonnage": 0.25,
    "count": 0.4, "money": 0.4, "mass": 0.4, "volume": 0.4, "power": 0.4, "speed": 0.4,
}  # fmt: skip
_OWN_WORDS = frozenset({"count", "mass", "volume"})  # told of many things in one text


def lone_values(
    central: Sequence[Statement], local: Sequence[Statement], share: float = 1.0
) -> Iterator[Lone]:
    """A value of the message that the text states nowhere, where it states another in its stead.

    However the sentences around them are worded, and wherever they stand: the text tells one value
    of that slot which the message does not know, and lacks one which the message has. `share` is
    how much of the message the text carries. Part of the message, the local statement, both.
    """
    ours = [(part, fact) for part in central for fact in part.facts if fact.counts]
    told = [
        (each, fact)
        for each in local
        if not (each.hearsay or each.past or each.denied)
        for fact in each.facts
        if fact.counts
    ]
    theirs = [  # "bila dipungut, hubungi 112"
        (each, fact)
        for each, fact in told
        if fact.kind == "contact" or not (each.asks or each.tokens[-1].low == "?")
    ]
    for part, own in ours:
        if share < _CARRIED.get(own.kind, 2) or any(_carries(own, fact) for _, fact in told):
            continue
        others = [(each, fact) for each, fact in theirs if _in_stead(own, fact)]
        new = [
            (each, fact)
            for each, fact in others
            if not any(compare(other, fact) is Match.SAME for _, other in ours)
        ]
        lost = [
            other
            for _, other in ours
            if _in_stead(own, other) and not any(_carries(other, fact) for _, fact in told)
        ]
        if len({fact.value for _, fact in new}) != 1 or len({fact.value for fact in lost}) > 1:
            continue
        each, fact = new[0]
        if compare(own, fact) is not Match.DIFFERENT or _adds(part, each):
            continue
        local_place = _local_place(part, each) and not _of_each(part, own)
        if is_local_total(own, fact, local_place=local_place):
            continue
        if _is_multiple(own, fact, part, each):
            continue
        if own.kind in _OWN_WORDS and not own.anchors & (fact.anchors | each.stems):
            continue
        yield part, own, each, fact


def _carries(own: Fact, fact: Fact) -> bool:
    return own.kind == fact.kind and compare(own, fact) in {Match.SAME, Match.TURNED}


def _in_stead(own: Fact, fact: Fact) -> bool:
    """Whether a fact could stand where ours does: of its slot, bound and role."""
    return own.slot == fact.slot and own.bound == fact.bound and _is_whole(own) == _is_whole(fact)


def _is_whole(fact: Fact) -> bool:
    """A date with its day."""
    return not isinstance(fact.value, tuple) or fact.value[-1] is not None or fact.kind != "date"


_HALF_AS_NEAR = 0.5


def _told_near(own: Fact, view: View) -> bool:
    return any(
        fact.counts and compare(own, fact) is Match.SAME and _one_subject(own, fact)
        for each in view.others(_HALF_AS_NEAR * view.topic)
        for fact in each.facts
    )


def _other_value(own: Fact, stated: Sequence[Fact], kept: set[int], view: View) -> Iterator[Clash]:
    """The first value said of the same subject that cannot stand beside ours."""
    central, local = view.central, view.local
    if own.kind == "label" and (_other_rule(central, local) or other_figures(central, local)):
        return
    local_place = _local_place(central, local)
    for fact in stated:
        if own.kind == "weekday" and _within_week(central, fact):
            continue
        match = compare(own, fact)
        if match is Match.TURNED and _ends_there(central, fact, local):
            continue
        if match is Match.TURNED:
            kind = Kind.VALIDITY if own.kind in {"date", "time", "weekday"} else Kind.CONDITION
            yield view.clash(kind, central=own, local=fact)
            return
        if match is not Match.DIFFERENT or id(fact) in kept or _of_many(own, fact, local):
            continue
        if _is_multiple(own, fact, central, local):
            continue
        if is_local_total(own, fact, local_place=local_place and not _of_each(central, own)):
            continue
        is_whole = own.kind == "share" and 1.0 in {own.value, fact.value}
        loose = own.kind == "number" or is_whole
        if not loose or own.anchors & (fact.anchors | local.stems):
            yield view.clash(kind_of(own, fact), central=own, local=fact)
            return


def _ends_there(central: Statement, fact: Fact, local: Statement) -> bool:
    """ "dilarang sampai 20 April", "ditinjau setelah 20 April": one ends as the other begins."""
    before = {token.low for token in local.tokens[max(0, fact.first - 3) : fact.first]}
    if "sebelum" in before and {"masih", "belum"} & {token.low for token in local.tokens}:
        return True  # "sebelum 1 Maret masih": until it begins
    ban = "forbidden" in central.modality and "forbidden" not in local.modality
    return ban and bool(before & {"setelah", "sesudah", "selepas"})


def _of_many(own: Fact, fact: Fact, local: Statement) -> bool:
    """ "Rp6.800 per liter", "seratus liter dihargai Rp680.000": of other amounts."""
    if own.kind != "money" or own.unit == fact.unit or fact.unit:
        return False
    per = own.unit.removeprefix("per ")
    return any(each.kind == per and float(str(each.value)) != 1 for each in local.facts)


_HOW_MANY = frozenset(
    {"count", "number", "people", "households", "months", "mass", "volume", "times", "doses"}
)
_PIECES = frozenset({"count", "number", "times"})
_OF_MANY = frozenset({"money", "mass", "volume"})


def _is_multiple(own: Fact, fact: Fact, central: Statement, local: Statement) -> bool:
    """ "dua karung lima kilogram" is "sepuluh kilogram", "Rp2.250 per kilogram" 50 times told."""
    if own.kind not in _OF_MANY or (own.unit and own.unit == fact.unit):
        return False
    many = _PIECES if own.unit == fact.unit else _HOW_MANY
    first, second = float(str(own.value)), float(str(fact.value))
    numbers = [
        float(str(each.value))
        for each in (*central.facts, *central.others, *local.facts)
        if each.kind in many and each is not own and each is not fact
    ]
    return any(
        number > 1 and abs(max(first, second) / (min(first, second) or 1) - number) < _NEAR_ZERO
        for number in numbers
    )


_NEAR_ZERO = 1e-6
_EACH_ONE = frozenset({"setiap", "tiap", "masing-masing", "satu", "seorang"})


def _of_each(central: Statement, own: Fact) -> bool:
    """ "Setiap siswa menerima dua setel": the same everywhere, no total."""
    return bool(_EACH_ONE & {token.low for token in central.tokens[: own.first]})


def _within_week(central: Statement, fact: Fact) -> bool:
    """ "hari Rabu ini" where the centre says Monday to Friday."""
    days = central.facts_of("weekday")
    first = next((day for day in days if day.bound == "from"), None)
    last = next((day for day in days if day.bound == "until"), None)
    if fact.kind != "weekday" or fact.bound or first is None or last is None:
        return False
    begin, end, day = (int(str(each.value)) for each in (first, last, fact))
    return (day - begin) % 7 <= (end - begin) % 7


_ALSO = frozenset({"juga", "pula", "turut", "demikian", "sementara"})


def _adds(central: Statement, local: Statement) -> bool:
    """ "Kecamatan Galur juga padam": of another place, beside what the centre says."""
    if central.only:
        return False
    says_so = bool(_ALSO & {token.low for token in local.tokens[:6]})
    where = [
        [fact for fact in each.facts if fact.kind in {"place", "site"} and fact.counts]
        for each in (central, local)
    ]
    same = any(compare(own, fact) is Match.SAME for own in where[0] for fact in where[1])
    if same or not (where[0] and where[1]):
        return False
    areas = all(any(_is_area(fact) for fact in each) for each in where)
    return says_so or (areas and _other_price(central, local))


def _other_price(central: Statement, local: Statement) -> bool:
    """Another district's own fare is no contradiction of this one's."""
    ours, theirs = (
        [fact for fact in each.facts if fact.kind == "money" and fact.counts]
        for each in (central, local)
    )
    same = any(compare(own, fact) is Match.SAME for own in ours for fact in theirs)
    return bool(ours and theirs) and not same


def _other_rule(central: Statement, local: Statement) -> bool:
    """ "zona merah wajib pindah", "zona kuning tidak perlu pindah": each has its own."""
    pairs = product(central.modality, local.modality)
    clash = any(frozenset(pair) in lexicon.CLASHING for pair in pairs)
    shut = frozenset({-1})
    let, closed = "allowed" in central.modality, local.signs.get("access") == shut
    return clash or opposed(central, local) or (let and closed)


def _is_that(own: Fact, fact: Fact) -> bool:
    """Whether a local fact is one that the message states; a year alone is no date."""
    if own.kind == "date" and own.value != fact.value:
        return False
    return compare(own, fact) is Match.SAME and _one_subject(own, fact)


def kind_of(own: Fact, other: Fact) -> Kind:
    if own.kind in {"date", "time"} and {own.bound, other.bound} & {"until"}:
        return (
            Kind.VALIDITY
            if own.bound == other.bound == "until" and own.kind == "date"
            else Kind.DATE
        )
    if own.kind == "age":
        return Kind.CONDITION
    return KINDS.get(own.kind, Kind.NUMBER)


def _one_subject(own: Fact, other: Fact) -> bool:
    """Whether both are said of one thing: class members that stand near must not differ."""
    for kind in ("product", "group", "document", "label", "stage"):
        if kind == own.kind:
            continue
        mine = {anchor for anchor in own.anchors if anchor.startswith(kind + ":")}
        yours = {anchor for anchor in other.anchors if anchor.startswith(kind + ":")}
        if mine and yours and not mine & yours:
            return False
    return True


def _bound_elsewhere(own: Fact, ours: Sequence[Fact], stated: Sequence[Fact]) -> Fact | None:
    """The fact that stands where ours should when two of one slot have changed places."""
    if own.kind == "label":
        return None
    rivals = [fact for fact in ours if fact is not own and fact.slot == own.slot and fact.counts]
    if not rivals or own.role in {"before", "after"}:
        return _turned_change(own, rivals, stated)
    telling = own.anchors - frozenset().union(*(rival.anchors for rival in rivals))
    if not telling:
        return None
    here = [fact for fact in stated if fact.slot == own.slot and fact.anchors & telling]
    if not here or any(compare(own, fact) is Match.SAME for fact in here):
        return None
    for fact in here:
        if any(compare(rival, fact) is Match.SAME for rival in rivals):
            return fact
    return None


def _turned_change(own: Fact, rivals: Sequence[Fact], stated: Sequence[Fact]) -> Fact | None:
    """ "dari 10 menjadi 12" against "dari 12 menjadi 10"."""
    if own.role != "after" or not any(rival.role == "before" for rival in rivals):
        return None
    for fact in stated:
        if fact.role == "before" and fact.slot[0] == own.slot[0] and fact.value == own.value:
            return next((each for each in stated if each.role == "after"), None)
    return None


def _denied(view: View) -> Iterator[Clash]:
    """What the one denies, the other states."""
    ours, theirs = view.central.facts, view.local.facts
    denies = any(word.negated for word in view.central.words)
    for own, fact in product(ours, theirs):
        if {own.role, fact.role} & {"past", "source", "name", "excluded"} or own.kind != fact.kind:
            continue
        if own.kind == "product" or (own.kind == "agency" and denies):
            continue
        if view.central.denied or view.local.denied:
            continue  # what a denial reaches is not told by the fact
        if own.kind == "agency" and not own.anchors & view.local.stems:
            continue
        if (own.role == "not") is (fact.role == "not"):
            continue
        if compare(own, fact) is not Match.SAME:
            continue
        if fact.role == "not":  # denied here, and stated nowhere in the sentence
            again = [
                each for each in theirs if each.role != "not" and compare(own, each) is Match.SAME
            ]
        else:
            again = [
                each for each in ours if each.role != "not" and compare(fact, each) is Match.SAME
            ]
        if not again:
            is_member = own.kind in lexicon.CLASSES
            usual = Kind.CONDITION if is_member else Kind.NEGATION
            kind = KINDS.get(own.kind, usual)
            yield view.clash(kind, central=own, local=fact)


_HERE = word_set("kami kita setempat bagiannya kebagian jatah jatahnya mriki urang disini")


def _local_place(central: Statement, local: Statement) -> bool:
    """Whether the local sentence speaks of its own area, and the central one of none."""
    named = (*central.facts, *central.others)
    if any(fact.kind in {"place", "site"} and _is_area(fact) for fact in named):
        return False
    if any(token.low in _HERE for token in local.tokens):
        return True
    return any(fact.kind in {"place", "site"} and _is_area(fact) for fact in local.facts)


def _is_area(fact: Fact) -> bool:
    areas = {"kabupaten", "kota", "desa", "kelurahan", "kecamatan", "distrik"}
    return fact.value != places.COUNTRY and (fact.kind == "place" or fact.unit in areas)


def _place_clash(
    own: Fact, ours: Sequence[Fact], stated: Sequence[Fact], view: View
) -> Iterator[Clash]:
    there = [fact for fact in stated if fact.kind == "place"]
    if own.role == "excluded":
        turned = [fact for fact in there if compare(own, fact) is Match.TURNED]
        if turned:
            yield view.clash(Kind.PLACE, central=own, local=turned[0])
        return
    excluded = [fact for fact in there if compare(own, fact) is Match.TURNED]
    if excluded and own.value != places.COUNTRY:
        yield view.clash(Kind.PLACE, central=own, local=excluded[0])
        return
    if own.value == places.COUNTRY:
        narrow = [
            fact for fact in there if fact.value != places.COUNTRY and fact.role != "excluded"
        ]
        if narrow and view.local.only and not view.central.only:
            yield view.clash(Kind.PLACE, central=own, local=narrow[0])
        left_out = [fact for fact in there if fact.role == "excluded"]
        if left_out and not any(fact.role == "excluded" for fact in ours):
            yield view.clash(Kind.PLACE, central=own, local=left_out[0])
        return
    others = [fact for fact in ours if fact.kind == "place" and fact.role != "excluded"]
    if any(compare(each, fact) is Match.SAME for each in others for fact in there):
        strangers = [
            fact for fact in there if not any(compare(each, fact) is Match.SAME for each in others)
        ]
        missing = not any(compare(own, fact) is Match.SAME for fact in there)
        if not (strangers and missing):
            return
        there = strangers
    different = [fact for fact in there if compare(own, fact) is Match.DIFFERENT]
    if different and view.topic >= FOR_SENSE:
        yield view.clash(Kind.PLACE, central=own, local=different[0])


_NAMED = frozenset({"place", "label"})


def figures(statement: Statement) -> list[Fact]:
    return [
        fact
        for fact in statement.facts
        if fact.kind not in lexicon.CLASSES and fact.kind not in _NAMED and fact.counts
    ]


def other_figures(central: Statement, local: Statement) -> bool:
    """Other members with other figures: the sentence speaks of something else."""
    for own in figures(central):
        matches = {compare(own, fact) for fact in figures(local)}
        if Match.DIFFERENT in matches and Match.SAME not in matches:
            return True
    return False


def opposed(central: Statement, local: Statement) -> bool:
    return any(
        not signs & local.signs[concept]
        for concept, signs in central.signs.items()
        if concept in local.signs
    )
