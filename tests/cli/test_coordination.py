"""A researcher with a table and nothing else: found, named by pseudonym, and counted."""

import csv
import json
import random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from tangkal.cli.coordination import coordination
from tangkal.cli.pairs import pairs
from tangkal.kernel import InvalidInput

COOTWEET = ("object_id", "account_id", "content_id", "timestamp_share")
TOOLKIT = (
    "message_id", "user_id", "username", "repost_id", "reply_id", "message", "timestamp", "urls",
)  # fmt: skip


def write(path, columns, rows):
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        writer.writerows(rows)
    return path


def run(*arguments):
    """The network as JSON."""
    done = CliRunner().invoke(coordination, [*map(str, arguments), "--json"])
    if done.exception:
        raise done.exception
    return json.loads(done.output)


def background(chance, rows, count=600):
    """Strangers who share the same things at other times."""
    for number in range(count):
        what, who = f"o{chance.randrange(60)}", f"lain{chance.randrange(80)}"
        rows.append((what, who, f"x{number}", 1_700_000_000 + chance.randrange(2_000_000)))


@pytest.fixture
def table(tmp_path):
    chance, rows = random.Random(3), []
    for number in range(6):
        for who in range(5):
            moment = 1_700_000_000 + number * 100_000 + who * 3
            rows.append((f"kelompok{number}", f"Anggota{who}", f"c{number}-{who}", moment))
    background(chance, rows)
    return write(tmp_path / "shares.csv", COOTWEET, rows)


def test_a_group_is_found_and_nobody_is_named(table):
    network = run(table)
    assert len(network["nodes"]) == 5
    assert len(network["edges"]) == 10
    assert "Anggota" not in json.dumps(network)
    assert all(len(node["account"]) == 32 for node in network["nodes"])


def test_a_key_gives_the_same_pseudonyms_again_and_another_key_others(table, tmp_path):
    def accounts(*key):
        return {node["account"] for node in run(table, *key)["nodes"]}

    key = tmp_path / "key"
    assert accounts("--key", key) == accounts("--key", key)
    assert accounts("--key", key).isdisjoint(accounts())
    assert key.stat().st_mode & 0o077 == 0
    assert accounts("--pseudonymous") == {f"Anggota{n}" for n in range(5)}


def test_the_exact_definitions_run_on_either_layout(table, tmp_path):
    assert run(table, "--definition", "cootweet", "--min", 6)["edges"]
    posts = write(
        tmp_path / "posts.csv",
        TOOLKIT,
        [
            (0, "u1", "", "r", "", "sama", 0, ""),
            (1, "u2", "", "r", "", "sama", 1, ""),
            (2, "u3", "", "", "", "beda", 0, ""),
        ],
    )
    network = run(posts, "--definition", "toolkit", "--window", 1, "--min", 1)
    assert {edge["behaviours"] for edge in network["edges"]} == {"repost"}
    assert len(network["edges"]) == 2


@pytest.mark.parametrize("definition", ["tangkal", "cootweet", "toolkit"])
def test_blank_links_and_posts_of_mentions_alone_join_nobody(tmp_path, definition):
    rows = [
        (n, f"u{n % 3}", "", "", "", ["@a @b", "", "  @c"][n % 3], n, ["", " "][n % 2])
        for n in range(30)
    ]
    rows.append((99, "u9", "", "", "", "satu dua tiga empat lima", 5, "https://a.example/x"))
    posts = write(tmp_path / "posts.csv", TOOLKIT, rows)
    network = run(posts, "--definition", definition, "--min", 1)
    assert network["edges"] == []
    read = network["provenance"]["input"]["read"]
    assert read["posts_without_text"] == 30
    assert read["posts_without_url"] == 30


def test_what_cannot_be_used_is_left_out_and_counted(tmp_path):
    moments = ["2024-03-02 08:00:00", "2024-03-02T08:00:10+07:00", "2 Maret 2024 08.00.20 WIB"]
    rows = [
        ("o1", "a", "1", moments[0]),
        ("o1", "b", "2", moments[1]),
        ("o1", "c", "3", moments[2]),
    ]
    rows += [
        ("o1", "d", "4", "2199-01-01 00:00:00"),
        ("o1", "e", "5", "kemarin"),
        ("o1", "f", "6", ""),
        ("o1", "", "7", moments[0]),
        ("o1", "g", "", moments[0]),
        ("o1", "h", "2", moments[0]),
        ("o1", "a", "1", moments[0]),
        ("", "i", "8", moments[0]),
    ]
    path = write(tmp_path / "bad.csv", COOTWEET, rows)
    with path.open("a", encoding="utf-8") as stream:
        stream.write("too,few\n")
    zone = ("--timezone", "WIB", "--definition", "toolkit", "--min", 1)
    network = run(path, *zone, "--pseudonymous")
    read, counts = network["provenance"]["input"]["read"], network["provenance"]["counts"]
    assert read["moments_in_future"] == read["moments_unreadable"] == read["moments_missing"] == 1
    assert read["rows_without_account"] == read["rows_without_content"] == 1
    assert read["rows_unreadable"] == 1
    assert read["contents_of_several_accounts"] == 1
    assert read["moments_with_zone"] == 2
    assert counts["shares_repeated"] == 2
    # 08:00 bare is read as WIB: all three within twenty seconds of one another.
    pairs = {frozenset((edge["source"], edge["target"])) for edge in network["edges"]}
    assert pairs == {frozenset(pair) for pair in ("ab", "ac", "bc")}


def test_alert_followers_leave_by_the_allow_list(table, tmp_path):
    allow = write(
        tmp_path / "allow.csv",
        ("kind", "value", "reason", "added_by", "added_on"),
        [("object", f"kelompok{n}", "siaran peringatan", "meja", "2026-03-02") for n in range(6)],
    )
    network = run(table, "--allow", allow)
    assert network["edges"] == []
    assert network["provenance"]["allowed"][0]["shares_left_out"] == 5


def test_files_are_written_and_the_summary_says_coordinated(table, tmp_path):
    outs = [arg for end in ("csv", "gexf", "graphml", "json", "parquet")
            for arg in ("--out", str(tmp_path / "out" / f"net.{end}"))]  # fmt: skip
    done = CliRunner().invoke(coordination, [str(table), *outs])
    assert done.exit_code == 0, done.output
    assert "10 coordinated pairs" in done.output
    assert "inauthentic" not in done.output.lower()
    assert (tmp_path / "out" / "net.edges.csv").is_file()


def test_columns_that_do_not_say_enough_are_named(tmp_path):
    path = write(tmp_path / "x.csv", ("who", "when"), [("a", "1")])
    with pytest.raises(InvalidInput, match="--map account=COLUMN"):
        run(path)
    path = write(tmp_path / "y.csv", ("siapa", "kapan", "apa"), [("a", "1", "o"), ("b", "2", "o")])
    network = run(
        path, "--map", "account=siapa", "--map", "time=kapan", "--map", "object=apa",
        "--definition", "toolkit", "--min", 1,
    )  # fmt: skip
    assert len(network["edges"]) == 2


@pytest.mark.parametrize("engine", ["disk", "duckdb"])
def test_pairs_of_a_large_table_are_written_by_either_engine(tmp_path, engine):
    columns = {
        "object": ["o1", "o1", "o2", "o2", "o2"],
        "account": ["a", "b", "b", "a", "c"],
        "at": [0, 5, 100, 160, 400],
    }
    pq.write_table(pa.table(columns), tmp_path / "shares.parquet")
    out = tmp_path / "pairs.parquet"
    arguments = [str(tmp_path / "shares.parquet"), "--out", str(out), "--engine", engine]
    done = CliRunner().invoke(pairs, arguments)
    assert done.exit_code == 0, done.output
    assert pq.read_table(out).to_pylist() == [{"first": "a", "second": "b", "weight": 2}]
