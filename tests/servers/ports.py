"""Loopback ports for servers that tests start."""

import socket
import subprocess
import time
from pathlib import Path


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


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
