"""The mail account that answers citizens: its password sealed, changed with a record."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.sealing import seal, unseal
from tangkal.desk.audit.commands import lock_head, record
from tangkal.desk.questions import rules
from tangkal.desk.questions.models import Mailbox
from tangkal.desk.workflow import check_version

SEALING = "questions.mailbox"
# What leads the password elsewhere: whoever changes it must know the password.
LEADING = ("server", "security", "username")


def current() -> Mailbox | None:
    """The account, open or closed; None before one was entered."""
    return Mailbox.objects.first()


def can_write() -> bool:
    """Whether citizens can be answered by e-mail here."""
    return Mailbox.objects.filter(is_active=True).exists()


def password_of(box: Mailbox) -> str:
    return unseal(box.password, SEALING) if box.password else ""


@transaction.atomic
def keep(*, by: User, version: int, password: str = "", **fields: object) -> Mailbox:
    """Enter the account, or change it; no password given leaves the present one.

    Args:
        version: as the person saw it; 0 where there was none.

    Raises:
        ActionDenied: no administrator.
        StaleObject: somebody changed it meanwhile.
        ValidationError: it leads elsewhere, and the password was not entered again.
    """
    rules.check_can_keep_replies(by)
    lock_head()  # one at a time, also while there is no row to lock
    found = current() or Mailbox(version=0)
    check_version(found, version, what=_("The mail account"))
    changed = sorted(name for name, value in fields.items() if getattr(found, name) != value)
    if found.password and not password and set(changed) & set(LEADING):
        raise ValidationError(
            _("Enter the password again: it would go to a place it was not entered for.")
        )
    for name, value in fields.items():
        setattr(found, name, value)
    if password:
        found.password = seal(password, SEALING)
    found.version += 1
    found.save()
    record(
        "mailbox.kept",
        found,
        by=by,
        changed=changed,
        server=found.server,
        is_password_new=bool(password),
        is_active=found.is_active,
    )
    return found
