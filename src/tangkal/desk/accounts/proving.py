"""Proving anew who one is, before a weighty act; then the kept form, one press away."""

from django import forms
from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tangkal.desk.accounts.freshness import forget_kept, is_fresh, kept_form, mark_fresh
from tangkal.desk.accounts.models import User
from tangkal.desk.ui.views import next_page


class ProofForm(forms.Form):
    """The account's password, once more."""

    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def prove(request: HttpRequest) -> HttpResponse:
    """Ask for the password again; failures count towards the same lock as at sign-in (axes)."""
    form = ProofForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if is_own_password(request, form.cleaned_data["password"]):
            mark_fresh(request)
            return onward(request)
        form.add_error("password", _("This is not your password."))
    context = {"form": form, "kept": kept_form(request), "next": next_page(request, "")}
    return render(request, "accounts/prove.html", context)


def is_own_password(request: HttpRequest, password: str) -> bool:
    assert isinstance(request.user, User)
    found = authenticate(request, username=request.user.username, password=password)
    return found is not None and found.pk == request.user.pk


def onward(request: HttpRequest) -> HttpResponse:
    """To the kept form, if one waits; else to the page that asked."""
    if kept_form(request):
        return redirect("account-resume")
    return redirect(next_page(request, "/desk/account/"))


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
