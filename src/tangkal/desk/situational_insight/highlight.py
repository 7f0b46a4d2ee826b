"""The words that were looked for, marked in an item's text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from tangkal.engines.query import Query, Term, hashtags
from tangkal.text.normalise import words

SHOWN = 600  # characters of a text
BEFORE = 200  # of them before the first word found
_RUN = re.compile(r"#?\w+(?:[.\-@$!*'’]+\w+)*")  # signs that stand inside words


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a text without spaces, and how it is compared."""

    start: int
    end: int
    words: tuple[str, ...]
    tags: tuple[str, ...]


def highlighted(text: str, query: Query, shown: int = SHOWN) -> SafeString:
    """A text with what a question found in it marked, cut to what shows the first of it."""
    spans = list(found_spans(text, query))
    start = 0
    if spans and spans[0][0] > shown - BEFORE:
        start = spans[0][0] - BEFORE
    end = min(len(text), start + shown)
    parts = ["… "] if start else []
    at = start
    for first, last in spans:
        if last > end:
            break
        parts += [escape(text[at:first]), f"<mark>{escape(text[first:last])}</mark>"]
        at = last
    parts += [escape(text[at:end]), " …" if end < len(text) else ""]
    return mark_safe("".join(parts))  # noqa: S308  # every part of the text is escaped


def found_spans(text: str, query: Query) -> Iterator[tuple[int, int]]:
    """Where the words stand that a question asks for, in order."""
    terms = [term for group in query.every for term in group]
    if not terms:
        return
    runs = [
        Run(at.start(), at.end(), tuple(words(at[0])), tuple(hashtags(at[0])))
        for at in _RUN.finditer(text)
    ]
    spoken = [(word, place) for place, run in enumerate(runs) for word in run.words]
    marked = {place for term in terms for place in places_of(term, spoken)}
    marked |= {
        place
        for place, run in enumerate(runs)
        for term in terms
        if len(term) == 1 and any(term[0].fits(tag) for tag in run.tags)
    }
    for place in sorted(marked):
        yield runs[place].start, runs[place].end


def places_of(term: Term, spoken: Sequence[tuple[str, int]]) -> Iterator[int]:
    """The runs in which the words of a term follow one another."""
    for start in range(len(spoken) - len(term) + 1):
        here = spoken[start : start + len(term)]
        if all(part.fits(word) for part, (word, _) in zip(term, here, strict=True)):
            yield from (place for _, place in here)
