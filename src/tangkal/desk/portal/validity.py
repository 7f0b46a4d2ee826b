"""Until when the facts of an answer are confirmed, in words."""

from datetime import datetime

from django.utils.translation import gettext as _

from tangkal.desk.portal.models import Clarification
from tangkal.desk.ui.moments import in_words


def sentence(found: Clarification) -> str:
    """For which moment it was confirmed and until when; "" where its office said neither, and of
    one that is being corrected: that says more."""
    if found.confirmed_at is None or found.doubted_at is not None:
        return ""
    if found.valid_until is not None and found.has_ended:
        return _(
            "The facts were confirmed until %(moment)s and have not been confirmed since. Do not "
            "rely on them; ask the office that answered."
        ) % {"moment": in_words(found.valid_until)}
    return held_in_words(found.confirmed_at, found.valid_until)


def held_in_words(confirmed_at: datetime, valid_until: datetime | None) -> str:
    """For which moment facts are confirmed, and until when; None where nobody set an end."""
    if valid_until is None:
        return _("Confirmed as of %(moment)s.") % {"moment": in_words(confirmed_at)}
    return _("Confirmed as of %(moment)s; valid until %(until)s.") % {
        "moment": in_words(confirmed_at),
        "until": in_words(valid_until),
    }
