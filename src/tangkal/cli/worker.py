"""`tangkal worker`: the process that works through what was taken in."""

from pathlib import Path

import click

from tangkal.cli import homes


@click.command()
@homes.home_option
@click.option("--once", is_flag=True, help="Stop when nothing is left to do.")
def worker(home: Path | None, once: bool) -> None:
    """Work through what was taken in, until told to stop."""
    homes.choose(home)
    from tangkal.desk import entry  # noqa: PLC0415 - the desk is loaded only where it is needed

    entry.run_worker(once=once)
