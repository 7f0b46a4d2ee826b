"""What must be settled before the desk opens: an own password, then a second factor."""

import time
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from tangkal.desk.accounts import second_factor, sessions, signing_in
from tangkal.desk.accounts.models import User

Handler = Callable[[HttpRequest], HttpResponse]

OPEN = ("account-password", "sign-out", "account-language")
ENROLLING = (
    *OPEN,
    "theme",
    "account-security",
    "account-app-add",
    "account-passkey-add",
    "account-recovery-codes",
    "account-prove",
    "sign-in-sso",
    "sign-in-sso-back",
)


class OwnPasswordFirst:
    """Whoever signs in with a password an administrator made chooses an own one first."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # The public portal asks for no account, so it is not looked up there either.
        is_desk = request.path.startswith("/desk/")
        if is_desk and must_choose(request) and request.path not in map(reverse, OPEN):
            messages.warning(
                request, _("An administrator knows this password; choose one of your own first.")
            )
            return redirect("account-password")
        return self.get_response(request)


def must_choose(request: HttpRequest) -> bool:
    """Whoever came through the office's sign-in service has no password here to change."""
    if not isinstance(request.user, User) or not request.user.must_change_password:
        return False
    return not request.session.get(signing_in.THROUGH_SERVICE)


class SecondFactorFirst:
    """Approvers and administrators work only in a session that a second factor opened.

    Whoever has none yet is sent to set one up. Also keeps the session's last use.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/desk/") or not isinstance(request.user, User):
            return self.get_response(request)
        sessions.touch(request, time.time())
        if not is_missing(request, request.user) or request.path in map(reverse, ENROLLING):
            return self.get_response(request)
        if second_factor.has_one(request.user):
            messages.warning(request, _("Your role asks for your second factor first."))
            return redirect("account-prove")
        messages.warning(request, _("Your role needs a second factor; set one up first."))
        return redirect("account-security")


def is_missing(request: HttpRequest, user: User) -> bool:
    return not second_factor.is_proved(request) and second_factor.requires(user)
