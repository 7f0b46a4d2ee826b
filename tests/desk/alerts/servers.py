"""Real servers on loopback that answer as told: SMTP by aiosmtpd, HTTP by the standard library."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from tests.servers.ports import free_port


@dataclass
class Inbox:
    """What an SMTP server took, and how it answers."""

    answer: str = "250 OK"
    refuse: dict[str, str] = field(default_factory=dict)  # recipient → its answer
    delay_s: float = 0.0
    letters: list = field(default_factory=list)
    logins: list = field(default_factory=list)
    port: int = 0

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):
        import asyncio

        await asyncio.sleep(self.delay_s)
        if self.answer.startswith("250"):
            self.letters.append(envelope)
        return self.answer

    def authenticate(self, _server, _session, _envelope, mechanism, data):
        assert isinstance(data, LoginPassword), mechanism
        self.logins.append((data.login.decode(), data.password.decode()))
        is_right = data.password == b"benar"
        return AuthResult(success=is_right, handled=False)


@contextmanager
def smtp_server(**settings) -> Iterator[Inbox]:
    inbox = Inbox(**settings)

    class Loopback(Controller):
        def factory(self):
            return SMTP(
                inbox, authenticator=inbox.authenticate, auth_require_tls=False, hostname="uji"
            )

    controller = Loopback(inbox, hostname="127.0.0.1", port=0)
    # aiosmtpd tries its own port after the start, which 0 is not: start by its parts.
    controller.port = inbox.port = free_port()
    controller.start()
    try:
        yield inbox
    finally:
        controller.stop()


@contextmanager
def raw_server(talk) -> Iterator[int]:
    """A TCP server that does with each connection what the test says; answers its port."""
    listener = socket.create_server(("127.0.0.1", 0))
    open_ones: list[socket.socket] = []

    def accept():
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            open_ones.append(connection)
            threading.Thread(target=quietly, args=(talk, connection), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()
        for each in open_ones:
            each.close()


@dataclass
class Dripping:
    """Sends a byte at every beat: each would start a plain timeout anew.

    A client that gives up finds it unfinished, on a machine of any speed.
    """

    first: bytes = b""
    beat_s: float = 0.1
    is_done: bool = False

    def __call__(self, connection):
        if self.first:
            connection.recv(65536)
            connection.sendall(self.first)
        for _ in range(600):
            time.sleep(self.beat_s)
            connection.sendall(b"x")
        self.is_done = True


def quietly(talk, connection):
    try:
        talk(connection)
    except OSError:
        return


@dataclass
class Asked:
    """One request as the server saw it."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)


@dataclass
class Web:
    """What an HTTP server was asked, and how it answers."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b'{"ok": true}'
    delay_s: float = 0.0
    asked: list[Asked] = field(default_factory=list)
    url: str = ""


@contextmanager
def web_server(**settings) -> Iterator[Web]:
    web = Web(**settings)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            size = int(self.headers.get("content-length") or 0)
            headers = {name.lower(): value for name, value in self.headers.items()}
            web.asked.append(Asked(self.path, headers, self.rfile.read(size)))
            time.sleep(web.delay_s)
            self.send_response(web.status)
            for name, value in web.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(web.body)))
            self.end_headers()
            self.wfile.write(web.body)

        def log_message(self, *_arguments):
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    web.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()
