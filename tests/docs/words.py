"""What the screens call things, in both languages."""

import re
from functools import lru_cache

import polib
from django.utils.translation import override

from tangkal.desk.ui.messages import catalogues

# **Terbitkan** (*Publish*): the label on the screen, and what it is in English.
PAIR = re.compile(r"\*\*([^*`\n]+)\*\*(\s+)\(\*([^*\n]+)\*\)")


def both(label: object) -> str:
    """A lazy label as "Indonesian (English)"."""
    with override("id"):
        indonesian = str(label)
    with override("en"):
        english = str(label)
    return indonesian if indonesian == english else f"{indonesian} ({english})"


@lru_cache(maxsize=1)
def translations() -> dict[str, set[str]]:
    """English message → every Indonesian wording of it; contexts give one word several."""
    found: dict[str, set[str]] = {}
    for path in catalogues():
        for entry in polib.pofile(str(path)):
            if entry.msgstr and not entry.obsolete:
                found.setdefault(entry.msgid, set()).add(entry.msgstr)
    return found


def is_on_screen(indonesian: str, english: str) -> bool:
    """Whether a pair written in the docs is what the desk shows.

    A message that has no translation yet is shown in English.
    """
    known = translations().get(english)
    return indonesian in known if known else indonesian == english


def correct_pairs(text: str) -> str:
    """The text with each pair's Indonesian replaced by what the screens now say."""

    def fresh(found: re.Match[str]) -> str:
        indonesian, between, english = found.groups()
        if not is_on_screen(indonesian, english):
            indonesian = min(translations().get(english, {english}))
        return f"**{indonesian}**{between}(*{english}*)"

    return PAIR.sub(fresh, text)
