"""How the web server is started, and whether its port is free."""

import errno
import socket
import sys

from tangkal.kernel.errors import InvalidInput

LOOPBACK = ("127.0.0.1", "localhost", "::1")
# Of a web worker. A few of them draw pages; the others answer kept ones, and hold whoever waits
# for a turn (tangkal.desk.portal.front). Each that draws keeps a database connection.
THREADS = 32


def command(host: str, port: int, workers: int) -> list[str]:
    """The command line of the web server."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--log-level", "warning"),
        *("--host", host, "--port", str(port), "--workers", str(workers)),
        *("--blocking-threads", str(THREADS)),
        "tangkal.desk.wsgi:application",
    ]


def live_command(host: str, port: int) -> list[str]:
    """The command line of the crisis rooms' live stream: one process, streams cost it little."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "asgi", "--log-level", "warning"),
        *("--host", host, "--port", str(port), "--workers", "1", "--respawn-failed-workers"),
        *("--backlog", "2048", "--backpressure", "2048"),
        "tangkal.desk.crisis.live:application",
    ]


def live_port_beside(host: str, port: int, wanted: int | None) -> int | None:
    """Where the live stream listens: the port after the desk's, unless told otherwise.

    Rooms work without it, only slower; so a busy port that nobody asked for stops nothing.

    Args:
        wanted: the port asked for; 0 is no stream, None the port after the desk's.

    Raises:
        InvalidInput: the port asked for is taken.
    """
    if wanted is not None:
        if wanted:
            check_port_is_free(host, wanted)
        return wanted or None
    try:
        check_port_is_free(host, port + 1)
    except (InvalidInput, OverflowError):
        return None
    return port + 1


def check_port_is_free(host: str, port: int) -> None:
    """Refuse a port that somebody else listens on.

    The web server itself would not notice: it opens its port shared (SO_REUSEPORT), so a
    second server of the same user starts beside the first and answers every other request.

    Raises:
        InvalidInput: the port is taken or may not be opened; the message has the remedy.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        # As a server restarted at once would: connections that linger do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as problem:
            raise InvalidInput(explain(problem, host, port)) from None


def explain(problem: OSError, host: str, port: int) -> str:
    if problem.errno == errno.EADDRINUSE:
        return (
            f"port {port} is busy: another program answers there; stop it, or choose"
            f" another port, for example --port {port + 1 if port < 65535 else 8000}"
        )
    if problem.errno == errno.EACCES:
        return f"port {port} is kept for the system: choose one above 1023, for example --port 8000"
    return f"{host}:{port} cannot be opened: {problem.strerror or problem}"
