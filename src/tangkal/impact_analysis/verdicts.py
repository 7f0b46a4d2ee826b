"""What evidence may say of a claim: a graded set, because one stamp fits nothing.

Source: our design decision (doctrine D2); ratings 1 false … 5 true as ClaimReview reads
them. A verdict without a place on that line has no number, only its name.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from tangkal.kernel import InvalidInput


class Verdict(StrEnum):
    """Verdict codes, as stored and as spoken in Indonesian offices."""

    FALSE = "SALAH"
    MISLEADING = "MENYESATKAN"
    FALSE_CONTEXT = "KONTEKS_SALAH"
    MANIPULATED = "DIMANIPULASI"
    IMPOSTER = "TIRUAN"
    FRAUD = "PENIPUAN"
    SATIRE = "SATIRE"
    UNPROVEN = "BELUM_TERBUKTI"
    TRUE = "BENAR"
    PARTLY_TRUE = "BENAR_SEBAGIAN"
    NOT_A_CLAIM = "BUKAN_KLAIM_FAKTA"


BEST_RATING, WORST_RATING = 5, 1

RATINGS: Mapping[Verdict, int | None] = MappingProxyType(
    {
        Verdict.FALSE: 1,
        Verdict.MANIPULATED: 1,
        Verdict.IMPOSTER: 1,
        Verdict.FRAUD: 1,
        Verdict.MISLEADING: 2,
        Verdict.FALSE_CONTEXT: 2,
        Verdict.PARTLY_TRUE: 3,
        Verdict.TRUE: 5,
        Verdict.SATIRE: None,
        Verdict.UNPROVEN: None,
        Verdict.NOT_A_CLAIM: None,
    }
)

# "HOAKS" may be shown beside these and beside no other.
HOAX_ALIAS = frozenset({Verdict.FALSE, Verdict.MANIPULATED, Verdict.IMPOSTER, Verdict.FRAUD})


def check_verdict(code: str) -> Verdict:
    """The verdict of a code.

    Raises:
        InvalidInput: the code is unknown.
    """
    try:
        return Verdict(code)
    except ValueError:
        raise InvalidInput(f"verdict {code!r} is not one of {', '.join(Verdict)}") from None


def rating(code: str) -> int | None:
    """ClaimReview's ratingValue, 1 false … 5 true; None where no number would be honest.

    >>> rating("KONTEKS_SALAH")
    2
    """
    return RATINGS[check_verdict(code)]


def may_be_called_hoax(code: str) -> bool:
    """True where the popular word may stand beside the verdict."""
    return check_verdict(code) in HOAX_ALIAS
