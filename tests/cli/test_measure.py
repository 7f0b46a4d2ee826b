"""Costs count everything that was started, and inputs are recognised by their content."""

import subprocess
import sys

from tangkal.cli.measure import Cost, describe_folder

BURN = "x = bytearray(150_000_000); s = sum(range(3_000_000)); import time; time.sleep(0.3)"


def test_children_count_in_seconds_and_in_memory():
    with Cost() as cost:
        subprocess.run([sys.executable, "-c", BURN], check=True)
    assert cost.cpu_seconds > 0.02
    assert cost.wall_seconds >= 0.3
    assert cost.peak_bytes > 150_000_000


def test_two_folders_have_one_hash_exactly_when_their_contents_agree(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "pairs.jsonl").write_text("{}\n")
    first, second = (describe_folder(tmp_path / name) for name in ("a", "b"))
    assert first["sha256"] == second["sha256"]
    (tmp_path / "b" / "pairs.jsonl").rename(tmp_path / "b" / "titles.jsonl")
    assert describe_folder(tmp_path / "b")["sha256"] != first["sha256"]
