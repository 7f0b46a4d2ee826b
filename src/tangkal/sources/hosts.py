"""Which hosts stand on the public internet, and at which addresses."""

import ipaddress
import socket
from collections.abc import Callable, Collection

from tangkal.kernel import UnreadableSource

Resolve = Callable[[str, int], list[str]]


def resolve_host(host: str, port: int) -> list[str]:
    """Every address of a host.

    Raises:
        UnreadableSource: the name cannot be resolved.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UnreadableSource(f"the host {host} cannot be found: {error}") from None
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet.

    IPv6 addresses that carry an IPv4 address inside are judged by that one.

    >>> is_public("10.0.0.7"), is_public("::ffff:127.0.0.1"), is_public("2001:4860:4860::8888")
    (False, False, True)
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        carried = ip.ipv4_mapped or ip.sixtofour or _nat64(ip) or (ip.teredo and ip.teredo[1])
        if carried:
            return is_public(str(carried))
    return ip.is_global and not ip.is_multicast


def _nat64(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if ip in ipaddress.ip_network("64:ff9b::/96"):
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return None


def is_named(host: str, named: Collection[str]) -> bool:
    """Whether a host or address is one that an operator named: itself, or within a network.

    >>> is_named("10.1.2.3", ["10.1.0.0/16"]), is_named("Arsip.example", ["arsip.example"])
    (True, True)
    """
    if host.lower() in {name.lower() for name in named}:
        return True
    try:
        ip = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    for network in named:
        try:
            if ip in ipaddress.ip_network(network, strict=False):
                return True
        except ValueError:
            continue
    return False
