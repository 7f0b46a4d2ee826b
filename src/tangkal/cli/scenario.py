"""`tangkal exercise scenario`: write a fictional week with planted truth."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from tangkal.exercises.rhythm import WIB
from tangkal.exercises.writing import write_week


@click.group()
def exercise() -> None:
    """Fictional weeks for training, tests and benchmarks."""


@exercise.command()
@click.option("--items", type=click.IntRange(100), default=2000, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=7, show_default=True)
@click.option(
    "--start",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"]),
    help="When the week begins, in WIB; a week ago if not given.",
)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True)
def scenario(items: int, seed: int, start: datetime | None, out: Path) -> None:
    """Write items, known claims and the planted truth to a folder.

    The same seed, start and number of items give the same files.
    """
    begins = start.replace(tzinfo=WIB) if start else datetime.now(UTC) - timedelta(days=7)
    try:
        written = write_week(out, items, seed=seed, start=begins)
    except OSError as problem:
        raise click.ClickException(f"cannot write to {out}: {problem.strerror}") from problem
    for name, rows in written.items():
        click.echo(f"{rows:>10,}  {out / name}")
    click.echo("Everything in them is fictional.")
