"""`tangkal people`: accounts, for whoever runs the installation; it gives nobody a role."""

import json
from pathlib import Path

import click

from tangkal.cli import homes


@click.group()
def people() -> None:
    """See accounts, reset somebody's second factor, close an account."""


@people.command("list")
@homes.home_option
@click.argument("words", default="")
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
def list_people(home: Path | None, words: str, as_json: bool) -> None:
    """Accounts whose name holds WORDS; all of them without."""
    homes.choose(home)
    from tangkal.desk import entry  # noqa: PLC0415 - the desk is loaded only where it is needed

    found = entry.people(words)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for each in found:
        access = "open" if each["is_open"] else "closed"
        factor = "second factor" if each["second_factors"] else "password only"
        roles = each["roles"]
        assert isinstance(roles, list)
        click.echo(
            f"{each['username']:20} {access:6} {factor:13} {each['name']}, {each['organisation']}"
            f" ({'; '.join(roles) or 'no role'})"
        )
    click.echo(f"{len(found)} accounts.")


@people.command("reset-second-factor")
@homes.home_option
@click.argument("username")
def reset_second_factor(home: Path | None, username: str) -> None:
    """Take USERNAME's second factors away and end the sessions; the password stays.

    For the last administrator who lost phone and recovery codes: everybody else is helped at the
    desk, by an administrator. The record says that the system did it.
    """
    homes.choose(home)
    from tangkal.desk import entry  # noqa: PLC0415

    entry.reset_second_factor(username)
    click.echo(f"{username} sets up a second factor anew at the next sign-in.")


@people.command()
@homes.home_option
@click.argument("username")
def close(home: Path | None, username: str) -> None:
    """Close USERNAME's account and end its sessions; an administrator can open it again."""
    homes.choose(home)
    from tangkal.desk import entry  # noqa: PLC0415

    entry.close_account(username)
    click.echo(f"The account {username} is closed.")
