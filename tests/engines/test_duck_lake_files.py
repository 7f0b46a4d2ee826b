"""What the lake on disk survives: crashes, lost lists, compaction under readers."""

import threading
from datetime import timedelta

import duckdb
import pyarrow.parquet as pq
import pytest

from tangkal.engines import DuckLake, LakeError, partitions
from tangkal.engines.catalogue import Catalogue
from tangkal.kernel import InvalidInput
from tests import killing
from tests.engines.lakes import MONDAY, ids, row, table

DAY = MONDAY.date()


@pytest.fixture
def lake(tmp_path):
    return DuckLake(tmp_path / "lake")


def fill(lake, batches, start=0):
    for n in range(start, start + batches):
        rows = [row(f"{n}-{place}", hours=n % 3) for place in range(5)]
        lake.append(f"b{n}", table(*rows, batch_id=f"b{n}"))


def files(lake):
    """The Parquet files; whatever is done to them, beside each lies its index, and nothing else."""
    found = [path for path in lake.folder.glob("day=*/*") if path.suffix == ".parquet"]
    beside = [path for path in lake.folder.glob("day=*/*") if path.suffix != ".parquet"]
    assert set(beside) >= {path.with_suffix(".index") for path in found}
    return sorted(path.name for path in found)


def leftovers(lake):
    """What lies in the lake's days and is neither a Parquet file nor the index of one."""
    found = set(lake.folder.glob("day=*/*"))
    return [each for each in found if each.with_suffix(".parquet") not in found]


def test_a_file_a_batch_in_the_day_it_was_seen(lake):
    lake.append("b1", table(row("a"), row("b", hours=14)))
    found = [str(path.relative_to(lake.folder)) for path in lake.folder.glob("day=*/*.parquet")]
    assert sorted(found) == ["day=2026-03-02/b1.parquet", "day=2026-03-03/b1.parquet"]


def test_any_tool_that_reads_hive_partitions_reads_the_lake(lake):
    fill(lake, 3)
    lake.compact(DAY)
    found = duckdb.sql(f"SELECT count(*), min(day) FROM '{lake.folder}/*/*.parquet'").fetchall()
    assert found == [(15, DAY)]


def test_compaction_joins_files_and_keeps_every_row_in_order(lake):
    fill(lake, 4)
    before = lake.search(limit=100)
    lake.compact(DAY)
    assert len(files(lake)) == 1
    assert lake.search(limit=100) == before
    fill(lake, 3, start=4)
    lake.compact(DAY)
    assert len(files(lake)) == 1
    assert lake.count() == 35
    names = [name for t in lake.replay(["item_id"]) for name in ids(t)]
    assert names == [f"{n}-{place}" for n in range(7) for place in range(5)]


def test_large_files_are_not_rewritten(lake, monkeypatch):
    monkeypatch.setattr(partitions, "LARGE_ROWS", 10)
    fill(lake, 5)
    lake.compact(DAY)
    first = files(lake)
    assert len(first) == 3  # 10, 10 and 5 rows
    fill(lake, 1, start=5)
    lake.compact(DAY)
    assert [name for name in first if name.startswith("joined")] == files(lake)[:2]
    assert lake.count() == 30


def test_readers_see_every_item_once_while_days_are_compacted(lake):
    fill(lake, 10)
    wrong, done = [], threading.Event()

    def read():
        while not done.is_set():
            expected = lake.count()
            found = ids(lake.search(limit=10_000))
            after = lake.count()
            if not expected <= len(found) <= after or len(found) != len(set(found)):
                wrong.append((expected, len(found), after))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for n in range(10, 40):
        fill(lake, 1, start=n)
        lake.compact(DAY)
    done.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert lake.count() == 200


def test_a_crash_before_the_list_is_written_leaves_nothing_and_can_be_repeated(lake, monkeypatch):
    both_days = table(row("a"), row("b", hours=14))
    with monkeypatch.context() as broken:
        broken.setattr(Catalogue, "add", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            lake.append("b1", both_days)
    assert lake.count() == 0
    assert lake.search().num_rows == 0
    assert lake.append("b1", both_days)
    assert lake.count() == lake.search().num_rows == 2


def test_a_crash_in_the_middle_of_a_compaction_changes_nothing(lake, monkeypatch):
    fill(lake, 3)
    with monkeypatch.context() as broken:
        broken.setattr(Catalogue, "replace", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            lake.compact(DAY)
    assert len(files(lake)) == 4  # the joined file lies there and does not count
    assert lake.search(limit=100).num_rows == 15
    lake.compact(DAY)
    assert len(files(lake)) == 1
    assert lake.search(limit=100).num_rows == 15


@pytest.mark.parametrize("crashed", [False, True])
def test_a_lost_list_is_made_again_from_the_files(lake, monkeypatch, crashed):
    fill(lake, 3)
    if crashed:  # after the joined file was written, before the old ones went
        monkeypatch.setattr(partitions, "sweep", lambda *_: None)
    lake.compact(DAY)
    fill(lake, 2, start=3)
    for path in lake.folder.glob("catalogue.sqlite3*"):
        path.unlink()
    again = DuckLake(lake.folder)
    assert again.count() == 25
    assert sorted(ids(again.search(limit=100))) == sorted(
        f"{n}-{p}" for n in range(5) for p in range(5)
    )
    assert not again.append("b1", table(row("x"), batch_id="b1"))
    names = [name for t in again.replay(["item_id"]) for name in ids(t)]
    assert names == [f"{n}-{place}" for n in range(5) for place in range(5)]


def test_a_batch_may_not_take_the_name_of_a_joined_file(lake):
    fill(lake, 2)
    lake.compact(DAY)
    with pytest.raises(InvalidInput, match="batch id"):
        lake.append(files(lake)[0].removesuffix(".parquet"), table(row("a")))


def test_retention_removes_the_files_and_their_folder(lake):
    lake.append("b1", table(row("a"), row("b", hours=14)))
    assert lake.drop_before(DAY + timedelta(days=1)) == 1
    assert [path.name for path in lake.folder.glob("day=*")] == ["day=2026-03-03"]


def test_several_handles_share_one_lake(lake):
    other = DuckLake(lake.folder)
    assert lake.append("b1", table(row("a")))
    assert not other.append("b1", table(row("a")))
    assert other.append("b2", table(row("b")))
    assert lake.count() == 2


def test_a_file_that_is_gone_or_damaged_is_said_by_place(lake):
    fill(lake, 1)
    next(lake.folder.glob("day=*/*.parquet")).unlink()
    with pytest.raises(LakeError, match=str(lake.folder)):
        lake.search()


def test_object_storage_is_refused_by_name_until_it_is_there():
    with pytest.raises(InvalidInput, match="TANGKAL_LAKE_URL 's3://bucket/lake'"):
        DuckLake("s3://bucket/lake")


def test_what_is_stored_has_the_schema_of_the_lake(lake):
    fill(lake, 1)
    stored = pq.read_schema(next(lake.folder.glob("day=*/*.parquet")))
    assert stored.names == lake.search().schema.names


def append_and_compact(folder):
    lake = DuckLake(folder)
    lake.append("b9", table(row("x"), row("y", hours=14), batch_id="b9"))
    lake.compact(DAY)
    lake.drop_before(DAY)


def test_killed_at_any_step_a_writer_has_written_all_or_nothing(tmp_path):
    both_days = table(row("x"), row("y", hours=14), batch_id="b9")

    def fresh(attempt):
        fill(DuckLake(tmp_path / str(attempt)), 2)
        return (tmp_path / str(attempt),)

    for (folder,) in killing.at_every_step(append_and_compact, fresh, step=397):
        lake = DuckLake(folder)
        was_there = lake.count() == 12
        assert was_there or lake.count() == 10
        assert lake.search().num_rows == lake.count()
        assert lake.append("b9", both_days) != was_there
        for day in lake.days():
            lake.compact(day)
        assert sorted(ids(lake.search()))[-3:] == ["1-4", "x", "y"]
        assert lake.search().num_rows == lake.count() == 12
        assert len(files(lake)) == 2  # a file a day
        assert leftovers(lake) == []
