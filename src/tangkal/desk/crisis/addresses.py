"""Where a room's changes are heard: the live stream's address, as a browser reaches it."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

PATH = "/live/crisis/"


def live_origin(request: HttpRequest) -> str:
    """The stream's origin for a page of this request; "" where no stream runs.

    ``:8001`` means: this very host, another port. The host is the one the person typed, so that
    the session's cookie goes along (cookies know no ports); Django has checked it by then.
    """
    told = settings.TANGKAL.live_url
    if not told.startswith(":"):
        parts = urlsplit(told)
        return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
    host = request.get_host().rsplit(":", 1)[0] if ":" in request.get_host() else request.get_host()
    return f"{request.scheme}://{host}{told}"


def live_address(request: HttpRequest, crisis_id: int) -> str:
    """Where a room listens; "" where it has to ask instead."""
    origin = live_origin(request)
    if not origin:
        return ""
    base = (
        ""
        if settings.TANGKAL.live_url.startswith(":")
        else urlsplit(settings.TANGKAL.live_url).path
    )
    return f"{origin}{base.rstrip('/')}{PATH}{crisis_id}"
