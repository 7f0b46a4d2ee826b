"""Addresses that others wrote: shown as links only where a browser merely opens a page."""

from urllib.parse import urlsplit


def web_address(url: object) -> str:
    """The address if it is http or https with a host; else nothing to click on.

    >>> web_address("javascript:alert(1)")
    ''
    """
    text = str(url or "").strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in {"http", "https"} and parts.netloc else ""
