"""When what a sentence promises holds, compared as periods: a begin, an end, and whether it runs.

A date alone is compared with a date elsewhere; here stand the words that say of a period that it
has no end, was drawn out, is over, is not begun or is no longer than a moment.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tangkal.strategic_communication.alignment import lexicon
from tangkal.strategic_communication.alignment.comparing import Match, compare
from tangkal.strategic_communication.alignment.facts import Fact
from tangkal.strategic_communication.alignment.statements import Statement
from tangkal.strategic_communication.alignment.tokens import word_set

_NO_END = (
    "tanpa batas waktu | tanpa tenggat | selamanya | untuk selamanya | seterusnya | permanen"
    " | secara permanen | sepanjang tahun | seumur hidup | selama-lamanya | tidak ada batas waktu"
    " | tanpa batas akhir | kapan saja | kapan pun | sepanjang masa"
)
_FOR_A_TIME = "sementara | sementara waktu | untuk sementara | sementawis"
_DRAWN_OUT = "diperpanjang | diulur | molor | mundur | diundur | ditambah waktunya"
_NOT_BEGUN = "ditunda | ditangguhkan | diundur | penundaan | tertunda"
_VERB = re.compile(r"(?:ber|me|di|ter)[a-z]{4,}")
_BEGINS = word_set(
    "mulai dimulai berlaku dibuka bisa dapat boleh akan diberikan tersedia dibagikan"
)
_LATER = (
    "besok | lusa | tahun depan | bulan depan | pekan depan | minggu depan | semester depan | nanti"
    " | tahun ajaran baru | tahun mendatang | bulan mendatang | tahun ajaran depan"
)
_OVER = word_set(
    """
berakhir dihentikan ditutup dicabut dihapus dihapuskan dibatalkan ditiadakan usai selesai rampung
distop disetop kedaluwarsa hangus dibekukan dilarang
    """
)
_ALREADY = frozenset({"sudah", "telah", "resmi", "uwis", "wis", "parantos"})
_EVERY_DAY = "setiap hari | tiap hari | saban hari | 24 jam | setiap saat | sepanjang minggu"
_SOME_DAYS = (
    "hanya hari kerja | hanya pada hari kerja | hanya buka hari kerja | pada hari kerja saja"
)
_ALL_DAY = "seharian | sehari penuh | sepanjang hari | seharian penuh | 24 jam | siang malam"
_HOURS_A_DAY = 24
_MONTH_DAYS = 30.4
_LONGER = 1.5  # times as long, or as short, from which two lengths differ


@dataclass(frozen=True, slots=True)
class Period:
    """What a statement says of when it holds."""

    begin: Fact | None
    end: Fact | None
    endless: str  # the words that say so, "" where none do
    drawn_out: str
    waits: str  # not begun yet
    over: str  # ended already
    days: float | None  # how long, where said


def period_of(statement: Statement) -> Period:
    """Begin, end and state, as far as a statement tells them."""
    dates = [fact for fact in statement.facts if fact.kind == "date" and fact.counts]
    begin = next((fact for fact in dates if fact.bound == "from"), None)
    end = next((fact for fact in dates if fact.bound == "until"), None)
    low = [token.low for token in statement.tokens]
    return Period(
        begin=begin,
        end=end,
        endless=_said(low, _NO_END),
        drawn_out=_said(low, _DRAWN_OUT),
        waits=_said(low, _NOT_BEGUN) or _only_later(low),
        over=_over(low),
        days=_days(begin, end) or _told_days(statement, low),
    )


Pair = tuple[Fact | None, Fact | None, str, str]


def clashing_periods(central: Statement, local: Statement) -> Iterator[Pair]:
    """Central fact, local fact, central words, local words of each pair that cannot both hold."""
    yield from _one_way(central, local)
    for own, other, ours, theirs in _one_way(local, central):
        yield other, own, theirs, ours


def _one_way(one: Statement, other: Statement) -> Iterator[Pair]:
    """What the other says of its period that the one's cannot bear."""
    ours, theirs = period_of(one), period_of(other)
    yield from _ends(one, ours, other, theirs)
    yield from _state(one, ours, theirs)
    yield from _days_and_hours(one, other)
    if rarer := _rarer(one, other):
        yield None, rarer, "", ""
    once = _once(other)
    if once and not _once(one) and _goes_on(one):
        yield None, None, "", once


def _ends(one: Statement, ours: Period, other: Statement, theirs: Period) -> Iterator[Pair]:
    """An end here, none there; drawn out; of quite another length."""
    low = [token.low for token in one.tokens]
    bounded = ours.end is not None or _said(low, _FOR_A_TIME) != ""
    if bounded and theirs.endless and not ours.endless and theirs.end is None:
        yield ours.end, None, "", theirs.endless
    if ours.end is None:
        return
    keeps = any(
        compare(ours.end, fact) is Match.SAME and fact.bound == "until" for fact in other.facts
    )
    if theirs.drawn_out and not ours.drawn_out and not keeps and not theirs.begin:
        yield ours.end, None, "", theirs.drawn_out
    if ours.days and theirs.days and theirs.end is None:
        longer, shorter = max(ours.days, theirs.days), min(ours.days, theirs.days)
        if longer > _LONGER * shorter:
            yield ours.end, None, "", _said_length(other)


def _state(one: Statement, ours: Period, theirs: Period) -> Iterator[Pair]:
    """It is over, or has not begun."""
    told = _OVER & {token.low for token in one.tokens}
    if theirs.over and not ours.over and not told:
        yield None, None, "", theirs.over
    if theirs.waits and not (ours.waits or ours.drawn_out or ours.over):
        yield ours.begin, None, "", theirs.waits


def _days_and_hours(one: Statement, other: Statement) -> Iterator[Pair]:
    """Every day against some days, some hours against the whole day."""
    low, theirs = ([token.low for token in each.tokens] for each in (one, other))
    shut = [fact for fact in one.facts if fact.kind == "weekday" and fact.counts]
    always = _said(theirs, _EVERY_DAY)
    shuts, shuts_too = (-1 in each.signs.get("access", ()) for each in (one, other))
    if shut and shuts and not shuts_too and always and not other.modality:
        yield shut[0], None, "", always
    if narrower := _fewer_days(one, other):
        yield None, None, "", narrower
    hours = [fact for fact in one.facts if fact.kind == "time" and fact.counts]
    all_day = _said(theirs, _ALL_DAY)
    told = any(fact.kind == "time" and fact.counts for fact in other.facts)
    if len(hours) > 1 and all_day and not told and not _said(low, _ALL_DAY):
        yield hours[0], None, "", all_day


_MONTH_HOURS = 730.0


def _rarer(central: Statement, local: Statement) -> Fact | None:
    """ "Rp500.000 setiap bulan" against "Rp500.000 setahun sekali"."""
    monthly = any("per months" in fact.unit for fact in central.facts)
    monthly &= not any(fact.kind == "every" for fact in central.facts)
    if not monthly or any("per months" in fact.unit for fact in local.facts):
        return None
    return next(
        (
            fact
            for fact in local.facts
            if fact.kind == "every" and float(str(fact.value)) > 1.5 * _MONTH_HOURS
        ),
        None,
    )


def _fewer_days(central: Statement, local: Statement) -> str:
    """ "setiap hari" against "hanya hari kerja", "hanya pada hari Senin"."""
    ours = [token.low for token in central.tokens]
    theirs = [token.low for token in local.tokens]
    if not _said(ours, _EVERY_DAY) or _said(theirs, _EVERY_DAY):
        return ""
    days = [fact for fact in local.facts if fact.kind == "weekday" and fact.counts]
    if days and local.only:
        return " ".join(theirs[days[0].first : days[0].last])
    return _said(theirs, _SOME_DAYS) or ("hari kerja" if local.only and "kerja" in theirs else "")


def _once(statement: Statement) -> str:
    """ "hanya diberikan satu kali", "cukup sekali saja"."""
    low = [token.low for token in statement.tokens]
    for at, word in enumerate(low):
        if word in {"hanya", "cuma", "cukup"}:
            ahead = low[at + 1 : at + 5]
            for number in ("satu", "se"):
                if number in ahead and "kali" in ahead[ahead.index(number) :][:2]:
                    return f"{word} satu kali"
            if "sekali" in ahead:
                return f"{word} sekali"
    return ""


def _goes_on(statement: Statement) -> bool:
    return any(
        fact.kind in {"every", "months"} or "per months" in fact.unit for fact in statement.facts
    )


def _said(low: Sequence[str], forms: str) -> str:
    """The longest of the forms that stands there and is not denied."""
    for form in sorted(forms.split(" | "), key=len, reverse=True):
        words = form.split()
        for at in range(len(low) - len(words) + 1):
            is_there = list(low[at : at + len(words)]) == words
            if is_there and not lexicon.NEGATORS & set(low[max(0, at - 2) : at]):
                return form
    return ""


def _only_later(low: Sequence[str]) -> str:
    """ "baru berlaku tahun depan"."""
    for at, word in enumerate(low):
        ahead = low[at + 1 : at + 4]
        begins = bool(set(ahead) & _BEGINS) or any(_VERB.fullmatch(each) for each in ahead[:2])
        if word == "baru" and begins and _said(low[at:], _LATER):
            return f"baru … {_said(low[at:], _LATER)}"
    return ""


def _over(low: Sequence[str]) -> str:
    for at, word in enumerate(low):
        if word in _OVER and set(low[max(0, at - 2) : at]) & _ALREADY:
            return f"{low[at - 1]} {word}"
        if word in {"sudah", "telah"} and low[at + 1 : at + 2] == ["tidak"]:
            return "sudah tidak"
    return ""


def _days(begin: Fact | None, end: Fact | None) -> float | None:
    """Days from the first to the last, both counted."""
    if begin is None or end is None:
        return None
    first, last = (each.value for each in (begin, end))
    assert isinstance(first, tuple)
    assert isinstance(last, tuple)
    first = tuple(a if a is not None else b for a, b in zip(first, last, strict=True))
    if None in first or None in last:
        return None
    try:
        gap = date(*last) - date(*first)
    except ValueError:  # 31 June
        return None
    return float(gap.days + 1) if gap.days >= 0 else None


_LASTS = word_set("selama hanya cuma berlangsung sepanjang lamanya")


def _length(statement: Statement) -> Fact | None:
    """How long it lasts, told as such: "selama sepekan", "hanya sehari"."""
    low = [token.low for token in statement.tokens]
    return next(
        (
            fact
            for fact in statement.facts
            if fact.kind in {"duration", "months"}
            and fact.counts
            and set(low[max(0, fact.first - 3) : fact.first]) & _LASTS
        ),
        None,
    )


def _told_days(statement: Statement, low: Sequence[str]) -> float | None:
    fact = _length(statement)
    if fact is None:
        return None
    value = float(str(fact.value))
    return value * _MONTH_DAYS if fact.kind == "months" else value / _HOURS_A_DAY


def _said_length(statement: Statement) -> str:
    fact = _length(statement)
    if fact is None:
        return ""
    return " ".join(token.text for token in statement.tokens[fact.first : fact.last])
