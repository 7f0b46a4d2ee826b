"""Text without the control characters that no page needs and that XML forbids."""

import re

# Tabs and line ends stay; NUL and its kin, lone surrogates and non-characters go.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def without_controls(text: str) -> str:
    """The text without characters that a feed or a database would refuse.

    >>> without_controls("harga\\x00 naik")
    'harga naik'
    """
    return _FORBIDDEN.sub("", text)
