"""`tangkal demo` refuses what would do harm, serves what it promises, and stops cleanly."""

import fcntl
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tangkal.cli.readiness import code_fingerprint, note_path, remember, remembered_accounts
from tangkal.pipeline.home import Home
from tests.servers.ports import free_port, is_open

ACCOUNTS = [("analis", "a-password", "Analyst")]


def demo_command(home: Path, port: int, *more: str) -> list[str]:
    where = ("--home", str(home), "--port", str(port), "--no-browser")
    return [sys.executable, "-m", "tangkal.cli", "demo", *where, *more]


def refused(home: Path, port: int, **surroundings: str) -> str:
    done = subprocess.run(
        demo_command(home, port),
        env={**os.environ, **surroundings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    (sentence,) = done.stderr.splitlines()
    return sentence


def test_a_busy_port_stops_the_start_before_anything_is_made(tmp_path):
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # as the web server does
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"port {port} is busy" in refused(tmp_path / "home", port)
    assert not (tmp_path / "home").exists()


def test_a_real_home_is_never_filled_with_a_fictional_week(tmp_path):
    Home(tmp_path).make()
    assert "is a real home, not a demonstration's" in refused(tmp_path, free_port())
    assert not Home(tmp_path).is_demo


def test_one_home_runs_one_demonstration_and_says_where(tmp_path):
    home = Home(tmp_path)
    home.make(demo=True)
    with (tmp_path / "demo.pid").open("w") as held:
        held.write("process 77 on http://127.0.0.1:8000/\n")
        held.flush()
        fcntl.flock(held, fcntl.LOCK_EX)
        sentence = refused(tmp_path, free_port())
    assert "runs already (process 77 on http://127.0.0.1:8000/)" in sentence
    assert "--home" in sentence


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").touch()
    assert "cannot be written" in refused(tmp_path / "file" / "home", free_port())


@pytest.fixture
def prepared(tmp_path) -> Home:
    home = Home(tmp_path)
    home.make(demo=True)
    home.desk_database.touch()
    remember(home, ACCOUNTS)
    return home


def test_a_prepared_home_is_known_again(prepared):
    assert remembered_accounts(prepared) == ACCOUNTS


def test_the_passwords_are_kept_where_only_the_owner_looks(prepared):
    assert note_path(prepared).parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("loss", ["the note", "half the note", "the database", "the static files"])
def test_a_home_that_lost_something_is_prepared_again(prepared, loss):
    note = note_path(prepared)
    if loss == "the note":
        note.unlink()
    elif loss == "half the note":
        note.write_text(note.read_text()[:20])
    elif loss == "the database":
        prepared.desk_database.unlink()
    else:
        prepared.static.rmdir()
    assert remembered_accounts(prepared) is None


def test_changed_code_prepares_again_but_compiled_files_do_not(tmp_path):
    package = tmp_path / "package"
    (package / "desk").mkdir(parents=True)
    (package / "desk" / "models.py").write_text("one")
    before = code_fingerprint(package)
    (package / "desk" / "__pycache__").mkdir()
    (package / "desk" / "__pycache__" / "models.pyc").write_text("compiled")
    (package / "desk" / "django.mo").write_text("compiled")
    assert code_fingerprint(package) == before
    (package / "desk" / "models.py").write_text("another")
    assert code_fingerprint(package) != before


class Demonstration:
    """The real thing in a process of its own, its output in a file."""

    def __init__(self, home: Path, port: int, output: Path) -> None:
        self.home, self.port, self.output = Home(home), port, output
        with output.open("w") as stream:
            self.process = subprocess.Popen(
                demo_command(home, port, "--items", "200"), stdout=stream, stderr=stream
            )

    def wait_for(self, words: str) -> str:
        """What was printed, once it holds these words; a start that failed shows why."""
        while words not in (said := self.output.read_text()):
            assert self.process.poll() is None, said + self.logs()
            time.sleep(0.05)
        return said

    def logs(self) -> str:
        return "".join(path.read_text() for path in self.home.log.glob("*.log"))

    def status(self, path: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection.request("GET", path)
        return connection.getresponse().status

    def children(self) -> list[int]:
        folder = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(number) for number in folder.read_text().split()]

    def worker(self) -> int:
        """The worker's process number, once it is there and has become the worker."""
        while True:
            found = [n for n in self.children() if b"worker\0" in command_line(n)]
            if found:
                return found[0]
            assert self.process.poll() is None, self.output.read_text() + self.logs()
            time.sleep(0.05)

    def stop(self, number: int = signal.SIGTERM) -> str:
        self.process.send_signal(number)
        self.process.wait()
        return self.output.read_text()


def command_line(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except FileNotFoundError:  # it ended between the two looks
        return b""


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc")
def test_the_demonstration_serves_survives_a_crash_and_carries_on_next_time(tmp_path):
    home, port = tmp_path / "home", free_port()
    first = Demonstration(home, port, tmp_path / "first.txt")
    try:
        said = first.wait_for("Stop with Ctrl-C")
        assert f"http://127.0.0.1:{port}/" in said
        assert first.status("/") == 200
        assert first.status("/desk/") in {200, 302}

        assert "runs already" in refused(home, free_port())

        crashed = first.worker()
        os.kill(crashed, signal.SIGKILL)
        first.wait_for("The worker stopped (killed by SIGKILL); starting it once more.")
        assert first.worker() != crashed
    finally:
        said = first.stop()
    assert first.process.returncode == 0, said
    assert said.rstrip().endswith("carries on from here.")
    assert not is_open(port)

    second = Demonstration(home, port, tmp_path / "second.txt")
    try:
        said_again = second.wait_for("Stop with Ctrl-C")
    finally:
        second.stop(signal.SIGINT)
    assert second.process.returncode == 0
    assert "Preparing" not in said_again
    assert accounts_in(said_again) == accounts_in(said) != []


def accounts_in(said: str) -> list[str]:
    return re.findall(r"^  \S+ +latihan-\S+ .*$", said, flags=re.MULTILINE)
