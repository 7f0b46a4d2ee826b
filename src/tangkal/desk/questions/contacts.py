"""Where people want to be written to: sealed, found by a keyed hash, forgotten in time.

An address is read only by what sends (`address_of`). No page, export or log shows one.
"""

import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.sealing import keyed_hash, seal, unseal
from tangkal.desk.audit.commands import record
from tangkal.desk.portal.cleaning import without_controls
from tangkal.desk.portal.models import PublicReport
from tangkal.desk.portal.reports import RECEIPT_LETTERS
from tangkal.desk.questions.models import Channel, Contact, Outgoing

SEALING, LOOKUP = "questions.contact", "questions.contact.lookup"  # purposes of keys
LONGEST = 254  # characters of an address
KEPT_DAYS = 30  # after the last message, when nothing is owed any more
USED_AFTER = timedelta(hours=1)  # how old "last used" may be before it is written anew

# Each answers the keys of contacts that something still needs, such as subscriptions.
keepers: list[Callable[[], "Iterable[int] | QuerySet[Contact, int]"]] = []


def reach(channel: str, address: str, *, language: str) -> Contact:
    """The contact of an address, made where there is none yet.

    Args:
        channel: one of `Channel`.
        address: an e-mail address, or what the service calls the chat or the person.
        language: what to write in from now on.

    Raises:
        ValidationError: no such channel, or nothing that can be an address of it.
    """
    plain = checked(channel, address)
    found = sought(channel, plain)
    if found is None:
        return make(channel, plain, lookup_of(channel, plain), language)
    now = timezone.now()
    if found.language != language or found.last_used_at < now - USED_AFTER:
        found.language, found.last_used_at = language, now
        found.save(update_fields=["language", "last_used_at"])
    return found


def sought(channel: str, plain: str) -> Contact | None:
    """The contact of an address, where there is one."""
    return Contact.objects.filter(lookup=lookup_of(channel, plain), ended_at=None).first()


def lookup_of(channel: str, plain: str) -> str:
    return keyed_hash(f"{channel}:{plain.casefold()}", LOOKUP)


def make(channel: str, plain: str, lookup: str, language: str) -> Contact:
    try:
        with transaction.atomic():
            return Contact.objects.create(
                channel=channel,
                pseudonym=new_pseudonym(),
                sealed=seal(plain, SEALING),
                lookup=lookup,
                language=language,
            )
    except IntegrityError:  # the same address came twice at once, and the other was first
        return Contact.objects.get(lookup=lookup, ended_at=None)


def make_all(wanted: Sequence[tuple[str, str, str]]) -> list[Contact]:
    """Contacts of addresses that have none yet, in the order given, with one question for all.

    Args:
        wanted: channel, checked address and language of each; no address twice.
    """
    made = [
        Contact(
            channel=channel,
            pseudonym=drawn_pseudonym(),
            sealed=seal(plain, SEALING),
            lookup=lookup_of(channel, plain),
            language=language,
        )
        for channel, plain, language in wanted
    ]
    try:
        with transaction.atomic():
            return Contact.objects.bulk_create(made)
    except IntegrityError:  # a pseudonym is taken, or somebody else was first with an address
        return [
            make(each.channel, plain, each.lookup, each.language)
            for each, (_channel, plain, _language) in zip(made, wanted, strict=True)
        ]


def checked(channel: str, address: str) -> str:
    """The address as it is kept.

    Raises:
        ValidationError: no such channel, or nothing that can be an address of it.
    """
    if channel not in Channel.values:
        raise ValidationError(
            _("“%(channel)s” is no channel; choose one of: %(all)s.")
            % {"channel": channel, "all": ", ".join(Channel.values)}
        )
    plain = without_controls(address).strip()
    if channel == Channel.EMAIL:
        validate_email(plain)
    if not plain or len(plain) > LONGEST or "\n" in plain:
        raise ValidationError(
            _("An address has 1 to %(most)d characters on one line.") % {"most": LONGEST}
        )
    return plain


def drawn_pseudonym() -> str:
    return "".join(secrets.choice(RECEIPT_LETTERS) for _each in range(6))


def new_pseudonym() -> str:
    while True:
        name = drawn_pseudonym()
        if not Contact.objects.filter(pseudonym=name).exists():
            return name


def address_of(contact: Contact) -> str:
    """Where to write to; for what sends, and nothing else. "" for one that was forgotten."""
    return unseal(contact.sealed, SEALING) if contact.sealed else ""


@transaction.atomic
def forget(contact: Contact) -> None:
    """Empty a contact for good; what still waits to go to it never goes."""
    found = Contact.objects.select_for_update().get(pk=contact.pk)
    if found.ended_at is not None:
        return
    found.sealed, found.lookup, found.ended_at = "", "", timezone.now()
    found.save(update_fields=["sealed", "lookup", "ended_at"])
    waiting = (Outgoing.State.CREATED, Outgoing.State.TEMPORARY)
    found.outgoing.filter(state__in=waiting).update(
        state=Outgoing.State.PERMANENT,
        reason="the contact was forgotten",
        settled_at=found.ended_at,
    )
    found.outgoing.update(text="")
    record("contact.forgotten", found, by=None)


def unused(before: datetime) -> QuerySet[Contact]:
    """Contacts last used before a moment to whom nothing is owed any more."""
    still = Outgoing.State
    found = Contact.objects.filter(ended_at=None, last_used_at__lt=before)
    found = found.exclude(
        pk__in=Contact.objects.filter(asked__report__state=PublicReport.State.WAITING).values("pk")
    ).exclude(
        pk__in=Outgoing.objects.filter(
            state__in=(still.CREATED, still.SENDING, still.TEMPORARY)
        ).values("contact")
    )
    for keeper in keepers:
        found = found.exclude(pk__in=keeper())
    return found


def forget_all(found: QuerySet[Contact]) -> int:
    """Forget each; answers how many."""
    count = 0
    for contact in found:
        forget(contact)
        count += 1
    return count
