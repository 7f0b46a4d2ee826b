"""Mail servers, Telegram and WhatsApp as a demonstration has them: nothing leaves the machine.

What is invented must reach nobody, so in a demonstration no service is asked. This answers in
their stead and in their words; which answer a reader gets can be read from the address itself,
so that whoever tries the desk out can have each of them.
"""

from tangkal.desk.alerts.sending.base import PERMANENT, SENT, TEMPORARY
from tangkal.desk.channels.models import Kind
from tangkal.desk.channels.sending.base import Result

FULL, UNKNOWN = "penuh@", "tidak-ada@"  # how an address begins whose letter is put off, refused
BUSY, ABSENT = "8", "9"  # how a telephone number ends, likewise
LATER_S = 6 * 3600.0  # what is put off is taken at the second attempt

_PUT_OFF = {
    Kind.EMAIL: "452 4.2.2 mailbox full",
    Kind.WHATSAPP: "429 130429 Rate limit hit",
}
_REFUSED = {
    Kind.EMAIL: "550 5.1.1 no such user",
    Kind.WHATSAPP: "400 131026 Message undeliverable",
}


def answer(kind: str, reader: str, *, attempt: int, key: str) -> Result:
    """What a service would say to one attempt.

    Args:
        kind: of the outlet; a channel and a website take everything.
        attempt: 1 for the first.
        key: of the delivery; the receipt is made of it.

    >>> answer("email", "penuh@radio.example", attempt=1, key="k").kind
    'temporary'
    """
    named = Kind(kind)
    if named in _REFUSED and is_refused(named, reader):
        return Result(kind=PERMANENT, reason=_REFUSED[named])
    if named in _PUT_OFF and is_put_off(named, reader) and attempt == 1:
        return Result(kind=TEMPORARY, reason=_PUT_OFF[named], retry_after_s=LATER_S)
    return Result(kind=SENT, receipt=receipt_of(named, key))


def is_refused(kind: Kind, reader: str) -> bool:
    return reader.startswith(UNKNOWN) if kind == Kind.EMAIL else reader.endswith(ABSENT)


def is_put_off(kind: Kind, reader: str) -> bool:
    return reader.startswith(FULL) if kind == Kind.EMAIL else reader.endswith(BUSY)


def receipt_of(kind: Kind, key: str) -> str:
    """What the service calls the copy it took; mail servers and websites call it nothing."""
    if kind == Kind.TELEGRAM:
        return str(int.from_bytes(key.encode()[:3]) + 1)
    return f"wamid.demo-{key}" if kind == Kind.WHATSAPP else ""
