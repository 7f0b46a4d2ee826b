"""How often one address may be named in the public form: nobody's mailbox is filled through us."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.questions.models import Asked, Contact

MOST_A_DAY = 10  # questions with one contact


def check_may_be_written_to(contact: Contact) -> None:
    """Refuse one question too many for the same contact.

    Raises:
        ValidationError: so many were asked with it within a day; without it, it can be asked.
    """
    since = timezone.now() - timedelta(days=1)
    if Asked.objects.filter(contact=contact, report__created_at__gte=since).count() >= MOST_A_DAY:
        raise ValidationError(
            _(
                "%(most)d questions were asked with this address today. Send it without the"
                " address; the answer also stands on the page of your number."
            )
            % {"most": MOST_A_DAY}
        )
