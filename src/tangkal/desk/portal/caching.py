"""Public pages: no cookie, small, kept by caches for a minute, 304 when unchanged."""

import gzip
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import conditional_page, require_safe

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

# A correction is seen by everybody after this long; a hot page costs one rendering a minute.
KEPT_S = 60
TEXT = (
    "text/",
    "application/json",
    "application/ld+json",
    "application/manifest+json",
    "application/xml",
    "application/rss+xml",
    "application/atom+xml",
    "application/opensearchdescription+xml",
)
WORTH_PACKING = 1_000  # bytes; less would hardly shrink


def public_page(view: View[P]) -> View[P]:
    """A page that is the same for every stranger who reads the same language.

    The language may come from a cookie, so the answer also varies by it (the middleware says
    so). A page that sets the cookie, or was asked for by an officer who is signed in and has
    a clock of her own, is nobody else's.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        is_own = request.user.is_authenticated or "lang" in request.GET or is_one_view(response)
        kept = "private, no-cache" if is_own else f"public, max-age={KEPT_S}"
        response.headers["Cache-Control"] = kept
        return response if request.user.is_authenticated else packed(request, response)

    return cast(View[P], require_safe(conditional_page(answer)))


def packed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer with gzip, for whoever reads it: a third of the bytes on a dear connection.

    A stranger's page holds no secret that its length could tell beside what the address adds
    to it (BREACH); an officer's is left as it is.
    """
    is_text = response.headers.get("Content-Type", "").startswith(TEXT)
    if response.streaming or not is_text or len(response.content) < WORTH_PACKING:
        return response
    patch_vary_headers(response, ("Accept-Encoding",))
    if takes_gzip(request.headers.get("Accept-Encoding", "")):
        # Without the moment in its head: the same page has the same ETag.
        response.content = gzip.compress(response.content, compresslevel=6, mtime=0)
        response.headers["Content-Encoding"] = "gzip"
        response.headers["Content-Length"] = str(len(response.content))
    return response


def takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding header asks for gzip.

    >>> takes_gzip("br, gzip;q=0.8"), takes_gzip("gzip;q=0"), takes_gzip("")
    (True, False, False)
    """
    for each in accepted.lower().split(","):
        name, _semicolon, quality = each.strip().partition(";")
        if name.strip() == "gzip":
            return quality.strip() not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


def for_one_view(response: HttpResponse) -> HttpResponse:
    """Mark an answer that was drawn for one view, so that no cache gives it to another."""
    response.headers["X-Robots-Tag"] = "noarchive"
    response.is_one_view = True  # type: ignore[attr-defined]
    return response


def is_one_view(response: HttpResponse) -> bool:
    return bool(getattr(response, "is_one_view", False))


def own_page(view: View[P]) -> View[P]:
    """A page that is one asker's alone: kept by no cache, listed by no search engine."""

    @wraps(view)
    def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return cast(View[P], answer)
