"""`tangkal channels`: what mail servers wrote back about letters that went out."""

from pathlib import Path
from typing import BinaryIO

import click

from tangkal.cli.homes import choose, home_option
from tangkal.cli.ingest import check_home

LEFT = 1
WORDS = {
    "failed": "failed for good",
    "delayed": "delayed, the mail server still tries",
    "delivered": "delivered",
    "no news": "no news",
}


@click.group()
def channels() -> None:
    """Read what mail servers wrote back about letters that went out."""


@channels.command("bounces")
@click.argument("file", type=click.File("rb"), metavar="FILE|-")
@home_option
@click.pass_context
def bounces(context: click.Context, file: BinaryIO, home: Path | None) -> None:
    """Read delivery reports (RFC 3464) from an mbox or a single message; - is standard input.

    A letter that a mail server gave up becomes a permanent failure with the server's words, and
    whoever dispatched it is told. Reading the same file again changes nothing. What is no
    report, or none of a letter of ours, is set aside in the home's folder `bounces`; exit 1
    says that there was such a message.
    """
    chosen = choose(home)
    check_home(chosen.root)
    from tangkal.desk import entry  # noqa: PLC0415 - the desk is loaded only where it is needed

    told, left = entry.take_bounces(file.read(), chosen.root / "bounces")
    for kind, words in WORDS.items():
        if told[kind]:
            click.echo(f"{told[kind]:,} {words}")
    for path, reason in left:
        click.secho(f"{path}: {reason}", fg="yellow", err=True)
    if not told and not left:
        click.echo("The mailbox is empty.")
    if left:
        context.exit(LEFT)
