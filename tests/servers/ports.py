"""Loopback ports for servers that tests start."""

import random
import socket
import subprocess
import time
from pathlib import Path

# From 32768 on Linux lends ports to whoever calls somebody: one found free there may be the
# near end of a browser's line before its server has started.
OURS = range(15_000, 32_768)
_claims: list[socket.socket] = []


def free_port() -> int:
    """A port nobody listens on, and that this process alone is given.

    Its claim is the UDP port of the same number, held until the process ends: two workers that
    look at one moment find two ports.
    """
    while True:
        port = random.SystemRandom().choice(OURS)
        claim = socket.socket(type=socket.SOCK_DGRAM)
        try:
            claim.bind(("127.0.0.1", port))
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", port))
        except OSError:
            claim.close()
            continue
        _claims.append(claim)
        return port


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until_open(port: int, process: subprocess.Popen, log: Path) -> None:
    """Wait as long as the server lives; a server that died says why."""
    while not is_open(port):
        if process.poll() is not None:
            raise RuntimeError(f"{process.args} stopped: {log.read_text(errors='replace')}")
        time.sleep(0.02)
