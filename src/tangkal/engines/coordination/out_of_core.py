"""The same pairs from Parquet larger than memory: parts of objects, then ranges of accounts.

A pair's weight is a sum over objects, so objects may be looked at in parts. Each part is
pruned and listed in memory and leaves sorted keys with counts on disk, cut into ranges of the
first account; the counts of a range from all parts together fit in memory again.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tangkal.early_warning.coordination.edges import object_weights
from tangkal.early_warning.coordination.shares import Int64
from tangkal.early_warning.coordination.windows import Ordered, prune, reach, sorted_rows
from tangkal.kernel import InvalidInput

PART_ROWS = 2_000_000
ROUNDS = 4
_ENOUGH = 0.98  # a round that leaves more than this of the rows is the last


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to look for and how much to hold at a time."""

    window: int  # in the unit of `at`
    min_objects: int = 2
    cap: int | None = None
    part_rows: int = PART_ROWS
    memory_mb: int = 800  # of DuckDB; the kernel needs about as much for a part

    def __post_init__(self) -> None:
        if self.window < 0 or self.min_objects < 1 or self.part_rows < 1:
            raise InvalidInput(f"{self.window=}, {self.min_objects=}, {self.part_rows=}")


@dataclass(frozen=True, slots=True)
class Listed:
    """What came of it."""

    path: Path  # Parquet with first, second (first < second) and weight
    shares: int
    shares_kept: int  # after pruning
    pairs_skipped: int  # by the cap


def pairs_from_disk(source: Path, folder: Path, plan: Plan) -> Listed:
    """Pairs of accounts that shared enough objects within the window, from Parquet.

    Args:
        source: a Parquet file, or a folder of them, with object, account and at (integers).
        folder: an empty folder with room for about twice the source; stays for the caller to
            remove.

    Raises:
        InvalidInput: the folder is not empty.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise InvalidInput(f"{folder} is not empty; name a new folder")
    with duckdb.connect(str(folder / "accounts.duckdb")) as connection:
        accounts, shares = _number_accounts(connection, source, folder, plan)
        parts = _prune_parts(folder, accounts, plan)
        skipped = _list_parts(parts, folder, plan)
        _add_up(parts, folder, plan)
        _write_names(connection, folder)
    kept = sum(len(part.load(accounts)) for part in parts)
    return Listed(folder / "pairs.parquet", shares, kept, skipped)


def _number_accounts(connection: Any, source: Path, folder: Path, plan: Plan) -> tuple[int, int]:
    """Accounts get numbers; shares go to parts by their object. How many of each."""
    connection.execute(f"SET memory_limit = '{int(plan.memory_mb)}MB'")
    connection.execute("SET preserve_insertion_order = false")
    pattern = str(source / "**/*.parquet") if source.is_dir() else str(source)
    connection.execute(
        "CREATE TABLE accounts AS SELECT account, CAST(row_number() OVER () - 1 AS INTEGER) AS "
        "number FROM (SELECT DISTINCT account FROM read_parquet($source))",
        {"source": pattern},
    )
    accounts, shares = (
        connection.execute(query, values).fetchone()[0]
        for query, values in (
            ("SELECT count(*) FROM accounts", {}),
            ("SELECT count(*) FROM read_parquet($source)", {"source": pattern}),
        )
    )
    parts = max(1, -(-shares // plan.part_rows))
    target = _quoted(folder / "parts")
    connection.execute(
        "COPY (SELECT shares.object, accounts.number AS account, shares.at, "  # noqa: S608 - ours
        f"hash(shares.object) % {parts} AS part FROM read_parquet($source) AS shares "
        f"JOIN accounts USING (account)) TO '{target}' (FORMAT parquet, PARTITION_BY (part))",
        {"source": pattern},
    )
    return accounts, shares


@dataclass(frozen=True, slots=True)
class _Part:
    """Some objects with all their rows, as arrays on disk."""

    folder: Path

    def save(self, ordered: Ordered) -> None:
        for name in ("starts", "account", "time"):
            np.save(self.folder / f"{name}.npy", getattr(ordered, name))

    def load(self, accounts: int) -> Ordered:
        starts, account, time = (
            np.load(self.folder / f"{name}.npy") for name in ("starts", "account", "time")
        )
        return Ordered(starts, account, time, np.arange(len(account), dtype=np.int32), 1, accounts)


def _prune_parts(folder: Path, accounts: int, plan: Plan) -> list[_Part]:
    """Each part pruned, accounts being judged by what all parts hold of them."""
    parts: list[_Part] = []
    counts = np.zeros(accounts, np.int64)
    rows = 0
    for place in sorted((folder / "parts").iterdir()):
        parts.append(_Part(place))
        ordered = prune(_read_part(place, accounts), plan.window, 1)
        parts[-1].save(ordered)
        counts += objects_each(ordered)
        rows += len(ordered)
    for _ in range(ROUNDS):
        before, rows, fewer = rows, 0, np.zeros(accounts, np.int64)
        for part in parts:
            ordered = prune(_of_accounts(part.load(accounts), counts >= plan.min_objects),
                            plan.window, 1)  # fmt: skip
            part.save(ordered)
            fewer += objects_each(ordered)
            rows += len(ordered)
        counts = fewer
        if rows >= _ENOUGH * before:
            break
    return parts


def _read_part(place: Path, accounts: int) -> Ordered:
    table = pa.concat_tables(
        pq.read_table(file, columns=["object", "account", "at"], partitioning=None)
        for file in sorted(place.glob("*.parquet"))
    )
    objects = table["object"].combine_chunks().dictionary_encode()
    number = objects.indices.to_numpy(zero_copy_only=False).astype(np.int32)
    account, time = table["account"].to_numpy(), table["at"].to_numpy().astype(np.int64)
    starts, row = sorted_rows(number, time, len(objects.dictionary))
    return Ordered(starts, account[row], time[row], row, 1, accounts)


def _of_accounts(ordered: Ordered, wanted: np.ndarray) -> Ordered:
    keep = wanted[ordered.account]
    before = np.concatenate([[0], np.cumsum(keep)])
    return replace(
        ordered,
        starts=before[ordered.starts],
        account=ordered.account[keep],
        time=ordered.time[keep],
        row=ordered.row[keep],
    )


def objects_each(ordered: Ordered) -> Int64:
    """How many objects each account has."""
    object_of = np.repeat(np.arange(len(ordered.starts) - 1), np.diff(ordered.starts))
    owner = np.unique(ordered.account.astype(np.int64) << 32 | object_of) >> 32
    return np.bincount(owner, minlength=ordered.accounts).astype(np.int64)


def _list_parts(parts: list[_Part], folder: Path, plan: Plan) -> int:
    """Leave each part's keys and counts on disk, by range of the first account."""
    accounts = int(
        max((np.load(p.folder / "account.npy").max(initial=0) for p in parts), default=0)
    )
    edges = np.linspace(0, accounts + 1, len(parts) + 1).astype(np.int64) << 32
    skipped = 0
    for part in parts:
        ordered = part.load(accounts + 1)
        near = reach(ordered, plan.window, plan.cap)
        skipped += near.skipped
        weights = object_weights(ordered, near, 1)
        cuts = np.searchsorted(weights.keys, edges)
        for number, (low, high) in enumerate(pairwise(cuts)):
            np.save(part.folder / f"keys{number}.npy", weights.keys[low:high])
            np.save(part.folder / f"counts{number}.npy", weights.weight[low:high])
    return skipped


def _add_up(parts: list[_Part], folder: Path, plan: Plan) -> None:
    schema = pa.schema([("first", pa.int32()), ("second", pa.int32()), ("weight", pa.int64())])
    with pq.ParquetWriter(folder / "numbers.parquet", schema) as writer:
        for keys, weight in _ranges(parts, plan.min_objects):
            columns = [(keys >> 32).astype(np.int32), (keys & 0xFFFFFFFF).astype(np.int32), weight]
            writer.write_table(pa.table(columns, schema=schema))


def _ranges(parts: list[_Part], least: int) -> Iterator[tuple[Int64, Int64]]:
    for number in range(len(parts)):
        keys = np.concatenate([np.load(part.folder / f"keys{number}.npy") for part in parts])
        counts = np.concatenate([np.load(part.folder / f"counts{number}.npy") for part in parts])
        order = np.argsort(keys, kind="stable")
        unique, starts = np.unique(keys[order], return_index=True)
        weight = np.add.reduceat(counts[order], starts) if len(unique) else counts[:0]
        yield unique[weight >= least], weight[weight >= least]


def _write_names(connection: Any, folder: Path) -> None:
    connection.execute(
        "COPY (SELECT least(a.account, b.account) AS first, "  # noqa: S608 - our own files
        "greatest(a.account, b.account) AS "
        f"second, weight FROM read_parquet('{_quoted(folder / 'numbers.parquet')}') AS pairs "
        "JOIN accounts AS a ON a.number = pairs.first JOIN accounts AS b ON b.number = "
        f"pairs.second) TO '{_quoted(folder / 'pairs.parquet')}' (FORMAT parquet)"
    )


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
