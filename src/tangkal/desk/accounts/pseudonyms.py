"""How staff are called in what leaves the desk."""

from django.utils.crypto import salted_hmac

from tangkal.desk.accounts.models import User


def name_outside(person: User) -> str:
    """The same short name for the same person in every export of this installation.

    It cannot be turned back without the installation's secret key.
    """
    digest = salted_hmac("tangkal.staff", str(person.pk)).hexdigest()
    return f"petugas-{digest[:8]}"
