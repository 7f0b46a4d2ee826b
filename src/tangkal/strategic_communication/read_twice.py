"""Key messages against a text as it is written, and once more with its figures as papers have them.

"Pukul setengah delapan pagi" beside "pukul 07.30" looks like another hour to the reader of facts.
A contradiction that goes away when both are written alike was none; one that only then can be
seen ("jam lima sore waktu Indonesia tengah" beside "17.00 WIB") is added, in those words.
"""

from collections.abc import Sequence
from dataclasses import replace

from tangkal.strategic_communication.alignment.check import (
    Contradiction,
    KeyMessage,
    MessageCheck,
    check_text,
)
from tangkal.strategic_communication.other_words import as_figures

Found = tuple[Contradiction, ...]


def check_twice(
    messages: Sequence[KeyMessage], text: str
) -> tuple[tuple[MessageCheck, ...], tuple[Found, ...]]:
    """The checks of a text, and for each message the contradictions that hold.

    >>> opens = KeyMessage(id="1", text="Loket dibuka pukul 07.30.")
    >>> check_twice([opens], "Loket dibuka pukul setengah delapan pagi.")[1]
    ((),)
    """
    checks = check_text(messages, text)
    as_written = tuple(check.contradictions for check in checks)
    plain = [replace(message, text=as_figures(message.text)) for message in messages]
    said = as_figures(text)
    if said == text and plain == list(messages):
        return checks, as_written
    again = (check.contradictions for check in check_text(plain, said))
    return checks, tuple(both_of(*each) for each in zip(as_written, again, strict=True))


def both_of(as_written: Found, in_figures: Found) -> Found:
    """Those that hold in both, as written; those of the second alone in its own words."""
    there, known = {place_of(each) for each in in_figures}, {place_of(each) for each in as_written}
    kept = [each for each in as_written if place_of(each) in there]
    return (*kept, *(each for each in in_figures if place_of(each) not in known))


def place_of(clash: Contradiction) -> tuple[str, str]:
    """What clashes in which sentence, the same for both ways of writing."""
    return clash.kind, " ".join(as_figures(clash.local.text).split()).casefold()
