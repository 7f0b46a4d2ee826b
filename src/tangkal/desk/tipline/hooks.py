"""Webhooks before all else: a call is checked and on disk without a page's machinery.

On the evening when a thousand people a second forward the same chain letter, each of them is
one call. Django's views take the same calls (`views.hook`) where this does not stand before it.
"""

from collections.abc import Iterable
from http import HTTPStatus

from tangkal.desk.portal.front import Application, Environ, StartResponse
from tangkal.desk.tipline import receiving

PREFIX = "/kait/"


class Hooks:
    """A WSGI application around the desk's own, which answers the services' calls itself."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if environ["REQUEST_METHOD"] != "POST" or not path.startswith(PREFIX):
            return self.application(environ, start_response)
        status = HTTPStatus(
            receiving.receive(
                path.removeprefix(PREFIX).rstrip("/"),
                environ.get("CONTENT_LENGTH", ""),
                environ["wsgi.input"].read,
                lambda name: environ.get(f"HTTP_{name.upper().replace('-', '_')}", ""),
            )
        )
        headers = [("Content-Type", "text/plain"), ("Content-Length", "0")]
        start_response(f"{status.value} {status.phrase}", headers)
        return [b""]
