"""What an office made public, and what a person at the centre found in it."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk import directives
from tangkal.desk.accounts.models import User
from tangkal.desk.audit.commands import record
from tangkal.desk.directives import rules
from tangkal.desk.directives.commands.answering import confirm
from tangkal.desk.directives.commands.base import (
    Sender,
    keep,
    lock_recipient,
    note,
    tell_office,
    words,
)
from tangkal.desk.directives.models import Act, LocalPublication, Recipient
from tangkal.desk.directives.states import OFFICE
from tangkal.desk.portal.attachments import check_attachment
from tangkal.desk.portal.cleaning import without_controls
from tangkal.desk.workflow import ActionDenied

MOST = 20_000
MOST_BYTES = 256 * 1024  # of a text file
CLOCKS_DIFFER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What an office says it published: a text, a link or a file; at least one of them."""

    text: str = ""
    url: str = ""
    upload: "File[bytes] | None" = None
    at: datetime | None = None


@transaction.atomic
def publish(recipient: Recipient, what: Published, *, by: User) -> LocalPublication:
    """Report what the office made public; every report is kept, the newest counts.

    Raises:
        ActionDenied: the person does not answer for the office, or the directive ended.
        ValidationError: nothing given, a bad link, a file of another kind, a moment to come.
    """
    recipient = lock_recipient(recipient)
    recipient.state = rules.check_answers(by, recipient, "publish")
    return published(recipient, what, Sender(by=by))


def published(recipient: Recipient, what: Published, sender: Sender) -> LocalPublication:
    """Keep a report; the rules have spoken. A file goes where its record could not be kept."""
    found = read(what)
    try:
        return kept(found, recipient, sender)
    except Exception:
        if found.file:
            found.file.delete(save=False)
        raise


def kept(found: LocalPublication, recipient: Recipient, sender: Sender) -> LocalPublication:
    now = timezone.now()
    confirm(recipient, sender)
    recipient.published_at = recipient.published_at or now
    found.recipient = recipient
    found.house_version = recipient.directive.house_version
    found.reported_by, found.reported_at = sender.by, now
    said = found.url or found.text[:500] or found.file_name
    found.act = note(recipient, Act.Kind.PUBLISHED, sender, said)
    found.save()
    replace_earlier(found, now)
    record(
        "directive.published_locally", found, by=sender.by, directive=recipient.directive_id,
        kind=found.kind, url=found.url, sha256=found.file_sha256,
        house_version=found.house_version_id, link=sender.link and sender.link.pk,
    )  # fmt: skip
    keep(recipient)
    for hook in directives.publishing:
        hook(found)
    return found


def read(what: Published) -> LocalPublication:
    """A publication out of what was given, not stored yet."""
    text, url = without_controls(what.text).strip(), what.url.strip()
    at = what.at or timezone.now()
    if at > timezone.now() + CLOCKS_DIFFER:
        raise ValidationError(_("It cannot have been published at a moment still to come."))
    if len(text) > MOST:
        raise ValidationError(
            _("%(n)d characters; at most %(most)d are taken.") % {"n": len(text), "most": MOST}
        )
    found = LocalPublication(text=text, url=url, published_at=at)
    if url:
        URLValidator(schemes=["http", "https"])(url)
    if what.upload is not None:
        found.kind = LocalPublication.Kind.UPLOAD
        take_file(found, what.upload)
    elif url:
        found.kind = LocalPublication.Kind.LINK
    elif text:
        found.kind = LocalPublication.Kind.PASTED
    else:
        raise ValidationError(_("Paste the text, give the link, or choose a file."))
    return found


def take_file(found: LocalPublication, upload: "File[bytes]") -> None:
    """Keep a picture or PDF under its hash; a text file also as text that can be compared."""
    name = without_controls(PurePath(str(upload.name or "")).name)[:200]
    if PurePath(name).suffix.lower() == ".txt":
        content = upload.read(MOST_BYTES + 1)
        found.text = found.text or as_text(name, content)
        digest = hashlib.sha256(content).hexdigest()
        stored, found.file_name = ContentFile(content, name=f"{digest}.txt"), name
    else:
        checked = check_attachment(upload)
        stored, digest, found.file_name = checked.stored, checked.sha256, checked.name
    found.file_sha256 = digest
    found.file.save(stored.name or digest, stored, save=False)


def as_text(name: str, content: bytes) -> str:
    try:
        text = without_controls(content.decode("utf-8-sig")).strip()
    except UnicodeDecodeError:
        text = ""
    if not text or len(content) > MOST_BYTES or len(text) > MOST:
        raise ValidationError(
            _("%(name)s is no text of at most %(most)d characters in UTF-8.")
            % {"name": name, "most": MOST}
        )
    return text


def replace_earlier(found: LocalPublication, now: datetime) -> None:
    """What the office was asked to update is updated by this report."""
    LocalPublication.objects.filter(
        recipient__directive=found.recipient.directive_id,
        recipient__organisation=found.recipient.organisation_id,
        recall_asked_at__isnull=False,
        taken_down_at=None,
    ).exclude(pk=found.pk).update(taken_down_at=now)


@transaction.atomic
def take_down(recipient: Recipient, *, by: User) -> int:
    """Note that the office removed what it had published; answers how many publications.

    It is noted for a withdrawn directive too: then it is what the office was asked for.

    Raises:
        ActionDenied: the person does not answer for the office, or nothing is public.
    """
    recipient = lock_recipient(recipient)
    if rules.roles_for(by, recipient.organisation).isdisjoint(OFFICE):
        raise ActionDenied(
            _("%(office)s answers for itself; your roles there do not include it.")
            % {"office": recipient.organisation}
        )
    now = timezone.now()
    shown = LocalPublication.objects.filter(
        recipient__directive=recipient.directive_id,
        recipient__organisation=recipient.organisation_id,
        taken_down_at=None,
    )
    done = shown.update(taken_down_at=now)
    if not done:
        raise ActionDenied(_("Nothing that you published is public any more."))
    if recipient.published_at is not None:
        recipient.published_at = None
        recipient.state = rules.after_take_down(recipient)
    note(recipient, Act.Kind.TAKEN_DOWN, Sender(by=by))
    record("directive.taken_down", recipient, by=by, publications=done)
    keep(recipient)
    return done


def mark_aligned(publication: LocalPublication, *, by: User, why: str = "") -> Recipient:
    """A person confirms that an office says what the house says."""
    return mark(publication, "mark_aligned", Act.Kind.ALIGNED, why, by=by)


def mark_contradiction(publication: LocalPublication, *, by: User, why: str) -> Recipient:
    """A person confirms a contradiction; the office hears of it and may be the one that is right.

    Raises:
        ActionDenied: role or state, or a publication that is not the newest of its round.
        ValidationError: it is not said what contradicts what.
    """
    why = words(why, most=4000, missing=_("Say what contradicts what."))
    recipient = mark(publication, "mark_contradiction", Act.Kind.CONTRADICTS, why, by=by)
    tell_office(recipient, title_of(recipient, _contradiction), by=by)
    return recipient


def resolve(publication: LocalPublication, *, by: User, why: str) -> Recipient:
    """End a contradiction with the reason, whoever was right."""
    why = words(why, most=4000, missing=_("Say how it was resolved, and who was right."))
    recipient = mark(publication, "resolve", Act.Kind.RESOLVED, why, by=by)
    tell_office(recipient, title_of(recipient, _resolution), by=by)
    return recipient


def title_of(recipient: Recipient, sentence: Callable[[], str]) -> Callable[[], str]:
    return lambda: sentence() % {"title": recipient.directive}


def _contradiction() -> str:
    return _("The centre sees a contradiction: %(title)s")


def _resolution() -> str:
    return _("The contradiction is resolved: %(title)s")


@transaction.atomic
def mark(
    publication: LocalPublication, action: str, kind: Act.Kind, why: str, *, by: User
) -> Recipient:
    recipient = lock_recipient(Recipient(pk=publication.recipient_id))
    newest = recipient.publications.first()
    if newest is None or newest.pk != publication.pk:
        raise ActionDenied(_("The office has reported something newer; look at that one."))
    recipient.state = rules.check_centre(by, recipient, action)
    note(recipient, kind, Sender(by=by), why)
    record(f"directive.{action}", recipient, by=by, publication=publication.pk, reason=why)
    return keep(recipient)
