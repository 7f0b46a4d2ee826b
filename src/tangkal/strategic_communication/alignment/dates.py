"""Dates, weekdays and times of day, with what they bound: from, until or on."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from tangkal.strategic_communication.alignment.numerals import read_digits, read_numeral
from tangkal.strategic_communication.alignment.tokens import Token, number_table, word_set

if TYPE_CHECKING:
    from tangkal.strategic_communication.alignment.facts import Fact

Date = tuple[int | None, int | None, int | None]  # year, month, day

MONTHS: Mapping[str, int] = number_table(
    """
januari 1 februari 2 maret 3 april 4 mei 5 juni 6 juli 7 agustus 8 september 9 oktober 10
november 11 desember 12 jan 1 feb 2 mar 3 apr 4 jun 6 jul 7 agu 8 ags 8 agt 8 sep 9 sept 9 okt
10 nov 11 des 12 pebruari 2 nopember 11
    """
)
_BEFORE_YEAR = word_set("tahun taun sejak anggaran pertengahan awal akhir musim semester hingga")
_SHORT_MONTHS = word_set("jan feb mar apr jun jul agu ags agt sep sept okt nov des mei")
WEEKDAYS: Mapping[str, int] = number_table(
    """
senin 0 selasa 1 rabu 2 kamis 3 jumat 4 sabtu 5 ahad 6 minggu 6 jum'at 4 senen 0 rebo 2 kemis
3 jumuah 4 setu 5 salasa 1
    """
)
_FROM = word_set(
    """
mulai sejak per terhitung dari setelah sesudah cepat dibuka buka dimulai berawal wiwit ti kawit
    """
)
_UNTIL = word_set(
    """
sampai hingga s.d sd sebelum ditutup tutup berakhir batas lambat selambat-lambatnya kedaluwarsa
- – usai selesai tenggat ngantos nganti tepi dugi terakhir lambatnya berlangsung-sampai s
selambatnya penghabisan telat
    """
)
_BETWEEN = word_set(
    """
tanggal tgl pada hari pukul jam pkl dengan jatuh , ( berlaku per lambat
    """
)
_PARTS_OF_DAY = frozenset(
    {"pagi", "siang", "sore", "malam", "petang", "dini", "esuk", "isuk", "peuting", "bengi"}
)
_EVENING = frozenset({"sore", "malam", "petang", "bengi", "peuting"})
_TO = word_set("s d . sampai hingga dan dengan - – s.d sd tanggal /")
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})(?:[/-](\d{4}|\d{2}))?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_CLOCK = re.compile(r"(\d{1,2})[.:](\d{2})")
_ZONES: Mapping[str, int] = MappingProxyType({"wib": 0, "wita": 60, "wit": 120})
_FAR = 12  # tokens between "batas" and its date
_NOON = 12


def read_date(tokens: Sequence[Token], at: int) -> "Fact | None":
    """The date that begins at a token: value (year, month, day), None where not said."""
    found = _weekday(tokens, at) or _slashed(tokens, at) or _named(tokens, at) or _year(tokens, at)
    if found is None:
        return None
    kind, value, last = found
    from tangkal.strategic_communication.alignment.facts import Fact  # noqa: PLC0415 - one another

    return Fact(kind=kind, value=value, bound=_bound(tokens, at), first=at, last=last)


Found = tuple[str, Date | int, int]


def _weekday(tokens: Sequence[Token], at: int) -> Found | None:
    low = tokens[at].low
    if low not in WEEKDAYS:
        return None
    named = tokens[at].is_name or (at and tokens[at - 1].low in {"hari", "dinten", "poe"})
    if not named or (low == "minggu" and at and (tokens[at - 1].is_number)):
        return None
    return "weekday", WEEKDAYS[low], at + 1


def _slashed(tokens: Sequence[Token], at: int) -> Found | None:
    if iso := _ISO.fullmatch(tokens[at].text):
        return "date", (int(iso[1]), int(iso[2]), int(iso[3])), at + 1
    found = _SLASHED.fullmatch(tokens[at].text)
    if not found:
        return None
    day, month = int(found[1]), int(found[2])
    is_range = "-" in tokens[at].text and not found[3]
    if is_range and at + 1 < len(tokens) and tokens[at + 1].low in MONTHS:
        return None  # "1-14 September" is read by its month
    if not (1 <= day <= 31 and 1 <= month <= 12) or (is_range and not found[3]):
        return None
    year = int(found[3]) if found[3] else None
    return "date", (year + 2000 if year is not None and year < 100 else year, month, day), at + 1


def _named(tokens: Sequence[Token], at: int) -> Found | None:
    """ "1 September 2026", "September 2026", "1 s.d. 14 September": the first takes the month."""
    if tokens[at].low in MONTHS and (tokens[at].is_name or tokens[at].low not in _SHORT_MONTHS):
        year = _year_at(tokens, at + 1)
        return "date", (year, MONTHS[tokens[at].low], None), at + 1 + (year is not None)
    day = _day(tokens, at)
    if day is None:
        return None
    span, last = day
    if last < len(tokens) and tokens[last].low in MONTHS:
        year = _year_at(tokens, last + 1)
        return "date", (year, MONTHS[tokens[last].low], span[-1]), last + 1 + (year is not None)
    later = last
    while later < len(tokens) and tokens[later].low in _TO:
        later += 1
    end = _day(tokens, later) if later > last else None
    if end and end[1] < len(tokens) and tokens[end[1]].low in MONTHS:
        year = _year_at(tokens, end[1] + 1)
        return "date", (year, MONTHS[tokens[end[1]].low], span[0]), last
    if at and tokens[at - 1].low in {"tanggal", "tgl"} and tokens[at].low.isdecimal():
        return "date", (None, None, span[-1]), last  # of each month
    return None


def _day(tokens: Sequence[Token], at: int) -> tuple[tuple[int, ...], int] | None:
    """Days of a month that a token names ("1", "1-14", "satu"), and the token after."""
    if at >= len(tokens):
        return None
    low = tokens[at].low
    if re.fullmatch(r"\d{1,2}[-–]\d{1,2}", low):
        days = tuple(int(part) for part in re.split(r"[-–]", low))
        return (days, at + 1) if all(1 <= day <= 31 for day in days) else None
    if low.isdecimal() and len(low) <= 2 and 1 <= int(low) <= 31:
        return (int(low),), at + 1
    numeral = read_numeral(tokens, at) if tokens[at].is_word else None
    if numeral and numeral.value == int(numeral.value) and 1 <= numeral.value <= 31:
        return (int(numeral.value),), at + numeral.count
    return None


def _year_at(tokens: Sequence[Token], at: int) -> int | None:
    low = tokens[at].low if at < len(tokens) else ""
    return int(low) if len(low) == 4 and low.isdecimal() and 1900 <= int(low) <= 2100 else None


_PARTS_OF_YEAR = {"awal": 1, "akhir": 12}


def _year(tokens: Sequence[Token], at: int) -> Found | None:
    year = _year_at(tokens, at)
    if year is None or not at or tokens[at - 1].low not in _BEFORE_YEAR:
        return None
    if tokens[at - 1].low == "tahun" and at > 1 and tokens[at - 2].low in _PARTS_OF_YEAR:
        return "date", (year, _PARTS_OF_YEAR[tokens[at - 2].low], None), at + 1
    return "date", (year, None, None), at + 1


def _bound(tokens: Sequence[Token], at: int) -> str:
    """What stands in front: from, until, or neither."""
    after = tokens[at + 1].low if at + 1 < len(tokens) else ""
    if after in _PARTS_OF_DAY:
        after = tokens[at + 2].low if at + 2 < len(tokens) else ""
    is_hour = _CLOCK.fullmatch(tokens[at].text) or (at and tokens[at - 1].low in {"jam", "pukul"})
    if is_hour and after in {"-", "–", "sampai", "hingga", "s.d", "sd", "s"}:
        return "from"  # "Senin sampai Jumat pukul 07.00-09.00": the weekdays' own bound ends there
    if between := _of_two(tokens, at):
        return between
    return _told_before(tokens, at) or _told_around(tokens, at)


_PAIR = 9  # tokens from "antara" to the second of two dates
_CLOSE = 2  # and from its "dan"


def _of_two(tokens: Sequence[Token], at: int) -> str:
    """ "antara 1 Oktober dan 31 Desember": the first begins, the second ends."""
    first = [token.low for token in tokens[max(0, at - _PAIR) : at]]
    if "antara" not in first:
        return ""
    if not {"dan", "dengan"} & set(first[first.index("antara") :]):
        return "from"
    # "antara pukul 18.00 dan 05.00 selama musim tanam, 1 Mei …" tells of two hours, not of May
    return "until" if {"dan", "dengan"} & set(first[-_CLOSE:]) else ""


def _told_before(tokens: Sequence[Token], at: int) -> str:
    """The bound that the words right in front give."""
    back = at - 1
    while back >= 0:
        low = tokens[back].low
        if (turned := _turned(tokens, back, at)) is not None:
            return turned
        if low == "lambat" or low in _UNTIL or low.removesuffix("nya") in {"terakhir", "akhir"}:
            return "until"
        if low in _FROM:
            return "from"
        of_short = low == "d" or (low == "." and back and tokens[back - 1].low in {"d", "s"})
        is_between = low in _BETWEEN or low in WEEKDAYS or read_digits(low) is not None
        if not of_short and (not is_between or at - back > 5):
            break
        back -= 1
    return ""


def _told_around(tokens: Sequence[Token], at: int) -> str:
    """The bound that words farther off give: "batas …", "… sebagai hari terakhir"."""
    near = [token.low for token in tokens[max(0, at - _FAR) : at]]
    if "seterusnya" in [token.low for token in tokens[at + 1 : at + 1 + _SOON]]:
        return "from"
    if any(
        word in {"batas", "tenggat"} and (not place or near[place - 1] != "tanpa")
        for place, word in enumerate(near)
    ):
        return "until"
    if _must_be_done(near):
        return "until"
    ahead = [token.low for token in tokens[at + 1 : at + 8]]
    if "sebagai" in ahead and _LAST & set(ahead[ahead.index("sebagai") :]):
        return "until"
    for word in ahead[:5]:
        if word in {"sampai", "hingga", "s.d", "s", "-", "–", "sd"}:  # "s" of "s.d."
            return "from"
        if word in {"mendatang", "dan", ",", "."}:
            break
    return ""


def _must_be_done(near: Sequence[str]) -> bool:
    """ "harus sudah rampung pada 30 November"."""
    last = next((at for at, word in enumerate(near) if word in _DONE), None)
    return last is not None and bool(_MUST & set(near[:last]) and "sudah" in near[:last])


_MUST = word_set("harus wajib mesti")
_DONE = word_set("rampung selesai tuntas terbit beres")
_LAST = word_set("penghabisan terakhir akhir batas tenggat")
_AFTERWARDS = word_set("setelah sesudah lewat selepas melewati lebih melampaui")
_NOT = word_set("tidak tak belum jangan")
_CLOSING = word_set(
    "tutup ditutup menutup hangus gugur berakhir tidak ditolak habis kedaluwarsa berhenti dikunci"
)
_SOON = 5
_LATER = 9
_CLOSES_WITHIN = 12  # tokens behind a date


def _turned(tokens: Sequence[Token], back: int, at: int) -> str | None:
    """A bound that a negator turns: "tidak lewat 5 Mei", "setelah 5 Mei ditutup".

    None where nothing is turned.
    """
    low = tokens[back].low
    if low in _AFTERWARDS:
        return _afterwards(tokens, back, at)
    if low == "per":
        done = {token.low for token in tokens[at : at + _CLOSES_WITHIN]}
        return "until" if done & _DONE and "sudah" in done else None
    if low == "sebelum":
        far = [token.low for token in tokens[max(0, back - _CLOSES_WITHIN) : back]]
        ahead = {token.low for token in tokens[at + 1 : at + 1 + _CLOSES_WITHIN // 2]}
        from_then = (_NOT & set(far) and "," not in far[-3:]) or "belum" in ahead
        return "from" if from_then else None
    return _of_more(tokens, back, at) if low == "dari" else None


def _afterwards(tokens: Sequence[Token], back: int, at: int) -> str | None:
    """ "tidak lewat 5 Mei", "setelah 5 Mei ditutup"."""
    low = tokens[back].low
    near = [token.low for token in tokens[max(0, back - 2) : back]]
    may = len(near) > 1 and near[0] in _NOT and near[1] in {"boleh", "akan", "bisa"}
    if may or (near and near[-1] in _NOT):
        return "until"
    if low != "lebih" and _no_longer(
        [token.low for token in tokens[max(0, back - _CLOSES_WITHIN) : back]]
    ):
        return "until"
    ahead = [token.low for token in tokens[at + 1 : at + 1 + _CLOSES_WITHIN]]
    ends = next((k for k, word in enumerate(ahead) if word in {".", ";"}), len(ahead))
    if low not in {"setelah", "sesudah", "selepas", "lewat"}:
        return None
    soon = min(ends, _SOON if low == "lewat" else ends)
    closes = _CLOSING & set(ahead[:soon]) or (_CLOSING - _NOT) & set(
        ahead[soon : min(ends, _LATER)]
    )
    return "until" if closes else None


def _no_longer(before: Sequence[str]) -> bool:
    """ "tidak berlaku lagi", "baru gugur" in front of "setelah 5 Mei"."""
    part = before[max((at for at, word in enumerate(before) if word in _PARTED), default=-1) + 1 :]
    ends_only_then = "baru" in part and (_CLOSING - _NOT) & set(part[part.index("baru") :])
    return ("lagi" in part and bool(_NOT & set(part))) or bool(ends_only_then)


_PARTED = frozenset({",", ";", ".", ":"})


def _of_more(tokens: Sequence[Token], back: int, at: int) -> str | None:
    """ "tidak lebih lambat dari 31 Juli", "tidak lewat dari 31 Juli"."""
    near = [token.low for token in tokens[max(0, back - 2) : back]]
    if near == ["lebih", "lambat"]:
        return "until" if back > 2 and tokens[back - 3].low in _NOT | {"boleh"} else None
    return _turned(tokens, back - 1, at) if near and near[-1] in _AFTERWARDS else None


# ---- times of day --------------------------------------------------------------------


def read_time(tokens: Sequence[Token], at: int) -> "Fact | None":
    """A time of day in minutes after midnight, Western time where the zone is said."""
    previous = tokens[at - 1].low if at else ""
    two_before = tokens[at - 2].low if at > 1 else ""
    clock = _CLOCK.fullmatch(tokens[at].text)
    told = previous in {"pukul", "jam", "pkl"} or (previous == "." and two_before == "pkl")
    is_range = previous in {"-", "–", "hingga", "sampai", "sd", "s.d"} and bool(clock)
    zone = _zone(tokens, at + 1)
    if previous in _TO and at + 1 < len(tokens) and tokens[at + 1].low in _PARTS_OF_DAY:
        told = True  # "jam 8 pagi sampai 12 siang"
    if clock and (told or is_range or zone is not None):
        hour, minute = int(clock[1]), int(clock[2])
        last = at + 1
    elif told and tokens[at].low.isdecimal() and int(tokens[at].low) <= 24:
        hour, minute, last = int(tokens[at].low), 0, at + 1
    elif told and tokens[at].is_word and (numeral := read_numeral(tokens, at)):
        hour, minute, last = int(numeral.value), 0, at + numeral.count
        if numeral.value % 1:
            minute = 30
    else:
        return None
    if hour > 24 or minute > 59:
        return None
    part = tokens[last].low if last < len(tokens) else ""
    hour += _NOON if _is_late(tokens, last, hour) else 0
    last += part in _PARTS_OF_DAY
    zone = _zone(tokens, last)
    if zone is not None:
        last += 1
    else:
        zone = next((z for k in range(last, min(last + 5, len(tokens)))
                     if (z := _zone(tokens, k)) is not None), None)  # fmt: skip
    from tangkal.strategic_communication.alignment.facts import Fact  # noqa: PLC0415 - one another

    minutes = (hour % 24) * 60 + minute
    return Fact(
        kind="time",
        value=(minutes, zone),
        bound=_bound(tokens, at),
        first=at,
        last=last,
    )


def _is_late(tokens: Sequence[Token], at: int, hour: int) -> bool:
    """Whether an hour is told of the afternoon: "4 sore", "jam 4 sampai jam 6 sore"."""
    part = tokens[at].low if at < len(tokens) else ""
    if part in _TO and at + 2 < len(tokens):
        later = at + 1 + (tokens[at + 1].low in {"jam", "pukul"})
        end = tokens[later + 1].low if later + 1 < len(tokens) else ""
        upper = tokens[later].low
        return upper.isdecimal() and end in _EVENING and hour < int(upper)
    return (part in _EVENING and hour < _NOON) or (part == "siang" and hour < 5)


def _zone(tokens: Sequence[Token], at: int) -> int | None:
    return _ZONES.get(tokens[at].low) if at < len(tokens) else None


def same_time(one: tuple[int, int | None], other: tuple[int, int | None]) -> bool:
    """Whether two times are one moment; zones count when both are said."""
    (first, zone), (second, other_zone) = one, other
    if zone is not None and other_zone is not None:
        return (first - zone) % 1440 == (second - other_zone) % 1440
    return first == second


def same_date(one: Date, other: Date) -> bool | None:
    """True: agree in all that both say; False: differ; None: nothing in common to compare."""
    common = [(a, b) for a, b in zip(one, other, strict=True) if a is not None and b is not None]
    if not common:
        return None
    return all(a == b for a, b in common)
