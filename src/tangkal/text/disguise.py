"""Read what is written to be read by people and missed by machines: "B4ntu4n g r a t i s".

Works on normalised text. Letters that only look Latin, digits and signs put in place of
letters, letters set apart, letters drawn out and marks heaped on letters become what a reader
takes them for. Numbers stay numbers: "5G", "2024", "H5N1", "covid19", "anak2" and "10rb" are
left as they are. Titles and posts go through the same, so a wrong reading is wrong on both.

Source for look-alikes: Unicode Technical Standard 39, confusables, the letters a-z alone.
"""

import re
import unicodedata
from functools import lru_cache

_LOOK_ALIKES = str.maketrans(
    # Cyrillic, Greek, Cherokee (lower case as normalised), small capitals, Latin of other names
    "аеорсухіјѕԁһӏвкмнтгпԛԝαοινρτυκηγεωꭺꭼꭲꮃꮇꮋꮪꮶꮯꮖᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢɑɡıłøđħŧƅƈɗɓƙƭƴð",
    "aeopcyxijsdhlbkmhtrnqwaoivptuknyewaetwmhskciabcdeghijklmnoprtuvwyzagilodhtbcdbktyd",
)
_SQUARED = {code: chr(97 + (code - 0x1F150) % 32) for code in range(0x1F150, 0x1F16A)} | {
    0x1F170 + i: chr(97 + i) for i in range(26)
}
_AS_LETTERS = str.maketrans("013457@$!", "oieastasi")
# UTF-8 that somebody read as Windows-1252 or Latin-1: "â€œ" for a quotation mark.
MISREAD_LEADS = "ÂÃÄÅâïð"
_misread = re.compile(
    f"[{MISREAD_LEADS}]"
    "[\x80-\xbf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]+"
)
_not_plain = re.compile(
    "[\u00c0-\u024f\u0250-\u02af\u0300-\u03ff\u0400-\u052f\u1d00-\u1dbf\u1e00-\u1eff"
    "\uab70-\uabbf\U0001f150-\U0001f18f]"
)
_LATIN = re.compile(r"[a-z]")
_FOREIGN_LETTER = re.compile(r"[^\W\d_a-z]")
_LETTER_OR_MARK = re.compile(r"([a-z])[\u0300-\u036f\u0483-\u0489]+")

_TRIPLES = tuple(letter * 3 for letter in "abcdefghijklmnopqrstuvxyz")
# A vowel anywhere, a consonant at the end or four times: not "www", nor "pppk".
_drawn_out = re.compile(r"([aeiou])\1{2,}|([a-vx-z])\2{2,}(?![a-z])|([a-vx-z])\3{3,}")
_roman = re.compile(r"[ivxlcdm]+")
# Whole words alone: a pattern that searched inside them would read a huge one over and over.
_word = re.compile(r"[a-z0-9@$!]+")
_set_apart = re.compile(
    r"(?<![a-z0-9])(?:[a-z](?:([.\-*_/|])[a-z](?:\1[a-z])+)|[a-z](?: [a-z]){3,})(?![a-z0-9])"
)
_lone = re.compile(r"(?<![a-z0-9])[a-z](?![a-z0-9])")
_digit_before_letter = re.compile(r"[0-9][a-z]")
_inside = re.compile(r"[a-z][0-9@$!]+[a-z]")
_influenza = re.compile(r"h\d+n\d+")  # H5N1 and its kin are names, not disguise
_domain = re.compile(r"[.\w-]{0,63}?\.[a-z]")  # what follows makes it an address, not a word
_SHORTEST = 4  # characters of a word with digits read as letters
FEWEST_APART = 3  # letters that stand alone before they may be one word
_LEET_DIGITS = frozenset("013457")
_VOWELS = frozenset("aeiou")


def undisguise(folded: str) -> str:
    """Return a normalised text as a reader would read it aloud.

    >>> undisguise("b4ntu4n g.r.a.t.i.s dari pемerintah, cepaaat!")
    'bantuan gratis dari pemerintah, cepat!'
    >>> undisguise("5g dan h5n1, covid19 2024, anak2 dapat 10rb")
    '5g dan h5n1, covid19 2024, anak2 dapat 10rb'
    """
    folded = read_letters(folded)
    return join_letters(folded) if len(_lone.findall(folded)) >= FEWEST_APART else folded


def read_letters(folded: str) -> str:
    """The text with every letter that a reader takes for one; letters set apart stay so."""
    if not folded.isascii() and _not_plain.search(folded):
        folded = _latin(folded)
    if _digit_before_letter.search(folded) or "@" in folded or "$" in folded:
        folded = _word.sub(_unleet, folded)
    if _has_triple(folded):
        folded = _word.sub(_shorten, folded)
    return folded


def join_letters(folded: str) -> str:
    """The text with letters that stand apart, "g r a t i s" or "g.r.a.t.i.s", made words."""
    return _set_apart.sub(_join, folded)


def _has_triple(folded: str) -> bool:
    return any(map(folded.__contains__, _TRIPLES))


def mend(text: str) -> str:
    """Undo the commonest damage of encodings, where what comes out is valid.

    >>> mend("â€œgratisâ€\x9d cafÃ©")
    '“gratis” café'
    """
    return text if text.isascii() else _misread.sub(_reread, text)


def _reread(found: re.Match[str]) -> str:
    try:
        return b"".join(map(_as_byte, found.group())).decode("utf-8")
    except UnicodeError:
        return found.group()


def _as_byte(character: str) -> bytes:
    return character.encode("latin-1" if ord(character) < 0x100 else "cp1252")


def _latin(folded: str) -> str:
    """Letters of other scripts that look Latin, where the text is in Latin letters mostly."""
    folded = folded.translate(_SQUARED)
    plain = _LETTER_OR_MARK.sub(r"\1", unicodedata.normalize("NFD", folded))
    plain = unicodedata.normalize("NFC", plain)
    others = len(_FOREIGN_LETTER.findall(plain.translate(_LOOK_ALIKES)))
    return plain.translate(_LOOK_ALIKES) if len(_LATIN.findall(plain)) > others else plain


def _unleet(found: re.Match[str]) -> str:
    word = found.group()
    if len(word) < _SHORTEST or word.isalpha() or _domain.match(found.string, found.end()):
        return word
    return _read_as_letters(word)


@lru_cache(maxsize=1 << 14)
def _read_as_letters(word: str) -> str:
    """The word that is meant, or the same where its digits are digits."""
    bare = word.lstrip("!@$").rstrip("!")
    signs = {character for character in bare if not character.isalpha()}
    if not signs or not signs <= _LEET_DIGITS | set("@$!") or signs == {"!"}:
        return word
    if _influenza.fullmatch(bare) or not _is_disguised(bare):
        return word
    meant = bare.translate(_AS_LETTERS)
    return word.replace(bare, meant) if _VOWELS & set(meant) else word


def _is_disguised(bare: str) -> bool:
    """Single signs between letters; or one that begins a word which has another in it."""
    runs = re.findall(r"[^a-z]+", bare)
    if any(len(run) > 1 and run != "00" for run in runs):
        return False
    letters = len(bare) - sum(map(len, runs))
    if _inside.search(bare):
        return letters >= 2
    return bare[0].isdigit() and len(runs) > 1 and letters > len(runs)


def _shorten(found: re.Match[str]) -> str:
    word = found.group()
    if not _has_triple(word):
        return word
    if _roman.fullmatch(word) and len(word) < 6:
        return word
    return _drawn_out.sub(lambda run: run.group()[0], word)


def _join(found: re.Match[str]) -> str:
    return re.sub(r"[^a-z]", "", found.group())
