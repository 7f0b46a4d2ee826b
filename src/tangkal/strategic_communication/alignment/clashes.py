"""Where what a local sentence states cannot be true together with what a central one states."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from tangkal.strategic_communication.alignment.agents import does, other_doers
from tangkal.strategic_communication.alignment.comparing import Match, compare
from tangkal.strategic_communication.alignment.conditions import clashing_terms, excepted, not_for
from tangkal.strategic_communication.alignment.fact_clashes import (
    KINDS,
    figures,
    find_fact_clashes,
    opposed,
    other_figures,
)
from tangkal.strategic_communication.alignment.facts import Fact
from tangkal.strategic_communication.alignment.message import Message
from tangkal.strategic_communication.alignment.periods import clashing_periods
from tangkal.strategic_communication.alignment.scopes import scope_clashes
from tangkal.strategic_communication.alignment.senses import find_senses, narrows, of_others
from tangkal.strategic_communication.alignment.statements import Statement
from tangkal.strategic_communication.alignment.topics import Nearness
from tangkal.strategic_communication.alignment.venues import other_venues, stray_venues
from tangkal.strategic_communication.alignment.views import (
    FOR_DOERS,
    FOR_FACTS,
    FOR_MEMBERS,
    FOR_TERMS,
    Clash,
    Finder,
    Kind,
    View,
)

_OTHER_PART = 0.25  # so much nearer to another part of the message: it answers that


def find_clashes(
    central: Statement,
    local: Sequence[Statement],
    near: Sequence[Nearness],
    rivals: Sequence[Sequence[tuple[Statement, float]]] = (),
) -> list[Clash]:
    """All disagreements, one of a kind and central fact, surest first.

    `rivals` are, for each local statement, the other parts of the message with how near it is to
    them: what answers another part is not held against this one.
    """
    if central.hearsay or central.asks or central.past:
        return []
    found = []
    for at, statement in enumerate(local):
        if statement.hearsay or statement.past or statement.asks:
            continue
        answered = [
            other
            for other, nearness in (rivals[at] if rivals else ())
            if nearness > near[at].forward + _OTHER_PART
        ]
        parts = [other for other, _ in rivals[at]] if rivals else []
        level = [
            other
            for other, nearness in (rivals[at] if rivals else ())
            if nearness > near[at].forward
        ]
        view = View(
            central=central, text=local, near=near, at=at, parts=parts, rivals=answered,
            nearer=level,
        )  # fmt: skip
        clashes = [
            clash if clash.rule else replace(clash, rule=finder.__name__.strip("_"))
            for finder in _FINDERS
            for clash in finder(view)
        ]
        if any(_halves(part, statement) for part in parts):
            continue
        if completes(central, statement) or (clashes and narrows(central, statement)):
            continue
        found += clashes
    best: dict[tuple[Kind, object], Clash] = {}
    for clash in sorted(found, key=lambda each: -each.at_first_sight):
        best.setdefault((clash.kind, clash.central or clash.central_words), clash)
    return list(best.values())


_SHARED = 2  # topic words that a sentence has at least in common with the message


def find_scope_clashes(
    central: Sequence[Statement],
    local: Sequence[Statement],
    nears: Sequence[Sequence[Nearness]],
) -> Iterator[tuple[Statement, Clash]]:
    """Where a local sentence reaches farther or less far than the message as a whole.

    Each with the part of the message that the sentence is nearest to.
    """
    if any(part.hearsay or part.asks or part.denied for part in central):
        return
    message = Message(central)
    for at, statement in enumerate(local):
        if statement.hearsay or statement.past or statement.asks or statement.denied:
            continue
        best = max(range(len(central)), key=lambda part: nears[part][at].topic)
        topic = nears[best][at].topic
        matched = _matched(nears, at)
        if matched and at:  # "Agar mendapat diskon, …": the part before says what for
            matched |= _matched(nears, at - 1)
            topic = max(topic, _LENT * max(near[at - 1].topic for near in nears))
        if topic < FOR_TERMS or len(matched) < _SHARED:
            continue
        for kind, ours, theirs, rule in scope_clashes(message, statement):
            clash = Clash(
                kind=kind, at=at, central_words=ours, local_words=theirs, topic=topic, rule=rule
            )
            yield central[best], clash


_LENT = 0.85  # what the sentence before lends counts a little less


def _matched(nears: Sequence[Sequence[Nearness]], at: int) -> frozenset[tuple[int, int]]:
    """Which words of which part a local sentence has."""
    return frozenset((part, word) for part, near in enumerate(nears) for word in near[at].matched)


def completes(central: Statement, local: Statement) -> bool:
    """ "dilarang di atas 2 meter", "boleh di bawah 2 meter": the two halves of one rule.

    So are "berlaku sampai 1.300 VA" and "3.500 VA ke atas tidak mendapat", and a sentence that
    tells of whom or what the rule is not that the message does not name either.
    """
    if _halves(central, local):
        return True
    spared = [term for term in excepted(central) if term.stems & local.stems]
    if spared and _says_no(local):
        return True  # "kecuali yang sakit", "yang sakit tidak dikenai denda"
    outside = not_for(local)
    named = any(term.stems & central.whole for term in outside)
    if outside and not (central.everyone or named):
        return True
    # "hanya pejalan kaki", "sepeda motor belum dapat melintas"
    shut = central.only and _says_no(local) and not _says_no(central)
    return shut and bool(local.words) and local.words[0].stem not in central.whole


def _halves(central: Statement, local: Statement) -> bool:
    """ "sampai 1.300 VA berlaku", "3.500 VA ke atas tidak mendapat"."""
    turned = any(
        own.bound in _HALVES and _other_half(own, fact)
        for own in central.facts
        for fact in local.facts
    )
    return turned and (opposed(central, local) or _says_no(central) is not _says_no(local))


_HALVES = frozenset({"at_least", "at_most"})


def _other_half(own: Fact, fact: Fact) -> bool:
    """Whether a local amount lies beyond a bound of ours."""
    match = compare(own, fact)
    if match is Match.TURNED:
        return fact.bound in _HALVES
    if match is not Match.DIFFERENT or own.bound == fact.bound:
        return False
    limit, value = float(str(own.value)), float(str(fact.value))
    return value > limit if own.bound == "at_most" else value < limit


def _says_no(statement: Statement) -> bool:
    low = {token.low for token in statement.tokens}
    denies = bool(_NO & low) and any(word.negated for word in statement.words)
    return bool({"forbidden", "free"} & statement.modality) or denies


_NO = frozenset({"tidak", "tak", "belum", "bukan", "ora", "ga", "gak", "nggak", "teu", "henteu"})


# ---- members of closed classes ---------------------------------------------------------------


def _members(view: View) -> Iterator[Clash]:
    if view.topic < FOR_MEMBERS:
        return
    central, statement = view.central, view.local
    for kind in ("group", "document", "agency", "channel", "product", "means", "stage"):
        ours = [fact for fact in central.facts if fact.kind == kind and fact.counts]
        theirs = [fact for fact in statement.facts if fact.kind == kind and fact.counts]
        theirs = [fact for fact in theirs if not _does(fact, statement) and fact.value != "owner"]
        ours = [fact for fact in ours if not _of_vote(fact, central)]
        if not ours or not theirs:
            continue
        lost = [own for own in ours if not any(compare(own, fact) is Match.SAME for fact in theirs)]
        told = [*ours, *central.others]  # what another part of the message states is not new
        new = [fact for fact in theirs if not any(compare(own, fact) is Match.SAME for own in told)]
        whole = kind in {"channel", "document", "product"}  # one of several left out is no swap
        if not lost or not new or (whole and len(lost) < len(ours)):
            continue
        if any(
            compare(lost[0], fact) is Match.SAME
            for each in view.others(FOR_FACTS)
            for fact in each.facts
            if fact.counts
        ):
            continue
        if opposed(central, statement):
            continue  # closed for lorries, open for cars
        if kind == "product" and not _same_figures(central, statement):
            continue
        if kind != "product" and other_figures(central, statement):
            continue
        yield view.clash(KINDS[kind], central=lost[0], local=new[0])


def _of_vote(fact: Fact, statement: Statement) -> bool:
    """ "pemilihan gubernur": what the vote is for, not who does something."""
    before = statement.tokens[fact.first - 1].low if fact.first else ""
    return fact.kind == "agency" and before in {"pemilihan", "calon", "pilkada"}


def _does(fact: Fact, statement: Statement) -> bool:
    """ "Nakes puskesmas yang menyuntik": a group that acts is not whom it is for."""
    ahead = [token.low for token in statement.tokens[fact.last : fact.last + 3]]
    acts = any(word == "yang" and after.startswith("me") for word, after in pairwise(ahead))
    return fact.kind == "group" and acts and fact.value in _STAFF


_STAFF = frozenset({"medic", "teacher", "official", "cadre", "military", "honorary"})


def _same_figures(central: Statement, local: Statement) -> bool:
    ours = figures(central)
    return bool(ours) and all(
        any(compare(own, fact) is Match.SAME for fact in figures(local)) for own in ours
    )


# ---- terms, and who does what -----------------------------------------------------------


def _terms(view: View) -> Iterator[Clash]:
    if view.topic < FOR_TERMS or not view.near[view.at].matched:
        return
    if view.local.denied or view.central.denied:
        return
    if of_others(view) and not view.local.only:
        return
    public = any(part.everyone for part in view.parts) and view.local.everyone
    for ours, theirs in clashing_terms(view.central, view.local):
        if not ours and public and not view.local.only:
            continue  # for all here too, in another part of the message
        yield view.clash(Kind.CONDITION, central_words=ours, local_words=theirs)


def _doers(view: View) -> Iterator[Clash]:
    if view.topic < FOR_DOERS:
        return
    for own, other in other_doers(view.central, view.local):
        if any(does(part, other) for part in view.parts):
            continue  # of another deed, which the message tells so
        words = "" if own.fact and other.fact else other.words
        yield view.clash(Kind.RESPONSIBLE, central=own.fact, local=other.fact, local_words=words)


def _periods(view: View) -> Iterator[Clash]:
    if view.topic < FOR_TERMS or view.local.denied or view.central.denied:
        return
    if not view.near[view.at].matched or view.rivals:
        return
    near = view.near[view.at].forward >= _NEAR_ENOUGH
    for own, other, ours, theirs in clashing_periods(view.central, view.local, both_ways=near):
        yield view.clash(
            Kind.VALIDITY, central=own, local=other, central_words=ours, local_words=theirs
        )


_NEAR_ENOUGH = 0.5  # of the central words, from which what only the message says counts too


_AROUND = 40  # statements before and behind in which a venue may be named


def _venues(view: View) -> Iterator[Clash]:
    if view.topic < FOR_DOERS or view.local.denied or view.central.denied:
        return
    far = view.topic < FOR_MEMBERS
    around = view.text[max(0, view.at - _AROUND) : view.at + _AROUND]
    found = list(other_venues(view.central, view.local, around, same_deal=far))
    if not found and view.topic >= FOR_TERMS:
        found = list(stray_venues(view.central, view.local, around))
    for ours, theirs in found:
        yield view.clash(Kind.PLACE, central_words=ours, local_words=theirs)


_FINDERS: tuple[Finder, ...] = (
    find_fact_clashes, find_senses, _members, _terms, _doers, _periods, _venues
)  # fmt: skip
