"""`tangkal audit`: the proof that no record was changed afterwards."""

from pathlib import Path

import click

from tangkal.cli import homes

BROKEN = 1


@click.group()
def audit() -> None:
    """Prove that no record was changed afterwards."""


@audit.command()
@homes.home_option
@click.pass_context
def verify(context: click.Context, home: Path | None) -> None:
    """Recompute the chain of audit events; exit 1 names the first broken link."""
    homes.choose(home)
    from tangkal.desk import entry  # noqa: PLC0415 - the desk is loaded only where it is needed

    events, broken_at, reason = entry.verify_audit()
    if broken_at is None:
        click.echo(f"The audit chain is whole: {events:,} events, each follows from the last.")
        return
    click.secho(f"The audit chain breaks at event {broken_at}: {reason}", fg="red", err=True)
    context.exit(BROKEN)
