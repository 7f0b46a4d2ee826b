"""Whose request this is, where our own proxies stand in front of the server."""

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]


class VisitorAddress:
    """Put the visitor's address where the connection's stands, if our proxies tell it.

    Each proxy adds the address it was asked from at the end of X-Forwarded-For. What stands
    further left came with the request and may be made up, so it is never read.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        told = forwarded_for(request.META.get("HTTP_X_FORWARDED_FOR", ""), settings.TANGKAL.proxies)
        if told:
            request.META["REMOTE_ADDR"] = told
        return self.get_response(request)


def forwarded_for(header: str, proxies: int) -> str:
    """The address that the outermost of our proxies was asked from; empty where none tells.

    >>> forwarded_for("6.6.6.6, 203.0.113.9", 1)
    '203.0.113.9'
    """
    chain = [part.strip() for part in header.split(",")]
    if proxies < 1 or len(chain) < proxies:
        return ""
    try:
        return str(ip_address(chain[-proxies]))
    except ValueError:
        return ""
