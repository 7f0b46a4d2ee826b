"""Public pages: no cookie, kept by caches for a minute, answered with 304 when unchanged."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import conditional_page, require_safe

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

# A correction is seen by everybody after this long; a hot page costs one rendering a minute.
KEPT_S = 60


def public_page(view: View[P]) -> View[P]:
    """A page that is the same for every stranger who reads the same language.

    The language may come from a cookie, so the answer also varies by it (the middleware says
    so). A page that sets the cookie, or was asked for by an officer who is signed in and has
    a clock of her own, is nobody else's.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        is_own = request.user.is_authenticated or "lang" in request.GET
        kept = "private, no-cache" if is_own else f"public, max-age={KEPT_S}"
        response.headers["Cache-Control"] = kept
        return response

    return cast(View[P], require_safe(conditional_page(answer)))


def own_page(view: View[P]) -> View[P]:
    """A page that is one asker's alone: kept by no cache, listed by no search engine."""

    @wraps(view)
    def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return cast(View[P], answer)
