"""A central statement beside a local one, and what stands around them; a disagreement of theirs."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from tangkal.strategic_communication.alignment.facts import Fact
from tangkal.strategic_communication.alignment.statements import Statement
from tangkal.strategic_communication.alignment.topics import Nearness

# Nearness in topic from which a difference of this kind is called a contradiction.
FOR_DOERS = 0.30
FOR_FACTS, FOR_SENSE, FOR_MEMBERS, FOR_TERMS = 0.34, 0.40, 0.50, 0.40
_AGREES = 0.8  # a sentence this near, relative to the clashing one, that agrees, settles it


class Kind(StrEnum):
    """What two sentences disagree on."""

    NUMBER = "number"
    DATE = "date"
    PLACE = "place"
    CONDITION = "condition"
    NEGATION = "negation"
    RESPONSIBLE = "responsible"
    VALIDITY = "validity"
    SUBJECT = "subject"
    CONTACT = "contact"


# How sure a finding of a kind is at first sight. It only orders findings of one kind: how likely
# one is, is learned (weighing).
_SURE = {
    Kind.NUMBER: 0.9, Kind.DATE: 0.95, Kind.PLACE: 0.8, Kind.CONDITION: 0.75, Kind.NEGATION: 0.7,
    Kind.RESPONSIBLE: 0.85, Kind.VALIDITY: 0.7, Kind.SUBJECT: 0.7, Kind.CONTACT: 0.95,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """One disagreement between a central statement and local statement `at`."""

    kind: Kind
    at: int
    central: Fact | None = None
    local: Fact | None = None
    central_words: str = ""
    local_words: str = ""
    topic: float = 1.0
    rule: str = ""  # which finder saw it

    @property
    def at_first_sight(self) -> float:
        return round(_SURE[self.kind] * (0.5 + 0.5 * min(1.0, self.topic)), 3)


_LEANING = frozenset({"dan", "serta", "tetapi", "tapi", "namun", "lalu", "kemudian"})


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a finder looks at: one central statement and one of the local ones."""

    central: Statement
    text: Sequence[Statement]  # all local statements
    near: Sequence[Nearness]  # of the central statement to each of them
    at: int
    parts: Sequence[Statement] = ()  # the other parts of the message
    rivals: Sequence[Statement] = ()  # those of them that the local one is nearer to
    nearer: Sequence[Statement] = ()  # and those that it is nearer to at all

    @property
    def local(self) -> Statement:
        return self.text[self.at]

    @property
    def topic(self) -> float:
        return self.near[self.at].topic

    @property
    def is_of_another(self) -> bool:
        """Whether the local sentence is said of whom only another part of the message names."""
        if self.central.tokens[0].low in _LEANING:
            return False  # "… dan dilarang memasukkan": its subject stands before
        subject = self.local.words[0].stem if self.local.words else ""
        elsewhere = self.central.whole - self.central.stems
        return subject.startswith("group:") and subject in elsewhere

    def others(self, nearness: float) -> Iterator[Statement]:
        """Other local statements of the office's own that are at least so near."""
        for other, each in enumerate(self.text):
            if other != self.at and self.near[other].topic >= nearness and not each.hearsay:
                yield each

    def agreeing(self) -> list[Statement]:
        """Those near enough to settle a disagreement."""
        return list(self.others(_AGREES * self.topic))

    def clash(self, kind: Kind, **said: Fact | str | None) -> Clash:
        return Clash(kind=kind, at=self.at, topic=self.topic, **said)  # type: ignore[arg-type]


Finder = Callable[[View], Iterator[Clash]]


def named(rule: str, clashes: Iterator[Clash]) -> Iterator[Clash]:
    """Disagreements with the name of what saw them."""
    for clash in clashes:
        yield clash if clash.rule else replace(clash, rule=rule)
