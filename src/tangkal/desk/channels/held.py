"""For which moment a text is confirmed and until when, in the words that its readers get."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tangkal.desk.channels.models import Outlet
from tangkal.desk.deadlines.timing import zone_of
from tangkal.desk.portal.validity import held_in_words
from tangkal.desk.strategic_communication import house_queries, validity
from tangkal.desk.strategic_communication.house_models import MessageHouseVersion
from tangkal.desk.strategic_communication.models import MessageVersion
from tangkal.desk.strategic_communication.validity import Validity
from tangkal.desk.ui.moments import in_words


def of_source(source: MessageVersion | MessageHouseVersion) -> Validity:
    """What the house of its case says of a text; of a house, what its newest version says."""
    if isinstance(source, MessageVersion):
        return validity.of_message(source.message, source)
    house = house_queries.standing(source.house) or source
    return Validity(confirmed_at=house.truth_as_of, valid_until=house.expires_at)


def note_for(outlet: Outlet, found: Validity, language: str) -> str:
    """The sentence under a text, on the clock of the office that speaks; "" without a moment."""
    if found.confirmed_at is None:
        return ""
    zone = ZoneInfo(zone_of(outlet.organisation))
    with translation.override(language), timezone.override(zone):
        return said(found.confirmed_at, found.valid_until)


def said(confirmed_at: datetime, valid_until: datetime | None) -> str:
    """The same in the language and on the clock in force; of what has ended, that it has."""
    if valid_until is not None and valid_until <= timezone.now():
        return _(
            "This was confirmed until %(moment)s and has not been confirmed since. Do not rely "
            "on it; ask the office that issued it."
        ) % {"moment": in_words(valid_until)}
    return held_in_words(confirmed_at, valid_until)
