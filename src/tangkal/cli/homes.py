"""Choosing and opening a home folder from the command line."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from tangkal.kernel.errors import InvalidInput
from tangkal.pipeline.home import Home
from tangkal.pipeline.settings import current

HOME_VARIABLE = "TANGKAL_HOME"

Command = TypeVar("Command", bound=Callable[..., object])


def home_option(function: Command) -> Command:
    """`--home PATH`: which home; without it TANGKAL_HOME, or the demonstration's."""
    return click.option(
        "--home",
        type=click.Path(path_type=Path, file_okay=False),
        help="Folder of databases, lake and keys.  [default: $TANGKAL_HOME, else var/demo]",
    )(function)


def choose(home: Path | None) -> Home:
    """The home this process works on, for itself and for the programs it starts."""
    if home is not None:
        os.environ[HOME_VARIABLE] = str(home.expanduser().resolve())
        current.cache_clear()  # nothing has been opened yet: commands choose first
    return current().home


def make(home: Home, *, demo: bool = False) -> None:
    """Make the folders and keys of a home, or say which folder cannot be written.

    Raises:
        InvalidInput: the folder cannot be made or written.
    """
    try:
        home.make(demo=demo)
    except OSError as problem:
        raise InvalidInput(
            f"{problem.filename or home.root} cannot be written ({problem.strerror}):"
            " choose another folder with --home"
        ) from None
