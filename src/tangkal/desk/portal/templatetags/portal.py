"""Parts of public pages that are drawn often."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template import Library, engines
from django.template.loader import render_to_string
from django.urls import get_script_prefix, get_urlconf
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from tangkal.desk.accounts.models import Region
from tangkal.desk.portal import words
from tangkal.desk.portal.choices import Wanted
from tangkal.desk.portal.models import Clarification

register = Library()


@register.simple_tag
def clarification_rows(pages: Iterable[Clarification], level: int = 2) -> SafeString:
    """Published answers as a list's entries; level is that of their headings."""
    drawn: str = row_template().render({"pages": pages, "level": level})
    return mark_safe(drawn)  # noqa: S308 - Jinja2 has escaped it, and answers a plain string


@lru_cache(maxsize=1)
def row_template() -> Any:
    return engines["jinja2"].get_template("portal/rows.html")


@register.simple_tag
def drawn_once(template: str) -> SafeString:
    """A part of the frame that is the same on every page in a language."""
    return same_everywhere(
        template, settings.TANGKAL.publisher, get_language(), get_script_prefix(), get_urlconf()
    )


@lru_cache(maxsize=32)
def same_everywhere(
    template: str, publisher: str, _language: str, _prefix: str, _urlconf: str | None
) -> SafeString:
    drawn = render_to_string(template, {"publisher": publisher})
    return mark_safe(drawn)  # noqa: S308 - the template has escaped it


@register.simple_tag
def narrowing(wanted: Wanted) -> SafeString:
    """The fields of the search that narrow it, as they stand in force."""
    provinces = Region.objects.filter(level=Region.Level.PROVINCE).order_by("name")
    return drawn_fields(
        wanted,
        str(wanted.region or ""),
        tuple(provinces.values_list("code", "name")),
        get_language(),
        get_script_prefix(),
    )


@lru_cache(maxsize=200)
def drawn_fields(
    wanted: Wanted, region: str, provinces: tuple[object, ...], _language: str, _prefix: str
) -> SafeString:
    """Sixty choices, the same for nearly every search: drawn once in each language."""
    context = {
        "wanted": wanted,
        "region": region,
        "provinces": provinces,
        "topics": words.CATEGORIES.items(),
        "verdicts": [(code, words.verdict_name(code)) for code in words.PLAIN],
    }
    drawn = render_to_string("portal/_narrowing.html", context)
    return mark_safe(drawn)  # noqa: S308 - the template has escaped it
