"""Links for offices without an account: made, taken back, and what is done through one.

A link proves that somebody has it. What its holder types about themselves is kept as typed; a link
gives no other right than to read the directive, confirm, ask and report a publication.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.audit.commands import record
from tangkal.desk.directives import rules
from tangkal.desk.directives.commands import answering, publishing
from tangkal.desk.directives.commands.base import Sender, lock, lock_recipient, words
from tangkal.desk.directives.models import Act, Directive, Link, Recipient
from tangkal.desk.directives.states import ANSWER, OFFICE
from tangkal.desk.portal.reports import check_token
from tangkal.desk.workflow import ActionDenied

LASTS = timedelta(days=14)
ACTS = ("acknowledge", "ask", "publish")

_signer = Signer(salt="tangkal.directives.link")


def token_of(link: Link) -> str:
    """What stands in the address: the link's number and our signature under it."""
    return _signer.sign(str(link.pk))


def read_token(token: str, now: datetime | None = None) -> Link | None:
    """The link that an address names; None for one that is not ours, ended or taken back."""
    try:
        key = int(_signer.unsign(token))
    except (BadSignature, ValueError):
        return None
    return (
        Link.objects.filter(pk=key, revoked_at=None, expires_at__gt=now or timezone.now())
        .select_related(
            "directive__house_version__house", "directive__organisation", "organisation"
        )
        .first()
    )


@transaction.atomic
def make_links(directive: Directive, *, by: User) -> int:
    """A link for each addressed office that has none in force; answers how many were made.

    Raises:
        ActionDenied: not somebody at the centre who answers offices, or it does not run.
    """
    directive = lock(directive)
    rules.check_runs(directive)
    rules.check_may_link(by, directive)
    now = timezone.now()
    ended = directive.links.filter(revoked_at=None, expires_at__lte=now)
    ended.update(revoked_at=now)
    have = set(directive.links.filter(revoked_at=None).values_list("organisation_id", flat=True))
    current = directive.recipients.filter(round=directive.round)
    wanted = [key for key in current.values_list("organisation_id", flat=True) if key not in have]
    Link.objects.bulk_create(
        [
            Link(
                directive=directive,
                organisation_id=key,
                made_by=by,
                made_at=now,
                expires_at=now + LASTS,
            )
            for key in wanted
        ],
        batch_size=100,
    )
    record("directive.links_made", directive, by=by, offices=wanted, expires_at=now + LASTS)
    return len(wanted)


@transaction.atomic
def revoke_link(link: Link, *, by: User) -> Link:
    """Take a link back: from now on it opens nothing."""
    link = Link.objects.select_for_update(of=("self",)).select_related("directive").get(pk=link.pk)
    rules.check_may_link(by, link.directive)
    if link.revoked_at is not None:
        raise ActionDenied(_("This link was taken back already."))
    link.revoked_at, link.revoked_by = timezone.now(), by
    link.save(update_fields=["revoked_at", "revoked_by"])
    record("directive.link_revoked", link, by=by, directive=link.directive_id)
    return link


@transaction.atomic
def answer_by_link(
    link: Link,
    action: str,
    *,
    name: str,
    office: str,
    token: str,
    text: str = "",
    url: str = "",
    upload: "File[bytes] | None" = None,
) -> Recipient:
    """Confirm, ask, or report a publication as the holder of a link.

    The same form sent twice counts once.

    Raises:
        ActionDenied: the directive no longer runs, or the link was taken back meanwhile.
        ValidationError: no name, no office, a stale form, words that cannot be, a file that is
            not kept, or one sent along with anything but a publication.
    """
    if action not in ACTS:
        raise ValidationError(_("There is no step “%(name)s”.") % {"name": action})
    if upload is not None and action != "publish":
        raise ValidationError(
            _("A file is taken with “We have published it” only; press that, or leave it out.")
        )
    sender = Sender(
        link=link,
        name=words(name, most=120, missing=_("Write your name.")),
        office=words(office, most=160, missing=_("Write your office.")),
        token=check_token(token),
    )
    recipient = lock_recipient(recipient_of(link))
    check_stands(link)
    if was_sent(sender.token):
        return recipient
    rules.check_runs(recipient.directive)
    if action == "acknowledge" and recipient.acknowledged_at is not None:
        return recipient
    roles = frozenset(role.value for role in OFFICE)  # of the table; the holder has none
    recipient.state = ANSWER.check(recipient.state, action, roles)
    if action == "acknowledge":
        return answering.acknowledged(recipient, sender)
    if action == "ask":
        answering.asked(recipient, text, sender)
    else:
        what = publishing.Published(text=text, url=url, upload=upload)
        publishing.published(recipient, what, sender)
    return recipient


def recipient_of(link: Link) -> Recipient:
    """The office's row of the present round.

    Raises:
        ActionDenied: the office is not addressed any more.
    """
    found = Recipient.objects.filter(
        directive=link.directive_id,
        organisation=link.organisation_id,
        round=link.directive.round,
    ).first()
    if found is None:
        raise ActionDenied(_("The directive does not go to this office any more."))
    return found


def check_stands(link: Link) -> None:
    now = timezone.now()
    if not Link.objects.filter(pk=link.pk, revoked_at=None, expires_at__gt=now).exists():
        raise ActionDenied(_("This link no longer holds; ask the centre for another one."))


def was_sent(token: UUID | None) -> bool:
    return token is not None and Act.objects.filter(token=token).exists()
