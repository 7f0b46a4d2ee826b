"""`tangkal deadlines`: what is due, and the proof that no clock was lost."""

import json
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tangkal.cli.homes import choose, home_option
from tangkal.cli.ingest import check_home

WRONG = 1


@click.group()
def deadlines() -> None:
    """See what is due, and prove that no clock was lost."""


@deadlines.command("list")
@click.option("--overdue", is_flag=True, help="Only what is late.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@home_option
def list_deadlines(overdue: bool, as_json: bool, home: Path | None) -> None:
    """List what runs, the longest overdue first."""
    check_home(choose(home).root)
    from tangkal.desk import entry  # noqa: PLC0415 - the desk is loaded only where it is needed

    rows = entry.running_deadlines(only_overdue=overdue)
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    if not rows:
        click.echo("Nothing is due." if not overdue else "Nothing is late.")
        return
    table = Table("what", "step", "priority", "office", "due", "late")
    for row in rows:
        name = f"{row['what']} (LATIHAN)" if row["is_exercise"] else str(row["what"])
        cells = (name, row["step"], row["priority"] or "-", row["office"], row["due"], row["late"])
        table.add_row(*(escape(str(cell)) for cell in cells))
    Console().print(table)


@deadlines.command("recompute")
@click.option("--check", is_flag=True, help="Change nothing; exit 1 where anything differs.")
@home_option
@click.pass_context
def recompute(context: click.Context, check: bool, home: Path | None) -> None:
    """Compute every deadline anew from what happened, and put the stored ones right.

    A stored deadline is only an index. Each case is also compared with its events in the audit
    chain; a contradiction there is never mended by the machine: it is named, and exit 1 says so.
    """
    check_home(choose(home).root)
    from tangkal.desk import entry  # noqa: PLC0415

    wrong, contradictions, computed = entry.recompute_deadlines(only_check=check)
    for line in wrong:
        click.echo(line)
    for line in contradictions:
        click.secho(f"contradiction: {line}", fg="red", err=True)
    verb = "differ" if check else "were put right"
    click.echo(f"{computed:,} deadlines computed from what happened; {len(wrong):,} {verb}.")
    if contradictions or (check and wrong):
        context.exit(WRONG)
    click.echo("Every stored deadline is the computed one, and every case agrees with its events.")
