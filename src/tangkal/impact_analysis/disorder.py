"""The seven types of information disorder, in the order fact-checkers list them.

Source: First Draft's seven types, as used by Mafindo (doctrine C).
"""

from enum import StrEnum


class DisorderType(StrEnum):
    """What kind of disorder a claim shows."""

    SATIRE = "satire"
    FALSE_CONNECTION = "false_connection"
    MISLEADING = "misleading"
    FALSE_CONTEXT = "false_context"
    IMPOSTER = "imposter"
    MANIPULATED = "manipulated"
    FABRICATED = "fabricated"
