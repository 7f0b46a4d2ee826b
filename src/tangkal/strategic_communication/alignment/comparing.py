"""Two facts side by side: the same, different in one place of the sentence, or not comparable."""

from enum import Enum

from tangkal.strategic_communication.alignment import dates, lexicon, places
from tangkal.strategic_communication.alignment.facts import Fact

_MONTH_HOURS = 730
_ABOUT = 0.1  # "sekitar" allows a tenth
_COUNTED = frozenset({"people", "households", "count", "mass", "volume", "area", "share"})
_PLAIN = frozenset({"number", "count", "people", "households"})
_BUDGET = 1e9  # rupiah from which an amount is told rounded: "Rp2,5 triliun"
_TOLD = 2  # digits that a rounded figure has at least
_FEW = 10
_LOCAL_TOTALS = frozenset({"people", "households", "count", "mass", "volume", "area"})


class Match(Enum):
    """What two facts of one slot are to each other."""

    SAME = "same"
    DIFFERENT = "different"
    TURNED = "turned"  # the same value with the opposite bound: "mulai" against "sampai"
    APART = "apart"  # not comparable


def compare(central: Fact, local: Fact) -> Match:
    """What a local fact is to a central one; never DIFFERENT across kinds."""
    if {central.kind, local.kind} == {"months", "duration"}:
        return _spans(central, local)
    kinds = {central.kind, local.kind}
    if central.is_limit and local.is_limit and "number" in kinds and kinds <= _PLAIN:
        return _values(central, local)  # "kuota 1 juta sertifikat", "jatah 100 ribu"
    is_age = {central.kind, local.kind} == {"age", "months"}  # "paling tua 35 tahun"
    if (central.kind != local.kind and not is_age) or not _one_unit(central, local):
        return Match.APART
    by_kind = {
        "date": _times,
        "weekday": _times,
        "time": _times,
        "place": _places,
        "agency": _agencies,
        "contact": _values,
        "ordinal": _values,
        "label": _values,
        "site": _sites,
        "every": _cadences,
    }
    usual = _values if central.kind in lexicon.CLASSES else _amounts
    return by_kind.get(central.kind, usual)(central, local)


def _values(central: Fact, local: Fact) -> Match:
    same = central.value == local.value or _one_site(central, local) or _one_group(central, local)
    return Match.SAME if same else Match.DIFFERENT


def _one_group(one: Fact, other: Fact) -> bool:
    """Whether one group takes the other in: a toddler is a child."""
    first, second = str(one.value), str(other.value)
    if one.kind != "group":
        return False
    wider = lexicon.TAKEN_IN
    return second in wider.get(first, ()) or first in wider.get(second, ())


def _cadences(central: Fact, local: Fact) -> Match:
    near = abs(float(str(central.value)) - float(str(local.value)))
    same = near <= 0.05 * max(float(str(central.value)), float(str(local.value)))
    return Match.SAME if same else Match.DIFFERENT  # a month has 730 hours here, four weeks 672


def _spans(central: Fact, local: Fact) -> Match:
    """Months against hours, days and weeks: a month has 28 to 31 days, so near is the same."""
    hours = [
        float(str(fact.value)) * (_MONTH_HOURS if fact.kind == "months" else 1)
        for fact in (central, local)
    ]
    near = abs(hours[0] - hours[1]) <= _ABOUT * max(hours)
    return Match.SAME if near else Match.DIFFERENT


def _sites(central: Fact, local: Fact) -> Match:
    first, second = str(central.value), str(local.value)
    if central.unit == "route":
        return Match.SAME if _one_route(first, second) else Match.DIFFERENT
    return Match.SAME if first.startswith(second) or second.startswith(first) else Match.DIFFERENT


def _one_route(one: str, other: str) -> bool:
    """Whether both ends agree, what stands in front of the first name ("Kapal …") aside."""
    pairs = [(one.split("–"), other.split("–")), (one.split("–"), other.split("–")[::-1])]
    return any(
        all(a.endswith(b) or b.endswith(a) for a, b in zip(first, second, strict=True))
        for first, second in pairs
    )


def _one_unit(one: Fact, other: Fact) -> bool:
    if one.kind == "money":  # "Rp10.000" may leave out "per liter"
        return one.unit == other.unit or not one.unit or not other.unit
    if {one.unit, other.unit} == _RHYTHMS:
        return True
    if one.kind == "count":  # so may "30 pemohon"
        return one.unit.partition(" per ")[0] == other.unit.partition(" per ")[0]
    return one.unit == other.unit


def _one_site(one: Fact, other: Fact) -> bool:
    first, second = str(one.value), str(other.value)
    return one.unit in {"address", "app"} and (first.startswith(second) or second.startswith(first))


# ---- amounts ---------------------------------------------------------------------------


def _amounts(central: Fact, local: Fact) -> Match:
    first, second = float(str(central.value)), float(str(local.value))
    if not _roles_meet(central, local) and {central.unit, local.unit} != _RHYTHMS:
        return Match.APART
    if "age" in {central.kind, local.kind} and _next_whole(central, local):
        return Match.SAME
    if _equal(central, local):
        opposite = {central.bound, local.bound} == {"at_least", "at_most"}
        return Match.TURNED if opposite else Match.SAME
    few = max(first, second) <= _FEW and central.kind == "count"
    # "satu pendamping", "boleh membawa dua pendamping"
    one_limit = few and {central.bound, local.bound} == {"", "at_most"}
    if one_limit or _limit(central, local) == _limit(local, central):
        return Match.DIFFERENT
    if {central.bound, local.bound} == {"at_least", "at_most"}:
        least, most = (first, second) if central.bound == "at_least" else (second, first)
        return Match.APART if least <= most else Match.DIFFERENT  # two ends of a range, or none
    return Match.APART if _allows(central, second) or _allows(local, first) else Match.DIFFERENT


def _next_whole(one: Fact, other: Fact) -> bool:
    """ "di bawah tiga tahun" is "dua tahun ke bawah", "belum genap lima tahun" "59 bulan"."""
    if one.bound != other.bound or one.is_beyond is other.is_beyond:
        return False
    beyond, reached = (one, other) if one.is_beyond else (other, one)
    gap = float(str(beyond.value)) - float(str(reached.value))
    return (gap if one.bound == "at_most" else -gap) in {1, _YEAR}


_YEAR = 12  # months


def _limit(fact: Fact, other: Fact) -> str:
    """A "kuota" is a limit beside what is called one: "kuota 500" against "paling banyak 750"."""
    return "at_most" if fact.is_limit and other.bound == "at_most" else fact.bound


def _allows(bounded: Fact, value: float) -> bool:
    """Whether a bounded amount leaves room for the other's value."""
    limit = float(str(bounded.value))
    if bounded.bound == "at_least":
        return value >= limit
    return bounded.bound == "at_most" and value <= limit


def _roles_meet(one: Fact, other: Fact) -> bool:
    if one.kind == "share" and 1.0 in {one.value, other.value}:
        return True  # "dihapus seluruhnya", "dipotong separuh"
    roles = {one.role or "after", other.role or "after"} - {"not"}
    return len(roles) <= 1


_RHYTHMS = {"per months", "per duration"}


def _equal(central: Fact, local: Fact) -> bool:
    if {central.unit, local.unit} == _RHYTHMS:  # "750 liter sebulan", "750 liter setiap minggu"
        hours = [
            float(str(fact.value)) / (_MONTH_HOURS if fact.unit == "per months" else 1)
            for fact in (central, local)
        ]
        return abs(hours[0] - hours[1]) <= _ABOUT * max(hours)
    if central.unit == local.unit:
        first, second = float(str(central.value)), float(str(local.value))
    else:  # one leaves out what it is per
        first, second = central.raw, local.raw
    gap = abs(first - second)
    if gap <= 1e-6 * max(abs(first), abs(second), 1e-9):
        return True
    widest = max(abs(first), abs(second))
    if "about" in {central.bound, local.bound} and gap <= _ABOUT * widest:
        return True
    if central.kind not in _COUNTED and not (central.kind == "money" and widest >= _BUDGET):
        return False  # a price, a dose, a term is said exactly
    coarse, fine = (local, central) if local.digits <= central.digits else (central, local)
    if _TOLD <= coarse.digits < fine.digits:
        value = float(str(fine.value))
        rounded = float(f"{value:.{coarse.digits - 1}e}")
        return abs(rounded - float(str(coarse.value))) <= 1e-6 * widest
    return False


# ---- times -------------------------------------------------------------------------------


def _times(central: Fact, local: Fact) -> Match:
    if central.kind == "weekday":
        same: bool | None = central.value == local.value
    elif central.kind == "time":
        same = dates.same_time(central.value, local.value)  # type: ignore[arg-type]
    else:
        same = dates.same_date(central.value, local.value)  # type: ignore[arg-type]
    bounds = {central.bound, local.bound}
    if same is None:
        return Match.APART
    if central.kind == "date" and local.bound == "from" and _is_vague(local, central):
        return Match.SAME if same else Match.APART  # "sejak Januari" counts from then
    if same:
        return Match.TURNED if bounds == {"from", "until"} else Match.SAME
    if central.bound == "until" and not local.bound and _is_later(central, local):
        return Match.DIFFERENT  # done by 2026 there, in 2028 here
    if "until" in bounds and len(bounds) > 1:
        return Match.APART  # the one tells the beginning or the day, the other the end
    return Match.DIFFERENT


def _is_vague(one: Fact, other: Fact) -> bool:
    """A month without day and year beside a whole date."""
    part, whole = one.value, other.value
    assert isinstance(part, tuple)
    assert isinstance(whole, tuple)
    return part[0] is None and part[2] is None and whole[2] is not None


def _is_later(central: Fact, local: Fact) -> bool:
    """Whether a date lies behind the deadline of what both say in the same words."""
    if central.kind != "date" or not central.anchors & local.anchors:
        return False
    year, later = central.value[0], local.value[0]  # type: ignore[index]
    return year is not None and later is not None and later > year


# ---- places and agencies --------------------------------------------------------------------


def _places(central: Fact, local: Fact) -> Match:
    here, there = _codes(central), _codes(local)
    if "excluded" in {central.role, local.role}:
        return _left_out(here, there, both=central.role == local.role)
    if there == places.COUNTRY and here != places.COUNTRY:
        return Match.DIFFERENT  # wider than what was promised
    return Match.SAME if places.agree(here, there) else Match.DIFFERENT


def _left_out(here: frozenset[str], there: frozenset[str], *, both: bool) -> Match:
    """One of the two, or both, are places for which the sentence does not hold."""
    if both:
        return Match.SAME if places.agree(here, there) else Match.APART
    turned = places.is_within(there, here) and there != places.COUNTRY
    return Match.TURNED if turned else Match.APART


def _codes(fact: Fact) -> frozenset[str]:
    value = fact.value
    assert isinstance(value, frozenset)
    return value


def _agencies(central: Fact, local: Fact) -> Match:
    first, second = str(central.value), str(local.value)
    if first == second:
        return Match.SAME
    if "government" in {first, second}:  # said of all of them
        return Match.SAME if {first, second} <= _GOVERNMENT else Match.DIFFERENT
    wider = lexicon.WIDER
    for one, other in ((first, second), (second, first)):
        head = one.partition(":")[0]
        if head in _STANDS_FOR and other in _STANDS_FOR[head]:
            return Match.SAME
    if second in wider.get(first, ()) or first in wider.get(second, ()):
        return Match.SAME
    return Match.DIFFERENT


_GOVERNMENT = (
    frozenset(lexicon.WIDER)
    | frozenset().union(*lexicon.WIDER.values())
    | {"government", "village", "subdistrict", "police", "army", "bps", "bpom", "bmkg", "basarnas"}
)
_STANDS_FOR = {
    "dinas": frozenset({"regional", "district", "provincial"}),
    "kementerian": frozenset({"centre"}),
}


def is_local_total(central: Fact, local: Fact, *, local_place: bool) -> bool:
    """A district's own share of a national total is no contradiction of it.

    "12 juta keluarga menerima" and "di Sleman 45 ribu keluarga menerima" are both true.
    """
    if not local_place or central.bound or central.is_limit or central.unit.startswith("per "):
        return False  # what each gets at most is the same everywhere
    if local.kind == "share":
        return True  # of another whole
    return local.kind in _LOCAL_TOTALS and float(str(local.value)) < float(str(central.value))
