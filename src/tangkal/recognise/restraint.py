"""When to say "we know this", when "maybe: look", and when to say nothing.

A score alone cannot tell "no match". The operating points below were chosen by
``python -m benchmarks.fit_matcher`` on the later part of the TurnBackHoax training split
(2020), mixed with unrelated posts; that script's docstring says how to repeat it.
"""

from typing import Literal

from tangkal.kernel.records import ClaimMatch

Answer = Literal["same", "maybe", "unknown"]

# At or above SAME: precision of the first match at least 0.95 on the later training part.
SAME = 0.6
# At or above MAYBE: worth a person's look; below it nothing is suggested.
MAYBE = 0.25


def answer(match: ClaimMatch | None) -> Answer:
    """What a match may be presented as; None, or a weak score, is "unknown".

    A suggestion is confirmed or rejected by a person: "same" is no verdict either.
    """
    if match is None or match.score < MAYBE:
        return "unknown"
    return "same" if match.score >= SAME else "maybe"
