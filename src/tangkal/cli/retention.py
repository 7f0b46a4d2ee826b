"""`tangkal retention`: what goes when its time is over, first as a plan, then as a deed."""

import json
from pathlib import Path

import click

from tangkal.cli.homes import choose, home_option
from tangkal.cli.ingest import check_home


@click.group()
def retention() -> None:
    """See what would go, what is held back and why; then let it go."""


@retention.command("plan")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@home_option
def plan(as_json: bool, home: Path | None) -> None:
    """Say what would go now; change nothing."""
    check_home(choose(home).root)
    from tangkal.desk import entry  # noqa: PLC0415 - the desk is loaded only where it is needed

    show(entry.retention_plan(), as_json=as_json)


@retention.command("run")
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.confirmation_option(
    "--yes", prompt="What goes cannot be brought back. Go on?", help="Do not ask."
)
@home_option
def run(dry_run: bool, as_json: bool, home: Path | None) -> None:
    """Let go what is due, evidence of closed cases too, unless it is held."""
    check_home(choose(home).root)
    from tangkal.desk import entry  # noqa: PLC0415

    if dry_run:
        show(entry.retention_plan(), as_json=as_json)
        return
    dropped = entry.retention_run()
    if as_json:
        click.echo(json.dumps(dropped))
        return
    for key, count in dropped.items():
        click.echo(f"{key}: {count:,} gone")


def show(lines: list[dict[str, object]], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(lines, ensure_ascii=False, indent=2))
        return
    for line in lines:
        how = "" if line["by_itself"] else " (only by `tangkal retention run`)"
        click.echo(f"{line['key']}: {line['going']:,} after {line['days']} days{how}")
        held = line["held"]
        assert isinstance(held, list)
        for number, why in held:
            click.echo(f"    held: {number}: {why}")
