"""E-mail by SMTP (RFC 5321): 4xx is tried again, 5xx is not, and a copy has the same id."""

import smtplib
import socket
import ssl
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, formataddr
from threading import Timer

from tangkal.desk.alerts.sending.base import (
    SECONDS,
    Letter,
    Outcome,
    Undeliverable,
    later,
    never,
    sent,
)
from tangkal.desk.alerts.sending.hosts import Unresolved, checked_address, split_server

WHOLE = {"list-unsubscribe"}  # headers of one address, which Python would break into code words


class Policy(EmailPolicy):
    """RFC 5322, with addresses in the head on one line: mail programs read them no other way."""

    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() in WHOLE:
            return f"{name}: {value}{self.linesep}".encode("ascii")
        return super().fold_binary(name, value)


POLICY = Policy(linesep="\r\n")
PORTS = {"starttls": 587, "tls": 465, "none": 25}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """A server, who sends through it, and to whom."""

    server: str  # "host:port"
    security: str  # starttls, tls, none
    sender: str
    recipients: Sequence[str]
    username: str = ""
    password: str = field(default="", repr=False)
    name: str = "Tangkal"  # of the sender, as readers see it
    headers: Sequence[tuple[str, str]] = ()  # further ones


def send(
    letter: Letter, box: Mailbox, *, inside: Collection[str], seconds: float = SECONDS
) -> Outcome:
    """Hand a letter to the server; one refused recipient of several is a remark, not a failure."""
    try:
        host, port = split_server(box.server, PORTS[box.security])
        address = checked_address(host, port, inside)
        with Deadline(seconds) as deadline:
            return talk(letter, box, host, address, port, deadline)
    except (Undeliverable, smtplib.SMTPNotSupportedError) as error:
        return never(str(error))
    except ssl.SSLCertVerificationError as error:
        return never(f"the certificate of {box.server} is not to be trusted: {error.reason}")
    except smtplib.SMTPRecipientsRefused as error:
        return of_codes([code for code, _text in error.recipients.values()])
    except smtplib.SMTPResponseException as error:
        return of_code(error.smtp_code, error.smtp_error)
    except (Unresolved, smtplib.SMTPException, OSError) as error:
        return later(str(error) or type(error).__name__)


class Deadline:
    """Cuts a connection when its time is over: a timeout alone starts anew at every byte."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.socket: socket.socket | None = None
        self.timer = Timer(seconds, self.cut)
        self.timer.daemon = True

    def __enter__(self) -> "Deadline":
        self.timer.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.timer.cancel()

    def cut(self) -> None:
        if self.socket is not None:
            try:
                self.socket.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # closed already


def talk(
    letter: Letter, box: Mailbox, host: str, address: str, port: int, deadline: Deadline
) -> Outcome:
    """One SMTP session over a connection to the address that was checked."""
    context = ssl.create_default_context()
    connection = socket.create_connection((address, port), timeout=deadline.seconds)
    deadline.socket = connection
    if box.security == "tls":
        connection = context.wrap_socket(connection, server_hostname=host)
        deadline.socket = connection
    with Session(connection, host, port, deadline.seconds) as session:
        if box.security == "starttls":
            session.starttls(context=context)
            deadline.socket = session.sock
        if box.username:
            session.login(box.username, box.password)
        refused = session.send_message(
            compose(letter, box), from_addr=box.sender, to_addrs=list(box.recipients)
        )
    if refused:
        codes = sorted({code for code, _text in refused.values()})
        return sent(f"{len(refused)} of {len(box.recipients)} recipients were refused: {codes}")
    return sent()


class Session(smtplib.SMTP):
    """An SMTP session on a connection that is open already; TLS names the host, not the address."""

    def __init__(self, connection: socket.socket, host: str, port: int, seconds: float) -> None:
        self._connection = connection
        super().__init__(host, port, local_hostname="tangkal", timeout=seconds)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return self._connection


def compose(letter: Letter, box: Mailbox) -> EmailMessage:
    """The letter as RFC 5322 text; RFC 3834 keeps out-of-office answers away."""
    message = EmailMessage(policy=POLICY)
    message["From"] = formataddr((" ".join(box.name.split()), box.sender))
    message["To"] = ", ".join(box.recipients)
    message["Subject"] = " ".join(letter.subject.split())
    message["Date"] = format_datetime(datetime.fromisoformat(letter.created_at))
    message["Message-ID"] = f"<{letter.key}@{box.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    for name, value in box.headers:
        message[name] = value
    message.set_content(letter.body)
    return message


def of_codes(codes: Sequence[int]) -> Outcome:
    """All recipients refused: worth another try while one of them is only busy."""
    told = f"every recipient was refused: {sorted(set(codes))}"
    return later(told) if any(400 <= code < 500 for code in codes) else never(told)


def of_code(code: int, text: bytes | str) -> Outcome:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    told = f"{code} {words}"
    return never(told) if 500 <= code < 600 else later(told)
