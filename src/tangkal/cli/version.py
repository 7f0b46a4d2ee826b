"""`tangkal version`."""

import platform

import click

from tangkal import __version__


@click.command()
def version() -> None:
    """Print the version."""
    click.echo(f"Tangkal {__version__}, Python {platform.python_version()}")
