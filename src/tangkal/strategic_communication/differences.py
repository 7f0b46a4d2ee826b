"""What changed between two versions, word by word, so that an approver sees every word."""

import re
from difflib import SequenceMatcher

SAME, REMOVED, ADDED = "same", "removed", "added"

_PIECE = re.compile(r"\s+|\w+|[^\w\s]")

Run = tuple[str, str]


def word_differences(old: str, new: str) -> list[Run]:
    """Runs of text that stayed, went or came, in reading order.

    Joining "same" and "removed" gives the old text back to the letter, "same" and "added"
    the new one. Removed words stand before those that replace them.

    >>> word_differences("harga naik besok", "harga tetap besok")
    [('same', 'harga '), ('removed', 'naik'), ('added', 'tetap'), ('same', ' besok')]
    """
    before, after = _PIECE.findall(old), _PIECE.findall(new)
    runs: list[Run] = []
    # White space joins a match and never makes one: else every blank would match every other.
    matcher = SequenceMatcher(str.isspace, before, after, autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            _add(runs, SAME, before[old_from:old_to])
        else:
            _add(runs, REMOVED, before[old_from:old_to])
            _add(runs, ADDED, after[new_from:new_to])
    return runs


def _add(runs: list[Run], kind: str, pieces: list[str]) -> None:
    if pieces:
        runs.append((kind, "".join(pieces)))
