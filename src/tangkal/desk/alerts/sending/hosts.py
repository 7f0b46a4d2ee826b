"""Which hosts alerts may reach: public ones, and those inside that the operator names.

A form that connects to any address is a way into the network behind it (SSRF). Names are
resolved here and the connection goes to the very address that was checked, so that a name which
answers differently the second time gains nothing.
"""

import ipaddress
import logging
from collections.abc import Collection

from tangkal.desk.alerts.sending.base import Undeliverable
from tangkal.kernel import UnreadableSource
from tangkal.sources.hosts import Resolve, is_public, resolve_host

log = logging.getLogger(__name__)


class Unresolved(Exception):
    """The name cannot be resolved just now."""


def checked_address(
    host: str, port: int, inside: Collection[str], resolve: Resolve = resolve_host
) -> str:
    """An address of a host that alerts may connect to.

    Args:
        inside: hosts, addresses and networks of TANGKAL_ALERT_HOSTS.

    Raises:
        Undeliverable: the host is in a private network that the operator has not named.
        Unresolved: it has no address now.
    """
    try:
        addresses = resolve(host, port)
    except UnreadableSource as error:
        raise Unresolved(str(error)) from None
    if not addresses:
        raise Unresolved(f"the host {host} has no address")
    if host.lower() in {name.lower() for name in inside}:
        return addresses[0]
    for address in addresses:
        if not is_public(address) and not is_within(address, inside):
            log.warning("refused to reach %r, which is at %s", host, address)
            raise Undeliverable(
                f"{host} is not on the public internet; the operator can allow it with "
                "TANGKAL_ALERT_HOSTS"
            )
    return addresses[0]


def is_within(address: str, networks: Collection[str]) -> bool:
    """Whether one of the networks holds the address; names among them hold none.

    >>> is_within("10.1.2.3", ["mail.example", "10.1.0.0/16"])
    True
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    for network in networks:
        try:
            if ip in ipaddress.ip_network(network, strict=False):
                return True
        except ValueError:
            continue
    return False


def split_server(server: str, default_port: int) -> tuple[str, int]:
    """Host and port of "host:port", "[::1]:25" or "host".

    Raises:
        Undeliverable: it is neither.
    """
    host, colon, port = server.strip().rpartition(":")
    if not colon or server.endswith("]"):
        host, port = server.strip(), str(default_port)
    if not host.strip("[]") or not port.isdecimal() or not 0 < int(port) < 65536:
        raise Undeliverable(f"{server!r} is no server; write host:port")
    return host.strip("[]"), int(port)
