"""`tangkal tokens`: which programs hold a key, and end one at once."""

import json
from pathlib import Path

import click

from tangkal.cli import homes


@click.group()
def tokens() -> None:
    """See which programs hold a token, and revoke one at once."""


@tokens.command("list")
@homes.home_option
@click.option("--all", "also_ended", is_flag=True, help="Also those revoked or expired.")
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
def list_tokens(home: Path | None, also_ended: bool, as_json: bool) -> None:
    """The tokens in force, the newest first. A token's text is kept nowhere."""
    homes.choose(home)
    from tangkal.desk import entry  # noqa: PLC0415 - the desk is loaded only where it is needed

    found = entry.tokens(also_ended=also_ended)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for each in found:
        click.echo(
            f"{each['id']:>6} {each['start']}… {each['state']:9} {each['owner']}: {each['name']}"
            f" ({', '.join(each['scopes'])}); ends {each['expires_at']},"
            f" last used {each['last_used_at'] or 'never'}"
        )
    click.echo(f"{len(found)} tokens.")


@tokens.command()
@homes.home_option
@click.argument("number", type=int)
def revoke(home: Path | None, number: int) -> None:
    """End token NUMBER at once; the audit trail says that an operator did."""
    homes.choose(home)
    from tangkal.desk import entry  # noqa: PLC0415

    click.echo(f"Revoked: {entry.revoke_token(number)}.")
