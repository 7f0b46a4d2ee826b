"""Which days a page or a report is about: a month, a quarter, a year, the last days, own dates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tangkal.desk.ui.moments import day_in_words

LAST = {"30": 30, "90": 90, "365": 365}
WHOLE = ("month", "quarter", "year")
KINDS = (*LAST, "month", "quarter", "year", "own", "all")
USUAL = "90"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days from `since` to before `until` on the reader's clock; None is without end."""

    kind: str
    since: datetime | None
    until: datetime | None
    label: str
    fault: str = ""  # what was asked for and cannot be


def period_of(asked: Mapping[str, str], now: datetime) -> Period:
    """The period of a query: `period`, and `since` and `until` for own dates, `day` for whole ones.

    What cannot be read is the usual period, with the reason as its fault.
    """
    kind = asked.get("period", USUAL)
    fault = ""
    if kind not in KINDS:
        fault = _("“%(value)s” is no period; shown are the last 90 days.") % {"value": kind[:30]}
        kind = USUAL
    try:
        if kind == "own":
            return own(asked.get("since", ""), asked.get("until", ""))
        if kind in WHOLE:
            day = asked.get("day", "")
            return whole(kind, date.fromisoformat(day) if day else timezone.localdate(now))
    except (ValueError, OverflowError) as error:
        fault = _("These dates cannot be read (%(why)s); shown are the last 90 days.") % {
            "why": str(error)[:80]
        }
        kind = USUAL
    if kind == "all":
        return Period(kind=kind, since=None, until=None, label=_("All time"))
    days = LAST[kind]
    since = now - timedelta(days=days)
    return Period(
        kind=kind,
        since=since,
        until=None,
        label=_("The last %(n)s days") % {"n": days},
        fault=fault,
    )


def own(first: str, last: str) -> Period:
    """Own dates, the last one included."""
    since, until = date.fromisoformat(first), date.fromisoformat(last)
    if until < since:
        raise ValueError(f"{last} < {first}")
    return Period(
        kind="own",
        since=midnight(since),
        until=midnight(until + timedelta(days=1)),
        label=f"{day_in_words(since)} – {day_in_words(until)}",
    )


def whole(kind: str, day: date) -> Period:
    """The month, quarter or year that holds a day."""
    first, after = bounds(kind, day)
    return Period(kind=kind, since=midnight(first), until=midnight(after), label=called(kind, day))


def bounds(kind: str, day: date) -> tuple[date, date]:
    """First day of the whole period that holds a day, and the first day after it."""
    months = {"month": 1, "quarter": 3, "year": 12}[kind]
    place = (day.month - 1) // months * months
    first = date(day.year, place + 1, 1)
    after = place + months
    return first, date(day.year + after // 12, after % 12 + 1, 1)


def called(kind: str, day: date) -> str:
    if kind == "month":
        return date_format(day, "F Y")
    if kind == "quarter":
        return _("Quarter %(n)s of %(year)s") % {"n": (day.month - 1) // 3 + 1, "year": day.year}
    return str(day.year)


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def month_of(moment: datetime) -> str:
    """The month on the reader's clock, as it sorts: "2026-03"."""
    return f"{timezone.localtime(moment):%Y-%m}"
