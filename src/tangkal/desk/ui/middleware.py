"""Each reader's language and clock, for the length of a request.

The language comes from ``?lang=`` in the address, else from the account, else from the
cookie an earlier ``?lang=`` left, else it is Indonesian. The browser's own preference is
not asked: many Indonesian machines are set to English without their users' wish.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from tangkal.desk.ui import errors
from tangkal.desk.ui.numbers import MOST_DIGITS
from tangkal.desk.ui.timezones import zone_or_default
from tangkal.desk.workflow.errors import StaleObject

Handler = Callable[[HttpRequest], HttpResponse]

LANGUAGES = ("id", "en")
DEFAULT_LANGUAGE = "id"
A_YEAR = 365 * 24 * 3600


def asked_language(request: HttpRequest) -> str | None:
    """The language the address asks for, if we speak it."""
    asked = request.GET.get("lang", "")
    return asked if asked in LANGUAGES else None


def language_for(request: HttpRequest) -> str:
    person = getattr(request, "user", None)
    choices = (
        asked_language(request),
        getattr(person, "language", None),
        request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME),
    )
    return next((choice for choice in choices if choice in LANGUAGES), DEFAULT_LANGUAGE)


def remember_language(response: HttpResponse, language: str) -> None:
    """Leave the choice in a cookie; it names a language and nobody."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=A_YEAR,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )


class LanguageAndTimeZone:
    """Speak the reader's language and show moments on the account's clock.

    Stands after the authentication middleware, whose account it asks.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_for(request)
        request.LANGUAGE_CODE = language
        zone = zone_or_default(getattr(getattr(request, "user", None), "time_zone", None))
        with translation.override(language), timezone.override(zone):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if asked := asked_language(request):
            if request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) != asked:
                remember_language(response, asked)
        else:
            patch_vary_headers(response, ("Cookie",))
        return response


class StaleObjectAnswers:
    """Answer a lost race with a page that names who was faster (409), never with an error."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, StaleObject):
            return None
        return errors.answer(
            request, 409, stale=exception, retry_url=errors.referring_page(request)
        )


class NumbersInAddresses:
    """An address with a number that no database holds leads nowhere (404), for every view alike."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, _request: HttpRequest, _view: object, _args: object, kwargs: dict[str, object]
    ) -> None:
        for value in kwargs.values():
            if isinstance(value, int) and value >= 10**MOST_DIGITS:
                raise Http404
