"""Homes of a benchmark's own: functions run in processes whose environment names one."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tangkal.kernel import TangkalError

CHECKOUT = Path(__file__).resolve().parents[1]


def environment_of(home: str, **named: str) -> dict[str, str]:
    """This process's environment, less every setting of Tangkal, with a home and what is named."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TANGKAL_")}
    path = os.pathsep.join([str(CHECKOUT), str(CHECKOUT / "src"), kept.get("PYTHONPATH", "")])
    return kept | {"TANGKAL_HOME": home, "PYTHONPATH": path} | named


def desk_environment(home: str, port: int, database_url: str = "") -> dict[str, str]:
    """That of a desk served at a port, on a database of its own where one is named."""
    named = {"TANGKAL_DATABASE_URL": database_url} if database_url else {}
    return environment_of(home, TANGKAL_SITE_URL=f"http://127.0.0.1:{port}", **named)


def ask(environment: Mapping[str, str], module: str, function: str, *arguments: Any) -> Any:
    """Run a function in a process of its own; arguments and answer travel as JSON.

    Raises:
        TangkalError: it failed; with the end of what it printed.
    """
    code = (
        "import importlib, json, sys\n"
        f"made = getattr(importlib.import_module({module!r}), {function!r})\n"
        "answer = made(*json.load(sys.stdin))\n"
        "print('answer:' + json.dumps(answer, default=str))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=dict(environment),
        input=json.dumps(arguments),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise TangkalError(f"{function} failed: {done.stderr[-2000:]}")
    return json.loads(done.stdout.rsplit("answer:", 1)[1])
