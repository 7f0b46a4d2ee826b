"""Spark, for months of shares on many machines; the one module that knows it.

Needs the extra `tangkal[spark]` and Java 17 or newer.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa

from tangkal.engines.coordination.expression import ordered, weighted_pairs
from tangkal.kernel import TangkalError

LOCAL = "local[2]"


def why_not() -> str:
    """What is missing for Spark to run here; empty where nothing is."""
    from importlib.util import find_spec  # noqa: PLC0415 - beside its only use

    for module in ("pyspark", "ibis"):
        if find_spec(module) is None:
            return f"{module} is not installed; install tangkal[spark]"
    if shutil.which("java") is None:
        return "there is no java; install a Java runtime of version 17 or newer"
    return ""


@contextmanager
def spark_session(master: str = LOCAL, **settings: str) -> Iterator[Any]:
    """A session, ended with the block; by default two workers on this machine.

    Args:
        master: `local[N]`, or the address of a cluster, e.g. `spark://host:7077`.
        settings: Spark's own, with `__` for the dots: `spark__executor__memory="4g"`.

    Raises:
        TangkalError: Spark cannot run here; the message says what is missing.
    """
    if missing := why_not():
        raise TangkalError(missing)
    from pyspark.sql import SparkSession  # noqa: PLC0415 - an optional extra

    builder = SparkSession.builder.master(master).appName("tangkal")
    if master.startswith("local"):
        builder = builder.config("spark.ui.enabled", "false").config(
            "spark.sql.shuffle.partitions", "4"
        )
        builder = builder.config("spark.driver.bindAddress", "127.0.0.1").config(
            "spark.driver.host", "127.0.0.1"
        )
    for name, value in settings.items():
        builder = builder.config(name.replace("__", "."), value)
    session = builder.getOrCreate()
    try:
        yield session
    finally:
        session.stop()


def pairs_on_spark(session: Any, path: Path | str, window: int, min_objects: int) -> pa.Table:
    """The pairs of a Parquet file or folder that the session can read; as on DuckDB."""
    import ibis  # noqa: PLC0415 - an optional extra

    shares = ibis.pyspark.connect(session).read_parquet(str(path))
    return ordered(weighted_pairs(shares, window, min_objects).to_pyarrow())
