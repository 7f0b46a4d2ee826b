"""One line of a watch list: a word, a phrase, a site, a public account, a claim or a region.

The line is what a person types. What would be far too wide, or would follow a private person,
is refused when it is written, with the reason.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from tangkal.kernel import InvalidInput
from tangkal.text.normalise import words
from tangkal.text.privacy import mask_personal_data
from tangkal.text.vocabulary.function_words import NAMED

MOST_WORDS = 8  # of a phrase
SHORTEST = 3  # letters of a word that stands alone
GAP = 2  # other words that may stand between two of a phrase's


class Kind(StrEnum):
    """What a condition looks at."""

    TERM = "term"
    PHRASE = "phrase"
    DOMAIN = "domain"
    ACCOUNT = "account"
    CLAIM = "claim"
    REGION = "region"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One thing that an item says, comes from or resembles."""

    kind: Kind
    value: str  # words of a text joined by spaces; else a host, a name, an id, a code
    is_exact: bool = False  # these very words, side by side, without their other forms

    @property
    def words(self) -> tuple[str, ...]:
        """The words to find in a text, in order; empty where it is not about words."""
        is_words = self.kind in (Kind.TERM, Kind.PHRASE)
        return tuple(self.value.split()) if is_words else ()


# Both languages of the desk, so that a list reads well to whoever wrote it.
_PREFIXES = {
    "domain": Kind.DOMAIN,
    "situs": Kind.DOMAIN,
    "institution": Kind.ACCOUNT,
    "lembaga": Kind.ACCOUNT,
    "outlet": Kind.ACCOUNT,
    "media": Kind.ACCOUNT,
    "claim": Kind.CLAIM,
    "klaim": Kind.CLAIM,
    "region": Kind.REGION,
    "wilayah": Kind.REGION,
}
_PRIVATE = {"account", "akun", "user", "pengguna", "handle", "author"}
_host = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}")
_region = re.compile(r"\d\d(?:\.\d\d){0,2}(?:\.\d{4})?")


def parse_condition(line: str) -> Condition:
    """Read one line as a person types it.

    Args:
        line: a word ("bansos"), several in order ("pendaftaran bantuan"), either in quotation
            marks for these very forms, or "situs:", "lembaga:", "media:", "klaim:",
            "wilayah:" (in English "domain:", "institution:", "outlet:", "claim:", "region:")
            and what is meant.

    Raises:
        InvalidInput: nothing to find, too common to mean anything, a pattern of another
            language, or something that would follow a private person.

    >>> parse_condition("Pendaftaran BANTUAN").value
    'pendaftaran bantuan'
    >>> parse_condition("situs:https://contoh.example/daftar").value
    'contoh.example'
    """
    line = line.strip()
    check_nobody_is_followed(line)
    before, colon, after = line.partition(":")
    name = before.strip().lower()
    if colon and name in _PREFIXES:
        return _other(_PREFIXES[name], after.strip(), line)
    return _wording(line)


def check_nobody_is_followed(line: str) -> None:
    """Refuse handles, numbers and addresses of people: content is watched, never persons.

    Raises:
        InvalidInput: with what can be watched instead.
    """
    name, colon, _rest = line.partition(":")
    is_handle = line.startswith("@") or (colon and name.strip().lower() in _PRIVATE)
    if is_handle or mask_personal_data(line) != line:
        raise InvalidInput(
            f"{line!r} points to a person: accounts are watched only as “lembaga:” or “media:”,"
            " where a source declared them a public institution's or an outlet's"
        )


def _other(kind: Kind, value: str, line: str) -> Condition:
    if kind is Kind.DOMAIN:
        value = re.sub(r"^(?:https?://)?(?:www\.)?", "", value.lower()).split("/")[0]
        if not _host.fullmatch(value):
            raise InvalidInput(f"{line!r} names no site; write for example “situs:contoh.go.id”")
    elif kind is Kind.REGION and not _region.fullmatch(value):
        raise InvalidInput(f"{line!r} is no region code; write for example “wilayah:32.04”")
    if kind is Kind.ACCOUNT:
        value = as_name(value)
    if not value:
        raise InvalidInput(f"{line!r} says what kind it is and then nothing")
    return Condition(kind=kind, value=value)


def as_name(text: str) -> str:
    """A public account's name as names are compared."""
    return " ".join(words(text))


def _wording(line: str) -> Condition:
    if re.search(r"[*%\\^]|\.\*|\[.*\]", line):
        raise InvalidInput(
            f"{line!r} uses signs of a search language: a word's other forms are found without"
        )
    is_exact = len(line) > 2 and line[0] in '"“' and line[-1] in '"”'
    found = words(line)
    if not found:
        raise InvalidInput(f"{line!r} holds no word")
    if len(found) > MOST_WORDS:
        raise InvalidInput(f"{line!r} has {len(found)} words, at most {MOST_WORDS} make a phrase")
    if all(word in everyday_words() for word in found):
        raise InvalidInput(f"{line!r} is made of words that stand in almost every text")
    if len(found) == 1 and (len(found[0]) < SHORTEST or found[0].isdecimal()):
        raise InvalidInput(f"{line!r} alone is too short, or only a number: add a word beside it")
    kind = Kind.TERM if len(found) == 1 else Kind.PHRASE
    return Condition(kind=kind, value=" ".join(found), is_exact=is_exact)


# Everyday words of the tables that are nevertheless what a list may be about.
_TELLING = frozenset({"beredar", "gratis", "harga", "harganya", "mahal", "murah", "naik", "uang"})


@lru_cache(maxsize=1)
def everyday_words() -> frozenset[str]:
    """Words that tell the language of a text and nothing of what it is about."""
    return frozenset(NAMED["id"].split()) - _TELLING
