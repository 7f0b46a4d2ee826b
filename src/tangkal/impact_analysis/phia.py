"""Likelihood in words: the PHIA yardstick, whose gaps are deliberate.

A number between two terms claims a precision that nobody has, so it is refused and the
analyst picks a side. Likelihood and analytical confidence are kept apart.

Source: Professional Head of Intelligence Assessment, as recalled (doctrine A4).
"""

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from tangkal.kernel import InvalidInput


class Term(StrEnum):
    """Terms of likelihood, lowest first."""

    REMOTE_CHANCE = "remote_chance"
    HIGHLY_UNLIKELY = "highly_unlikely"
    UNLIKELY = "unlikely"
    REALISTIC_POSSIBILITY = "realistic_possibility"
    LIKELY = "likely"
    HIGHLY_LIKELY = "highly_likely"
    ALMOST_CERTAIN = "almost_certain"

    @property
    def rank(self) -> int:
        """0 remote chance … 6 almost certain."""
        return list(Term).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """The percentages a term stands for."""

    term: Term
    low: float
    high: float
    holds_high: bool = True  # the upper bound itself belongs to the term

    def holds(self, percent: float) -> bool:
        """True when the percentage belongs to the term."""
        return self.low <= percent and (
            percent <= self.high if self.holds_high else percent < self.high
        )


RANGES: tuple[Range, ...] = (
    Range(term=Term.REMOTE_CHANCE, low=0, high=5),
    Range(term=Term.HIGHLY_UNLIKELY, low=10, high=20),
    Range(term=Term.UNLIKELY, low=25, high=35),
    Range(term=Term.REALISTIC_POSSIBILITY, low=40, high=50, holds_high=False),
    Range(term=Term.LIKELY, low=55, high=75),
    Range(term=Term.HIGHLY_LIKELY, low=80, high=90),
    Range(term=Term.ALMOST_CERTAIN, low=95, high=100),
)


def term_for(percent: float) -> Term:
    """The term a percentage belongs to.

    Raises:
        InvalidInput: outside 0..100, or in a gap; the message names both neighbours.

    >>> term_for(60).value
    'likely'
    """
    if not 0 <= percent <= 100:
        raise InvalidInput(f"probability {percent} % is outside 0..100")
    for range_ in RANGES:
        if range_.holds(percent):
            return range_.term
    below, above = next(pair for pair in pairwise(RANGES) if percent < pair[1].low)
    raise InvalidInput(
        f"probability {percent} % falls between {below.term} ({_bounds(below)}) and "
        f"{above.term} ({_bounds(above)}): choose one of the two"
    )


def check_likelihood(term: str, percent: float | None = None) -> Term:
    """The term, once its optional number has been found to agree with it.

    Raises:
        InvalidInput: an unknown term, a number in a gap, or one of another term.
    """
    try:
        known = Term(term)
    except ValueError:
        raise InvalidInput(f"likelihood {term!r} is not one of {', '.join(Term)}") from None
    if percent is not None and (found := term_for(percent)) is not known:
        raise InvalidInput(
            f"{percent} % is {found}, not {known} ({_bounds(RANGES[known.rank])}): "
            "correct the term or the number"
        )
    return known


def _bounds(range_: Range) -> str:
    return f"{range_.low}–{'' if range_.holds_high else '<'}{range_.high} %"
