"""Numbers that a platform shows of a post, and which of them cannot be."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

NAMES = ("views", "shares", "likes", "comments")
MOST = 10**12
AHEAD = timedelta(minutes=5)  # clocks differ a little


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One snapshot of a post's figures; None where the platform shows none."""

    at: datetime
    views: int | None = None
    shares: int | None = None
    likes: int | None = None
    comments: int | None = None

    @property
    def is_empty(self) -> bool:
        return all(getattr(self, name) is None for name in NAMES)


def check(figures: Figures) -> None:
    """Refuse a moment to come and numbers that no post has.

    Raises:
        ValidationError
    """
    if figures.at > timezone.now() + AHEAD:
        raise ValidationError(_("Figures cannot be of a moment that has not come yet."))
    for name in NAMES:
        value = getattr(figures, name)
        if value is not None and not 0 <= value <= MOST:
            raise ValidationError(
                _("%(value)s is no number of a post; write whole numbers from 0.")
                % {"value": value}
            )
