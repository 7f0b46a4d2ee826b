"""Places in a template that still wait for words. A text with one open is never sent.

Two notations: ``{name}`` stands in templates and is filled by the desk from what it knows;
``[words]`` is what remains for the writer, and what a writer types to remind herself.
"""

import re
from collections.abc import Iterator, Mapping

from tangkal.kernel import InvalidInput

NAMED = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_BRACKETED = re.compile(r"\[[^\[\]\n]*[^\W\d_][^\[\]\n]*\](?!\()")  # not a [link](address), not [1]
_EMPTY = re.compile(r"\{\s*\}|\[\s*\]|_{4,}|\bX{3,}\b|\b(?:TODO|TBD)\b")
_ROUND = str.maketrans("[]{}", "()()")
_OPEN = (NAMED, _BRACKETED, _EMPTY)


def find_placeholders(text: str) -> list[str]:
    """Every open place as it stands in the text, in order, each once.

    >>> find_placeholders("Harga {price} berlaku [tanggal berlaku].")
    ['{price}', '[tanggal berlaku]']
    """
    return list(dict.fromkeys(place for _, place in sorted(_places(text))))


def check_filled(text: str) -> None:
    """Refuse a text that still has an open place.

    Raises:
        InvalidInput: naming every open place.
    """
    places = find_placeholders(text)
    if places:
        raise InvalidInput(f"fill these places before sending: {', '.join(places)}")


def fill(text: str, values: Mapping[str, str], hints: Mapping[str, str] | None = None) -> str:
    """Put known values in; a name without one becomes its hint in brackets, still open.

    A value's own brackets become round ones: "[VIDEO] Banjir" is a quotation, not a place
    that waits for words.

    >>> fill("{issuer}: {fact}", {"issuer": "Dinas"}, {"fact": "fakta utama"})
    'Dinas: [fakta utama]'
    """
    hints = hints or {}

    def word(found: re.Match[str]) -> str:
        name = found.group(1)
        value = values.get(name, "").strip()
        if value:
            return value.translate(_ROUND)
        return f"[{hints[name]}]" if name in hints else found.group(0)

    return NAMED.sub(word, text)


def _places(text: str) -> Iterator[tuple[int, str]]:
    for pattern in _OPEN:
        for found in pattern.finditer(text):
            yield found.start(), found.group(0)
