"""Indonesia's three time zones and the short names its people use for them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

DEFAULT_ZONE = "Asia/Jakarta"

# Zone of the tz database → abbreviation: tzdata knows these, but not on every platform.
ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


def zone_or_default(name: str | None) -> ZoneInfo:
    """The named zone if it is one of Indonesia's, else Jakarta's."""
    return ZoneInfo(name if name in ZONES else DEFAULT_ZONE)


def local(moment: datetime) -> datetime:
    """The moment on the reader's clock; a moment without a zone is a programming error."""
    return timezone.localtime(moment)


def abbreviation(moment: datetime) -> str:
    """WIB, WITA or WIT for a local moment; another zone's own abbreviation otherwise."""
    key = getattr(moment.tzinfo, "key", "")
    return ZONES.get(key) or moment.tzname() or "UTC"
