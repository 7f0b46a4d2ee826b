"""A whole demonstration of its own: web desk and worker, as `tangkal demo` starts them."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tangkal.pipeline.home import Home
from tests.servers import tables
from tests.servers.ports import free_port

ITEMS = 600  # enough for every story of the week, few enough to load in seconds
PREPARE = f"""
from tangkal.desk import entry
entry.prepare(demo=True)
entry.load_demo({ITEMS}, 7)
"""


@dataclass(frozen=True)
class Desk:
    """A running desk: its address, its home, and one password for all its accounts."""

    url: str
    home: Home
    password: str
    environment: dict[str, str]

    @property
    def accounts(self) -> dict[str, str]:
        from tangkal.exercises.staff import STAFF

        return {member.username: self.password for member in STAFF}

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """The command line, on this desk's home."""
        return subprocess.run(
            [sys.executable, "-m", "tangkal.cli", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def python(self, code: str) -> str:
        """Python with the desk set up, on this desk's home; answers what it printed."""
        done = subprocess.run(
            [sys.executable, "-c", f"from tangkal.desk import entry\nentry.set_up()\n{code}"],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


@pytest.fixture(scope="session")
def desk_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One demonstration for all browser tests of this process."""
    root = tmp_path_factory.mktemp("desk") / "home"
    port = free_port()
    environment = environment_of(root, port)
    tables.put_into(root)
    subprocess.run([sys.executable, "-c", PREPARE], env=environment, check=True)
    logs = root / "log"
    web = start(
        [
            *(sys.executable, "-m", "granian", "--interface", "wsgi"),
            *("--host", "127.0.0.1", "--port", str(port), "--workers", "1"),
            "tangkal.desk.wsgi:application",
        ],
        environment,
        logs / "web.log",
    )
    worker = start(
        [sys.executable, "-m", "tangkal.cli", "worker"], environment, logs / "worker.log"
    )
    home = Home(root)
    desk = Desk(
        url=f"http://127.0.0.1:{port}",
        home=home,
        password=home.secret("demo_password"),
        environment=environment,
    )
    try:
        wait_until_served(desk.url, web, logs / "web.log")
        yield desk
    finally:
        stop(web, worker)


def environment_of(root: Path, port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TANGKAL_")}
    kept.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    return kept | {
        "TANGKAL_HOME": str(root),
        "TANGKAL_SITE_URL": f"http://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "tangkal.desk.settings",
    }


def start(command: list[str], environment: dict[str, str], log: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        command, env=environment, stdout=log.open("wb"), stderr=subprocess.STDOUT
    )


def stop(*processes: "subprocess.Popen[bytes]") -> None:
    """Ask them to end and wait for it, however long the machine takes."""
    for process in processes:
        process.terminate()
    for process in processes:
        process.wait()


def wait_until_served(url: str, web: "subprocess.Popen[bytes]", log: Path) -> None:
    """Wait as long as the server lives; a server that died says why."""
    while web.poll() is None:
        try:
            urllib.request.urlopen(f"{url}/robots.txt", timeout=60).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"the desk did not start:\n{log.read_text(errors='replace')[-3000:]}")
