"""Every address of the desk and the portal."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from tests.docs.markdown import code, head, joined, table

LEDE = """
Addresses of the portal are in Indonesian; they are printed and shared, so they never change. The
desk lies under `/desk/`. Every page of the desk asks for a sign-in and then its own rules.
"""


def page() -> str:
    found = sorted(addresses(get_resolver().url_patterns), key=lambda row: row[0])
    lines = head("Addresses", "the tables of addresses", LEDE)
    for title, is_desk in (("The portal", False), ("The desk", True)):
        mine = (row for row in found if row[0].startswith("/desk") is is_desk)
        lines += [f"## {title}", ""]
        lines += table(
            ["address", "name", "what it is"], ([code(a), code(n), d] for a, n, d in mine)
        )
    return joined(lines)


def addresses(
    patterns: "list[URLPattern | URLResolver]", prefix: str = "/"
) -> Iterator[tuple[str, str, str]]:
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, address)
        elif pattern.name:
            yield address, pattern.name, description(pattern)


def description(pattern: URLPattern) -> str:
    """The first line of the view's docstring."""
    view = pattern.callback
    described = getattr(view, "view_class", None) or view
    if not hasattr(described, "__name__"):  # a feed is an object of its class
        described = type(described)
    return (described.__doc__ or "").strip().split("\n", 1)[0].strip()
