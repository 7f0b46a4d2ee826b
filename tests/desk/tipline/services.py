"""Stand-ins of the Bot API and the Cloud API on loopback: they send, keep files, fail as told."""

import io
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote


@dataclass
class Services:
    """What both services were asked, and how they answer."""

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)  # by the service's name of the file
    sent: list[tuple[str, dict]] = field(default_factory=list)  # path and body of each message
    fetched: list[tuple[str, str]] = field(default_factory=list)  # path and Authorization
    status: int = 200  # of everything; 0 hangs up in the middle of the answer
    headers: dict[str, str] = field(default_factory=dict)
    error: dict = field(default_factory=dict)  # body where the status is not 200
    delay_s: float = 0.0
    told_size: int | None = None  # what the API says of a file's size
    media_url: str = ""  # another address than ours for WhatsApp's files

    def texts(self) -> list[str]:
        return [
            body["text"] if isinstance(body["text"], str) else body["text"]["body"]
            for _path, body in self.sent
        ]

    def answer(self, path: str, authorization: str) -> tuple[bytes, str]:
        """What a GET is answered."""
        self.fetched.append((path, authorization))
        if "/getFile?file_id=" in path:
            name = unquote(path.rpartition("=")[2])
            size = self.told_size or len(self.files[name])
            told = {"file_id": name, "file_path": f"photos/{name}", "file_size": size}
            return json.dumps({"ok": True, "result": told}).encode(), "application/json"
        name = path.rpartition("/")[2]
        if path.startswith(("/file/", "/unduh/")):
            return self.files[name], "image/png"
        told = {"url": self.media_url or f"{self.url}/unduh/{name}", "mime_type": "image/png"}
        told |= {"id": name, "file_size": self.told_size or len(self.files[name])}
        return json.dumps(told).encode(), "application/json"


def handler_of(services: Services) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            length = int(self.headers["content-length"])
            raw = self.rfile.read(length)
            if len(raw) < length:  # whoever called was cut off
                self.close_connection = True
                return
            body = json.loads(raw)
            services.sent.append((self.path, body))
            number = len(services.sent)
            is_telegram = self.path.startswith("/bot")
            told = (
                {"ok": True, "result": {"message_id": number}}
                if is_telegram
                else {"messaging_product": "whatsapp", "messages": [{"id": f"wamid.out{number}"}]}
            )
            self.reply(json.dumps(told).encode(), "application/json")

        def do_GET(self):
            self.reply(*services.answer(self.path, self.headers.get("authorization", "")))

        def reply(self, body, kind):
            time.sleep(services.delay_s)
            if services.status == 0:
                self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{")
                self.close_connection = True
                return
            if services.status != 200:
                body = json.dumps(services.error).encode()
            self.send_response(services.status)
            for name, value in services.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments):
            return

    return Handler


@contextmanager
def service_apis() -> Iterator[Services]:
    services = Services()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(services))
    server.daemon_threads = True
    services.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield services
    finally:
        server.shutdown()
        server.server_close()


def png(seed: int, size: int = 256) -> bytes:
    """A picture with enough in it to be told from others."""
    import random

    from PIL import Image, ImageDraw

    draws = random.Random(seed)
    picture = Image.new("RGB", (size, size), "white")
    pen = ImageDraw.Draw(picture)
    for _each in range(40):
        x, y = draws.randrange(size), draws.randrange(size)
        box = (x, y, x + draws.randrange(8, 90), y + draws.randrange(8, 90))
        colour = tuple(draws.randrange(256) for _ in range(3))
        pen.rectangle(box, fill=colour) if draws.random() < 0.5 else pen.ellipse(box, fill=colour)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
