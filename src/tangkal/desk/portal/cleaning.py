"""Text without the characters that no page needs: what XML forbids, and what reorders words."""

import re

# Tabs and line ends stay; NUL and its kin, lone surrogates and non-characters go. So do the old
# marks that force a direction on what follows: behind one, a reader sees 100% as %001. Scripts
# that run from the right need none, and marks of one place and isolates stay.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\ud800-\udfff\ufffe\uffff]")


def without_controls(text: str) -> str:
    """The text without characters that a feed or a database would refuse, or that reorder it.

    >>> without_controls("harga\\x00 naik")
    'harga naik'
    >>> without_controls("\u202enaik 100%")
    'naik 100%'
    """
    return _FORBIDDEN.sub("", text)
