"""What people may change about their own account: language, clock, password."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import TimeZone, User
from tangkal.desk.audit.commands import record

LANGUAGES = dict(User._meta.get_field("language").flatchoices)


@transaction.atomic
def change_preferences(user: User, *, language: str, time_zone: str) -> None:
    """Keep the language and the clock a person wants to read in.

    Raises:
        ValidationError: a language or time zone we do not offer.
    """
    if language not in LANGUAGES:
        raise ValidationError(_("Language “%(code)s” is not offered.") % {"code": language})
    if time_zone not in TimeZone.values:
        raise ValidationError(_("Time zone “%(zone)s” is not offered.") % {"zone": time_zone})
    user.language, user.time_zone = language, time_zone
    user.save(update_fields=["language", "time_zone"])
    record("account.preferences", user, by=user, language=language, time_zone=time_zone)


@transaction.atomic
def change_password(user: User, new_password: str) -> None:
    """Set one's own password; the caller has checked the old one and the new one's strength."""
    user.set_password(new_password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    record("account.password", user, by=user)
