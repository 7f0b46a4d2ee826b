"""Words that were joined: a hashtag or an account's name says them without spaces."""

import re

_JOINED = re.compile(r"[#@](\w{4,100})")
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def joined_words_apart(text: str) -> str:
    """The text with the words of each hashtag and mention beside it, where capitals part them.

    >>> joined_words_apart("Ayo #2019GantiKoki dan #coblos")
    'Ayo #2019GantiKoki 2019 Ganti Koki dan #coblos'
    """
    if "#" not in text and "@" not in text:
        return text
    return _JOINED.sub(_with_parts, text)


def _with_parts(found: re.Match[str]) -> str:
    parts = _PARTS.findall(found[1])
    return f"{found[0]} {' '.join(parts)}" if len(parts) > 1 else found[0]
