"""How batches travel: a local folder by default, NATS JetStream by address."""

import os

from tangkal.bus.base import Bus, BusError, Delivery, SetAside
from tangkal.bus.spool import SpoolBus
from tangkal.kernel import InvalidInput

__all__ = ["Bus", "BusError", "Delivery", "SetAside", "SpoolBus", "open_bus"]


def open_bus(url_or_folder: str | os.PathLike[str]) -> Bus:
    """The bus at an address: ``nats://host:4222`` (or tls://), else a folder to spool in.

    Raises:
        InvalidInput: an address of another kind.
        BusError: the server cannot be reached, or its client is not installed.
    """
    address = os.fspath(url_or_folder)
    scheme, separator, _ = address.partition("://")
    if not separator:
        return SpoolBus(address)
    if scheme not in {"nats", "tls"}:
        raise InvalidInput(
            f"TANGKAL_BUS_URL {address!r}: give nats://host:port, or nothing for the spool folder"
        )
    from tangkal.bus.nats import NatsBus  # noqa: PLC0415  # its client is an optional extra

    return NatsBus(address)
