"""Say one thing in very many ways: patterns with choices, numbered so that a text has a name.

A pattern mixes plain words with choices: ``{slot}`` takes one of a table's phrases,
``[a|b|]`` one of those in the brackets (an empty one is allowed). Every combination has a
number, so two texts are equal exactly when pattern and number are: that number is the
planted family of a text, and it costs no memory to remember.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import prod

from tangkal.kernel import InvalidInput

Words = Mapping[str, Sequence[str]]

# Filled for each writer, not for each wording: see tangkal.exercises.details.
LATE_SLOTS = ("{tempat}", "{hp}", "{nik}", "{email}", "{akun}")
SPELT_OUT = 128  # combinations of neighbouring choices kept as one table
_CHOICE = re.compile(r"\[([^\[\]]*)\]|\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One compiled pattern: ``say(number)`` is a text, for every number below ``size``."""

    name: str  # "bbm.hoax/0", unique among all stories
    language: str
    choices: tuple[tuple[str, ...], ...]
    size: int
    late_slots: tuple[str, ...]

    def say(self, number: int) -> str:
        """The text of one combination; the same number always says the same.

        >>> parse("x", "id", "[Pagi|Siang] {siapa}!", {"siapa": ("Bu", "Pak")}).say(1)
        'Siang Bu!'
        """
        parts = []
        for options in self.choices:
            number, chosen = divmod(number, len(options))
            parts.append(options[chosen])
        return "".join(parts)


def deck(many: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """Phrases to draw from: those with more wordings come more often (by their logarithm)."""
    return tuple(phrase for phrase in many for _ in range(len(str(phrase.size))))


def parse(name: str, language: str, pattern: str, words: Words) -> Phrase:
    """Compile one pattern.

    Raises:
        InvalidInput: the pattern names a slot that no table has.
    """
    choices: list[tuple[str, ...]] = []
    literal, position = "", 0
    for match in _CHOICE.finditer(pattern):
        literal += pattern[position : match.start()]
        position = match.end()
        if match.group() in LATE_SLOTS:
            literal += match.group()
            continue
        options = _options(match, words, name)
        choices.append(tuple(literal + option for option in options))
        literal = ""
    if tail := literal + pattern[position:]:
        choices.append((tail,))
    everything = "".join(option for options in choices for option in options)
    late = tuple(slot for slot in LATE_SLOTS if slot in everything)
    return Phrase(name, language, _merged(choices), prod(map(len, choices)), late)


def _merged(choices: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """The same choices, small neighbours spelt out together: fewer steps for each text."""
    merged: list[tuple[str, ...]] = []
    for options in choices:
        if merged and len(merged[-1]) * len(options) <= SPELT_OUT:
            merged[-1] = tuple(first + then for then in options for first in merged[-1])
        else:
            merged.append(options)
    return tuple(merged)


def _options(match: re.Match[str], words: Words, name: str) -> Sequence[str]:
    inline, slot = match.groups()
    if slot is None:
        options = str(inline).split("|")
        return [spelt for option in options for spelt in _spell_out(option, words, name)]
    if slot not in words:
        raise InvalidInput(f"pattern {name} names {{{slot}}}, which no table of words has")
    return words[slot]


def _spell_out(option: str, words: Words, name: str) -> list[str]:
    """Every wording of one bracketed option that itself names slots."""
    inner = parse(name, "", option, words)
    return [inner.say(number) for number in range(inner.size)]


def phrases(name: str, lines: Mapping[str, Iterable[str]], words: Words) -> tuple[Phrase, ...]:
    """Compile a story's table of {language: patterns}."""
    flat = [(language, line) for language, many in lines.items() for line in many]
    return tuple(
        parse(f"{name}/{number}", language, line, words)
        for number, (language, line) in enumerate(flat)
    )
