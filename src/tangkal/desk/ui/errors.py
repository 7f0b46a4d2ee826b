"""Pages for what went wrong: what happened, and what the reader can do next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme


def referring_page(request: HttpRequest) -> str:
    """The page of ours that the reader came from; empty where there was none."""
    page = request.headers.get("referer", "")
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure())
    return page if is_ours else ""


def answer(request: HttpRequest, status: int, **context: object) -> HttpResponse:
    """The page for a status; a fragment of it where htmx asked for a fragment."""
    wants_fragment = request.headers.get("HX-Request") == "true"
    template = f"ui/errors/{status}.html" if wants_fragment else f"{status}.html"
    return render(request, template, {"status": status, **context}, status=status)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: the rules' own sentence, which names the rule and what would help."""
    return answer(request, 403, exception=str(exception))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: nothing at this address; on the portal, a search for the words that it holds."""
    is_public = not request.path.startswith(("/desk/", "/api/"))
    words = words_of(request.path) if is_public else ""
    return answer(request, 404, path=request.path, is_public=is_public, words=words)


def words_of(path: str) -> str:
    """What the last part of an address says, without the office's number behind it.

    >>> words_of("/klarifikasi/harga-bbm-tetap-2026-0001/"), words_of("/wilayah/32/"), words_of("/")
    ('harga bbm tetap', '', '')
    """
    last = path.rstrip("/").rpartition("/")[2].partition(".")[0]
    return " ".join(each for each in last.split("-") if each.isalpha())[:100]
