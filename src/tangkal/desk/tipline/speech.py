"""What kind of thing somebody said: a greeting, a number, a question, and in which language."""

import re

from tangkal.sources.messages import Incoming
from tangkal.text.language import detect_languages
from tangkal.text.normalise import words as words_of

FEW_WORDS = 3  # fewer that nobody knows are more likely a slip than a question
_ADDRESS = re.compile(r"https?://[^\s<>\"']+")
_NUMBER = re.compile(r"\W*([0-9])\W*")
NONE_WORDS = frozenset({"tidak ada", "bukan", "bukan itu", "none", "none of these", "no", "tidak"})
# Nothing is asked where every word is one of these.
GREETINGS = frozenset(
    """
    halo hallo hai hi hello hey hy p assalamualaikum assalamu alaikum wr wb salam selamat pagi
    siang sore malam good morning afternoon evening day permisi punten min admin kak kakak mbak
    mas bang bapak ibu pak bu gan sis tes test testing ping ok oke okay ya iya yes mau tanya nanya
    izin bisa apa ini siapa info
    """.split()  # noqa: SIM905 - a list of words is read as words
)
THANKS = frozenset(
    """
    terima kasih makasih trims tks thx thanks thank you nuhun suwun matur banyak atas bantuannya
    jawabannya infonya ya kak min pak bu oke ok siap sip baik
    """.split()  # noqa: SIM905
)
_THANKING = frozenset({"terima", "makasih", "trims", "tks", "thx", "thanks", "thank", "nuhun"})


def is_greeting(text: str) -> bool:
    """Whether nothing but a greeting was said; an empty text says nothing, too.

    >>> is_greeting("Selamat pagi, min 🙏"), is_greeting("Selamat pagi, benarkah BBM naik?")
    (True, False)
    """
    return set(words_of(text)) <= GREETINGS


def is_thanks(text: str) -> bool:
    """Whether somebody said thank you and nothing else.

    >>> is_thanks("Makasih banyak kak"), is_thanks("ok"), is_thanks("terima BLT bulan ini?")
    (True, False, False)
    """
    found = set(words_of(text))
    return bool(found & _THANKING) and found <= THANKS


def number_in(text: str) -> int | None:
    """The number that a message consists of; 0 also in words.

    >>> number_in(" 2. "), number_in("Bukan itu"), number_in("ada 2 orang")
    (2, 0, None)
    """
    if found := _NUMBER.fullmatch(text):
        return int(found[1])
    return 0 if " ".join(words_of(text)) in NONE_WORDS else None


def is_short(text: str) -> bool:
    return len(words_of(text)) < FEW_WORDS and not address_in(text)


def address_in(text: str) -> str:
    """The first web address in a text, without what closes a sentence; "" for none."""
    found = _ADDRESS.search(text)
    return found[0].rstrip(".,;:!?)]}'\"")[:1000] if found else ""


def language_of(message: Incoming, before: str) -> str:
    """The language to answer in: the asker's, as far as the desk speaks it.

    A forward was written by somebody else, so it says least about whoever sends it.

    Args:
        before: what they were answered in last; "" for somebody new.
    """
    hint = "en" if message.language == "en" else ""
    if message.is_forward and (before or message.language):
        return before or hint or "id"
    (told,) = detect_languages([message.text])
    if told in {None, "mul"}:
        return before or hint or "id"
    return "en" if told == "en" else "id"
