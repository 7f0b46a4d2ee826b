"""The desk keeps its promises on PostgreSQL too: the same tests, another database."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
# Where the database matters most: locks, races, triggers, the chain, publication.
FOLDERS = ("audit", "cases", "directives", "strategic_communication")
# Of the other folders what writes at once, is killed in the middle, or asks in SQL of its own.
FILES = (
    "alignment/test_alignment.py",
    "channels/test_dispatching.py",
    "channels/test_killing.py",
    "channels/test_lapsing.py",
    "early_warning/test_drawing.py",
    "early_warning/test_queue.py",
    "following/test_following.py",
    "platform_requests/test_requests.py::test_from_draft_to_what_the_platform_did",
    "platform_requests/test_requests.py::"
    "test_an_objection_upheld_withdraws_the_request_in_public_and_asks_to_restore",
    "portal/test_front_door.py",  # full text
    "portal/test_publishing.py",
    "portal/test_reports.py",
    "questions/test_contacts.py",
    "questions/test_families.py",
    "questions/test_killing.py",
    "questions/test_lanes.py",
    "questions/test_outgoing.py",
    "reference/test_reference.py",
    "tipline/test_receiving.py",
    "tipline/test_together.py",
    "workflow/test_races.py",
)


@pytest.mark.skipif("SUITE_DATABASE_URL" in os.environ, reason="runs on PostgreSQL already")
def test_the_desk_keeps_its_promises_on_postgresql(postgres_server):
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"),
            *("--ignore-glob", "*browser*"),
            *(str(HERE / each) for each in (*FOLDERS, *FILES)),
            str(HERE.parent / "safeguards" / "test_labels.py"),
        ],
        env=os.environ | {"SUITE_DATABASE_URL": postgres_server.url()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
