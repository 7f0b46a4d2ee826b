"""Whether words stand in a text: as written, or as the same facts in other words.

"Rp10.000" states the bare figure "10.000", and so does "sepuluh ribu rupiah". "Rp110.000" does
not, though its letters hold it: a figure ends where its digits end.
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise

from tangkal.strategic_communication.alignment.comparing import Match, compare
from tangkal.strategic_communication.alignment.facts import Fact
from tangkal.strategic_communication.alignment.statements import read_statements
from tangkal.strategic_communication.other_words import as_figures, with_zones

Stated = tuple[str, Fact]  # the words as written, and what they state

# What a day or an hour is led in by, and no part of it.
_LEADS = frozenset({"pukul", "jam", "tanggal", "tgl", "hari", "pada", "di"})
_ONE_CLOCK = re.compile(r"(?:[01]?\d|2[0-4])[.:][0-5]\d(?:\s+WI(?:B|TA|T))?")
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
    clock, zoned = one_clock(words), with_zones(text)
    there = facts_in(zoned) if stated is None or zoned != text else stated
    # "02.00" would be the number two as well: of "dua malam", for one.
    if clock == words and all_stated(facts_in(with_zones(words)), there):
        return True
    plain, said = as_figures(clock), as_figures(text)
    if (plain, said) == (words, text):
        return False
    wanted = facts_in(plain)
    # The letters alone would pass over what stands in front of a figure: "sekitar sepuluh ribu".
    return all_stated(wanted, read_once(said)) if wanted else stands_as_written(plain, said)


def one_clock(words: str) -> str:
    """Locked words that are a clock time and nothing else, led in as one: "17.00", "17.00 WIB".

    >>> one_clock("17.00"), one_clock("17.00 liter")
    ('pukul 17.00', '17.00 liter')
    """
    return f"pukul {words.strip()}" if _ONE_CLOCK.fullmatch(words.strip()) else words


@lru_cache(maxsize=256)  # forty locked facts ask the same of one text
def read_once(text: str) -> tuple[Stated, ...]:
    return tuple(facts_in(text))


def all_stated(wanted: Sequence[Stated], there: Sequence[Stated]) -> bool:
    """Whether a text states every fact that counts of these; False where there is none.

    A weekday beside a whole date is no fact of its own, unless the text gives that date another.
    """
    counted = [fact for _words, fact in wanted if fact.counts]
    days = [fact for fact in counted if fact.kind == "date" and weekday_of(fact) is not None]
    asked = [fact for fact in counted if not (fact.kind == "weekday" and is_said(fact, days))]
    if not asked or not all(any(agree(want, fact) for _w, fact in there) for want in asked):
        return False
    return not any(
        before.kind == "weekday"
        and before.value != weekday_of(day)
        and any(agree(want, day) for want in days)
        for (_b, before), (_d, day) in pairwise(there)
        if weekday_of(day) is not None
    )


def is_said(weekday: Fact, days: Sequence[Fact]) -> bool:
    return any(weekday.value == weekday_of(day) for day in days)


def weekday_of(fact: Fact) -> int | None:
    """The weekday (0 Monday) of a whole date; None for any other fact, or no such day."""
    if fact.kind != "date" or not isinstance(fact.value, tuple) or None in fact.value:
        return None
    year, month, day = fact.value
    try:
        return date(year, month, day).weekday()
    except ValueError:
        return None


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
