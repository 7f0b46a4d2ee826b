"""When what a sentence promises holds, compared as periods: a begin, an end, and whether it runs.

A date alone is compared with a date elsewhere; here stand the words that say of a period that it
has no end, was drawn out, is over, is not begun or is no longer than a moment.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from tangkal.strategic_communication.alignment import lexicon
from tangkal.strategic_communication.alignment.comparing import Match, compare
from tangkal.strategic_communication.alignment.dates import WEEKDAYS
from tangkal.strategic_communication.alignment.facts import Fact
from tangkal.strategic_communication.alignment.statements import Statement
from tangkal.strategic_communication.alignment.tokens import word_set

_NO_END = (
    "tidak memiliki batas waktu | tidak mengenal batas waktu | tidak dibatasi waktu"
    " | tidak dibatasi waktunya | tidak ada tenggat | tak ada batas waktu | tidak punya batas waktu"
    " | tidak ada batas akhir | tanpa batasan waktu | tak terbatas waktu | ga ada batas waktu"
    " | tanpa batas waktu | tanpa tenggat | selamanya | untuk selamanya | seterusnya | permanen"
    " | secara permanen | sepanjang tahun | seumur hidup | selama-lamanya | tidak ada batas waktu"
    " | tanpa batas akhir | kapan saja | kapan pun | sepanjang masa"
)
_FOR_A_TIME = "sementara | sementara waktu | untuk sementara | sementawis"
_DRAWN_OUT = "diperpanjang | diulur | molor | mundur | diundur | ditambah waktunya"
_NOT_BEGUN = "ditunda | dijadwalkan ulang | ditangguhkan | diundur | penundaan | tertunda"
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
_WAITING = word_set("belum menunda tunda menunggu menanti tunggu dijadwalkan menyusul")
_ALREADY = frozenset({"sudah", "telah", "resmi", "uwis", "wis", "parantos"})
_EVERY_DAY = (
    "setiap hari | tiap hari | saban hari | 24 jam | setiap saat | sepanjang minggu"
    " | tujuh hari seminggu | 7 hari seminggu | tanpa libur | tanpa hari libur | tak pernah libur"
    " | tanpa henti | saben dina | unggal poe"
)
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
    supposed: bool = False  # "bila anak demam, …": of that case only
    of_some: bool = False  # "yang demam ditunda": of them only


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
        over="" if end is not None else _over(low),  # "lewat dari 5 Mei sudah ditutup"
        days=_days(begin, end) or _told_days(statement, low),
        supposed=low[0] in {"bila", "jika", "kalau", "apabila"},
        of_some=_of_some(low),
    )


Pair = tuple[Fact | None, Fact | None, str, str]


def clashing_periods(
    central: Statement, local: Statement, *, both_ways: bool = True
) -> Iterator[Pair]:
    """Central fact, local fact, central words, local words of each pair that cannot both hold.

    Without `both_ways`, that something waits is held against the local statement alone.
    """
    yield from _one_way(central, local)
    for own, other, ours, theirs in _one_way(local, central):
        if both_ways or theirs not in _NOT_BEGUN.split(" | "):
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
    bounded = ours.end is not None or _said(low, _FOR_A_TIME) != "" or _runs_for(one)
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


def _runs_for(statement: Statement) -> bool:
    """ "berlaku dua tahun", "pada Januari dan Februari": a time that ends."""
    months = [fact for fact in statement.facts_of("date") if fact.bound != "from"]
    return _length(statement) is not None or any(
        isinstance(fact.value, tuple) and fact.value[1] is not None for fact in months
    )


def _state(one: Statement, ours: Period, theirs: Period) -> Iterator[Pair]:
    """It is over, or has not begun."""
    told = _OVER & {token.low for token in one.tokens}
    if theirs.over and not ours.over and not told:
        yield None, None, "", theirs.over
    low = {token.low for token in one.tokens}
    not_yet = bool(_WAITING & low)
    if theirs.supposed or (theirs.of_some and "yang" not in low):
        return
    if theirs.waits and not (ours.waits or ours.drawn_out or ours.over or not_yet):
        yield ours.begin, None, "", theirs.waits


def _days_and_hours(one: Statement, other: Statement) -> Iterator[Pair]:
    """Every day against some days, some hours against the whole day."""
    low, theirs = ([token.low for token in each.tokens] for each in (one, other))
    shut = [fact for fact in one.facts if fact.kind == "weekday" and fact.counts]
    always = _said(theirs, _EVERY_DAY)
    shuts, shuts_too = (-1 in each.signs.get("access", ()) for each in (one, other))
    if shut and shuts and not shuts_too and always and not other.modality:
        yield shut[0], None, "", always
    for words in (
        _fewer_days(one, other), _more_days(one, other), _days_off(one, other),
        _part_of_day(one, other),
    ):  # fmt: skip
        if words:
            yield None, None, "", words
            return
    if (moved := _moved_from(one, other)) is not None:
        yield None, moved, "", ""
    hours = [fact for fact in one.facts if fact.kind == "time" and fact.counts]
    all_day = _said(theirs, _ALL_DAY)
    told = any(fact.kind == "time" and fact.counts for fact in other.facts)
    if len(hours) > 1 and all_day and not told and not _said(low, _ALL_DAY):
        yield hours[0], None, "", all_day


_PARTS = {
    "pagi": (3, 11), "siang": (10, 16), "sore": (14, 19), "petang": (15, 19), "malam": (17, 28),
    "dini": (0, 6),
}  # fmt: skip


def _part_of_day(central: Statement, local: Statement) -> str:
    """ "pagi hari", "hingga sore" against clock hours that lie elsewhere."""
    hours = [fact for fact in central.facts_of("time") if isinstance(fact.value, tuple)]
    if not hours or local.facts_of("time"):
        return ""
    clock = [float(fact.value[0]) / 60 for fact in hours]  # type: ignore[index]
    low = [token.low for token in local.tokens]
    for at, word in enumerate(low):
        if word not in _PARTS or low[at - 1 : at] in (["selamat"], ["tadi"], ["nanti"]):
            continue
        ahead, before = low[at + 1 : at + 2], low[at - 1] if at else ""
        if ahead != ["hari"] and before not in {"pada", "hingga", "sampai", "di"}:
            continue
        begin, end = _PARTS[word]
        last = max(clock) if before in {"hingga", "sampai"} else None
        inside = [h for h in clock if begin <= h <= end or begin <= h + _HOURS_A_DAY <= end]
        if not inside or (last is not None and last < begin):
            return " ".join(low[at : at + 1 + (ahead == ["hari"])])
    return ""


def _more_days(central: Statement, local: Statement) -> str:
    """ "setiap hari" where the centre names days of the week."""
    days = central.facts_of("weekday")
    always = _always([token.low for token in local.tokens])
    if not days or not always or "jam" in always:
        return ""
    ours = [token.low for token in central.tokens]
    said_too = _always(ours) or local.modality - central.modality
    return "" if said_too or local.facts_of("weekday")[:1] == days[:1] else always


def _always(low: Sequence[str]) -> str:
    """Every day; "setiap hari Senin" is not."""
    if any(
        word in {"setiap", "tiap", "saban"} and low[at + 1] == "hari" and low[at + 2] in WEEKDAYS
        for at, word in enumerate(low[:-2])
    ):
        return ""
    return _said(low, _EVERY_DAY)


def _days_off(central: Statement, local: Statement) -> str:
    """ "meniadakan … pada Sabtu" where the centre says every day."""
    low = [token.low for token in local.tokens]
    days = [fact for fact in local.facts if fact.kind == "weekday"]
    off = {"meniadakan", "ditiadakan", "libur", "tutup", "tidak", "kecuali", "meliburkan"}
    always = _always([token.low for token in central.tokens])
    if days and always and off & set(low):
        return " ".join(low[days[0].first : days[-1].last])
    return ""


_SHIFTED = word_set("diundur dimajukan digeser mundur maju ditunda dipindah dipindahkan diubah")


def _moved_from(central: Statement, local: Statement) -> Fact | None:
    """ "diundur sepekan dari 5 Mei", where the centre's date is the one it is moved from."""
    low = [token.low for token in local.tokens]
    if not _SHIFTED & set(low):
        return None
    for fact in (each for each in local.facts if each.kind in {"date", "time"}):
        near = set(low[max(0, fact.first - 3) : fact.first])
        if "dari" in near and any(compare(own, fact) is Match.SAME for own in central.facts):
            return fact
    return None


_MONTH_HOURS = 730.0


def _rarer(central: Statement, local: Statement) -> Fact | None:
    """ "Rp500.000 setiap bulan" against "Rp500.000 setahun sekali"."""
    monthly = [fact for fact in central.facts if "per months" in fact.unit]
    if not monthly or any(fact.kind == "every" for fact in central.facts):
        return None
    if any("per months" in fact.unit for fact in local.facts):
        return None
    months = max(fact.raw / float(str(fact.value) or 1) for fact in monthly)  # "per semester"
    return next(
        (
            fact
            for fact in local.facts
            if fact.kind == "every" and float(str(fact.value)) > _LONGER * months * _MONTH_HOURS
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
    table = _forms(forms)
    best = ""
    for at, word in enumerate(low):
        for words in table.get(word, ()):
            if len(words) <= best.count(" ") or tuple(low[at : at + len(words)]) != words:
                continue
            is_no = word in lexicon.NEGATORS
            if is_no or not lexicon.NEGATORS & set(low[max(0, at - 2) : at]):
                best = " ".join(words)
    return best


@lru_cache(maxsize=32)
def _forms(forms: str) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """First word → the forms that begin with it."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for form in forms.split(" | "):
        words = tuple(form.split())
        found.setdefault(words[0], []).append(words)
    return {word: tuple(each) for word, each in found.items()}


def _only_later(low: Sequence[str]) -> str:
    """ "baru berlaku tahun depan"."""
    for at, word in enumerate(low):
        ahead = low[at + 1 : at + 4]
        begins = bool(set(ahead) & _BEGINS) or any(_VERB.fullmatch(each) for each in ahead[:2])
        if word == "baru" and begins and _said(low[at:], _LATER):
            return f"baru … {_said(low[at:], _LATER)}"
    return ""


def _of_some(low: Sequence[str]) -> bool:
    """ "yang demam ditunda": the relative clause says whose it is that waits."""
    waits = [at for at, word in enumerate(low) if word in _NOT_BEGUN.split(" | ")]
    return bool(waits) and "yang" in low[: waits[0]]


_BEARERS = word_set("pusat pemerintah oleh negara pemprov pemkab provinsi kabupaten")


def _over(low: Sequence[str]) -> str:
    for at, word in enumerate(low):
        if word in _OVER and set(low[max(0, at - 2) : at]) & _ALREADY:
            if {"paling", "selambatnya", "sebelum"} & set(low[at + 1 : at + 3]):
                continue  # "sudah rampung paling lambat 14 Agustus"
            if {"harus", "wajib"} & set(low[max(0, at - 3) : at]):
                continue  # "harus sudah rampung pada 30 November"
            if low[at - 1] == "lama" or (
                low[at - 1] not in _ALREADY and _VERB.fullmatch(low[at - 1])
            ):
                continue  # "sudah lama dicabut", "yang sudah dibeli dilarang …": of something else
            if word == "ditutup" and low[at + 1 : at + 2] and low[at + 1] in _BEARERS:
                continue  # "kekurangannya sudah ditutup pusat": paid
            return f"{low[at - 1]} {word}"
        if (
            word in {"sudah", "telah"}
            and low[at + 1 : at + 2] == ["tidak"]
            and (not at or low[at - 1] != "yang")
        ):
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


_LASTS = word_set("selama hanya cuma berlangsung sepanjang lamanya berlaku masa berlakunya")


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
