"""A password somebody else has read opens one page: the one that changes it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User

OPEN = ("account-password", "sign-out", "account-language")


class OwnPasswordFirst:
    """Whoever signs in with a password an administrator made chooses an own one first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
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
    return isinstance(request.user, User) and request.user.must_change_password
