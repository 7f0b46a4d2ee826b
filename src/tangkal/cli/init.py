"""`tangkal init`: a home with keys of its own, and the centre it belongs to."""

import sys
from pathlib import Path

import click

from tangkal.cli import homes
from tangkal.kernel.errors import InvalidInput


@click.command()
@homes.home_option
@click.option("--organisation", help="Found the centre: its name, a ministry's for instance.")
@click.option("--administrator", help="User name of the centre's first administrator.")
def init(home: Path | None, organisation: str | None, administrator: str | None) -> None:
    """Make a home folder with keys of its own; keys that are there are kept.

    With --organisation and --administrator it also makes the tables, the organisation, the 546
    regional governments below it, and one administrator, whose password is asked for (or read
    as one line from standard input). Everybody else is added by that administrator at the desk.

    The keys in its folder `secrets` sign sessions and make authors' pseudonyms: back them up
    apart from the databases, and never copy them into one.
    """
    if (organisation is None) != (administrator is None):
        raise InvalidInput("give --organisation and --administrator together, or neither")
    chosen = homes.choose(home)
    homes.make(chosen)
    if organisation is None or administrator is None:
        click.echo(f"The home {chosen.root} has its folders and keys; next: tangkal migrate")
        return
    password = read_password(administrator)
    from tangkal.desk import entry  # noqa: PLC0415 - the desk is loaded only where it is needed

    entry.prepare(demo=chosen.is_demo)
    entry.found_centre(organisation, administrator, password)
    click.echo(f"The home {chosen.root} belongs to {organisation}.")
    click.echo(f"Next: tangkal serve, tangkal worker, and sign in as {administrator}.")


def read_password(administrator: str) -> str:
    """Typed twice at a terminal; one line of standard input where a script sends it.

    Raises:
        InvalidInput: standard input held none.
    """
    if sys.stdin.isatty():
        asked: str = click.prompt(
            f"Password of {administrator}", hide_input=True, confirmation_prompt=True
        )
        return asked
    line = sys.stdin.readline().rstrip("\n")
    if not line:
        raise InvalidInput("no password: type it at a terminal, or send it as one line of input")
    return line
