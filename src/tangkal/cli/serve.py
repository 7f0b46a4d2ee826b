"""`tangkal serve`: the web server alone, for an installation of its own."""

import os
import sys
from pathlib import Path

import click

from tangkal.cli import homes, web
from tangkal.kernel.errors import InvalidInput


@click.command()
@homes.home_option
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True)
def serve(home: Path | None, host: str, port: int, workers: int) -> None:
    """Serve the desk and the portal; run `tangkal worker` beside it."""
    chosen = homes.choose(home)
    if chosen.is_demo and host not in web.LOOPBACK:
        raise InvalidInput(
            f"{chosen.root} is a demonstration with published passwords, so it is served on"
            f" 127.0.0.1 only, not on {host}: make a home of your own with 'tangkal init --home'"
        )
    web.check_port_is_free(host, port)
    from tangkal.desk import entry  # noqa: PLC0415 - the desk is loaded only where it is needed

    entry.prepare(demo=chosen.is_demo)
    click.echo(f"Serving {chosen.root} on http://{host}:{port}")
    sys.stdout.flush()
    command = web.command(host, port, workers)
    os.execv(command[0], command)  # noqa: S606 - become the web server: signals reach it directly
