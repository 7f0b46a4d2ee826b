"""A text as tokens with their places, and as sentences: what the readers of facts read."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tangkal.strategic_communication.alignment.roots import root_of
from tangkal.text.normalise import strip_invisible


def word_set(text: str) -> frozenset[str]:
    """The words of a table, written as running text."""
    return frozenset(text.split())


def number_table(text: str) -> Mapping[str, int]:
    """Words and the numbers they stand for, written in turn.

    >>> dict(number_table("satu 1 dua 2"))
    {'satu': 1, 'dua': 2}
    """
    words = text.split()
    pairs = zip(words[::2], words[1::2], strict=True)
    return MappingProxyType({word: int(number) for word, number in pairs})


_TOKEN = re.compile(
    r"""
    https?://\S+[\w/] | www\.\S+[\w/] | [\w.+-]+@[\w-]+\.[\w.]+
  | [\w-]+(?:\.[\w-]+)*\.(?:id|com|org|net)\b(?:/\S*\w)?
  | \d{4}-\d\d-\d\d | \d{1,2}[/-]\d{1,2}[/-]\d{2,4} | \d{1,2}/\d{1,2}   # dates
  | \+?\d{2,4}(?:-\d{3,4}){2,}                # 0812-3456-7890
  | \+?\d+(?:[.,:]\d+)*                       # 10.000  08.30
  | (?!(?:jan|feb|mar|apr|mei|jun|jul|agu|agt|ags|sep|okt|nov|des)[a-z]*-)[^\W\d_]{2,}-\d+\b
                                              # COVID-19: a name, no number; "Juni-31" is a span
  | [^\W\d_]+(?:['’-][^\W\d_]+)*               # words; anak-anak is one
  | [^\w\s]
    """,
    re.VERBOSE | re.IGNORECASE,
)
# A full stop after these ends no sentence.
_SHORT = word_set(
    """
rp no nomor tgl pkl jl jln kab kec kel prov dr drg ir h hj prof st tn ny sdr dll dsb dst yth s
d a n u p b r k m t jend letjen brigjen kol mayor kapten kapt dkk hlm telp tlp
    """
)
_ENDS = frozenset(".!?\n;•")


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or sign of a text."""

    text: str  # as written
    low: str
    start: int  # offset in the text
    end: int

    @property
    def is_word(self) -> bool:
        return self.text[0].isalpha()

    @property
    def is_number(self) -> bool:
        return self.text[0].isdecimal()

    @property
    def is_name(self) -> bool:
        """Written with a capital."""
        return self.text[0].isupper()

    @property
    def stem(self) -> str:
        return root_of(self.low)


def tokens_of(text: str, start: int = 0) -> list[Token]:
    """The tokens of a text, in order.

    >>> [token.low for token in tokens_of("Harga Rp10.000/liter, mulai pukul 08.30.")]
    ['harga', 'rp', '10.000', '/', 'liter', ',', 'mulai', 'pukul', '08.30', '.']
    """
    return [
        Token(
            found[0], found[0].lower().replace("’", "'"), start + found.start(), start + found.end()
        )
        for found in _TOKEN.finditer(text)
    ]


def sentences_of(text: str) -> list[list[Token]]:
    """Sentences as lists of tokens; a line end or a semicolon ends one as a full stop does.

    >>> [len(s) for s in sentences_of("Jl. Melati No. 5 ditutup. Warga tenang!")]
    [8, 3]
    """
    return list(_split(strip_invisible_keeping_lines(text)))


def strip_invisible_keeping_lines(text: str) -> str:
    """Without what cannot be seen, line ends kept, offsets kept wherever nothing was hidden."""
    return "\n".join(strip_invisible(line) for line in text.splitlines())


def _split(text: str) -> Iterator[list[Token]]:
    offset = 0
    for line in text.split("\n"):
        held: list[Token] = []
        for token in tokens_of(line, offset):
            held.append(token)
            if token.low in _ENDS and not _goes_on(held, line, offset):
                yield held
                held = []
        if held:
            yield held
        offset += len(line) + 1


def _goes_on(held: list[Token], line: str, offset: int) -> bool:
    """Whether a full stop belongs to what stands before it ("Rp.", "No.", "s.d.")."""
    if held[-1].low != ".":
        return False
    rest = line[held[-1].end - offset :]
    if rest[:1] and not rest[:1].isspace() and rest[:1] not in "\"')”’":
        return True  # nothing between: an abbreviation or an address
    before = held[-2].low if len(held) > 1 else ""
    follows = rest.lstrip()[:1]
    return before in _SHORT and (follows.isalnum() or follows == "(")
