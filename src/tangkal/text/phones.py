"""Find telephone numbers the way Indonesians write them, and leave other numbers alone."""

import re

PHONE = "[telepon]"

_SEPARATOR = r"[ .\-()\u00a0\u2010-\u2013]"
# Not inside a longer number or a hexadecimal id, nor after "1." or "Rp" of a price.
_BEFORE = r"(?:(?<![\da-f])|(?<=wa)|(?<=hub))(?<!\d[.,:])(?<!rp)(?<!rp[ .])(?<!rp\. )"
_AFTER = r"(?![\da-fA-F])"

# Where a mobile number may begin. The first group is written whole (0812, +62 812), which
# keeps a date such as 08-12-2023 out.
_mobile_start = re.compile(
    rf"{_BEFORE}(?:(?:\+|00)62{_SEPARATOR}{{0,3}}0?{_SEPARATOR}?(?=\d)"
    rf"|\(?62\)?{_SEPARATOR}{{0,2}}(?=8\d\d)|0(?=8\d\d|8\d[ -]\d\d\d))",
    re.IGNORECASE,
)
_inside_id = re.compile(r"[\da-fA-F]")
_group = re.compile(r"\d+")
_next_group = re.compile(rf"({_SEPARATOR}{{1,2}})(\d+){_AFTER}")
_thousands = re.compile(r"[.,]\d{3}(?!\d)")
_spaced_digits = re.compile(rf"{_BEFORE}0(?:([ .\-])8)(?:\1\d){{7,11}}{_AFTER}", re.IGNORECASE)
_landline = re.compile(
    r"(?<![\w/.\-])(?:\(0\d{2,3}\)[ \-]?\d{3,4}[ .\-]?\d{2,5}"
    r"|0[2-7]\d{1,2}-\d{3,4}[ .\-]?\d{3,4})(?![\da-fA-F])"
)
_abroad = re.compile(rf"(?<![\w.])\+(?!62)[1-9]\d{{0,2}}(?:{_SEPARATOR}{{0,2}}\d){{7,12}}{_AFTER}")
_amount = re.compile(r"\+?\d{1,3}(?:[.,]\d{3})+")

_SHORTEST, _LONGEST = 9, 13  # digits of a mobile number after 0 or 62


def mask_phones(text: str) -> str:
    """Replace every telephone number in a text by a placeholder.

    >>> mask_phones("0812 3456 7890 atau +62 21 345-6789, bukan 62.850.000.000")
    '[telepon] atau [telepon], bukan 62.850.000.000'
    """
    parts: list[str] = []
    end = 0
    while start := _mobile_start.search(text, end):
        stop = _mobile_end(text, start)
        if stop is None:
            parts.append(text[end : start.end()])
            end = start.end()
            continue
        parts.append(text[end : start.start()])
        parts.append(PHONE)
        end = stop
    parts.append(text[end:])
    text = _spaced_digits.sub(PHONE, "".join(parts))
    text = _landline.sub(PHONE, text)
    return _abroad.sub(_unless_amount, text)


def _mobile_end(text: str, start: re.Match[str]) -> int | None:
    """Where the number that begins at `start` ends; None when it is no number of a phone."""
    first = _group.match(text, start.end())
    assert first is not None  # the start pattern looks ahead at a digit
    prefix = start.group()
    # +62 names a country: landlines and any grouping count. Bare 62 and 0 name mobiles only.
    shortest = 8 if prefix.startswith(("+", "00")) else _SHORTEST
    digits, end, groups = len(first.group()), first.end(), 1
    while following := _next_group.match(text, end):
        more = len(following.group(2))
        written_whole = groups == 1 and digits >= shortest
        if digits + more > _LONGEST or written_whole:
            break
        if digits >= shortest and (more < 2 or _thousands.match(text, following.end())):
            break
        digits, end, groups = digits + more, following.end(), groups + 1
    if not shortest <= digits <= _LONGEST or _inside_id.match(text, end):
        return None
    return None if _amount.fullmatch(text[start.start() : end]) else end


def _unless_amount(found: re.Match[str]) -> str:
    return found.group() if _amount.fullmatch(found.group()) else PHONE
