"""Weighty acts ask the person anew: a desk left open for an hour must not approve by itself.

A sign-in, or one of the proofs of :mod:`proving`, counts for some minutes. After that the form is
kept in the person's own session (on our side, under the session's key, never in the address),
the person proves who they are, sees what waits, and presses the button. Nothing is ever sent by
itself.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy

from tangkal.desk.ui.errors import referring_page

PROVED_AT = "proved_at"
KEPT = "kept_form"
NEVER_KEPT = frozenset({"csrfmiddlewaretoken"})
LONGEST_KEPT_S = 1800.0

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptForm:
    """What a person was about to send, word for word."""

    path: str  # with its query
    page: str  # where the person filled it in; empty where the browser did not say
    what: str  # the act, as its button says it
    fields: list[tuple[str, str]]
    has_files: bool  # files are not kept: the page says that they must be chosen again


def lasts_s() -> float:
    return float(settings.TANGKAL.reauthenticate_minutes) * 60.0


def is_fresh(request: HttpRequest) -> bool:
    """Whether this session proved its person lately."""
    proved_at = request.session.get(PROVED_AT)
    return isinstance(proved_at, float) and 0.0 <= time.time() - proved_at <= lasts_s()


def mark_fresh(request: HttpRequest) -> None:
    """The person was proved now; the session's key changes, so that an older copy is worth less."""
    request.session.cycle_key()
    request.session[PROVED_AT] = time.time()


def on_sign_in(sender: object, request: HttpRequest | None, **_more: object) -> None:
    """Whoever signs in has just proved who they are (``force_login`` in tests too)."""
    if request is not None and hasattr(request, "session"):
        request.session[PROVED_AT] = time.time()


user_logged_in.connect(on_sign_in, dispatch_uid="accounts.freshness")


def fresh_sign_in_required(
    what: object = gettext_lazy("Send"), *, when: Callable[..., bool] = lambda **_arguments: True
) -> Callable[[View], View]:
    """A view whose POST acts only for a person proved lately. Put it below ``login_required``.

    Args:
        what: the act in the words of its button, shown again beside the kept form.
        when: called with the address's arguments; False lets a lighter act of the same view pass.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def fresh(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method != "POST" or not when(**kwargs):
                return view(request, *args, **kwargs)
            if not is_fresh(request):
                keep(request, str(what))
                return to_proof(request)
            forget_kept(request)
            return view(request, *args, **kwargs)

        return fresh

    return decorate


def fresh_page_required(view: View) -> View:
    """A page that not even opens for a person who was not proved lately."""

    @wraps(view)
    def fresh(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_fresh(request):
            return view(request, *args, **kwargs)
        return redirect(f"{reverse('account-prove')}?{urlencode({'next': request.path})}")

    return fresh


def keep(request: HttpRequest, what: str) -> None:
    """Put the posted form aside, in the session of whoever posted it."""
    request.session[KEPT] = {
        "path": request.get_full_path(),
        "page": referring_page(request),
        "what": what,
        "fields": [
            [name, value]
            for name, values in request.POST.lists()
            if name not in NEVER_KEPT
            for value in values
        ],
        "has_files": bool(request.FILES),
        "at": time.time(),
    }


def to_proof(request: HttpRequest) -> HttpResponse:
    """On to the page that asks for the proof; htmx is told to leave the page for it."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Redirect": reverse("account-prove")})
    return redirect("account-prove")


def kept_form(request: HttpRequest) -> KeptForm | None:
    """The form put aside, if it was lately."""
    kept = request.session.get(KEPT)
    if not kept or time.time() - kept["at"] > max(LONGEST_KEPT_S, lasts_s()):
        return None
    return KeptForm(
        path=kept["path"],
        page=kept["page"],
        what=kept["what"],
        fields=[(name, value) for name, value in kept["fields"]],
        has_files=kept["has_files"],
    )


def forget_kept(request: HttpRequest) -> None:
    """Once its act passes, or the person lets it go, the kept form is gone."""
    request.session.pop(KEPT, None)
