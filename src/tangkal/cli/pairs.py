"""`tangkal coordination-pairs`: weighted pairs of tables larger than memory."""

import shutil
import tempfile
from pathlib import Path

import click
import pyarrow as pa
import pyarrow.parquet as pq

from tangkal.engines import spark
from tangkal.engines.coordination.expression import pairs_on_duckdb
from tangkal.engines.coordination.out_of_core import Plan, pairs_from_disk

ENGINES = ("disk", "duckdb", "spark")


@click.command("coordination-pairs")
@click.argument("source", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="Parquet to write.",
)
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default="disk",
    show_default=True,
    help="In parts from disk, as one query on DuckDB, or on Spark (tangkal[spark]).",
)
@click.option("--window", type=int, default=60, show_default=True, help="In the unit of `at`.")
@click.option("--min", "least", type=int, default=2, show_default=True, help="Objects together.")
@click.option("--cap", type=int, help="Posts compared to either side within a window; disk alone.")
@click.option("--master", default=spark.LOCAL, show_default=True, help="Where Spark runs.")
@click.option(
    "--spill",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder with room for twice the source.  [default: the temporary folder]",
)
def pairs(
    source: Path,
    out: Path,
    engine: str,
    window: int,
    least: int,
    cap: int | None,
    master: str,
    spill: Path | None,
) -> None:
    """Count the objects that each pair of accounts shared within the window.

    SOURCE is Parquet, a file or a folder, with the columns object, account (pseudonyms; they
    are written as they are) and at, a whole number. This counts only: whether chance explains
    a pair, `tangkal coordination` says.
    """
    if engine == "disk":
        from_disk(source, out, Plan(window=window, min_objects=least, cap=cap), spill)
        return
    if cap is not None:
        raise click.UsageError("--cap is for --engine disk; the queries list every pair")
    if engine == "duckdb":
        write(pairs_on_duckdb(source, window, least), out)
        return
    with spark.spark_session(master) as session:
        write(spark.pairs_on_spark(session, source, window, least), out)


def from_disk(source: Path, out: Path, plan: Plan, spill: Path | None) -> None:
    if spill is not None:
        spill.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="tangkal-pairs-", dir=spill) as folder:
        listed = pairs_from_disk(source, Path(folder), plan)
        shutil.move(listed.path, out)
    click.echo(
        f"{pq.read_metadata(out).num_rows:,} pairs from {listed.shares:,} shares, of which "
        f"{listed.shares_kept:,} had company; {listed.pairs_skipped:,} pairs in crowded windows "
        f"were not compared. Wrote {out}"
    )


def write(found: pa.Table, out: Path) -> None:
    pq.write_table(found, out)
    click.echo(f"{found.num_rows:,} pairs. Wrote {out}")
