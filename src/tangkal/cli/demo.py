"""`tangkal demo`: the whole desk on a fictional week, for one person on one machine."""

import contextlib
import fcntl
import http.client
import logging
import os
import sys
import time
import webbrowser
from collections.abc import Iterator
from pathlib import Path

import click

from tangkal.cli import homes, web
from tangkal.cli.children import LOOK_EVERY_SECONDS, Child, ChildFailed, StopAsked, Supervisor
from tangkal.cli.readiness import Account, remember, remembered_accounts
from tangkal.kernel.errors import InvalidInput
from tangkal.pipeline.home import Home

HOST = "127.0.0.1"  # the passwords are printed on the screen: never beyond this machine
# What an operator's shell may hold for the real desk: a demonstration must neither reach its
# databases nor take its rules for who may connect.
NOT_FOR_A_DEMO = (
    "TANGKAL_DATABASE_URL",
    "TANGKAL_BUS_URL",
    "TANGKAL_LAKE_URL",
    "TANGKAL_ALLOWED_HOSTS",
    "TANGKAL_SECURE_COOKIES",
    "TANGKAL_PROXIES",
    "TANGKAL_ALERT_HOSTS",
    "TANGKAL_CAPTURE_HOSTS",
    "TANGKAL_TELEGRAM_URL",
    "TANGKAL_LIVE_URL",
)


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option(
    "--items",
    type=click.IntRange(100, 1_000_000),
    default=2_000,
    show_default=True,
    help="Size of the fictional week, when the home is new.",
)
@homes.home_option
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
def demo(port: int, items: int, home: Path | None, no_browser: bool) -> None:
    """Start the desk on a fictional week, to try it out."""
    set_surroundings(port)
    chosen = homes.choose(home)
    check_is_for_demonstrations(chosen)
    web.check_port_is_free(HOST, port)
    live = web.live_port_beside(HOST, port, None)
    if live is not None:
        os.environ["TANGKAL_LIVE_URL"] = f":{live}"
    homes.make(chosen, demo=True)
    with only_demonstration(chosen, port):
        accounts = remembered_accounts(chosen) or prepare(chosen, items)
        supervisor = Supervisor(programs(chosen, port, live), click.echo)
        try:
            supervisor.start()
            wait_until_served(supervisor, port)
            greet(port, chosen, accounts)
            if not no_browser and can_open_browser():
                webbrowser.open(address(port))
            supervisor.watch()
        except StopAsked:
            click.echo("\nStopping …")
        finally:
            supervisor.stop()
    click.echo("Stopped. Everything is kept; ./tangkal demo carries on from here.")


def address(port: int) -> str:
    return f"http://{HOST}:{port}/"


def set_surroundings(port: int) -> None:
    """What this process and its children find in their environment."""
    for name in NOT_FOR_A_DEMO:
        if os.environ.pop(name, None):
            click.echo(f"{name} is set but not used: a demonstration keeps to its own home.")
    os.environ["TANGKAL_SITE_URL"] = address(port).rstrip("/")


def check_is_for_demonstrations(home: Home) -> None:
    """Never pour a fictional week into somebody's real desk.

    Raises:
        InvalidInput: the home has keys but was not made by a demonstration.
    """
    if home.secret_path("secret_key").exists() and not home.is_demo:
        raise InvalidInput(
            f"{home.root} is a real home, not a demonstration's: name another folder with --home"
        )


@contextlib.contextmanager
def only_demonstration(home: Home, port: int) -> Iterator[None]:
    """Hold the home's PID file; the system lets go of it even if we are killed.

    Raises:
        InvalidInput: a demonstration runs on this home already.
    """
    path = home.root / "demo.pid"
    with path.open("a+", encoding="ascii") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            stream.seek(0)
            raise InvalidInput(
                f"a demonstration of {home.root} runs already ({stream.read().strip()}):"
                " stop it with Ctrl-C there, or choose another --home"
            ) from None
        stream.truncate(0)
        stream.write(f"process {os.getpid()} on {address(port)}\n")
        stream.flush()
        yield
        stream.truncate(0)


def prepare(home: Home, items: int) -> list[Account]:
    """Bring the home up to date and fill it, where that was not done for this code."""
    from tangkal.desk import entry  # noqa: PLC0415 - the desk is loaded only where it is needed

    click.echo(f"Preparing the demonstration in {home.root} (a minute or two, only once) …")
    entry.prepare(demo=True)
    logging.getLogger("tangkal").setLevel(logging.WARNING)  # the steps below say enough
    entry.load_demo(items=items, say=lambda step: click.echo(f"  {step} …"))
    accounts = entry.demo_accounts()
    remember(home, accounts)
    return accounts


def programs(home: Home, port: int, live: int | None = None) -> list[Child]:
    """The web server, the worker and the crisis rooms' stream, started side by side."""
    surroundings = dict(os.environ)
    worker = [sys.executable, "-m", "tangkal.cli", "worker"]
    found = [
        Child("web server", web.command(HOST, port, 1), surroundings, home.log / "web.log"),
        Child("worker", worker, surroundings, home.log / "worker.log"),
    ]
    if live is not None:
        stream = web.live_command(HOST, live)
        log = home.log / "live.log"
        found.append(Child("live stream", stream, surroundings, log, is_needed=False))
    return found


def wait_until_served(supervisor: Supervisor, port: int) -> None:
    """Wait as long as the web server lives; one that cannot start ends the wait by itself.

    Raises:
        ChildFailed: it stopped twice, or answers with an error of its own.
    """
    while (status := front_page_status(port)) is None:
        supervisor.check()
        time.sleep(LOOK_EVERY_SECONDS)
    if status >= http.HTTPStatus.INTERNAL_SERVER_ERROR:
        log = supervisor.children[0].log
        raise ChildFailed(f"the front page answers with error {status}; the reason is in {log}")


def front_page_status(port: int) -> int | None:
    """The HTTP status of the front page, None while nobody answers."""
    connection = http.client.HTTPConnection(HOST, port)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def greet(port: int, home: Home, accounts: list[Account]) -> None:
    widths = [max(len(account[i]) for account in accounts) for i in range(2)] if accounts else []
    click.secho(f"\nTangkal is ready: {address(port)}desk/", bold=True)
    click.echo(f"The public portal:  {address(port)}\n")
    for name, password, role in accounts:
        click.echo(f"  {name:<{widths[0]}}  {password:<{widths[1]}}  {role}")
    click.echo(f"\nEverything is kept in {home.root}. Stop with Ctrl-C.")


def can_open_browser() -> bool:
    """Only where a person sits at a screen: a text browser would take this terminal over."""
    if not sys.stdout.isatty():
        return False
    return sys.platform == "darwin" or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
