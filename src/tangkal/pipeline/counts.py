"""Read how often something was shared, as platforms and spreadsheets write it."""

import re

from tangkal.pipeline.missing import is_missing
from tangkal.pipeline.refusal import RowRefused

_UNKNOWN = {"", "-", "n/a", "na", "null", "none", "nan", "unknown", "tidak diketahui"}
_grouped = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_short = re.compile(r"(\d+(?:[.,]\d+)?)\s*(rb|ribu|k|jt|juta|m|mio)", re.IGNORECASE)
_FACTORS = {"rb": 1e3, "ribu": 1e3, "k": 1e3, "jt": 1e6, "juta": 1e6, "m": 1e6, "mio": 1e6}
_MOST = 2**62


def parse_count(value: object, field: str) -> int | None:
    """A count, or None where it is unknown (which is not 0).

    Raises:
        RowRefused: negative, or no number.

    >>> parse_count("1.234", "likes"), parse_count("1,2 rb", "likes"), parse_count("", "likes")
    (1234, 1200, None)
    """
    if is_missing(value):
        return None
    if isinstance(value, str):
        count = _from_text(value.strip(), field)
    elif isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _MOST:
        count = round(value)
    else:
        raise _refused(value, field)
    if count is not None and not 0 <= count < _MOST:
        raise _refused(value, field)
    return count


def _from_text(text: str, field: str) -> int | None:
    if text.lower() in _UNKNOWN:
        return None
    if _grouped.fullmatch(text):
        return int(re.sub(r"[.,]", "", text))
    if found := _short.fullmatch(text):
        return round(float(found[1].replace(",", ".")) * _FACTORS[found[2].lower()])
    try:
        number = float(text)
        return round(number) if "." in text or "e" in text.lower() else int(text)
    except (ValueError, OverflowError):
        raise _refused(text, field) from None


def _refused(value: object, field: str) -> RowRefused:
    return RowRefused(
        f"{field} not a count", f"{field} is {str(value)[:40]!r}; write a whole number from 0"
    )
