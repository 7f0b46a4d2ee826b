"""An index that is lost, old, damaged or of another file is made again, and never believed."""

import os
import shutil

import pytest

from tangkal.engines import DuckLake, MemoryLake, Search
from tangkal.engines.index import layout, store
from tangkal.engines.index.hash_columns import hashes_of
from tangkal.engines.index.hashes import hash_of
from tests.engines.lakes import MONDAY, ids, row, table

DAY = MONDAY.date()


def fill(lake, batches=3):
    for n in range(batches):
        lake.append(f"b{n}", table(row(f"{n}a", text=f"kata{n}"), row(f"{n}b", text="kata lain")))


def indexes(folder):
    return sorted(folder.glob("day=*/*.index"))


def damage_tail(path):
    path.write_bytes(path.read_bytes()[:-5])


def damage_list(path):
    content = bytearray(path.read_bytes())
    content[-60] ^= 1
    path.write_bytes(content)


def of_an_older_version(path):
    path.write_bytes(path.read_bytes().replace(b'"version":1', b'"version":0'))


@pytest.mark.parametrize(
    "harm",
    [os.remove, damage_tail, damage_list, of_an_older_version, lambda path: path.write_bytes(b"")],
)
def test_an_index_that_cannot_be_used_is_made_again(tmp_path, harm):
    fill(DuckLake(tmp_path))
    for path in indexes(tmp_path):
        harm(path)
    for _ in range(2):
        assert ids(DuckLake(tmp_path).search("kata1")) == ["1a"]
    assert len(indexes(tmp_path)) == 3
    assert all(layout.read(each, layout.mark_of(each.with_suffix(".parquet"))) for each in
               indexes(tmp_path))  # fmt: skip


def test_the_index_of_another_file_is_not_believed(tmp_path):
    fill(DuckLake(tmp_path))
    first, second, _ = indexes(tmp_path)
    shutil.copy(second, first)
    assert ids(DuckLake(tmp_path).search("kata0")) == ["0a"]
    assert ids(DuckLake(tmp_path).search("kata1")) == ["1a"]


def test_where_an_index_cannot_be_kept_the_answer_is_the_same(tmp_path, monkeypatch):
    fill(DuckLake(tmp_path))
    for path in indexes(tmp_path):
        path.unlink()

    def refuse(*_):
        raise PermissionError("only for reading")

    monkeypatch.setattr(layout, "write", refuse)
    assert ids(DuckLake(tmp_path).search("kata1")) == ["1a"]
    assert indexes(tmp_path) == []


def test_a_batch_is_kept_though_its_index_fails(tmp_path, monkeypatch):
    lake = DuckLake(tmp_path)
    with monkeypatch.context() as broken:
        broken.setattr(layout, "write", lambda *_: 1 / 0)
        assert lake.append("b1", table(row("a", text="bensin")))
    assert ids(lake.search("bensin")) == ["a"]


def test_an_upkeep_makes_the_indexes_that_an_older_version_never_wrote(tmp_path):
    lake = DuckLake(tmp_path)
    lake.append("b1", table(row("a", text="bensin")))
    indexes(tmp_path)[0].unlink()
    DuckLake(tmp_path).compact(DAY)
    assert len(indexes(tmp_path)) == 1


@pytest.mark.parametrize("size", [1, 4, 5])
def test_a_compaction_keeps_full_blocks_and_finds_the_same(tmp_path, monkeypatch, size):
    monkeypatch.setattr(layout, "BLOCK_ROWS", 4)
    for name in ("store", "build"):
        monkeypatch.setattr(f"tangkal.engines.index.{name}.BLOCK_ROWS", 4)
    lake, twin = DuckLake(tmp_path), MemoryLake()
    made = []
    for batch in range(4):
        rows = [row(f"{batch}-{n}", text=f"kata{batch} nomor{n}") for n in range(size)]
        made += rows
        for each in (lake, twin):
            each.append(f"b{batch}", table(*rows))
        lake.compact(DAY)
    for words in ("kata2", "nomor0", "kata*", '"kata3 nomor0"'):
        assert ids(lake.search(words)) == ids(twin.search(words))
        assert lake.survey(Search(words=words)) == twin.survey(Search(words=words))
    assert ids(lake.items(["3-0"])) == ["3-0"]


def test_more_files_than_may_be_open_are_all_asked(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "MOST_OPEN", 2)
    lake = DuckLake(tmp_path)
    fill(lake, 6)
    assert lake.count_found(Search(words="lain")) == 6
    assert lake.count_found(Search(words="kata0")) == 1


def test_the_compiled_hash_is_the_plain_one():
    import pyarrow as pa

    names = ["", "bagi", "Ümläut", "🙂", "N0123456789a"]
    assert hashes_of(pa.array(["x", *names]).slice(1)).tolist() == list(map(hash_of, names))
    assert hashes_of(pa.chunked_array([names[:2], names[2:]])).tolist() == list(map(hash_of, names))
