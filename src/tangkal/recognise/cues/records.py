"""What a cue is, and what may be known of a text besides its words."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from tangkal.kernel.errors import InvalidRecord


class Kind(StrEnum):
    """What was seen."""

    AGENCY = "agency"
    LOOKALIKE = "lookalike"
    OLD_PICTURE = "old_picture"
    OLD_DATE = "old_date"
    CHAIN = "chain"
    COPIED = "copied"
    MASS = "mass"
    URGENCY = "urgency"
    PRIZE = "prize"
    MONEY = "money"
    SECRETS = "secrets"
    SHORT_LINK = "short_link"
    SHOUTING = "shouting"
    UNNAMED_SOURCE = "unnamed_source"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of the text as it was given: ``text[start:end]``."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise InvalidRecord(f"a span from {self.start} to {self.end} holds nothing")


@dataclass(frozen=True, slots=True)
class Cue:
    """One thing seen, and where. Facts fill the sentence in which the desk says it."""

    kind: Kind
    spans: tuple[Span, ...] = ()  # in the order of the text; none where it lies outside it
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What is known of a text besides its words; None is unknown."""

    now: datetime | None = None  # when it was published, else when it is looked at
    copies: int | None = None  # items of its family
    minutes: float | None = None  # between the first and the last of them
    picture_first_seen: datetime | None = None  # of its picture, anywhere

    def __post_init__(self) -> None:
        if (self.copies or 0) < 0 or (self.minutes or 0) < 0:
            raise InvalidRecord(f"{self.copies} copies in {self.minutes} minutes")
