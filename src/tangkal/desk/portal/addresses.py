"""Addresses of answers, of which every list and every page holds many: the pattern is read once."""

from functools import lru_cache

from django.urls import get_script_prefix, get_urlconf, reverse

MARK = "slug-of-an-answer"


def page_address(slug: str, name: str = "clarification") -> str:
    """The path of an answer's page, or of what hangs on it by its slug alone.

    A slug is letters, digits and hyphens, so it stands in an address as it is.
    """
    return pattern(name, get_urlconf(), get_script_prefix()).replace(MARK, slug)


@lru_cache(maxsize=64)
def pattern(name: str, urlconf: str | None, _prefix: str) -> str:
    return reverse(name, urlconf=urlconf, args=[MARK])
