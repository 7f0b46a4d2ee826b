"""Read dates and times as people and platforms write them."""

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from tangkal.kernel import InvalidInput
from tangkal.pipeline.missing import is_missing
from tangkal.pipeline.refusal import RowRefused

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan",
            "februari february pebruari feb peb",
            "maret march mar",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "agustus august agu aug agt ags",
            "september sep sept",
            "oktober october okt oct",
            "november nopember nov nop",
            "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}
_ZONES = {"wib": "Asia/Jakarta", "wita": "Asia/Makassar", "wit": "Asia/Jayapura"}
_LONGEST = 80  # characters; what is longer is a text in the wrong column
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)

_number = re.compile(r"\d{9,16}(?:\.\d+)?")
_clock = r"(?:[ T,]+(?:pukul |jam |at )?(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\.\d+)?\s*(am|pm)?)?"
_zone = r"\s*\(?(wib|wita|wit|utc|gmt|z)?\)?"
_day_first = re.compile(rf"(\d{{1,2}})[/.\-](\d{{1,2}})[/.\-](\d{{4}}){_clock}{_zone}", re.I)
_year_first = re.compile(rf"(\d{{4}})[/.](\d{{1,2}})[/.](\d{{1,2}}){_clock}{_zone}", re.I)
_named = re.compile(
    rf"(?:[^\W\d_]+['’]?[^\W\d_]*,?\s+)?(\d{{1,2}})[\s\-]+([^\W\d_]+)\.?,?[\s\-]+(\d{{4}}){_clock}{_zone}",
    re.I,
)
_month_first = re.compile(
    rf"(?:[^\W\d_]+,?\s+)?([^\W\d_]+)\.?\s+(\d{{1,2}}),?\s+(\d{{4}}){_clock}{_zone}", re.I
)
_x_style = re.compile(r"\w{3} (\w{3}) (\d{1,2}) (\d\d:\d\d:\d\d) ([+-]\d{4}) (\d{4})")


def zone_named(name: str) -> tzinfo:
    """The time zone an operator means: an IANA name, or WIB, WITA, WIT.

    Raises:
        InvalidInput: there is none of that name.
    """
    try:
        return ZoneInfo(_ZONES.get(name.strip().lower(), name.strip()))
    except (KeyError, ValueError, OSError):
        raise InvalidInput(
            f"there is no time zone {name!r}; write WIB, WITA, WIT or a name like Asia/Jakarta"
        ) from None


def parse_moment(value: object, zone: tzinfo, now: datetime) -> datetime | None:
    """A moment in UTC from what a source wrote; None where it wrote nothing.

    Understood: datetimes and dates; Unix seconds, milliseconds and microseconds; ISO 8601;
    `2026-03-02 08:15:00`; `02/03/2026` (day first, as in Indonesia); `Senin, 2 Maret 2026
    08.15 WIB`; `2 March 2026`; RFC 2822; X's `Wed Oct 10 20:19:24 +0000 2018`.

    Args:
        value: the source's value.
        zone: for times without one.
        now: more than a day after it is refused.

    Raises:
        RowRefused: not a date, before 1990, or in the future; names the value.
    """
    if is_missing(value):
        return None
    try:
        moment = _read(value, zone)
    except (ValueError, OverflowError):
        raise _not_a_date(value) from None
    if moment < _EARLIEST:
        raise RowRefused("date too old", f"the date {str(value)!r} is before 1990: is it a date?")
    if moment > now + timedelta(days=1):
        raise RowRefused("date in the future", f"the date {str(value)!r} is in the future")
    return moment


def parse_day(value: object, zone: tzinfo, now: datetime) -> date | None:
    """The calendar day of :func:`parse_moment` in `zone`."""
    moment = parse_moment(value, zone, now)
    return None if moment is None else moment.astimezone(zone).date()


def _read(value: object, zone: tzinfo) -> datetime:
    if isinstance(value, datetime):
        return _to_utc(value, zone)
    if isinstance(value, date):
        return _to_utc(datetime(value.year, value.month, value.day), zone)  # noqa: DTZ001
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_unix(float(value), value)
    if isinstance(value, str) and len(value) <= _LONGEST:
        return _from_text(value, zone)
    raise _not_a_date(value)


@lru_cache(maxsize=4096)
def _from_text(value: str, zone: tzinfo) -> datetime:
    text = " ".join(value.split())
    try:
        return (
            _to_utc(datetime.fromisoformat(text), zone)
            if not text.isdecimal()
            else (_from_digits(text, zone))
        )
    except ValueError:
        pass
    try:
        return _from_pattern(text, zone)
    except ValueError:
        raise _not_a_date(value) from None


def _from_digits(text: str, zone: tzinfo) -> datetime:
    """20260302 is a day; longer is Unix time."""
    if len(text) in (8, 14):
        shape = "%Y%m%d" if len(text) == 8 else "%Y%m%d%H%M%S"
        return _to_utc(datetime.strptime(text, shape), zone)  # noqa: DTZ007
    return _from_unix(float(text), text)


def _from_unix(number: float, value: object) -> datetime:
    for divisor in (1, 1_000, 1_000_000):  # seconds, milliseconds, microseconds
        if 3e8 <= number / divisor < 5e9:
            return datetime.fromtimestamp(number / divisor, tz=UTC)
    raise _not_a_date(value)


def _from_pattern(text: str, zone: tzinfo) -> datetime:
    if _number.fullmatch(text):
        return _from_unix(float(text), text)
    if found := _day_first.fullmatch(text):
        day, month, year, *rest = found.groups()
        return _assemble(int(year), int(month), int(day), rest, zone)
    if found := _year_first.fullmatch(text):
        year, month, day, *rest = found.groups()
        return _assemble(int(year), int(month), int(day), rest, zone)
    for pattern, order in ((_named, (0, 1)), (_month_first, (1, 0))):
        if (found := pattern.fullmatch(text)) and found[order[1] + 1].lower() in _MONTHS:
            day, month = found[order[0] + 1], found[order[1] + 1]
            return _assemble(
                int(found[3]), _MONTHS[month.lower()], int(day), list(found.groups()[3:]), zone
            )
    if found := _x_style.fullmatch(text):
        month, day, clock, offset, year = found.groups()
        return datetime.strptime(
            f"{year} {_MONTHS[month.lower()]} {day} {clock} {offset}", "%Y %m %d %H:%M:%S %z"
        ).astimezone(UTC)
    return _to_utc(parsedate_to_datetime(text), zone)


def _assemble(year: int, month: int, day: int, rest: list[str | None], zone: tzinfo) -> datetime:
    hour, minute, second, half, named_zone = rest
    hours = int(hour or 0)
    if half:
        hours = hours % 12 + (12 if half.lower() == "pm" else 0)
    naive = datetime(year, month, day, hours, int(minute or 0), int(second or 0))  # noqa: DTZ001
    if named_zone:
        name = named_zone.lower()
        zone = ZoneInfo(_ZONES[name]) if name in _ZONES else UTC
    return _to_utc(naive, zone)


def _to_utc(moment: datetime, zone: tzinfo) -> datetime:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    try:
        return moment.astimezone(UTC)
    except OverflowError:  # the year 1 or 9999, a placeholder rather than a date
        raise ValueError from None


def _not_a_date(value: object) -> RowRefused:
    return RowRefused(
        "date not understood",
        f"{str(value)[:60]!r} is not a date Tangkal understands; write it like 2026-03-02 08:15",
    )
