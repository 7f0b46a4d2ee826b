"""Whether words stand in a text: as written, or as the same facts in other words.

"Rp10.000" states the bare figure "10.000", and so does "sepuluh ribu rupiah". "Rp110.000" does
not, though its letters hold it: a figure ends where its digits end.
"""

import re
from collections.abc import Sequence

from tangkal.strategic_communication.alignment.comparing import Match, compare
from tangkal.strategic_communication.alignment.facts import Fact
from tangkal.strategic_communication.alignment.statements import read_statements

Stated = tuple[str, Fact]  # the words as written, and what they state

# What a day or an hour is led in by, and no part of it.
_LEADS = frozenset({"pukul", "jam", "tanggal", "tgl", "hari", "pada", "di"})
_CLITIC = r"(?:nya|lah|kah|pun)?"  # "harganya", "pukul tujuhlah"


def same(text: str) -> str:
    """Words as they are compared: in small letters, with single spaces."""
    return " ".join(text.split()).casefold()


def facts_in(text: str) -> list[Stated]:
    """The facts of a text with their words as written."""
    return [
        (text[statement.tokens[fact.first].start : statement.tokens[fact.last - 1].end], fact)
        for statement in read_statements(text)
        for fact in statement.facts
    ]


def is_bare(words: str) -> bool:
    """Whether the words are a fact and nothing else: a figure, a day, a place.

    >>> is_bare("Rp10.000 per liter"), is_bare("Harga tetap Rp10.000 per liter")
    (True, False)
    """
    covered, tokens = 0, 0
    for statement in read_statements(words):
        inside = {at for fact in statement.facts for at in range(fact.first, fact.last)}
        read = [
            at in inside
            for at, token in enumerate(statement.tokens)
            if at in inside or token.text.casefold() not in _LEADS
        ]
        tokens += len(read)
        covered += sum(read)
    return 0 < tokens == covered


def stands_as_written(words: str, text: str) -> bool:
    """Whether the letters stand there as words and figures of their own.

    >>> stands_as_written("10.000", "Harga Rp10.000."), stands_as_written("10.000", "Rp110.000")
    (True, False)
    """
    wanted = same(words)
    if not wanted:
        return False
    before = r"(?<!\d)(?<!\d[.,])" if wanted[0].isdigit() else r"(?<![^\W_])"
    after = r"(?!\d)(?![.,]\d)" if wanted[-1].isdigit() else rf"{_CLITIC}(?!\w)"
    if not wanted[0].isalnum():
        before = ""
    if not wanted[-1].isalnum():
        after = ""
    return re.search(f"{before}{re.escape(wanted)}{after}", same(text)) is not None


def stands_in(words: str, text: str, stated: Sequence[Stated] | None = None) -> bool:
    """As written, or as the same facts in other words.

    Args:
        stated: the text's facts, where they were read already.

    >>> stands_in("10.000", "Harganya sepuluh ribu rupiah per liter.")
    True
    """
    if stands_as_written(words, text):
        return True
    wanted = [fact for _words, fact in facts_in(words) if fact.counts]
    if not wanted:
        return False
    there = facts_in(text) if stated is None else stated
    return all(any(agree(want, fact) for _words, fact in there) for want in wanted)


def agree(want: Fact, fact: Fact) -> bool:
    """The same fact, and no rounding between them.

    A bare number is any amount of so many: whoever locked "10.000" did not say of what, and
    "sepuluh ribu per liter" is a price as people say it.
    """
    if not fact.counts:
        return False
    is_exact = isinstance(want.value, float | int) and isinstance(fact.value, float | int)
    if is_exact and (want.kind == "number" or (want.kind, fact.kind) == ("money", "number")):
        return fact.bound == want.bound and bool({want.value, want.raw} & {fact.value, fact.raw})
    if compare(want, fact) is not Match.SAME:
        return False
    return not is_exact or want.value == fact.value or want.raw == fact.raw
