"""Children run beside one another, get one second chance, and leave nothing behind."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from tangkal.cli.children import Child, ChildFailed, Supervisor

SLEEPER = "import time\nwhile True: time.sleep(1)"


def child(folder: Path, code: str, name: str = "worker") -> Child:
    return Child(name, [sys.executable, "-c", code], dict(os.environ), folder / f"{name}.log")


@pytest.fixture
def keep_signals():
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.getsignal(number) for number in numbers]
    yield
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


def wait_for_exit(one: Child) -> None:
    assert one.process is not None
    one.process.wait()


@pytest.mark.usefixtures("keep_signals")
def test_a_crashed_child_is_started_once_more_and_then_its_last_words_are_told(tmp_path):
    said: list[str] = []
    crashing = child(tmp_path, "print('no room left'); raise SystemExit(3)")
    supervisor = Supervisor([crashing], said.append)
    supervisor.start()
    wait_for_exit(crashing)
    supervisor.check()
    assert said == ["The worker stopped (exit code 3); starting it once more."]
    wait_for_exit(crashing)
    with pytest.raises(ChildFailed, match=r"stopped again \(exit code 3\): no room left"):
        supervisor.check()
    assert crashing.starts == 2


@pytest.mark.usefixtures("keep_signals")
def test_stopping_ends_every_child(tmp_path):
    children = [child(tmp_path, SLEEPER, name) for name in ("web", "worker")]
    supervisor = Supervisor(children, print)
    supervisor.start()
    supervisor.check()
    supervisor.stop()
    assert [one.exit_code for one in children] == [-signal.SIGTERM] * 2


@pytest.mark.usefixtures("keep_signals")
def test_a_child_deaf_to_the_request_is_ended_after_a_while(tmp_path, monkeypatch):
    monkeypatch.setattr("tangkal.cli.children.GRACE_SECONDS", 0.2)
    deaf = child(
        tmp_path,
        "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "print('deaf', flush=True)\nwhile True: time.sleep(1)",
    )
    supervisor = Supervisor([deaf], print)
    supervisor.start()
    while "deaf" not in deaf.log.read_text():
        time.sleep(0.02)
    supervisor.stop()
    assert deaf.exit_code == -signal.SIGKILL


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ties a child's life to ours")
def test_children_do_not_outlive_a_supervisor_that_was_killed(tmp_path):
    code = f"""
        import os, sys
        from pathlib import Path
        from tangkal.cli.children import Child
        one = Child("w", [sys.executable, "-c", {SLEEPER!r}], dict(os.environ), Path("log"))
        one.start()
        print(one.process.pid, flush=True)
        os.kill(os.getpid(), 9)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    wait_until_gone(int(done.stdout))


def wait_until_gone(process: int) -> None:
    """A process is gone when it is no more, or a zombie that nobody has buried yet."""
    status = Path(f"/proc/{process}/stat")
    while status.exists():
        try:
            if status.read_text().rpartition(")")[2].split()[0] == "Z":
                return
        except (FileNotFoundError, ProcessLookupError):
            return
        time.sleep(0.02)
