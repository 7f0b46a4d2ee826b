"""Idempotency keys and paces on PostgreSQL: rows are locked there, on SQLite the whole file is."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
# What several processes do at once, and what one of them leaves when it dies.
FILES = ("test_idempotency.py", "test_pace.py")


@pytest.mark.skipif("SUITE_DATABASE_URL" in os.environ, reason="runs on PostgreSQL already")
def test_keys_and_paces_hold_on_postgresql(postgres_server):
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"),
            *(str(HERE / name) for name in FILES),
        ],
        env=os.environ | {"SUITE_DATABASE_URL": postgres_server.url()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
    assert "skipped" not in done.stdout
