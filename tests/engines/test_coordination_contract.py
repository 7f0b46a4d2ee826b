"""One definition, four ways to run it: the same pairs, edge for edge."""

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tangkal.early_warning.coordination.edges import object_weights
from tangkal.early_warning.coordination.shares import shares_of
from tangkal.early_warning.coordination.windows import order_shares, prune, reach, window_units
from tangkal.engines import spark
from tangkal.engines.coordination.expression import ordered, pairs_on_duckdb
from tangkal.engines.coordination.out_of_core import Plan, pairs_from_disk
from tangkal.kernel import InvalidInput

SETTINGS = [(0, 1), (60, 2), (600, 3)]


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    """Shares with ties, repeats and times before 1970, in two files."""
    folder = tmp_path_factory.mktemp("shares")
    chance = np.random.default_rng(4)
    for number in range(2):
        n = 1_500
        columns = {
            "object": [f"o{each}" for each in chance.integers(0, 120, n)],
            "account": [f"akun-{each}" for each in chance.integers(0, 60, n)],
            "at": chance.integers(-2_000, 9_000, n),
        }
        pq.write_table(pa.table(columns), folder / f"{number}.parquet")
    return folder


def by_kernel(folder, window, least):
    table = pq.read_table(folder)
    rows = pa.array(range(len(table)))
    micros = table["at"].to_numpy() * 1_000_000
    shares = shares_of(table["object"], table["account"], rows, micros)
    left = order_shares(shares)
    units = window_units(window, left.unit)
    left = prune(left, units, least)
    found = object_weights(left, reach(left, units, None), least)
    names = shares.accounts.to_pylist()
    return sorted(
        (*sorted((names[a], names[b])), int(weight))
        for a, b, weight in zip(found.first, found.second, found.weight, strict=True)
    )


def as_rows(pairs):
    return [tuple(row.values()) for row in pairs.to_pylist()]


@pytest.mark.parametrize(("window", "least"), SETTINGS)
def test_duckdb_gives_the_kernels_pairs(table, window, least):
    expected = by_kernel(table, window, least)
    assert expected
    assert as_rows(pairs_on_duckdb(table, window, least)) == expected


@pytest.mark.parametrize(("window", "least"), SETTINGS)
@pytest.mark.parametrize("part_rows", [200, 10_000])
def test_parts_on_disk_add_up_to_the_kernels_pairs(table, tmp_path, window, least, part_rows):
    plan = Plan(window=window, min_objects=least, part_rows=part_rows, memory_mb=200)
    listed = pairs_from_disk(table, tmp_path / "spill", plan)
    assert as_rows(ordered(pq.read_table(listed.path))) == by_kernel(table, window, least)
    assert listed.shares == 3_000
    assert listed.shares_kept <= listed.shares


def test_a_folder_with_other_things_in_it_is_left_alone(table, tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(InvalidInput, match="not empty"):
        pairs_from_disk(table, tmp_path, Plan(window=60))
    assert [each.name for each in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore")  # pyspark and ibis about the newest pandas
def test_spark_on_two_workers_gives_the_kernels_pairs(table):
    if missing := spark.why_not():
        pytest.skip(missing)
    with spark.spark_session() as session:
        for window, least in SETTINGS[1:]:
            found = spark.pairs_on_spark(session, table, window, least)
            assert as_rows(found) == by_kernel(table, window, least)


def test_a_negative_window_is_refused(table):
    with pytest.raises(InvalidInput):
        pairs_on_duckdb(table, -1, 2)
    with pytest.raises(InvalidInput):
        Plan(window=-1)
