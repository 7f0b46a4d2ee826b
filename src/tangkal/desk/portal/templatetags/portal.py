"""Parts of public pages that are drawn often."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.template import Library, engines
from django.template.loader import render_to_string
from django.urls import get_script_prefix, get_urlconf
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from tangkal.desk.accounts.models import Region
from tangkal.desk.portal import words
from tangkal.desk.portal.addresses import page_address
from tangkal.desk.portal.choices import Wanted
from tangkal.desk.portal.models import Clarification
from tangkal.desk.portal.prepared import Prepared
from tangkal.desk.ui.templatetags.ui import verdict

register = Library()

LONGEST_CLAIM = 300  # characters of a claim that are searched for
CLAIM = "claim-of-an-answer"  # where it stands in what is drawn once

PROVINCES = Prepared(
    made=lambda: (
        Region.objects.filter(level=Region.Level.PROVINCE).order_by("name").only("code", "name")
    )
)


@register.simple_tag
def clarification_rows(pages: Iterable[Clarification], level: int = 2) -> SafeString:
    """Published answers as a list's entries; level is that of their headings."""
    shown = {
        "pages": pages,
        "level": level,
        "address": page_address,
        "chips": chips(get_language()),
    }
    drawn: str = row_template().render(shown)
    return mark_safe(drawn)  # noqa: S308 - Jinja2 has escaped it, and answers a plain string


@lru_cache(maxsize=1)
def row_template() -> Any:
    return engines["jinja2"].get_template("portal/rows.html")


@lru_cache(maxsize=8)
def chips(_language: str | None) -> dict[str, SafeString]:
    """Each verdict as it stands in a row: ten chips, drawn once in each language."""
    return {code: SafeString(verdict(code)) for code in words.PLAIN}


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
def leading_on(found: Clarification) -> SafeString:
    """Where to go on from an answer: its topic, its region, and what is claimed alike."""
    drawn = leads(
        found.category,
        found.region_id or "",
        str(found.region or ""),
        get_language(),
        get_script_prefix(),
        get_urlconf(),
    )
    claim = quote(found.claim_text[:LONGEST_CLAIM], safe="")
    return mark_safe(drawn.replace(CLAIM, claim))  # noqa: S308 - an address, and drawn escaped


@lru_cache(maxsize=1000)
def leads(
    category: str, region_id: str, region: str, _language: str, _prefix: str, _urlconf: str | None
) -> str:
    """The same for all answers of a topic and a region, but for the claim."""
    context = {
        "mark": CLAIM,
        "category": category,
        "topic": words.CATEGORIES.get(category, ""),
        "region_id": region_id,
        "region": region,
    }
    return render_to_string("portal/_more.html", context)


@register.simple_tag
def narrowing(wanted: Wanted) -> SafeString:
    """The fields of the search that narrow it, as they stand in force."""
    return drawn_fields(
        wanted,
        str(wanted.region or ""),
        tuple((each.code, each.name) for each in PROVINCES.ask()),
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
