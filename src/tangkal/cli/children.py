"""Two programs run as one: started together, watched, and stopped together."""

import ctypes
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tangkal.kernel.errors import TangkalError

GRACE_SECONDS = 20.0
LOOK_EVERY_SECONDS = 0.05
PR_SET_PDEATHSIG = 1  # <sys/prctl.h>
LIBC = ctypes.CDLL(None)  # loaded here: between fork and exec there is no safe time for it


class ChildFailed(TangkalError):
    """A program that must run stopped by itself, twice."""


@dataclass(slots=True)
class Child:
    """One program, its log, and how often it was started."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    is_needed: bool = True  # without one that is not, the others carry on
    starts: int = 0
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start it in a session of its own, so that a terminal's Ctrl-C reaches only us."""
        self.starts += 1
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own command line
                self.command,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent,  # noqa: PLW1509 - one system call, no locks
            )

    @property
    def exit_code(self) -> int | None:
        return self.process.poll() if self.process else None

    def last_words(self) -> str:
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")


def die_with_parent() -> None:
    """Ask Linux to stop this child when we are killed outright, so that no port stays taken."""
    if sys.platform == "linux":
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class StopAsked(BaseException):
    """Ctrl-C, a terminal closed, or the system asking us to stop."""


class Supervisor:
    """Watches children; a crashed one gets one second chance."""

    def __init__(self, children: Sequence[Child], say: Callable[[str], None]) -> None:
        self.children = children
        self.say = say
        self.is_asked_to_stop = False

    def start(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.ask_to_stop)
        for child in self.children:
            child.start()

    def ask_to_stop(self, number: int, frame: object) -> None:
        """Only remember it: an exception raised here may land where Python swallows it."""
        self.is_asked_to_stop = True

    def check(self) -> None:
        """Restart a child that stopped by itself.

        Raises:
            ChildFailed: it had its second chance already.
            StopAsked: somebody asked us to stop since the last look.
        """
        if self.is_asked_to_stop:
            raise StopAsked
        for child in self.children:
            code = child.exit_code
            if code is None or child.process is None:
                continue
            if child.starts > 1 and not child.is_needed:
                self.say(f"The {child.name} stopped again ({describe(code)}); it stays so.")
                child.process = None
                continue
            if child.starts > 1:
                raise ChildFailed(
                    f"the {child.name} stopped again ({describe(code)}):"
                    f" {child.last_words()} (all of it is in {child.log})"
                )
            self.say(f"The {child.name} stopped ({describe(code)}); starting it once more.")
            child.start()

    def watch(self) -> None:
        """Run until told to stop, or until a child cannot be kept running."""
        while True:
            self.check()
            time.sleep(LOOK_EVERY_SECONDS * 4)

    def stop(self) -> None:
        """Ask every child to finish its work, together; after a while insist."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)  # one request is enough
        running = [c.process for c in self.children if c.process and c.process.poll() is None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for process in running:
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def describe(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"killed by {signal.Signals(-code).name}"
    except ValueError:
        return f"killed by signal {-code}"
