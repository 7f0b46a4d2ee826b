"""A NATS server with JetStream of the suite's own, in a temporary folder on a free port."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.servers.ports import free_port, wait_until_open


@dataclass(frozen=True, slots=True)
class NatsServer:
    """A running server."""

    port: int

    @property
    def url(self) -> str:
        return f"nats://127.0.0.1:{self.port}"


@pytest.fixture(scope="session")
def nats_server() -> Iterator[NatsServer]:
    program = shutil.which("nats-server", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        pytest.skip("no NATS server here; install it with 'apt install nats-server'")
    root, port = Path(tempfile.mkdtemp(prefix="tangkal-nats-")), free_port()
    command = [program, "-a", "127.0.0.1", "-p", str(port), "-js", "-sd", str(root / "store")]
    log = root / "server.log"
    with log.open("w") as stream:
        process = subprocess.Popen(command, cwd=root, stdout=stream, stderr=stream)
    try:
        wait_until_open(port, process, log)
        yield NatsServer(port)
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(root, ignore_errors=True)
