"""Distinct objects shared within a window, as one table expression for every SQL engine.

The same definition as `tangkal.early_warning.coordination.edges.object_weights`; a contract
test holds the compiled kernel, DuckDB and Spark to the same edges. Needs the extra
`tangkal[spark]`.
"""

from pathlib import Path
from typing import Any

import pyarrow as pa

from tangkal.kernel import InvalidInput, TangkalError

COLUMNS = ("object", "account", "at")


def weighted_pairs(shares: Any, window: int, min_objects: int) -> Any:
    """Pairs of accounts with the number of objects they shared within the window.

    Args:
        shares: an ibis table with object, account and at, a whole number of any unit.
        window: in that unit, 0 or more; exactly so far apart is within.
        min_objects: pairs with fewer are left out; at least 1.

    Returns:
        an ibis expression with first, second (first < second) and weight.

    A share whose neighbours in time on its object are further away is dropped first (lag and
    lead). Then an equi-join on object and time bucket finds the pairs: buckets are one wider
    than the window, so that what lies within it lies in the same bucket or the next.
    """
    if window < 0 or min_objects < 1:
        raise InvalidInput(f"{window=} must be 0 or more, {min_objects=} 1 or more")
    near = _with_neighbours(shares.select(*COLUMNS), window)
    placed = near.mutate(bucket=(near["at"] // (window + 1)).cast("int64"))
    pairs = _in_buckets(placed, window)
    counted = pairs.group_by(["first", "second"]).aggregate(weight=pairs.count())
    return counted.filter(counted["weight"] >= min_objects)


def _with_neighbours(shares: Any, window: int) -> Any:
    import ibis  # noqa: PLC0415 - an optional extra

    by_time = ibis.window(group_by="object", order_by="at")
    beside = shares.mutate(
        before=shares["at"].lag().over(by_time), after=shares["at"].lead().over(by_time)
    )
    is_near = (beside["at"] - beside["before"] <= window) | (
        beside["after"] - beside["at"] <= window
    )
    return beside.filter(is_near).select(*COLUMNS)


def _in_buckets(placed: Any, window: int) -> Any:
    """(first, second, object), each once."""
    import ibis  # noqa: PLC0415 - an optional extra

    other = placed.rename(second="account", other_at="at")
    shifted = ibis.union(*(other.mutate(bucket=other["bucket"] + step) for step in (-1, 0, 1)))
    joined = placed.rename(first="account").join(shifted, ["object", "bucket"])
    apart = (joined["at"] - joined["other_at"]).abs()
    kept = joined.filter((joined["first"] < joined["second"]) & (apart <= window))
    return kept.select("first", "second", "object").distinct()


def pairs_on_duckdb(path: Path, window: int, min_objects: int) -> pa.Table:
    """The pairs of a Parquet file or folder, by DuckDB.

    Raises:
        TangkalError: the extra is not installed.
    """
    try:
        import ibis  # noqa: PLC0415 - an optional extra
    except ImportError:
        raise TangkalError("this needs ibis: install tangkal[spark]") from None
    connection = ibis.duckdb.connect()
    try:
        shares = connection.read_parquet(str(path))
        return ordered(weighted_pairs(shares, window, min_objects).to_pyarrow())
    finally:
        connection.disconnect()


def ordered(pairs: pa.Table) -> pa.Table:
    """By first, then second: engines answer in an order of their own."""
    return pairs.select(["first", "second", "weight"]).sort_by(
        [("first", "ascending"), ("second", "ascending")]
    )
