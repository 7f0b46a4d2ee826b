"""`tangkal init`: a home with keys of its own."""

from pathlib import Path

import click

from tangkal.cli import homes


@click.command()
@homes.home_option
def init(home: Path | None) -> None:
    """Make a home folder with keys of its own; keys that are there are kept.

    The keys in its folder `secrets` sign sessions and make authors' pseudonyms: back them up
    apart from the databases, and never copy them into one.
    """
    chosen = homes.choose(home)
    homes.make(chosen)
    click.echo(f"The home {chosen.root} has its folders and keys; next: tangkal migrate")
