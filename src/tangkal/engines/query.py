"""What somebody looks for in words: the query language, and what it means in plain Python.

A word finds its other forms too (its stem, in the one spelling of :mod:`tangkal.text`), words
in quotation marks stand as they are written and in this order, ``kat*`` finds what begins so,
``-word`` is what must not occur, ``a OR b`` either, ``#tag`` only the hashtag. Everything else
must hold. An index may answer faster, but must answer the same.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tangkal.kernel import InvalidInput
from tangkal.text.normalise import words
from tangkal.text.stem import stem_word

MOST_TERMS = 100
EITHER = frozenset({"OR", "ATAU", "|"})
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_PIECE = re.compile(r'(-?)(?:"([^"]*)(?:"|$)|([^\s"]+))')
_TAG = re.compile(r"#(\w{1,200})")
_MINUS = ("-", "−", "–")  # as phones and word processors write it


class Kind(StrEnum):
    """How a word of a text is compared with a word looked for."""

    STEM = "stem"
    EXACT = "exact"
    PREFIX = "prefix"


@dataclass(frozen=True, slots=True)
class Part:
    """One word looked for."""

    kind: Kind
    text: str  # normalised; of a STEM already the stem; a hashtag begins with "#"

    def fits(self, word: str) -> bool:
        if self.kind is Kind.STEM:
            return stem_word(word) == self.text
        return word == self.text if self.kind is Kind.EXACT else word.startswith(self.text)


Term = tuple[Part, ...]  # words that must follow one another; mostly one


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question in words, read."""

    every: tuple[tuple[Term, ...], ...] = ()  # of each group, one term at least
    none: tuple[Term, ...] = ()  # none of these
    ignored: tuple[str, ...] = ()  # pieces that hold no word, as they were written

    @property
    def is_empty(self) -> bool:
        return not (self.every or self.none or self.ignored)

    @property
    def is_wordless(self) -> bool:
        """Something was asked for, and it has no word in it: nothing can be found."""
        return bool(self.ignored) and not (self.every or self.none)


def read_query(text: str) -> Query:
    """Read a question as somebody typed it; whatever it is, it has a meaning.

    Raises:
        InvalidInput: more words than can be looked for at once.

    >>> read_query('gratis "harga bensin" -hoaks').none
    ((Part(kind=<Kind.STEM: 'stem'>, text='hoaks'),),)
    """
    groups: list[list[Term]] = []
    none: list[Term] = []
    ignored: list[str] = []
    joins = False
    for minus, phrase, piece in pieces(text):
        if piece in EITHER and not minus:
            joins = bool(groups)
            continue
        term = exact(phrase) if phrase is not None else loose(piece)
        if not term:
            ignored.append(phrase if phrase is not None else piece)
        elif minus:
            none.append(term)
        elif joins:
            groups[-1].append(term)
            joins = False
        else:
            groups.append([term])
    count = sum(len(term) for group in [*groups, none] for term in group)
    if count > MOST_TERMS:
        raise InvalidInput(
            f"{count} words are looked for at once; at most {MOST_TERMS}: leave some out"
        )
    return Query(every=tuple(map(tuple, groups)), none=tuple(none), ignored=tuple(ignored))


def pieces(text: str) -> Iterator[tuple[bool, str | None, str]]:
    """Whether it is excluded, the words in quotation marks, and else the piece."""
    for found in _PIECE.finditer(text.translate(_QUOTES)):
        minus, phrase, piece = found.groups()
        if piece and not minus and piece.startswith(_MINUS):
            minus, piece = piece[0], piece[1:]
        yield bool(minus), phrase, piece or ""


def exact(phrase: str) -> Term:
    return tuple(Part(Kind.EXACT, word) for word in words(phrase))


def loose(piece: str) -> Term:
    """A piece without quotation marks; "anak-anak" is two words that follow one another."""
    if piece.startswith("#") and (tags := hashtags(piece)):
        kind = Kind.PREFIX if piece.endswith("*") else Kind.EXACT
        return (Part(kind, tags[0]),)
    found = words(piece)
    term = [Part(Kind.STEM, stem_word(word)) for word in found]
    if term and piece.endswith("*"):
        term[-1] = Part(Kind.PREFIX, found[-1])
    return tuple(term)


def all_of(asked: Sequence[str]) -> Query:
    """A question for each of some words or phrases, whatever signs they hold."""
    terms = [(each, loose(each.rstrip("*"))) for each in asked if each.strip()]
    return Query(
        every=tuple((term,) for _, term in terms if term),
        ignored=tuple(each for each, term in terms if not term),
    )


def hashtags(text: str) -> list[str]:
    """The hashtags of a text, each in one spelling.

    >>> hashtags("Tolak #BansosFiktif!")
    ['#bansosfiktif']
    """
    if "#" not in text:
        return []
    found = ("".join(words(tag)) for tag in _TAG.findall(text))
    return [f"#{tag}" for tag in found if tag]


def said(title: str | None, text: str) -> str:
    """What an item says, as one text."""
    return text if title is None else f"{title}\n{text}"


def holds(query: Query, text: str) -> bool:
    """Whether a text is what a question asks for."""
    if query.is_wordless:
        return False
    row = [*words(text), "", *hashtags(text)]  # no phrase goes on into the hashtags
    return all(any(follows(term, row) for term in group) for group in query.every) and not any(
        follows(term, row) for term in query.none
    )


def follows(term: Term, row: Sequence[str]) -> bool:
    """Whether the words of a term stand in a row of words, one after the other."""
    return any(
        all(part.fits(row[start + place]) for place, part in enumerate(term))
        for start in range(len(row) - len(term) + 1)
    )
