"""Where what a local sentence states cannot be true together with what a central one states."""

from collections.abc import Iterator, Sequence

from tangkal.strategic_communication.alignment.agents import other_doers
from tangkal.strategic_communication.alignment.comparing import Match, compare
from tangkal.strategic_communication.alignment.conditions import clashing_terms
from tangkal.strategic_communication.alignment.fact_clashes import (
    KINDS,
    figures,
    find_fact_clashes,
    opposed,
    other_figures,
)
from tangkal.strategic_communication.alignment.periods import clashing_periods
from tangkal.strategic_communication.alignment.senses import find_senses, of_others
from tangkal.strategic_communication.alignment.statements import Statement
from tangkal.strategic_communication.alignment.topics import Nearness
from tangkal.strategic_communication.alignment.venues import other_venues
from tangkal.strategic_communication.alignment.views import (
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
        view = View(central=central, text=local, near=near, at=at, parts=parts, rivals=answered)
        clashes = [clash for finder in _FINDERS for clash in finder(view)]
        found += [] if _complement(central, statement) else clashes
    best: dict[tuple[Kind, object], Clash] = {}
    for clash in sorted(found, key=lambda each: -each.confidence):
        best.setdefault((clash.kind, clash.central or clash.central_words), clash)
    return list(best.values())


def _complement(central: Statement, local: Statement) -> bool:
    """ "dilarang di atas 2 meter", "boleh di bawah 2 meter": the two halves of one rule."""
    turned = any(
        own.bound in _HALVES and fact.bound in _HALVES and compare(own, fact) is Match.TURNED
        for own in central.facts
        for fact in local.facts
    )
    return turned and (opposed(central, local) or _banned(central) is not _banned(local))


_HALVES = frozenset({"at_least", "at_most"})


def _banned(statement: Statement) -> bool:
    return "forbidden" in statement.modality


# ---- members of closed classes ---------------------------------------------------------------


def _members(view: View) -> Iterator[Clash]:
    if view.topic < FOR_MEMBERS:
        return
    central, statement = view.central, view.local
    for kind in ("group", "document", "agency", "channel", "product", "means", "stage"):
        ours = [fact for fact in central.facts if fact.kind == kind and fact.counts]
        theirs = [fact for fact in statement.facts if fact.kind == kind and fact.counts]
        if not ours or not theirs:
            continue
        lost = [own for own in ours if not any(compare(own, fact) is Match.SAME for fact in theirs)]
        new = [fact for fact in theirs if not any(compare(own, fact) is Match.SAME for own in ours)]
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
    for ours, theirs in clashing_terms(view.central, view.local):
        yield view.clash(Kind.CONDITION, central_words=ours, local_words=theirs)


def _doers(view: View) -> Iterator[Clash]:
    if view.topic < FOR_TERMS:
        return
    for own, other in other_doers(view.central, view.local):
        words = "" if own.fact and other.fact else other.words
        yield view.clash(Kind.RESPONSIBLE, central=own.fact, local=other.fact, local_words=words)


def _periods(view: View) -> Iterator[Clash]:
    if view.topic < FOR_TERMS or view.local.denied or view.central.denied:
        return
    if not view.near[view.at].matched or view.rivals:
        return
    for own, other, ours, theirs in clashing_periods(view.central, view.local):
        yield view.clash(
            Kind.VALIDITY, central=own, local=other, central_words=ours, local_words=theirs
        )


def _venues(view: View) -> Iterator[Clash]:
    if view.topic < FOR_MEMBERS or view.local.denied or view.central.denied:
        return
    for ours, theirs in other_venues(view.central, view.local):
        yield view.clash(Kind.PLACE, central_words=ours, local_words=theirs)


_FINDERS: tuple[Finder, ...] = (
    find_fact_clashes, find_senses, _members, _terms, _doers, _periods, _venues
)  # fmt: skip
