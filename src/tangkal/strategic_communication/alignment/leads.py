"""Weak signs of a contradiction, found generously: what a rule is too strict to say.

A lead is no finding. It says that two statements differ in a value, a member of a class, a
polarity, a term or a doer, and leaves it to what was learned from judged pairs
(:mod:`.weighing`) whether a difference of this sort, between statements that near, is one.
"""

from collections.abc import Iterator, Sequence
from itertools import product

from tangkal.strategic_communication.alignment import lexicon
from tangkal.strategic_communication.alignment.agents import one_deed, one_doer, told_deeds
from tangkal.strategic_communication.alignment.comparing import Match, compare
from tangkal.strategic_communication.alignment.conditions import asked, excepted, reserved, waived
from tangkal.strategic_communication.alignment.fact_clashes import KINDS, kind_of
from tangkal.strategic_communication.alignment.facts import Fact
from tangkal.strategic_communication.alignment.statements import Statement
from tangkal.strategic_communication.alignment.topics import Nearness
from tangkal.strategic_communication.alignment.views import Clash, Kind

_MEMBERS = frozenset({*lexicon.CLASSES, "site", "place", "label"})
_WHERE = frozenset({"channel", "site", "place"})
LEAD = "lead "  # with which the names of these rules begin
_SHARED = 2  # topic words that two statements have in common at least to differ in polarity
_ENDED = frozenset({"validity", "access"})
Nears = Sequence[Sequence[Nearness]]
_Turned = tuple[str, Kind, str, str]  # the rule, the kind, the centre's words, the region's


def find_leads(
    central: Sequence[Statement], local: Sequence[Statement], nears: Nears
) -> list[tuple[Statement, Clash]]:
    """Every lead, with the part of the message it answers: one a rule and local statement."""
    found: list[tuple[Statement, Clash]] = []
    for finder in (_values, _members, _polarity, _terms, _doers):
        best: dict[tuple[int, str], tuple[Statement, Clash]] = {}
        for part, clash in finder(central, local, nears):
            key = (clash.at, clash.rule)
            if key not in best or best[key][1].topic < clash.topic:
                best[key] = (part, clash)
        found += best.values()
    return found


def _stating(local: Sequence[Statement]) -> Iterator[tuple[int, Statement]]:
    """Local statements of the office's own, with where they stand."""
    for at, statement in enumerate(local):
        if not (statement.hearsay or statement.past or statement.denied):
            yield at, statement


def _counting(statement: Statement) -> list[Fact]:
    return [fact for fact in statement.facts if fact.counts]


def _values(
    central: Sequence[Statement], local: Sequence[Statement], nears: Nears
) -> Iterator[tuple[Statement, Clash]]:
    """A value that the text states nowhere, and another of its kind that it states."""
    stated = [fact for statement in local for fact in _counting(statement)]
    ours = [fact for part in central for fact in _counting(part)]
    for part_at, part in enumerate(central):
        for own in _counting(part):
            if own.kind in _MEMBERS or any(compare(own, f) is Match.SAME for f in stated):
                continue
            others = [
                (at, fact)
                for at, statement in _stating(local)
                for fact in _counting(statement)
                if not any(compare(each, fact) is Match.SAME for each in ours)
                and compare(own, fact) in {Match.DIFFERENT, Match.TURNED}
            ]
            if own.kind == "contact" and len(others) > 1:
                continue  # a list of numbers to call stands in nobody's stead
            for at, fact in others:
                yield part, Clash(
                    kind=kind_of(own, fact), at=at, central=own, local=fact,
                    topic=nears[part_at][at].topic, rule=f"lead value {own.kind}",
                )  # fmt: skip


def _members(
    central: Sequence[Statement], local: Sequence[Statement], nears: Nears
) -> Iterator[tuple[Statement, Clash]]:
    """A member of a class that the message does not name, where it names others."""
    ours = [fact for part in central for fact in _counting(part) if fact.kind in _MEMBERS]
    for at, statement in _stating(local):
        for fact in _counting(statement):
            named = [own for own in ours if own.kind == fact.kind]
            rule = f"lead member {fact.kind}"
            if not named and fact.kind in _WHERE:
                named = [own for own in ours if own.kind in _WHERE]
                rule = "lead elsewhere"
            if not named or any(compare(own, fact) is Match.SAME for own in named):
                continue
            for part_at, part in enumerate(central):
                own = next((each for each in part.facts if each in named), None)
                if own is not None:
                    yield part, Clash(
                        kind=KINDS.get(fact.kind, Kind.SUBJECT), at=at, central=own, local=fact,
                        topic=nears[part_at][at].topic, rule=rule,
                    )  # fmt: skip


def _polarity(
    central: Sequence[Statement], local: Sequence[Statement], nears: Nears
) -> Iterator[tuple[Statement, Clash]]:
    """One word, one sense or one duty that the one affirms and the other denies."""
    for at, statement in _stating(local):
        for part_at, part in enumerate(central):
            near = nears[part_at][at]
            if len(near.matched) < min(_SHARED, len(part.words)):
                continue
            for rule, kind, ours, theirs in (
                *_turned_words(part, statement),
                *_turned_senses(part, statement),
                *_other_reach(part, statement),
            ):
                yield part, Clash(
                    kind=kind, at=at, topic=near.topic, rule=rule,
                    central_words=ours, local_words=theirs,
                )  # fmt: skip


def _turned_words(part: Statement, statement: Statement) -> Iterator[_Turned]:
    theirs = {word.stem: word.negated for word in statement.words}
    for word in part.words:
        if theirs.get(word.stem) is (not word.negated) and word.negated is not None:
            shown = part.tokens[word.at].text
            yield "lead denied", Kind.NEGATION, shown, shown
            return


def _turned_senses(part: Statement, statement: Statement) -> Iterator[_Turned]:
    for concept, signs in part.signs.items():
        if (others := statement.signs.get(concept)) and not signs & others:
            yield f"lead sense {concept}", Kind.NEGATION, concept, ""
    for concept in sorted(_ENDED & statement.signs.keys() - part.signs.keys()):
        if -1 in statement.signs[concept]:
            yield "lead ended", Kind.NEGATION, "", concept


def _other_reach(part: Statement, statement: Statement) -> Iterator[_Turned]:
    """A duty against a freedom or a ban; for some, for all."""
    for name, other in product(sorted(part.modality), sorted(statement.modality)):
        if frozenset({name, other}) in lexicon.CLASHING:
            yield "lead duty", Kind.NEGATION, name, other
    if statement.only and not part.only:
        yield "lead only", Kind.CONDITION, "", "hanya"
    if statement.everyone and not part.everyone:
        yield "lead all", Kind.CONDITION, "", "semua"


def _terms(
    central: Sequence[Statement], local: Sequence[Statement], nears: Nears
) -> Iterator[tuple[Statement, Clash]]:
    """What is asked for, waived, reserved or excepted here, and in the message not, or not so."""
    whole = frozenset().union(*(part.stems for part in central))
    for name, reader in (
        ("asked", asked), ("waived", waived), ("reserved", reserved), ("excepted", excepted),
    ):  # fmt: skip
        ours = [term.stems for part in central for term in reader(part)]
        for at, statement in _stating(local):
            nearest = max(range(len(central)), key=lambda part: nears[part][at].topic)
            if not nears[nearest][at].matched:
                continue
            for term in reader(statement):
                if any(term.stems & stems for stems in ours):
                    continue
                known = "known" if term.stems & whole else "new"
                yield central[nearest], Clash(
                    kind=Kind.CONDITION, at=at, topic=nears[nearest][at].topic,
                    local_words=term.words, rule=f"lead {name} {known}",
                )  # fmt: skip


def _doers(
    central: Sequence[Statement], local: Sequence[Statement], nears: Nears
) -> Iterator[tuple[Statement, Clash]]:
    """Somebody who does here what the message leaves to others."""
    ours = [(at, deed) for at, part in enumerate(central) for deed in told_deeds(part)]
    for at, statement in _stating(local):
        for deed in told_deeds(statement):
            if any(one_doer(own, deed) for _, own in ours):
                continue
            for part_at, own in ours:
                if one_deed(own, deed) or own.subject & deed.subject:
                    yield central[part_at], Clash(
                        kind=Kind.RESPONSIBLE, at=at, central=own.fact, local=deed.fact,
                        local_words=deed.words, topic=nears[part_at][at].topic,
                        rule="lead doer" if one_deed(own, deed) else "lead doer of it",
                    )  # fmt: skip
