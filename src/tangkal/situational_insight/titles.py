"""A narrative's title in the items' own words: nobody invents a headline for the public."""

import re

TITLE_CHARACTERS = 90

# A full stop inside "Rp1.000" or "pukul 10.30" ends nothing, so white space must follow.
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)]*\s|[\r\n]+")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+")
_SPACE = re.compile(r"\s+")
_TELLING_WORDS = 5
_LOOKED_AT = 600  # characters; a first sentence longer than this is cut anyway


def first_sentence(text: str, *, limit: int = TITLE_CHARACTERS) -> str:
    """The first sentence that says something, cut at a word when it exceeds *limit* characters.

    "Awas!" alone tells nobody what a story is about, so a sentence of under five words
    takes the next one along. Web addresses are left out; "" when nothing readable remains.

    >>> first_sentence("Harga BBM naik besok pagi! Sebarkan ke semua grup.")
    'Harga BBM naik besok pagi!'
    """
    readable = _ADDRESS.sub(" ", text[:_LOOKED_AT]).strip()
    said = ""
    for part in _SENTENCE_END.split(readable):
        sentence = _SPACE.sub(" ", part).strip()
        if sum(letter.isalnum() for letter in sentence) >= 3:
            said = f"{said} {sentence}".strip()
            if len(said.split()) >= _TELLING_WORDS:
                break
    return _cut(said, limit)


def _cut(sentence: str, limit: int) -> str:
    if len(sentence) <= limit:
        return sentence
    kept = sentence[: limit - 1]
    head, _, _ = kept.rpartition(" ")
    return (head if len(head) >= limit // 2 else kept).rstrip(" ,;:-–") + "…"
