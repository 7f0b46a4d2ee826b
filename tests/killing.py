"""Run a function in a process of its own and kill it in the middle of its work.

The process sends itself SIGKILL at its n-th call of any function, Python's or C's, so that
a kill falls between any two steps alike (open, write, fsync, rename, commit) and does not
depend on how quick the machine is.

The processes come from a fork server that has the imports but no threads: a plain fork of
the test process could inherit a lock that a thread of Arrow's or DuckDB's held.
"""

import itertools
import multiprocessing
import os
import signal
import sys

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.warm"])


def start(work, *arguments, calls):
    """Start work(*arguments); it dies at its n-th call."""
    process = FORKS.Process(target=_run, args=(work, arguments, calls), daemon=True)
    process.start()
    return process


def wait(*processes):
    """Wait until they are dead; an error of their own is not the death we meant."""
    for process in processes:
        process.join()
        assert process.exitcode == -signal.SIGKILL, f"{process} ended by itself"


def at_every_step(work, arguments_for, *, step):
    """Kill work at its step-th call, its 2·step-th, …, until it finishes alive.

    `arguments_for(n)` prepares the n-th attempt; after each killed one, its arguments are given.
    """
    for attempt in itertools.count(1):
        arguments = arguments_for(attempt)
        process = start(work, *arguments, calls=attempt * step)
        process.join()
        if process.exitcode == 0:
            assert attempt > 10, "it was hardly ever killed"
            return
        assert process.exitcode == -signal.SIGKILL, f"{process} ended by itself"
        yield arguments


def _run(work, arguments, calls):
    left = calls

    def count(_frame, event, _argument):
        nonlocal left
        if event in ("call", "c_call"):
            left -= 1
            if left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(count)
    work(*arguments)
