"""`tangkal migrate`: tables, translations and static files of this version."""

from pathlib import Path

import click

from tangkal.cli import homes


@click.command()
@homes.home_option
def migrate(home: Path | None) -> None:
    """Bring a home's tables, translations and static files up to date."""
    chosen = homes.choose(home)
    from tangkal.desk import entry  # noqa: PLC0415 - the desk is loaded only where it is needed

    entry.prepare(demo=chosen.is_demo)
    click.echo(f"The home {chosen.root} is up to date.")
