"""Language and time zone of each request; a clear answer to a lost race."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from tangkal.desk.workflow import StaleObject

LANGUAGE_COOKIE = "tangkal_language"
LANGUAGES = {code for code, _name in settings.LANGUAGES}
Answer = Callable[[HttpRequest], HttpResponse]


class LanguageAndTimeZone:
    """`?lang=` wins and is remembered in a cookie, then the account, then Indonesian."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("lang", "")
        language = next(
            (
                code
                for code in (
                    asked,
                    request.COOKIES.get(LANGUAGE_COOKIE, ""),
                    getattr(request.user, "language", ""),
                )
                if code in LANGUAGES
            ),
            settings.LANGUAGE_CODE,
        )
        zone = getattr(request.user, "time_zone", "") or settings.TIME_ZONE
        with translation.override(language), timezone.override(ZoneInfo(zone)):
            request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
            response = self.get_response(request)
        response.setdefault("Content-Language", language)
        if asked in LANGUAGES:
            response.set_cookie(
                LANGUAGE_COOKIE,
                asked,
                max_age=365 * 24 * 3600,
                samesite="Lax",
                httponly=True,
                secure=settings.SESSION_COOKIE_SECURE,
            )
        return response


class StaleObjectAnswers:
    """Turn a lost optimistic lock into a page that says who was faster (HTTP 409)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, StaleObject):
            return None
        return render(request, "ui/stale.html", {"error": error}, status=409)
