"""What our content security policy forbids in a page: inline styles, scripts and handlers."""

from html.parser import HTMLParser

DATA_BLOCKS = {"application/ld+json", "application/json"}  # never run, so never blocked


class InlineCode(HTMLParser):
    """Collects what a browser under our policy would refuse to run or to apply."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style":
            self.found.append("<style>")
        if tag == "script" and not given.get("src") and given.get("type") not in DATA_BLOCKS:
            self.found.append("<script> without src")
        for name, value in attrs:
            if is_forbidden(name, value or ""):
                self.found.append(f"{tag} {name}={value!r}")


def is_forbidden(name: str, value: str) -> bool:
    if name in {"href", "src", "action"}:
        return value.startswith("javascript:")
    if name == "hx-trigger":
        return "[" in value  # a filter is evaluated
    if name in {"hx-vals", "hx-headers"}:
        return value.startswith("js:")
    return name == "style" or name.startswith(("on", "hx-on"))


def inline_code(html: str) -> list[str]:
    """Everything in a page that our policy forbids; empty for a clean page.

    Use in a view's test: ``assert inline_code(reply.text) == []``.
    """
    parser = InlineCode()
    parser.feed(html)
    return parser.found
