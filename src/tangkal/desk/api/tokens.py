"""Make, use and revoke tokens. The token itself is shown once and kept nowhere."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts import second_factor
from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.api.models import ApiToken
from tangkal.desk.api.scopes import acts, scopes_for
from tangkal.desk.audit.commands import record
from tangkal.desk.workflow import ActionDenied

PREFIX = "tgk_"  # lets a scanner of leaked secrets know it for what it is
SHOWN = 10  # characters that tell one token from another
MOST_TOKENS = 10
LONGEST_DAYS = 365
# A token that approves, publishes or decides lives a shift: a stolen one is worth little.
LONGEST_ACTING = timedelta(hours=8)
USED_EVERY = timedelta(minutes=1)  # a busy program does not write at each request


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def make(
    owner: User, *, name: str, scopes: Sequence[str], days: int, is_proven: bool = False
) -> tuple[ApiToken, str]:
    """A new token and its text; the text is never to be had again.

    Args:
        days: how long it lives; one that acts at most :data:`LONGEST_ACTING`.
        is_proven: the person has just signed in anew, with a second factor where they need one.

    Raises:
        ActionDenied: a scope that this person's roles do not give, or one that acts, asked for
            by somebody who has not just proved who they are.
        ValidationError: no name, no scope, no sensible end, or too many tokens.
    """
    name = name.strip()[:80]
    if not name:
        raise ValidationError(_("Name the program that will hold the token."))
    if not scopes:
        raise ValidationError(_("Choose what the program may do."))
    if not set(scopes) <= set(scopes_for(owner)):
        raise ActionDenied(_("Your roles do not let you give a program this permission."))
    does_act = acts(list(scopes))
    if does_act and not is_proven:
        raise ActionDenied(
            _("A token that approves, publishes or decides is made right after signing in anew.")
        )
    if not 1 <= days <= LONGEST_DAYS:
        raise ValidationError(_("A token ends after 1 to %(days)d days.") % {"days": LONGEST_DAYS})
    User.objects.select_for_update().get(pk=owner.pk)  # two at once must not pass the limit
    if in_force().filter(owner=owner).count() >= MOST_TOKENS:
        raise ValidationError(
            _("You have %(n)d tokens in force; revoke one first.") % {"n": MOST_TOKENS}
        )
    text = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        owner=owner,
        name=name,
        start=text[:SHOWN],
        hash=hashed(text),
        scopes=sorted(set(scopes)),
        expires_at=timezone.now() + lifetime(days, does_act),
    )
    record("api_token.made", token, by=owner, scopes=token.scopes, expires_at=token.expires_at)
    return token, text


def lifetime(days: int, does_act: bool) -> timedelta:
    asked = timedelta(days=days)
    return min(asked, LONGEST_ACTING) if does_act else asked


@transaction.atomic
def revoke(token: ApiToken, *, by: User | None) -> None:
    """End a token at once: its owner, or an administrator over its owner's organisation.

    Args:
        by: None is the operator of the machine.

    Raises:
        ActionDenied: it is somebody else's.
    """
    token = ApiToken.objects.select_for_update().select_related("owner").get(pk=token.pk)
    if by is not None and not may_revoke(by, token):
        raise ActionDenied(_("Only its owner or an administrator can revoke this token."))
    if token.revoked_at is None:
        token.revoked_at, token.revoked_by = timezone.now(), by
        token.save(update_fields=["revoked_at", "revoked_by"])
        record("api_token.revoked", token, by=by, owner=token.owner.username)


def may_revoke(by: User, token: ApiToken) -> bool:
    return token.owner_id == by.pk or by.has_role(Role.SYSTEM_ADMIN, at=token.owner.organisation)


def in_force() -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(revoked_at=None, expires_at__gt=timezone.now())


def find(text: str) -> ApiToken | None:
    """The token in force that this text is, its owner with it; None for any other text.

    A closed account, one whose password an administrator knows, or one that still owes a second
    factor has no tokens in force.
    """
    found = in_force().select_related("owner__organisation").filter(hash=hashed(text)).first()
    if found is None or not found.owner.is_active or found.owner.must_change_password:
        return None
    return None if second_factor.must_enrol(found.owner) else found


def note_use(token: ApiToken) -> None:
    """Remember that a token was used, to the minute."""
    now = timezone.now()
    is_stale = Q(last_used_at=None) | Q(last_used_at__lt=now - USED_EVERY)
    if token.last_used_at is None or now - token.last_used_at > USED_EVERY:
        ApiToken.objects.filter(is_stale, pk=token.pk).update(last_used_at=now)


def tokens_for(reader: User) -> QuerySet[ApiToken]:
    """A person's own tokens; an administrator sees those of the organisations below too."""
    seen = Q(owner=reader)
    for assignment in reader.active_assignments:
        if assignment.role == Role.SYSTEM_ADMIN:
            seen |= Q(owner__organisation__path__startswith=assignment.scope.path)
    found = ApiToken.objects.filter(seen)
    return found.select_related("owner__organisation", "revoked_by").distinct()
