"""Proving anew who one is, before a weighty act; then the kept form, one press away."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tangkal.desk.accounts import passkeys, second_factor
from tangkal.desk.accounts.forms import CodeForm
from tangkal.desk.accounts.freshness import forget_kept, is_fresh, kept_form, mark_fresh
from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import signed_in_person as own
from tangkal.desk.ui.views import next_page
from tangkal.desk.workflow import ActionDenied


class ProofForm(forms.Form):
    """The account's password, once more."""

    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def prove(request: HttpRequest) -> HttpResponse:
    """Ask once more: by code, passkey or password, whichever the person has."""
    user = own(request)
    posted = request.POST if request.method == "POST" else None
    code_form = CodeForm(posted if posted and "code" in posted else None)
    password_form = ProofForm(posted if posted and "password" in posted else None)
    status = 200
    if posted is not None:
        try:
            if is_proved(request, user, code_form, password_form):
                mark_fresh(request)
                return onward(request)
        except ActionDenied as refusal:
            code_form.add_error(None, str(refusal))
            status = 429
    context = {
        "code_form": code_form if second_factor.has_one(user) else None,
        "form": password_form if takes_password(request, user) else None,
        "options": passkeys.begin_asking(request, user),
        "service": service_of(user),
        "kept": kept_form(request),
        "next": next_page(request, ""),
    }
    return render(request, "accounts/prove.html", context, status=status)


def service_of(user: User) -> str:
    """The sign-in service's name, if this person has come through it; else empty."""
    tangkal = settings.TANGKAL
    is_linked = tangkal.oidc_issuer and user.identities.filter(issuer=tangkal.oidc_issuer).exists()
    return tangkal.oidc_name if is_linked else ""


def takes_password(request: HttpRequest, user: User) -> bool:
    """A password is no second factor: where that is still to be shown, nothing less counts."""
    owes_factor = second_factor.requires(user) and not second_factor.is_proved(request)
    return user.has_usable_password() and not (owes_factor and second_factor.has_one(user))


def is_proved(request: HttpRequest, user: User, code: CodeForm, password: ProofForm) -> bool:
    """Whether what was sent is a proof; otherwise the form says what is wrong.

    Raises:
        ActionDenied: too many wrong codes lately.
    """
    if answer := request.POST.get("passkey"):
        if passkeys.take_passkey(request, user, answer):
            second_factor.mark_proved(request, "passkey")
            return True
        messages.error(request, _("This passkey is not known here."))
    elif code.is_bound and code.is_valid():
        if second_factor.take_code(user, code.cleaned_data["code"]):
            second_factor.mark_proved(request, "code")
            return True
        code.add_error("code", _("This code is wrong, was used before, or is too old."))
    elif password.is_bound and password.is_valid() and takes_password(request, user):
        if is_own_password(request, user, password.cleaned_data["password"]):
            return True
        password.add_error("password", _("This is not your password."))
    return False


def is_own_password(request: HttpRequest, user: User, password: str) -> bool:
    """Failures count towards the same lock as at sign-in (axes)."""
    found = authenticate(request, username=user.username, password=password)
    return found is not None and found.pk == user.pk


def onward(request: HttpRequest, page: str = "") -> HttpResponse:
    """To the kept form, if one waits; else to the page that asked."""
    if kept_form(request):
        return redirect("account-resume")
    return redirect(page or next_page(request, "/desk/account/"))


@never_cache
@require_GET
@login_required
def resume(request: HttpRequest) -> HttpResponse:
    """The kept form, word for word, with its button: only the person sends it."""
    kept = kept_form(request)
    if kept is None:
        messages.info(request, _("Nothing waits to be sent."))
        return redirect("desk")
    if not is_fresh(request):
        return redirect("account-prove")
    return render(request, "accounts/resume.html", {"kept": kept})


@require_POST
@login_required
def drop(request: HttpRequest) -> HttpResponse:
    """Let the kept form go."""
    forget_kept(request)
    messages.info(request, _("Dropped. Nothing was sent."))
    return redirect("desk")
