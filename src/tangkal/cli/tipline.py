"""`tangkal tipline`: where the chat services call, and whether they do."""

import json
from pathlib import Path

import click

from tangkal.cli import homes


@click.group()
def tipline() -> None:
    """See the lines that people write to; register and check their webhooks."""


@tipline.command()
@homes.home_option
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
def show(home: Path | None, as_json: bool) -> None:
    """The lines, the address that each service calls, and how much waits."""
    homes.choose(home)
    from tangkal.desk import entry  # noqa: PLC0415 - the desk is loaded only where it is needed

    found = entry.tiplines()
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for each in found:
        state = "open" if each["is_open"] else "closed"
        click.echo(
            f"{each['channel']} {each['address']} ({state}): {each['webhook']}\n"
            f"  {each['new']} wait, the oldest {each['oldest_waits_s']} s;"
            f" {each['done']} done, {each['aside']} set aside"
        )
    click.echo(f"{len(found)} lines.")


@tipline.command("set-webhook")
@homes.home_option
def set_webhook(home: Path | None) -> None:
    """Tell Telegram which address to call, with the secret that proves a call is its own."""
    homes.choose(home)
    from tangkal.desk import entry  # noqa: PLC0415

    click.echo(f"Telegram calls {entry.set_telegram_webhook()} from now on.")


@tipline.command()
@homes.home_option
@click.argument("service", type=click.Choice(["telegram", "whatsapp"]))
def check(home: Path | None, service: str) -> None:
    """Ask SERVICE itself what it thinks of the line; exit code 1 where something is wrong."""
    homes.choose(home)
    from tangkal.desk import entry  # noqa: PLC0415

    found = entry.check_tipline(service)
    for is_well, words in found:
        click.secho(f"{'well ' if is_well else 'WRONG'} {words}", fg=None if is_well else "red")
    if not all(is_well for is_well, _words in found):
        raise SystemExit(1)


@tipline.command()
@homes.home_option
@click.option("--replay", is_flag=True, help="Let this version read them again.")
def quarantine(home: Path | None, replay: bool) -> None:
    """What was set aside because it could not be read, and why; never what was written."""
    homes.choose(home)
    from tangkal.desk import entry  # noqa: PLC0415

    if replay:
        again, left = entry.replay_tipline()
        click.echo(f"{again} wait to be answered again; {left} still cannot be read.")
        return
    found = entry.tipline_quarantine()
    for each in found:
        click.echo(f"{each['id']:>6} {each['received_at']} {each['channel']}: {each['reason']}")
    click.echo(f"{len(found)} set aside.")
