"""One's own security: authenticators, recovery codes, sessions."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tangkal.desk.accounts import ending, passkeys, second_factor, sessions, totp
from tangkal.desk.accounts.factor_models import Authenticator, DeskSession
from tangkal.desk.accounts.forms import AppForm, PasskeyForm
from tangkal.desk.accounts.freshness import fresh_page_required, fresh_sign_in_required
from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import signed_in_person as own

NEW_APP = "new_app"  # in the session until a code shows that the app has it


@never_cache
@require_GET
@login_required
def security(request: HttpRequest) -> HttpResponse:
    """What proves this person, and where they are signed in."""
    user = own(request)
    context = {
        "authenticators": user.authenticators.all(),
        "codes_left": user.recovery_codes.filter(used_at=None).count(),
        "must_have": second_factor.requires(user),
        "must_enrol": second_factor.must_enrol(user),
        "passkeys_possible": passkeys.are_possible(request),
        "identities": user.identities.all(),
        "sessions": [
            {
                "mark": ending.mark_of(each),
                "device": sessions.device_in_words(each.device),
                "place": each.place,
                "since": each.signed_in_at,
                "seen": each.seen_at,
                "is_this": each.session_key == request.session.session_key,
            }
            for each in open_sessions(user)
        ],
    }
    return render(request, "accounts/security.html", context)


def open_sessions(user: User) -> QuerySet[DeskSession]:
    return DeskSession.objects.filter(user=user, expire_date__gt=timezone.now()).order_by(
        "-seen_at"
    )


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
@fresh_page_required
def add_app(request: HttpRequest) -> HttpResponse:
    """Show a secret as a picture and in letters; keep it once a code shows the app has it."""
    user = own(request)
    secret = request.session.setdefault(NEW_APP, totp.new_secret())
    form = AppForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            second_factor.add_totp(user, secret=secret, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("code", error)
        else:
            del request.session[NEW_APP]
            return enrolled(request, user, "code")
    site = request.get_host()
    address = totp.address(secret, account=user.username, issuer=f"Tangkal {site}")
    context = {"form": form, "secret": totp.grouped(secret), "picture": totp.picture(address)}
    return render(request, "accounts/add_app.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
@fresh_page_required
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Let the browser make a passkey, and keep its public half."""
    user = own(request)
    if not passkeys.are_possible(request):
        messages.error(request, _("Passkeys need the desk's name in the address, and https."))
        return redirect("account-security")
    form = PasskeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            answer = request.POST.get("passkey", "")
            passkeys.finish_creating(request, user, answer, form.cleaned_data["name"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return enrolled(request, user, "passkey")
    context = {"form": form, "options": passkeys.begin_creating(request, user)}
    return render(request, "accounts/add_passkey.html", context)


def enrolled(request: HttpRequest, user: User, how: str) -> HttpResponse:
    """One more authenticator; with the first one, recovery codes, and other sessions end."""
    second_factor.mark_proved(request, how)
    messages.success(request, _("Kept. From the next sign-in on you are asked for it."))
    if user.recovery_codes.exists():
        return redirect("account-security")
    ending.end_others(user, request.session.session_key)
    return show_codes(request, second_factor.make_recovery_codes(user))


def show_codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """The one page on which the codes are ever read."""
    return render(request, "accounts/recovery_codes.html", {"codes": codes})


@never_cache
@require_POST
@login_required
@fresh_sign_in_required(gettext_lazy("Make new recovery codes"))
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Ten new codes in place of the old ones."""
    return show_codes(request, second_factor.make_recovery_codes(own(request)))


def own_authenticator(request: HttpRequest, authenticator_id: int) -> Authenticator:
    return get_object_or_404(own(request).authenticators, pk=authenticator_id)


@require_POST
@login_required
@fresh_sign_in_required(gettext_lazy("Rename the authenticator"))
def rename(request: HttpRequest, authenticator_id: int) -> HttpResponse:
    found = own_authenticator(request, authenticator_id)
    second_factor.rename(found, request.POST.get("name", ""))
    messages.success(request, _("Renamed."))
    return redirect("account-security")


@require_POST
@login_required
@fresh_sign_in_required(gettext_lazy("Remove the authenticator"))
def remove(request: HttpRequest, authenticator_id: int) -> HttpResponse:
    second_factor.remove(own_authenticator(request, authenticator_id))
    messages.success(request, _("Removed."))
    return redirect("account-security")


@require_POST
@login_required
def end_session(request: HttpRequest, mark: str) -> HttpResponse:
    """End one of one's own sessions; it is dead at its next request."""
    if not ending.end_one(own(request), mark):
        raise Http404(mark)
    messages.success(request, _("That session has ended."))
    return redirect("account-security")


@require_POST
@login_required
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End all of one's sessions but this one."""
    ended = ending.end_others(own(request), request.session.session_key)
    messages.success(request, _("Other sessions ended: %(n)d.") % {"n": ended})
    return redirect("account-security")
