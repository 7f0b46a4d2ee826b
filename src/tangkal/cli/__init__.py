"""The command line. `tangkal --help` lists the commands; each is loaded only when called."""

import errno
import sys
from collections.abc import Sequence

import click

from tangkal.cli.commands import LazyGroup
from tangkal.kernel.errors import TangkalError

REFUSED = 2
# What a full or locked disk answers, and what to do; nothing half done is ever left behind.
REMEDIES = {
    errno.ENOSPC: "free some space and repeat the command, it goes on where it stopped",
    errno.EDQUOT: "free some space and repeat the command, it goes on where it stopped",
    errno.EROFS: "the folder is read-only, choose another with --home",
    errno.EACCES: "this account may not write there, choose another folder with --home",
    errno.EPERM: "this account may not write there, choose another folder with --home",
}
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
    except OSError as problem:
        if problem.errno not in REMEDIES:
            raise  # a fault of ours: its traceback helps whoever mends it
        click.secho(f"tangkal: {problem}: {REMEDIES[problem.errno]}", fg="red", err=True)
        return REFUSED
    except (click.Abort, KeyboardInterrupt):
        click.echo("tangkal: stopped before it was done.", err=True)
        return INTERRUPTED
    except Exception as problem:
        sentence = what_the_desk_lacks(problem)
        if sentence is None:
            raise
        click.secho(f"tangkal: {sentence}", fg="red", err=True)
        return REFUSED
    return code if isinstance(code, int) else 0


def what_the_desk_lacks(problem: Exception) -> str | None:
    """What to do where the desk's tables are not there yet, or not this version's."""
    if "django" not in sys.modules:
        return None  # whatever it is, no table was asked
    from tangkal.desk import entry  # noqa: PLC0415 - it is loaded already

    return entry.what_tables_lack(problem)
