"""Signing in through the office's own service: which account it opens, and when it does not.

An account must be there, made by an administrator. The first time it is found by its e-mail, if
the service has verified that e-mail and exactly one open account carries it; from then on by the
service's own name for the person, so that an address given to somebody else later opens nothing.
Only administrators write accounts' e-mail addresses. No account and no role is ever made here.
"""

import time
from dataclasses import asdict

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tangkal.desk.accounts import oidc, proving, second_factor, signing_in
from tangkal.desk.accounts.factor_models import ExternalIdentity
from tangkal.desk.accounts.freshness import mark_fresh
from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.oidc import Attempt, Identity, SignInRefused
from tangkal.desk.accounts.readers import signed_in_person
from tangkal.desk.audit.commands import record
from tangkal.desk.ui.views import next_page

WAITING = "oidc_attempt"


@never_cache
@require_GET
def begin(request: HttpRequest) -> HttpResponse:
    """Send the person to the service; somebody signed in goes there to prove it anew."""
    if not oidc.is_configured():
        raise Http404
    attempt = Attempt.begin(next_page(request, ""), is_proof=request.user.is_authenticated)
    try:
        address = oidc.address(attempt)
    except SignInRefused as refusal:
        return refused(request, refusal)
    request.session[WAITING] = asdict(attempt) | {"at": time.time()}
    return redirect(address)


@never_cache
@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """The service's answer: sign in, go on to the second factor, or say why not."""
    if not oidc.is_configured():
        raise Http404
    try:
        attempt = waiting(request)
        identity = oidc.identity_from(attempt, request.GET.dict())
        if attempt.is_proof:
            return prove(request, attempt, identity)
        user = account_of(identity)
    except SignInRefused as refusal:
        return refused(request, refusal)
    return go_on(request, user, identity, attempt.onward)


def waiting(request: HttpRequest) -> Attempt:
    """The attempt this session began; each is answered once."""
    kept = request.session.pop(WAITING, None)
    if not kept or time.time() - kept.pop("at") > signing_in.WAITS_S:
        raise SignInRefused(_("This answer belongs to another sign-in; begin again."))
    return Attempt(**kept)


def refused(request: HttpRequest, refusal: SignInRefused) -> HttpResponse:
    messages.error(request, str(refusal))
    return redirect("account-prove" if request.user.is_authenticated else "sign-in")


@transaction.atomic
def account_of(identity: Identity) -> User:
    """The account that this identity opens; the first time it is linked, on record.

    Raises:
        SignInRefused: there is none, more than one, or it is closed.
    """
    known = (
        ExternalIdentity.objects.select_related("user")
        .filter(issuer=identity.issuer, subject=identity.subject)
        .first()
    )
    user = known.user if known else account_by_email(identity)
    if not user.is_active:
        raise SignInRefused(_("This account is closed."))
    link = known or ExternalIdentity(user=user, issuer=identity.issuer, subject=identity.subject)
    link.last_used_at = timezone.now()
    link.save()
    if known is None:
        record("account.sso_linked", user, by=user, issuer=identity.issuer)
    return user


def account_by_email(identity: Identity) -> User:
    if not identity.email or not identity.is_email_verified:
        raise SignInRefused(_("The sign-in service has not verified your e-mail address."))
    found = list(User.objects.filter(email__iexact=identity.email)[:2])
    if len(found) != 1:
        raise SignInRefused(
            _("No account here has the e-mail address %(email)s; ask your administrator.")
            % {"email": identity.email}
        )
    if found[0].identities.filter(issuer=identity.issuer).exists():
        raise SignInRefused(
            _("This account belongs to somebody else at the sign-in service; ask an administrator.")
        )
    return found[0]


def go_on(request: HttpRequest, user: User, identity: Identity, onward: str) -> HttpResponse:
    """In; or to the second factor, unless the service took one and the setting trusts it."""
    is_trusted = not identity.methods.isdisjoint(settings.TANGKAL.oidc_trusted_methods)
    if second_factor.has_one(user) and not is_trusted:
        return signing_in.ask_second_factor(request, user, onward=onward, through_service=True)
    login(request, user, backend=signing_in.BACKEND)
    request.session[signing_in.THROUGH_SERVICE] = True
    if is_trusted:
        second_factor.mark_proved(request, "service")
    return redirect(onward or "desk")


def prove(request: HttpRequest, attempt: Attempt, identity: Identity) -> HttpResponse:
    """A proof of somebody signed in: the same person, just now."""
    own = ExternalIdentity.objects.filter(issuer=identity.issuer, subject=identity.subject)
    if not own.filter(user=signed_in_person(request)).exists():
        raise SignInRefused(_("That is another person than the one signed in here."))
    if identity.proved_at is None or time.time() - identity.proved_at > oidc.FRESH_S:
        raise SignInRefused(_("The sign-in service did not ask you anew."))
    mark_fresh(request)
    return proving.onward(request, attempt.onward)
