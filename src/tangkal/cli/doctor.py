"""`tangkal doctor`: is this installation well, and what is to be done where it is not?"""

import json
from pathlib import Path

import click

from tangkal.cli import homes

UNWELL = 1
COLOURS = {"ok": "green", "look": "yellow", "broken": "red"}


@click.command()
@homes.home_option
@click.option(
    "--backup",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the backups: the newest file's age is told.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for a monitoring tool.")
@click.pass_context
def doctor(context: click.Context, home: Path | None, backup: Path | None, as_json: bool) -> None:
    """Look at keys, settings, tables, clock, worker, disk and backups; exit 1 if one is broken."""
    homes.choose(home)
    from tangkal.desk import entry  # noqa: PLC0415 - the desk is loaded only where it is needed

    found = entry.condition(backup)
    if as_json:
        click.echo(json.dumps({"findings": found}, ensure_ascii=False, indent=1))
    else:
        for each in found:
            show(each)
    if any(each["state"] == "broken" for each in found):
        context.exit(UNWELL)


def show(finding: dict[str, str]) -> None:
    state = finding["state"]
    click.echo(
        f"{click.style(f'{state:7}', fg=COLOURS[state])} {finding['name']}: {finding['says']}"
    )
    if finding["remedy"]:
        click.echo(f"        → {finding['remedy']}")
