"""Figures, clocks and parts as people say them, written as a paper would: "lima sore" is 17.00.

The reader of facts takes most of them as they come. What stands here it takes for something else
or passes over; a text is read both ways, so nothing that was found before is lost.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType

from tangkal.strategic_communication.alignment.numerals import ORDINALS, read_numeral
from tangkal.strategic_communication.alignment.tokens import tokens_of

_ONES = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")


def _said(number: int) -> str:
    """A number under a hundred in words.

    >>> _said(7), _said(12), _said(45)
    ('tujuh', 'dua belas', 'empat puluh lima')
    """
    if number < 10:
        return _ONES[number]
    if number < 20:
        return {10: "sepuluh", 11: "sebelas"}.get(number, f"{_ONES[number - 10]} belas")
    tens, ones = divmod(number, 10)
    return f"{_ONES[tens]} puluh" + (f" {_ONES[ones]}" if ones else "")


_NUMBERS: Mapping[str, int] = MappingProxyType({_said(number): number for number in range(100)})
_QUARTERS: Mapping[str, int] = MappingProxyType({"seperempat": 15, "setengah": 30})


def _any_of(lowest: int, highest: int) -> str:
    """A pattern of the numbers between two, in words, the longest first."""
    words = sorted((_said(number) for number in range(lowest, highest + 1)), key=len, reverse=True)
    return "|".join(word.replace(" ", r"\s+") for word in words)


_NO_MORE = r"(?!\s+(?:puluh|belas|ratus|ribu|juta)\b)(?![.,:]?\d)(?!\w)"
_HOUR = rf"(?:\d{{1,2}}|(?:{_any_of(0, 24)})(?!\w))"
_MINUTE = rf"(?:\d{{1,2}}|(?:{_any_of(1, 59)})(?!\w))"
_PART = r"pagi|siang|sore|petang|malam|subuh|dini\s+hari"
_CLOCK = re.compile(
    rf"""
    (?<![\w.,:/-])
    (?:(?P<clock>pukul|pkl\.?|jam)\s+|(?P<lead>sampai|hingga|mulai|dari|sejak|antara|dan)\s+)?
    (?:(?P<half>setengah)\s+(?P<of>{_HOUR})
      |(?P<hour>{_HOUR})(?:
          [.:](?P<digits>\d\d)
         |\s+(?P<sign>lewat|lebih|kurang)\s+(?P<minutes>{_MINUTE}|seperempat|setengah)(?:\s+menit)?
         |\s+(?P<more>(?:{_any_of(5, 59)})(?!\w))
      )?
    ){_NO_MORE}
    (?:\s+(?P<part>{_PART})(?!\w))?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_COUNTED = frozenset({"malam", "siang", "pagi"})  # "dua malam" are two nights
_DAY_MINUTES = 24 * 60


def _clock(found: re.Match[str]) -> str:
    """One clock as the official notation has it; as it stood where it is none."""
    part = " ".join((found["part"] or "").lower().split())
    has_minutes = any(found[name] for name in ("half", "sign", "more"))
    is_led = bool(found["clock"] or found["lead"])
    if not part and not (found["clock"] and has_minutes):
        return found[0]
    if not is_led and not has_minutes and not found["digits"] and part in _COUNTED:
        return found[0]
    hour = on_the_clock(_number(found["of"] or found["hour"]), part)
    minutes = _minutes(found)
    if hour is None or not -60 < minutes < 60:
        return found[0]
    lead = f"{found['lead']} " if found["lead"] else ""
    return lead + _written((hour * 60 + minutes) % _DAY_MINUTES)


def _minutes(found: re.Match[str]) -> int:
    if found["half"]:
        return -30
    if found["digits"]:
        return int(found["digits"])
    if found["sign"]:
        told = found["minutes"].lower()
        minutes = _QUARTERS[told] if told in _QUARTERS else _number(told)
        return -minutes if found["sign"].lower() == "kurang" else minutes
    return _number(found["more"]) if found["more"] else 0


def _number(words: str) -> int:
    told = " ".join(words.lower().split())
    return int(told) if told.isdecimal() else _NUMBERS[told]


def on_the_clock(hour: int, part: str) -> int | None:
    """The hour of twenty-four that is meant; None where the part of the day does not go with it.

    Args:
        part: pagi, siang, sore, petang, malam, subuh, "dini hari"; "" for none.

    >>> on_the_clock(5, "sore"), on_the_clock(12, "malam"), on_the_clock(2, "malam")
    (17, 24, 2)
    >>> on_the_clock(9, "siang") is None
    True
    """
    if hour > 24:
        return None
    hours = {
        "": {each: each for each in range(25)},
        "siang": {10: 10, 11: 11, 12: 12, **{each: each + 12 for each in range(1, 5)}},
        "sore": {each: each + 12 for each in range(1, 8)},
        "malam": {12: 24, **{each: each for each in range(5)}}
        | {each: each + 12 for each in range(6, 12)},
    }.get("sore" if part == "petang" else part, {12: 0, **{each: each for each in range(12)}})
    if part and 12 < hour < 24:  # "17.00 sore"
        return hour if part in {"siang", "sore", "petang", "malam"} else None
    return hours.get(hour)


def _written(minutes: int) -> str:
    return f"pukul {minutes // 60:02d}.{minutes % 60:02d}"


_ZONE = r"wib|wita|wit"
_ZONES: Mapping[str, str] = MappingProxyType(
    {"barat": "WIB", "tengah": "WITA", "timur": "WIT", "western": "WIB", "central": "WITA"}
    | {"eastern": "WIT"}
)
_ZONE_WORDS = re.compile(
    r"\bwaktu\s+indonesia\s+(?:bagian\s+)?(barat|tengah|timur)\b"
    r"|\b(western|central|eastern)\s+indonesian?\s+time\b",
    re.IGNORECASE,
)
_ENGLISH_CLOCK = re.compile(
    r"\b(?:at\s+)?(1[0-2]|0?[1-9])(?:[.:]([0-5]\d))?\s*([ap])\.?m\b\.?", re.IGNORECASE
)
_BETWEEN = re.compile(
    r"(?:\b(?:pukul|pkl\.?|jam)\s+)?(?<![\d.,:])(\d{1,2})[.:](\d{2})\s*(?:[-–—]|s\.?d\.?|s/d)\s*"
    rf"(\d{{1,2}})[.:](\d{{2}})(?![\d.,:]\d|\d)((?:\s+(?:{_ZONE}))?)\b",
    re.IGNORECASE,
)
# What two figures around a dot are when one of these follows: no clock.
_MEASURED = (
    r"(?:persen|%|ribu|rb|juta|jt|miliar|triliun|meter|m\b|km|kilo|kg|gram|ton|liter|derajat|°|"
    r"hektare?|ha\b|rupiah|orang|kali)"
)
_BARE = re.compile(
    r"(?<![\d.,:/])(?<!rp)(?<!rp\s)(?<!pukul\s)(?<!pkl\s)(?<!pkl\.\s)(?<!jam\s)"
    rf"(?:([01]\d|2[0-4])\.([0-5]\d)|([01]?\d|2[0-4]):([0-5]\d))(?![\d:]|[.,]\d)(?!\s*{_MEASURED})",
    re.IGNORECASE,
)
_COLON = re.compile(r"(?<=pukul\s)(\d{1,2}):(\d{2})\b|(?<=jam\s)(\d{1,2}):(\d{2})\b", re.IGNORECASE)
_NIGHT_AND_NOON = re.compile(r"\b(?:tengah\s+(malam|hari)|(midnight|noon))\b", re.IGNORECASE)


def _two(first: str, second: str) -> str | None:
    hour, minute = int(first), int(second)
    if hour > 24 or minute > 59:
        return None
    return _written((hour * 60 + minute) % _DAY_MINUTES)


def _between(found: re.Match[str]) -> str:
    begin, end = _two(found[1], found[2]), _two(found[3], found[4])
    if begin is None or end is None:
        return found[0]
    return f"{begin}{found[5]} sampai {end}{found[5]}"


def _english_clock(found: re.Match[str]) -> str:
    hour = int(found[1]) % 12 + (12 if found[3].lower() == "p" else 0)
    return _written(hour * 60 + int(found[2] or 0))


def _bare(found: re.Match[str]) -> str:
    return _two(found[1] or found[3], found[2] or found[4]) or found[0]


_SCALES = "puluh|ratus|ribu|juta|miliar|milyar|triliun|trilyun"
_WORDS = rf"(?:{_any_of(0, 99)})"
_POINT = re.compile(rf"(?<!\w)({_WORDS})\s+koma\s+({_WORDS})(?!\w)", re.IGNORECASE)
_AND_HALF = re.compile(rf"(?<!\w)(\d{{1,3}}|{_WORDS})\s+setengah\s+({_SCALES})\b", re.IGNORECASE)
_HALF = re.compile(r"(?<!\w)setengah\s+(ribu|juta|miliar|milyar|triliun|trilyun)\b", re.IGNORECASE)
# "Rp2,3 T", "Rp5 M" of headlines: without the currency they are any other unit.
_MONEY = re.compile(r"\b(rp\.?\s*\d[\d.,]*)\s?(t|m|k)(?!\w)", re.IGNORECASE)
_MONEY_WORDS = MappingProxyType({"t": "triliun", "m": "miliar", "k": "ribu"})
_CLOCKED = re.compile(
    r"(?<!\w)(\d{1,2}|satu|dua|tiga|empat|tujuh)\s*(?:x|×|kali)\s*(?:24|dua\s+puluh\s+empat)\s+jam\b",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    r"(?<![\w/.,])(?<!tanggal\s)(?<!tgl\s)(\d)\s*(?:/|per\s)\s*(\d{1,2})(?![/\d]|[.,]\d)"
)
_PER = re.compile(
    rf"(?<!\w)({_any_of(1, 9)})\s+per\s+({_any_of(2, 10)})(?!\w)(?!\s+(?:puluh|belas|ratus))",
    re.IGNORECASE,
)
_SIGNS = MappingProxyType({"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4)})
_SIGN = re.compile(f"(?<!\\d)[{''.join(_SIGNS)}]")
_ENGLISH_PARTS = re.compile(r"\b(one|two|three|four)[- ](third|quarter|fifth)s?\b", re.IGNORECASE)
_ENGLISH = MappingProxyType(
    {"one": 1, "two": 2, "three": 3, "four": 4, "third": 3, "quarter": 4, "fifth": 5}
)


def _share(top: int, bottom: int) -> str | None:
    """A part in the words the reader of facts knows; None where it is none.

    >>> _share(2, 3), _share(1, 4), _share(3, 2)
    ('dua pertiga', 'seperempat', None)
    """
    if not 0 < top < bottom <= 10:
        return None
    if bottom == 2:
        return "setengah"
    below = f"per{_said(bottom)}"
    return f"se{below}" if top == 1 else f"{_said(top)} {below}"


def _fraction(found: re.Match[str]) -> str:
    return _share(int(found[1]), int(found[2])) or found[0]


def _per(found: re.Match[str]) -> str:
    return _share(_number(found[1]), _number(found[2])) or found[0]


def _english_part(found: re.Match[str]) -> str:
    return _share(_ENGLISH[found[1].lower()], _ENGLISH[found[2].lower()]) or found[0]


def _point(found: re.Match[str]) -> str:
    return f"{_number(found[1])},{_number(found[2])}"


def _and_half(found: re.Match[str]) -> str:
    return f"{_number(found[1])},5 {found[2]}"


def _clocked(found: re.Match[str]) -> str:
    return f"{_number(found[1]) * 24} jam"


_MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September"),
    *("Oktober", "November", "Desember"),
)
_MONTH_AND_YEAR = re.compile(r"(?<![\d/.-])(0?[1-9]|1[0-2])/(20\d\d)(?![\d/])")
_ENGLISH_MONTHS: Mapping[str, str] = MappingProxyType(
    {
        **{"january": "Januari", "february": "Februari", "march": "Maret", "may": "Mei"},
        **{"june": "Juni", "july": "Juli", "august": "Agustus", "october": "Oktober"},
        **{"december": "Desember"},
    }
)
_ENGLISH_MONTH = "january|february|march|april|may|june|july|august|september|october|november"
_MONTH_FIRST = re.compile(
    rf"\b({_ENGLISH_MONTH}|december)\s+(\d{{1,2}})(?:st|nd|rd|th)?(?:,\s*(\d{{4}}))?(?!\d)",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+({_ENGLISH_MONTH}|december)\b", re.IGNORECASE
)
_ENGLISH_SCALE = re.compile(
    r"(?<![\w.,])((?:rp|idr)?\.?\s*\d+)(?:\.(\d+))?\s+(thousand|million|billion|trillion)\b",
    re.IGNORECASE,
)
_SCALE_WORDS = MappingProxyType(
    {"thousand": "ribu", "million": "juta", "billion": "miliar", "trillion": "triliun"}
)
_PERCENT = re.compile(r"(?<=\d)\s+per\s?cent\b", re.IGNORECASE)


def _month(name: str) -> str:
    return _ENGLISH_MONTHS.get(name.lower(), name.capitalize())


def _month_first(found: re.Match[str]) -> str:
    year = f" {found[3]}" if found[3] else ""
    return f"{found[2]} {_month(found[1])}{year}"


def _scaled(found: re.Match[str]) -> str:
    decimals = f",{found[2]}" if found[2] else ""
    return f"{found[1]}{decimals} {_SCALE_WORDS[found[3].lower()]}"


_IN_TURN = re.compile(
    rf"(?<!\w)(?:ke(?:{_any_of(11, 99)})|{'|'.join(ORDINALS)})(?!\w)", re.IGNORECASE
)
_SPELLINGS = re.compile(r"\bjum(?:aat|['’\s]at)\b", re.IGNORECASE)
_RANGE = re.compile(
    rf"(?<!\w)(\d[\d.,]*|{_WORDS})\s+(?:sampai(?:\s+dengan)?|hingga|s\.d\.|s/d)\s+(\d[\d.,]*|{_WORDS})"
    rf"(?=\s+(?:hari|minggu|pekan|bulan|tahun|jam|menit|orang|persen|meter|kilometer|km|kilogram|kg|"
    rf"ton|liter)\b)",
    re.IGNORECASE,
)


def _in_turn(found: re.Match[str]) -> str:
    word = " ".join(found[0].lower().split())
    number = ORDINALS.get(word) or _NUMBERS[word.removeprefix("ke")]
    return f"ke-{number}"


def _range(found: re.Match[str]) -> str:
    ends = [
        each if each[0].isdigit() else str(_number(each))
        for each in (found[1], found[2].rstrip("."))
    ]
    return "–".join(ends)


_NOON = frozenset({"tengah hari", "noon"})
_STEPS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (_SPELLINGS, lambda _found: "Jumat"),
    (_POINT, _point),
    (_PER, _per),
    (
        _NIGHT_AND_NOON,
        lambda found: _written(720 if " ".join(found[0].lower().split()) in _NOON else 0),
    ),
    (_CLOCK, _clock),
    (_ENGLISH_CLOCK, _english_clock),
    (_BETWEEN, _between),
    (_COLON, lambda found: f"{found[1] or found[3]}.{found[2] or found[4]}"),
    (_BARE, _bare),
    (_AND_HALF, _and_half),
    (_HALF, lambda found: f"0,5 {found[1]}"),
    (_MONEY, lambda found: f"{found[1]} {_MONEY_WORDS[found[2].lower()]}"),
    (_CLOCKED, _clocked),
    (_FRACTION, _fraction),
    (_SIGN, lambda found: _share(*_SIGNS[found[0]]) or found[0]),
    (_ENGLISH_PARTS, _english_part),
    (_MONTH_AND_YEAR, lambda found: f"{_MONTHS[int(found[1]) - 1]} {found[2]}"),
    (_MONTH_FIRST, _month_first),
    (_DAY_FIRST, lambda found: f"{found[1]} {_month(found[2])}"),
    (_ENGLISH_SCALE, _scaled),
    (_PERCENT, lambda _found: " persen"),
    (_IN_TURN, _in_turn),
    (_RANGE, _range),
)
_SPOKEN_FROM = 10  # "satu" and "dua" are also no figures: "salah satu", "kedua"


def with_zones(text: str) -> str:
    """Zones in words as the letters that the reader of facts knows.

    >>> with_zones("jam lima sore waktu Indonesia bagian timur")
    'jam lima sore WIT'
    """
    return _ZONE_WORDS.sub(lambda found: _ZONES[(found[1] or found[2]).lower()], text)


@lru_cache(maxsize=512)
def as_figures(text: str) -> str:
    """A text with clocks, parts and figures as official papers write them.

    >>> as_figures("Loket tutup jam setengah enam sore waktu Indonesia tengah.")
    'Loket tutup pukul 17.30 WITA.'
    >>> as_figures("Dua per tiga dari satu setengah juta warga")
    'dua pertiga dari 1.500.000 warga'
    >>> as_figures("Menginap dua malam di kelas dua")
    'Menginap dua malam di kelas dua'
    """
    text = with_zones(text)
    for pattern, write in _STEPS:
        text = pattern.sub(write, text)
    return _in_digits(text)


def _in_digits(text: str) -> str:
    """Numbers in words, from ten on, and "1,5 juta" as digits; parts and round words stay."""
    tokens = tokens_of(text)
    written, after, at = [], 0, 0
    while at < len(tokens):
        numeral = read_numeral(tokens, at)
        if numeral is None or numeral.is_part or numeral.is_vague:
            at += 1
            continue
        last = tokens[at + numeral.count - 1]
        is_spoken = any(token.is_word for token in tokens[at : at + numeral.count])
        if is_spoken and numeral.value >= _SPOKEN_FROM and numeral.value == int(numeral.value):
            written += [text[after : tokens[at].start], f"{int(numeral.value):,}".replace(",", ".")]
            after = last.end
        at += numeral.count
    return "".join([*written, text[after:]])
