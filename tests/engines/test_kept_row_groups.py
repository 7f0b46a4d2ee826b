"""Row groups that are kept in memory: what is on disk is what is told, and memory stays bounded."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tangkal.engines.index import pages
from tangkal.kernel.durable import put_in_place


def write(path: Path, first: int, rows: int = 100) -> None:
    aside = path.with_suffix(".new")
    pq.write_table(pa.table({"n": range(first, first + rows)}), aside, row_group_size=10)
    put_in_place(aside, path)


def told(path: Path, rows: list[int]) -> list[int]:
    found: list[int] = pages.rows_of(path, rows, ["n"])["n"].to_pylist()
    return found


def test_a_group_is_decoded_once_and_another_file_in_its_place_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "kept", pages.Kept(1 << 20))
    opened: list[Path] = []
    real = pq.ParquetFile

    def opening(path: Path) -> pq.ParquetFile:
        opened.append(path)
        return real(path)

    monkeypatch.setattr(pq, "ParquetFile", opening)
    path = tmp_path / "all.parquet"
    write(path, 0)
    assert told(path, [3, 7, 42]) == [3, 7, 42]
    before = len(opened)
    assert told(path, [4, 49]) == [4, 49]
    assert len(opened) == before == 2
    write(path, 1000)
    assert told(path, [3, 7, 42]) == [1003, 1007, 1042]


def test_of_a_file_that_is_gone_nothing_is_told(tmp_path: Path) -> None:
    path = tmp_path / "all.parquet"
    write(path, 0)
    assert told(path, [5]) == [5]
    path.unlink()
    with pytest.raises(FileNotFoundError):
        told(path, [5])


def test_no_more_is_kept_than_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = pages.Kept(200)  # two groups of ten numbers of eight bytes
    monkeypatch.setattr(pages, "kept", small)
    path = tmp_path / "all.parquet"
    write(path, 0)
    assert told(path, list(range(100))) == list(range(100))
    assert sum(each.nbytes for each in small._groups.values()) <= 200
    assert len(small._groups) == 2
