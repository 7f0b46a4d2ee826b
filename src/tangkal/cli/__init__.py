"""The command line. `tangkal --help` lists the commands; each is loaded only when called."""

import sys
from collections.abc import Sequence

import click

from tangkal.cli.commands import LazyGroup
from tangkal.kernel.errors import TangkalError

REFUSED = 2
INTERRUPTED = 130


@click.command(cls=LazyGroup)
def tangkal() -> None:
    """Tangkal: from the first sighting of a false claim to a measured answer."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit code."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command; whatever the user can act on is one sentence, never a traceback."""
    try:
        code = tangkal.main(arguments, prog_name="tangkal", standalone_mode=False)
    except click.ClickException as problem:
        problem.show()
        return problem.exit_code
    except TangkalError as problem:
        click.secho(f"tangkal: {problem}", fg="red", err=True)
        return REFUSED
    except (click.Abort, KeyboardInterrupt):
        click.echo("tangkal: stopped before it was done.", err=True)
        return INTERRUPTED
    return code if isinstance(code, int) else 0
