"""Moments and deadlines in words: "21 Nov 2026 14.05 WIB", "lewat 35 menit"."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from tangkal.desk.ui.timezones import abbreviation, local

# A deadline closer than this is due soon.
SOON = timedelta(minutes=30)


def is_indonesian() -> bool:
    return (get_language() or "id").startswith("id")


def clock(moment: datetime) -> str:
    """Hours and minutes, with Indonesia's full stop or English's colon."""
    return format_date(local(moment), "H.i" if is_indonesian() else "H:i")


def in_words(moment: datetime, *, with_seconds: bool = False) -> str:
    """Day, month, year, time and zone on the reader's clock."""
    return worded(moment, timezone.get_current_timezone(), get_language(), with_seconds)


@lru_cache(maxsize=8192)  # the hours of a chart are the same on every page
def worded(moment: datetime, zone: tzinfo, language: str | None, with_seconds: bool) -> str:
    """The same, remembered by everything that it depends on: the zone and language in force."""
    here = local(moment)
    mark = "." if is_indonesian() else ":"
    time_format = f"H{mark}i{mark}s" if with_seconds else f"H{mark}i"
    return f"{format_date(here, f'j M Y {time_format}')} {abbreviation(here)}"


def day_in_words(day: date) -> str:
    """Day, month in full and year; a datetime is first brought to the reader's zone."""
    return format_date(local(day) if isinstance(day, datetime) else day, "j F Y")


def length(span: timedelta) -> str:
    """A length of time, no finer than helps: "2 hours 5 minutes", "3 days", "20 hours"."""
    minutes = max(0, int(span.total_seconds() // 60))
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    if days:
        minutes = 0
        hours = hours if days < 3 else 0
    elif hours >= 12:
        minutes = 0
    words = [
        (days, ngettext("%(n)d day", "%(n)d days", days)),
        (hours, ngettext("%(n)d hour", "%(n)d hours", hours)),
        (minutes, ngettext("%(n)d minute", "%(n)d minutes", minutes)),
    ]
    shown = [text % {"n": n} for n, text in words if n]
    return " ".join(shown) or words[2][1] % {"n": 0}


def ago(moment: datetime, now: datetime | None = None) -> str:
    """How long since a moment: "5 minutes ago"."""
    span = (now or timezone.now()) - moment
    if span < timedelta(minutes=1):
        return _("just now")
    return _("%(span)s ago") % {"span": length(span)}


@dataclass(frozen=True, slots=True)
class DeadlineWords:
    """A deadline as a reader needs it: words, tone, and whether it has passed."""

    text: str
    tone: str  # "", "warn" or "danger": repeats the words, never replaces them
    is_overdue: bool


def deadline_words(due: datetime, now: datetime | None = None) -> DeadlineWords:
    """Say how much of a deadline is left, or by how much it was missed."""
    left = due - (now or timezone.now())
    if left < timedelta(0):
        text = _("%(span)s overdue") % {"span": length(-left)}
        return DeadlineWords(text, "danger", True)
    text = _("%(span)s left") % {"span": length(left)}
    return DeadlineWords(text, "warn" if left <= SOON else "", False)
