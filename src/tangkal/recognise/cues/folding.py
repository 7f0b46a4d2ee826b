"""A text in one spelling, with the way back to each character of the original."""

from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from tangkal.recognise.cues.records import Span
from tangkal.text.normalise import normalise

READ_CHARACTERS = 20_000  # a longer text is looked at by its beginning


@dataclass(frozen=True, slots=True)
class Folded:
    """Lower case, no invisible characters, one form of each letter."""

    text: str
    original: str
    places: tuple[int, ...] | None  # of each folded character; None where they are the same

    @classmethod
    def fold(cls, text: str) -> "Folded":
        """Fold the beginning of a text, one character at a time."""
        text = text[:READ_CHARACTERS]
        if text.isascii() and text.replace("\n", " ").isprintable():
            return cls(text.lower(), text, None)
        parts = [_fold(character) for character in text]
        places = [place for place, part in enumerate(parts) for _ in part]
        return cls("".join(parts), text, tuple(places))

    def span(self, start: int, end: int) -> Span:
        """Where a stretch of the folded text stands in the original."""
        if self.places is None:
            return Span(start, end)
        return Span(self.places[start], self.places[end - 1] + 1)

    def position(self, place: int) -> int:
        """The folded position of a place in the original."""
        return place if self.places is None else bisect_left(self.places, place)


@lru_cache(maxsize=4096)
def _fold(character: str) -> str:
    if character == "\n":
        return "\n"
    if character.isspace():
        return " "
    return normalise(character)
