"""Grading evidence: the source (A to F) and the content (1 to 6) are judged separately.

Source: the Admiralty system as in the MISP taxonomy `admiralty-scale`, without its later G.
"""

from enum import StrEnum
from typing import NamedTuple

from tangkal.kernel import InvalidInput


class Reliability(StrEnum):
    """Of the source."""

    COMPLETELY_RELIABLE = "A"
    USUALLY_RELIABLE = "B"
    FAIRLY_RELIABLE = "C"
    NOT_USUALLY_RELIABLE = "D"
    UNRELIABLE = "E"
    CANNOT_BE_JUDGED = "F"


class Credibility(StrEnum):
    """Of the content."""

    CONFIRMED = "1"
    PROBABLY_TRUE = "2"
    POSSIBLY_TRUE = "3"
    DOUBTFUL = "4"
    IMPROBABLE = "5"
    CANNOT_BE_JUDGED = "6"


class Grade(NamedTuple):
    """One graded piece of evidence."""

    reliability: Reliability
    credibility: Credibility


def parse_grade(code: str) -> Grade:
    """The grade of a two-sign code such as "B2".

    Raises:
        InvalidInput: not a letter A–F followed by a digit 1–6.
    """
    cleaned = code.strip().upper()
    try:
        return Grade(Reliability(cleaned[:1]), Credibility(cleaned[1:]))
    except ValueError:
        raise InvalidInput(
            f"grade {code!r} must be a letter A–F and a digit 1–6, e.g. B2"
        ) from None
