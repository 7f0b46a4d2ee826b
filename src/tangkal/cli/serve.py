"""`tangkal serve`: the web server alone, for an installation of its own."""

import os
import subprocess
import sys
from pathlib import Path

import click

from tangkal.cli import homes, web
from tangkal.cli.children import die_with_parent
from tangkal.kernel.errors import InvalidInput
from tangkal.pipeline.settings import current


@click.command()
@homes.home_option
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True)
@click.option(
    "--live-port",
    type=click.IntRange(0, 65535),
    help="Port of the crisis rooms' live stream; 0 is none.  [default: the port after --port]",
)
def serve(home: Path | None, host: str, port: int, workers: int, live_port: int | None) -> None:
    """Serve the desk and the portal; run `tangkal worker` beside it."""
    chosen = homes.choose(home)
    if chosen.is_demo and host not in web.LOOPBACK:
        raise InvalidInput(
            f"{chosen.root} is a demonstration with published passwords, so it is served on"
            f" 127.0.0.1 only, not on {host}: make a home of your own with 'tangkal init --home'"
        )
    web.check_port_is_free(host, port)
    live = web.live_port_beside(host, port, live_port)
    set_surroundings(host, port, live)
    from tangkal.desk import entry  # noqa: PLC0415 - the desk is loaded only where it is needed

    entry.prepare(demo=chosen.is_demo)
    click.echo(f"Serving {chosen.root} on http://{host}:{port}")
    if live is None:
        click.echo("Crisis rooms ask every few seconds: no live stream runs (--live-port).")
    sys.stdout.flush()
    if live is not None:
        start_live(host, live)
    command = web.command(host, port, workers)
    os.execv(command[0], command)  # noqa: S606 - become the web server: signals reach it directly


def set_surroundings(host: str, port: int, live: int | None) -> None:
    """What both servers find in their environment: where pages and the stream are reached.

    Behind a proxy only its operator knows the stream's address: TANGKAL_LIVE_URL names it.
    """
    if host in web.LOOPBACK:
        os.environ.setdefault("TANGKAL_SITE_URL", f"http://{host}:{port}")
    current.cache_clear()
    if live is not None and not current().live_url and not current().is_behind_proxy:
        os.environ["TANGKAL_LIVE_URL"] = f":{live}"
        current.cache_clear()


def start_live(host: str, port: int) -> None:
    """Start the live stream; it ends with the web server, whose process this one becomes.

    Beside, not under a supervisor: the desk must outlive its stream, and rooms do without it.
    """
    subprocess.Popen(  # noqa: S603 - our own command line
        web.live_command(host, port),
        stdin=subprocess.DEVNULL,
        preexec_fn=die_with_parent,  # noqa: PLW1509 - one system call, no locks
    )
