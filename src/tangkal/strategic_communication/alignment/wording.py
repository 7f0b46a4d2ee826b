"""How a sentence puts it, against a message: short runs of its small words.

"hanya …", "baru … setelah …", "tidak perlu … lagi": what turns a promise into another one is often
a small word and what stands beside it. A sentence is read as a row of marks: words that qualify
stand for themselves, every other word only for being the message's own or new, a number only for
being one. Runs of up to four marks that hold a small word are what is learned from. No topic is:
the words of a subject, an office or a place are never kept, so that nothing is learned of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, groupby
from math import fsum

import numpy as np
from numpy.typing import NDArray

from tangkal.strategic_communication.alignment import lexicon
from tangkal.strategic_communication.alignment.statements import Statement, group_of
from tangkal.strategic_communication.alignment.tokens import Token, word_set

Runs = frozenset[str]

_START, _END = "START", "END"
_KNOWN, _NEW = "KNOWN", "NEW"
_VALUE = "VALUE"  # which value is told in numbers
_PLAIN = frozenset({_START, _END, _KNOWN, _NEW, _VALUE, ".", ","})
_LONGEST = 4  # marks of a run
_REPEATED = frozenset({_KNOWN, _NEW, _VALUE})  # as often as it stands in a row, it is one mark
_TOPICS = word_set("warga masyarakat pak bu bun ibu bapak posko whatsapp video")
_MORE = word_set("lainnya masing-masing melainkan pula selambatnya selesai sesudah terakhir")


@lru_cache(maxsize=1)
def qualifying() -> frozenset[str]:
    """The words that stand for themselves: those by which the lexicon tells what is meant."""
    forms = chain(
        (words for _, words in lexicon.MODALITY),
        chain.from_iterable(lexicon.CONCEPTS.values()),
        (lexicon.EVERYONE, lexicon.ONLY),
    )
    said = word_set(" ".join(forms).replace("|", " "))
    phrases = chain(lexicon.DENIALS, lexicon.HEARSAY, lexicon.PAST)
    told = frozenset(chain.from_iterable(phrases)) | lexicon.SOURCES
    plain = lexicon.STOP | lexicon.NEGATORS | lexicon.REVERSERS
    return (plain | said | told | _MORE) - _TOPICS


class Vocabulary:
    """All words of a message, or of a region's text."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        tokens = [token for each in statements for token in each.tokens]
        self._lows = {token.low for token in tokens}
        self._groups = {group_of(token.low) for token in tokens if token.is_word}

    def has(self, token: Token) -> bool:
        return token.low in self._lows or (token.is_word and group_of(token.low) in self._groups)


def runs_of(part: Statement, statement: Statement, message: Vocabulary, text: Vocabulary) -> Runs:
    """Runs of a local statement's marks, and which small words of the part the text keeps."""
    marks = [_START, *_marks(statement.tokens, message), _END]
    runs = {
        " ".join(marks[at : at + length])
        for length in range(1, _LONGEST + 1)
        for at in range(len(marks) - length + 1)
        if not _PLAIN.issuperset(marks[at : at + length])
    }
    small = (token for token in part.tokens if token.low in qualifying())
    return frozenset(runs | {f"{'KEPT' if text.has(t) else 'LOST'} {t.low}" for t in small})


def _marks(tokens: Sequence[Token], message: Vocabulary) -> Iterator[str]:
    for mark, row in groupby(_mark(token, is_known=message.has(token)) for token in tokens):
        yield from (mark,) if mark in _REPEATED else row


def _mark(token: Token, *, is_known: bool) -> str:
    if not token.text[0].isalnum():
        return token.low
    if token.is_number:
        return _VALUE
    if token.low in qualifying():
        return f"{token.low}+" if is_known else token.low
    return _KNOWN if is_known else _NEW


@dataclass(frozen=True)
class Wording:
    """What each run adds to the log odds; a run that is not there adds nothing."""

    runs: tuple[str, ...]
    adds: NDArray[np.float32]

    @cached_property
    def _worth(self) -> dict[str, float]:
        return dict(zip(self.runs, self.adds.tolist(), strict=True))

    def odds(self, rows: Sequence[Runs]) -> NDArray[np.float64]:
        """Log odds that each row of runs adds."""
        # A plain sum over a set would differ in its last digit from process to process.
        return np.array([fsum(self._worth.get(run, 0.0) for run in row) for row in rows])
