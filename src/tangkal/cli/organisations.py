"""`tangkal organisations`: the tree of organisations, for whoever runs the installation."""

import json
from datetime import datetime
from pathlib import Path

import click

from tangkal.cli import homes


@click.group()
def organisations() -> None:
    """See the tree of organisations, add to it, move in it; nothing is ever deleted."""


@organisations.command("list")
@homes.home_option
@click.argument("words", default="")
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
def list_organisations(home: Path | None, words: str, as_json: bool) -> None:
    """Organisations whose name holds WORDS, in the tree's order."""
    homes.choose(home)
    from tangkal.desk import entry  # noqa: PLC0415 - the desk is loaded only where it is needed

    found = entry.organisations(words)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for each in found:
        ended = f", until {each['active_to']}" if each["active_to"] else ""
        indent = "  " * int(str(each["depth"]))
        click.echo(f"{each['id']:>6} {indent}{each['name']} ({each['type']}{ended})")
    click.echo(f"{len(found)} organisations.")


@organisations.command()
@homes.home_option
@click.argument("name")
@click.option("--type", "kind", required=True, help="kementerian, lembaga, opd, mitra …")
@click.option("--below", type=int, required=True, help="Number of the organisation above it.")
def add(home: Path | None, name: str, kind: str, below: int) -> None:
    """Add the organisation NAME."""
    homes.choose(home)
    from tangkal.desk import entry  # noqa: PLC0415

    click.echo(f"{name} is organisation {entry.add_organisation(name, kind, below)}.")


@organisations.command()
@homes.home_option
@click.argument("number", type=int)
@click.option("--below", type=int, required=True, help="Number of the organisation above it.")
def move(home: Path | None, number: int, below: int) -> None:
    """Hang organisation NUMBER, with all below it, under another."""
    homes.choose(home)
    from tangkal.desk import entry  # noqa: PLC0415

    entry.move_organisation(number, below)
    click.echo(f"Organisation {number} hangs below {below}.")


@organisations.command()
@homes.home_option
@click.argument("number", type=int)
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Last day.")
def end(home: Path | None, number: int, day: datetime) -> None:
    """Write down the last day of organisation NUMBER; roles over it then count no more."""
    homes.choose(home)
    from tangkal.desk import entry  # noqa: PLC0415

    entry.end_organisation(number, day.date())
    click.echo(f"Organisation {number} ends on {day.date().isoformat()}.")
