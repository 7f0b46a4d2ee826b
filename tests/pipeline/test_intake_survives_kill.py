"""An ingest killed anywhere and repeated: nothing lost, nothing doubled.

The process is really killed (SIGKILL), at chosen points between the stores it writes to and
at random moments while it runs.
"""

import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter

import pytest

from tests.pipeline.intake_helpers import delivered, stores_in

ROWS = 700
BATCH = 50

CHILD = """
import json, os, signal, sys
from tangkal.pipeline import intake
from tests.pipeline.intake_helpers import ClaimShelf, stores_in

home, path, store, method, when, count, batch = sys.argv[1:]
intake.BATCH = int(batch)
calls = 0


def deadly(called):
    def call(*arguments, **named):
        global calls
        calls += 1
        if when == "before" and calls == int(count):
            os.kill(os.getpid(), signal.SIGKILL)
        result = called(*arguments, **named)
        if when == "after" and calls == int(count):
            os.kill(os.getpid(), signal.SIGKILL)
        return result
    return call


def tell(progress):
    print(progress.records, flush=True)


from pathlib import Path
with stores_in(Path(home)) as stores:
    if store:
        target = getattr(stores, store)
        try:
            setattr(target, method, deadly(getattr(target, method)))
        except AttributeError:
            raise SystemExit("no such store")
    report = intake.ingest(path, stores, progress=tell)
    print(json.dumps(report.as_json()), flush=True)
"""


@pytest.fixture
def source(tmp_path):
    """Rows without ids, many of them equal, every seventh unreadable."""
    noise = random.Random(5)
    path = tmp_path / "posts.jsonl"
    with path.open("w") as file:
        for n in range(ROWS):
            if n % 7 == 3:
                file.write(f'{{"text": "rusak {n}", "tanggal": "bukan tanggal {n}"}}\n')
            else:
                file.write(json.dumps({"text": f"teks {noise.randrange(40)}"}) + "\n")
    return path


def start(home, source, store="", method="", when="", count=0):
    return subprocess.Popen(
        [
            sys.executable,
            "-c",
            CHILD,
            str(home),
            str(source),
            store,
            method,
            when,
            str(count),
            str(BATCH),
        ],
        stdout=subprocess.PIPE,
        text=True,
        cwd=os.getcwd(),
    )


def check_whole(home, source):
    """What one undisturbed ingest would have given, no row more or less."""
    texts, bad = Counter(), 0
    for line in source.read_text().splitlines():
        record = json.loads(line)
        if "tanggal" in record:
            bad += 1
        else:
            texts[record["text"]] += 1
    with stores_in(home) as stores:
        items = delivered(stores.bus)
        assert Counter(item["text"] for item in items) == texts
        assert len({item["item_id"] for item in items}) == len(items)
        assert stores.quarantine.count() == bad


def finish(home, source):
    child = start(home, source)
    out, _ = child.communicate()
    assert child.returncode == 0
    report = json.loads(out.splitlines()[-1])
    assert report["read"] == ROWS
    assert report["accepted"] + report["already_known"] + report["quarantined"] == ROWS


@pytest.mark.parametrize(
    ("store", "method", "when", "count"),
    [
        ("bus", "publish", "before", 1),
        ("bus", "publish", "after", 1),
        ("bus", "publish", "after", 6),
        ("quarantine", "add", "before", 4),
        ("quarantine", "add", "after", 4),
        ("ledger", "advance", "before", 3),
        ("ledger", "advance", "after", 13),
    ],
)
def test_killed_between_two_stores_the_next_run_completes_it(
    tmp_path, source, store, method, when, count
):
    home = tmp_path / "home"
    child = start(home, source, store, method, when, count)
    child.communicate()
    assert child.returncode == -signal.SIGKILL
    finish(home, source)
    check_whole(home, source)


def test_killed_at_random_moments_again_and_again_it_still_ends_whole(tmp_path, source):
    home = tmp_path / "home"
    noise = random.Random()
    killed = 0
    for _ in range(6):
        child = start(home, source)
        for _ in range(noise.randrange(1, 4)):  # let it get some batches further
            child.stdout.readline()
        child.kill()
        child.communicate()
        killed += child.returncode == -signal.SIGKILL
    assert killed
    finish(home, source)
    check_whole(home, source)


def test_two_ingests_of_one_file_at_once_double_nothing(tmp_path, source):
    home = tmp_path / "home"
    with stores_in(home):
        pass  # both find the home ready
    children = [start(home, source) for _ in range(2)]
    for child in children:
        child.communicate()
    assert [child.returncode for child in children] == [0, 0]
    check_whole(home, source)
