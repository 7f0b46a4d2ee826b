"""How much one address may send. Counted in memory alone: no address is ever stored."""

from ipaddress import IPv6Address, ip_address

from django.core.cache import cache
from django.http import HttpRequest

REPORTS_AN_HOUR = 20  # from one address; more than that is not a person asking
APPEALS_AN_HOUR = 5
HOUR_S = 3600


def may_report(request: HttpRequest) -> bool:
    """Whether this address may still report in this hour."""
    return may_send(request, "reports", REPORTS_AN_HOUR)


def may_appeal(request: HttpRequest) -> bool:
    """Whether this address may still appeal in this hour."""
    return may_send(request, "appeals", APPEALS_AN_HOUR)


def may_send(request: HttpRequest, kind: str, most: int) -> bool:
    """Count one more of a kind; False where the hour's number is used up.

    The address is the connection's own: what a header says of it can be made up.
    """
    key = f"{kind}:{counted_as(request.META.get('REMOTE_ADDR', ''))}"
    cache.add(key, 0, HOUR_S)
    try:
        return bool(cache.incr(key) <= most)
    except ValueError:  # the hour ended between the two lines
        cache.set(key, 1, HOUR_S)
        return True


def counted_as(address: str) -> str:
    """An IPv6 caller counts by network: one line has 2⁶⁴ addresses to send from."""
    try:
        found = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or IPv6Address(int(found) >> 64 << 64))
    return str(found)
