"""What every page's frame needs, as one template variable: ``ui``."""

from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from tangkal import __version__
from tangkal.desk.ui.bell import Bell, bell_of
from tangkal.desk.ui.navigation import Link, address_of, navigation, rail
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

    @property
    def rail(self) -> SafeString:
        return rail(self.navigation)

    @property
    def keys(self) -> SafeString:
        """The dialog that explains the keys, and the words that scripts speak."""
        return same_for_all("ui/components/keys_dialog.html", get_language())

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
        return (address_of("deadline-count") or "") if self.request.user.is_authenticated else ""

    @property
    def is_demo(self) -> bool:
        return tangkal_settings.current().is_demo

    @property
    def version(self) -> str:
        return __version__

    @property
    def publisher(self) -> str:
        return tangkal_settings.current().publisher


@lru_cache(maxsize=32)
def same_for_all(template: str, _language: str | None) -> SafeString:
    """A part of the frame that holds nothing but words: drawn once in each language."""
    return mark_safe(render_to_string(template))  # noqa: S308 - a template has escaped it


def desk(request: HttpRequest) -> dict[str, Frame]:
    return {"ui": Frame(request)}
