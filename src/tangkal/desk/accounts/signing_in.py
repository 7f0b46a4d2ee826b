"""The second step of signing in: a code, a recovery code or a passkey, after the password."""

import time

from django.contrib.auth import login
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tangkal.desk.accounts import passkeys, second_factor, sessions
from tangkal.desk.accounts.factor_models import DeskSession
from tangkal.desk.accounts.forms import CodeForm
from tangkal.desk.accounts.models import User
from tangkal.desk.ui.views import next_page
from tangkal.desk.workflow import ActionDenied

WAITING = "waits_for_second_factor"
WAITS_S = 600.0
THROUGH_SERVICE = "signed_in_through_service"  # in a session: it knows no password of ours
BACKEND = "django.contrib.auth.backends.ModelBackend"


def on_sign_in(sender: object, request: HttpRequest | None, user: User, **_more: object) -> None:
    """Write down where and when; sessions that ran out long ago are swept away on the way."""
    if request is not None and hasattr(request, "session"):
        now = time.time()
        sessions.describe(request, now)
        DeskSession.objects.filter(user=user, expire_date__lt=sessions.moment(now)).delete()


user_logged_in.connect(on_sign_in, dispatch_uid="accounts.signing_in")


def ask_second_factor(
    request: HttpRequest, user: User, *, onward: str, through_service: bool = False
) -> HttpResponse:
    """Remember, in a session that is nobody's yet, who got the password right."""
    request.session.cycle_key()
    request.session[WAITING] = {
        "user": user.pk,
        "hash": user.get_session_auth_hash(),  # a password changed meanwhile ends the wait
        "at": time.time(),
        "onward": onward,
        "through_service": through_service,
    }
    return redirect("sign-in-second")


def waiting_user(request: HttpRequest) -> User | None:
    waiting = request.session.get(WAITING)
    if not waiting or time.time() - waiting["at"] > WAITS_S:
        return None
    user = User.objects.filter(pk=waiting["user"], is_active=True).first()
    if user and constant_time_compare(user.get_session_auth_hash(), waiting["hash"]):
        return user
    return None


@never_cache
@require_http_methods(["GET", "POST"])
def second(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor; the person is signed in only once it is right."""
    if request.user.is_authenticated:
        return redirect("desk")
    user = waiting_user(request)
    if user is None:
        return redirect("sign-in")
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        try:
            if how := taken(request, user, form):
                return let_in(request, user, how)
            form.add_error("code", _("This code is wrong, was used before, or is too old."))
        except ActionDenied as refusal:
            form.add_error("code", str(refusal))
            status = 429
    context = {"form": form, "options": passkeys.begin_asking(request, user)}
    return render(request, "accounts/second.html", context, status=status)


def taken(request: HttpRequest, user: User, form: CodeForm) -> str:
    """How the person was proved: "passkey", "code"; empty where they were not."""
    if answer := request.POST.get("passkey"):
        form.is_valid()
        return "passkey" if passkeys.take_passkey(request, user, answer) else ""
    if form.is_valid() and second_factor.take_code(user, form.cleaned_data["code"]):
        return "code"
    return ""


def let_in(request: HttpRequest, user: User, how: str) -> HttpResponse:
    waiting = request.session.pop(WAITING, {})
    login(request, user, backend=BACKEND)
    request.session[THROUGH_SERVICE] = waiting.get("through_service", False)
    second_factor.mark_proved(request, how)
    return redirect(waiting.get("onward") or next_page(request))
