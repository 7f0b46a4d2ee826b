"""The desk keeps its promises on PostgreSQL too: the same tests, another database."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
# Where the database matters most: locks, races, triggers, the chain, publication.
FOLDERS = ("audit", "cases", "directives", "questions/test_killing.py", "strategic_communication")


@pytest.mark.skipif("SUITE_DATABASE_URL" in os.environ, reason="runs on PostgreSQL already")
def test_the_desk_keeps_its_promises_on_postgresql(postgres_server):
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"),
            *("--ignore-glob", "*browser*"),
            *(str(HERE / folder) for folder in FOLDERS),
            str(HERE.parent / "safeguards" / "test_labels.py"),
        ],
        env=os.environ | {"SUITE_DATABASE_URL": postgres_server.url()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
