"""`tangkal explore`: the lake's answers on the command line."""

import json

import pytest
from click.testing import CliRunner

from tangkal.cli.explore import explore
from tangkal.engines import DuckLake
from tangkal.kernel import InvalidInput
from tangkal.pipeline.settings import current
from tests.engines.lakes import row, table


@pytest.fixture
def ask(tmp_path, monkeypatch):
    """Run the command in a home of its own; its lake holds three items."""
    monkeypatch.setenv("TANGKAL_HOME", str(tmp_path))
    current.cache_clear()
    DuckLake(tmp_path / "lake").append(
        "b1",
        table(
            row("a", text="Harga bensin naik\nbesok", platform="tiktok"),
            row("b", text="Pembagian beras", hours=20, region_code="32.04", is_exercise=True),
            row("c", text="bensin langka " * 40, hours=30, narrative="N2"),
        ),
    )

    def run(*arguments):
        result = CliRunner().invoke(explore, arguments, catch_exceptions=False)
        assert result.exit_code == 0
        return result.output

    yield run
    current.cache_clear()


def test_it_counts_what_it_finds_and_shows_the_newest_first(ask):
    lines = ask("bensin").splitlines()
    assert lines[0].startswith("2 of 3 items, found in ")
    assert lines[1] == "from 2026-03-02 17:00 WIB to 2026-03-03 23:00 WIB"
    assert "platform: tiktok 1, x 1" in lines
    assert [line.split()[4] for line in lines[-2:]] == ["N2", "N1"]
    assert lines[-1].endswith("Harga bensin naik besok")
    assert lines[-2].endswith("…")


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["bagi"], "b"),
        (["--region", "32"], "b"),
        (["--platform", "tiktok"], "a"),
        (["--narrative", "N2"], "c"),
        (["--exercise"], "b"),
        (["--real", "bensin -harga"], "c"),
        (["--from", "2026-03-03", "--to", "2026-03-03"], "cb"),
        (["--limit", "1"], "c"),
        (["tidak ada"], ""),
    ],
)
def test_filters_narrow_and_json_is_an_object_an_item(ask, arguments, found):
    rows = [json.loads(line) for line in ask(*arguments, "--json").splitlines()]
    assert "".join(each["item_id"] for each in rows) == found
    assert not any("author" in each for each in rows)


def test_where_nothing_is_found_it_says_so(ask):
    assert ask("zebra").startswith("No item of 3 fits.")
    assert "'!!!' holds no word" in ask("!!!")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(["--from", "kemarin"], "--from 'kemarin' is no day"), (["a " * 101], "101 words")],
)
def test_what_makes_no_sense_is_refused_by_name(ask, arguments, says):
    with pytest.raises(InvalidInput, match=says):
        ask(*arguments)


def test_a_home_without_items_is_told_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setenv("TANGKAL_HOME", str(tmp_path))
    current.cache_clear()
    with pytest.raises(InvalidInput, match="tangkal ingest"):
        CliRunner().invoke(explore, ["a"], catch_exceptions=False)
    current.cache_clear()
