"""What lands in the folder is what was generated, and the command says so."""

import csv
import json

from click.testing import CliRunner

from tangkal.cli.scenario import exercise
from tangkal.exercises.week import iter_rows
from tangkal.exercises.writing import ROW_FIELDS, write_week
from tests.exercises.conftest import START


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_scenario_and_a_stream_write_the_same_files(week, tmp_path):
    counts = week.write(tmp_path / "whole")
    write_week(tmp_path / "stream", 2000, seed=7, start=START)
    assert counts == {
        "items.csv": 2000,
        "items.jsonl": 2000,
        "truth.jsonl": 2000,
        "claims.jsonl": len(week.claims),
    }
    for path in sorted((tmp_path / "whole").iterdir()):
        assert path.read_bytes() == (tmp_path / "stream" / path.name).read_bytes()


def test_files_read_back_as_the_rows_they_came_from(week, tmp_path):
    week.write(tmp_path)
    assert lines(tmp_path / "items.jsonl") == week.rows
    assert [t["native_id"] for t in lines(tmp_path / "truth.jsonl")] == list(week.truth)
    with (tmp_path / "items.csv").open(encoding="utf-8", newline="") as stream:
        table = list(csv.DictReader(stream))
    assert tuple(table[0]) == ROW_FIELDS
    assert [row["text"] for row in table] == [row["text"] for row in week.rows]
    assert [row["region_code"] for row in table] == [row["region_code"] for row in week.rows]
    claims = lines(tmp_path / "claims.jsonl")
    assert [claim["claim_id"] for claim in claims] == [claim.claim_id for claim in week.claims]
    assert all(claim["published_on"] < "2031-03-03" for claim in claims)
    planted = json.loads((tmp_path / "events.json").read_text(encoding="utf-8"))
    assert planted["bursts"][0]["starts_at"] == "2031-03-06T18:00:00+07:00"


def test_the_command_writes_a_week_and_names_the_files(tmp_path):
    out = tmp_path / "pekan"
    options = ["--items", "200", "--seed", "3", "--start", "2031-03-03", "--out", str(out)]
    reply = CliRunner().invoke(exercise, ["scenario", *options])
    assert reply.exit_code == 0, reply.output
    assert "truth.jsonl" in reply.output
    expected = [row for row, _ in iter_rows(200, seed=3, start=START)]
    assert lines(out / "items.jsonl") == expected


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("x")
    options = ["--items", "200", "--out", str(tmp_path / "file" / "below")]
    reply = CliRunner().invoke(exercise, ["scenario", *options])
    assert reply.exit_code == 1
    assert "cannot write" in reply.output
