"""Signing in and out, and one's own account."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash, views
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import PasswordChangeForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST

from tangkal.desk.accounts import ending, oidc, preferences, second_factor
from tangkal.desk.accounts.forms import PreferencesForm
from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import signed_in_person as own
from tangkal.desk.accounts.signing_in import ask_second_factor
from tangkal.desk.ui.views import next_page


class SignIn(views.LoginView):
    """User name and password; too many failures lock the pair for a while (axes)."""

    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        service = settings.TANGKAL.oidc_name if oidc.is_configured() else ""
        return super().get_context_data(**more) | {"service": service}

    def form_valid(self, form: Any) -> HttpResponse:
        user = form.get_user()
        if second_factor.has_one(user):
            response = ask_second_factor(self.request, user, onward=self.get_success_url())
        else:
            response = super().form_valid(form)
        # A browser shared by two people speaks the language of whoever signed in last.
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
        return response


class SignOut(views.LogoutView):
    """POST only: a link in somebody's post must not be able to sign anyone out."""

    http_method_names = ["post", "options"]


@require_http_methods(["GET", "POST"])
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """One's roles and preferences."""
    user = own(request)
    # The form writes what it validated into its instance: give it another one.
    form = PreferencesForm(request.POST or None, instance=User.objects.get(pk=user.pk))
    if request.method == "POST" and form.is_valid():
        preferences.change_preferences(user, **form.cleaned_data)
        with override(user.language):
            messages.success(request, _("Your preferences are saved."))
        return redirect("account")
    return render(request, "accounts/account.html", {"form": form})


@require_POST
@login_required
def language(request: HttpRequest) -> HttpResponse:
    """Change only the language, from any page's account menu."""
    user = own(request)
    try:
        preferences.change_preferences(
            user, language=request.POST.get("language", ""), time_zone=user.time_zone
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(next_page(request))


@require_http_methods(["GET", "POST"])
@login_required
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; other sessions of the account end."""
    user = own(request)
    form = PasswordChangeForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        preferences.change_password(user, form.cleaned_data["new_password1"])
        update_session_auth_hash(request, user)
        ending.end_others(user, request.session.session_key)
        messages.success(request, _("Your password is changed; other sessions have ended."))
        return redirect("account")
    return render(request, "accounts/password.html", {"form": form})
