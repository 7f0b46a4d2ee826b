"""What every page's frame needs, as one template variable: ``ui``."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language

from tangkal import __version__
from tangkal.desk.ui.bell import Bell, bell_of
from tangkal.desk.ui.navigation import Link, navigation
from tangkal.pipeline import settings as tangkal_settings

THEME_COOKIE = "tangkal_theme"
THEMES = ("auto", "light", "dark")
LANGUAGE_NAMES = (("id", "Bahasa Indonesia"), ("en", "English"))


def theme(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(THEME_COOKIE, "auto")
    return chosen if chosen in THEMES else "auto"


@dataclass
class Frame:
    """The page's frame; the rail is worked out only where a template shows it."""

    request: HttpRequest

    @cached_property
    def theme(self) -> str:
        return theme(self.request)

    @cached_property
    def navigation(self) -> list[tuple[object, list[Link]]]:
        return navigation(getattr(self.request, "user", None), self.request.path)

    @cached_property
    def bell(self) -> Bell | None:
        return bell_of(getattr(self.request, "user", None))

    @cached_property
    def languages(self) -> list[tuple[str, str, str, bool]]:
        """(code, name, address of this page in it, is it the present one)."""
        here = get_language()
        return [(code, name, self.address_in(code), code == here) for code, name in LANGUAGE_NAMES]

    def address_in(self, language: str) -> str:
        query = self.request.GET.copy()
        query["lang"] = language
        # "//elsewhere.example/" as a path must not become a link to another site.
        return f"/{self.request.path.lstrip('/')}?{query.urlencode()}"

    @property
    def overdue_url(self) -> str:
        """Who counts what is late for this person; empty where nobody does."""
        try:
            return reverse("deadline-count") if self.request.user.is_authenticated else ""
        except NoReverseMatch:
            return ""

    @property
    def is_demo(self) -> bool:
        return tangkal_settings.current().is_demo

    @property
    def version(self) -> str:
        return __version__

    @property
    def publisher(self) -> str:
        return tangkal_settings.current().publisher


def desk(request: HttpRequest) -> dict[str, Frame]:
    return {"ui": Frame(request)}
